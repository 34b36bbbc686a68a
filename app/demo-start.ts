import { README_SIZE, isDemoLoaded, loadDemo } from './features/demo/index.ts';
import type { World } from './platform/world.ts';

/** Loads the demo network on the first run, with progress. A load that was cut off begins again. */
export async function startDemo(world: World): Promise<void> {
  if (await isDemoLoaded(world)) return;
  await loadDemo(world, README_SIZE, progress());
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
