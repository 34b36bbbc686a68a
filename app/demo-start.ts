import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Config } from './config.ts';
import { isDemoLoaded } from './features/demo/index.ts';
import type { World } from './platform/world.ts';

/** `database`: any role's way in; the roles' passwords follow from the installation's own secret. */
export type LoadAsked = { config: Config; database: string };

/**
 * Loads the demo network on the first run, with progress, in a process of its own: the memory that it takes ends with
 * it. A load that was cut off begins again.
 */
export async function startDemo(world: World): Promise<void> {
  if (await isDemoLoaded(world)) return;
  const asked: LoadAsked = { config: world.config, database: world.authUrl };
  const child = fork(fileURLToPath(new URL('./demo-load.ts', import.meta.url)));
  const ended = new Promise<number | null>((done, fail) => {
    child.once('exit', done);
    child.once('error', fail);
  });
  child.send(asked);
  const code = await ended;
  if (code !== 0 || !(await isDemoLoaded(world))) throw new Error('The demo could not be loaded.');
}

/** A bar where somebody looks on, a line every ten percent where nobody does. */
export function progress(): (done: number, all: number, what: string) => void {
  let shown = -1;
  const tty = process.stderr.isTTY;
  return (done, all, what) => {
    const percent = Math.floor((done / Math.max(1, all)) * 100);
    if (percent === shown || (!tty && percent % 10 !== 0)) return;
    shown = percent;
    const bar = '█'.repeat(Math.floor(percent / 4)).padEnd(25, '░');
    process.stderr.write(
      tty
        ? `\r  ${bar} ${String(percent).padStart(3)} %  ${what.padEnd(40)}${percent === 100 ? '\n' : ''}`
        : `${percent} % ${what}\n`,
    );
  };
}
