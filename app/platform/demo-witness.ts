import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export type RunningWitness = {
  name: string;
  by: string;
  vkey: string;
  url: string;
  pid: number;
  stop(): Promise<void>;
};

/** Starts a witness in its own process and waits until it says its key and port. It ends when we do. */
export function startWitness(dir: string, name: string, logVkey: string): Promise<RunningWitness> {
  const program = fileURLToPath(new URL('../../cli/witness.ts', import.meta.url));
  const args = [
    '--log',
    logVkey,
    '--key',
    join(dir, 'keys', `witness-${name}`),
    '--name',
    name,
    '--state',
    join(dir, `witness-${name}`),
    '--listen',
    '127.0.0.1:0',
  ];
  const child: ChildProcess = fork(program, args, {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    execArgv: ['--max-old-space-size=48', '--max-semi-space-size=1'],
    detached: true,
  });
  const stop = async () => {
    if (child.exitCode !== null) return;
    const gone = new Promise((done) => child.once('exit', done));
    child.kill('SIGTERM');
    await gone;
  };
  return new Promise((done, fail) => {
    child.once('error', fail);
    child.once('exit', () => fail(new Error('the demo witness did not start')));
    child.stdout?.once('data', (chunk: Buffer) => {
      const { listening, vkey }: { listening: number; vkey: string } = JSON.parse(chunk.toString());
      done({
        name,
        by: 'this demo, in its own process',
        vkey,
        url: `http://127.0.0.1:${listening}`,
        pid: child.pid ?? 0,
        stop,
      });
    });
  });
}
