// An S3-compatible store on loopback, from npm, in a process of its own.
import { spawn } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { S3Place } from '../app/platform/tile-store-s3.ts';
import { freePort } from '../app/platform/ports.ts';

const program = fileURLToPath(new URL('../node_modules/s3rver/bin/s3rver.js', import.meta.url));

/** `dir` holds what is in the bucket. */
export async function startBucket(dir: string): Promise<{ place: S3Place; stop(): Promise<void> }> {
  const port = await freePort();
  const args = [program, '-d', dir, '-p', String(port), '-a', '127.0.0.1', '--configure-bucket', 'log'];
  const child = spawn(process.execPath, args, { stdio: 'ignore' });
  const gone = new Promise((done) => child.once('exit', done));
  const isUp = () =>
    fetch(`http://127.0.0.1:${port}/`).then(
      () => true,
      () => false,
    );
  for (let i = 0; i < 400 && !(await isUp()); i++) await wait(50);
  return {
    place: {
      url: `http://127.0.0.1:${port}/log/public/ledger`,
      accessKeyId: 'S3RVER',
      secretAccessKey: 'S3RVER',
      region: 'us-east-1',
    },
    stop: async () => {
      child.kill();
      await gone;
    },
  };
}
