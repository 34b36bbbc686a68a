import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { dataFolder, serve } from '../test/deployment.ts';
import { root } from '../test/source.ts';
import type { Measured } from './machine.ts';
import { round } from './machine.ts';

const REST_SECONDS = 15;
/** The first start loads the demo. */
const FIRST_START_SECONDS = 240;

type Running = { pid: number; parent: number; name: string };

function running(): Running[] {
  return readdirSync('/proc')
    .filter((d) => /^\d+$/.test(d) && existsSync(`/proc/${d}/stat`))
    .flatMap((d) => {
      try {
        const stat = readFileSync(`/proc/${d}/stat`, 'utf8');
        const end = stat.lastIndexOf(')');
        const parent = Number(stat.slice(end + 2).split(' ')[1]);
        const script = readFileSync(`/proc/${d}/cmdline`, 'utf8').split('\0').find((a) => /\.m?[jt]s$/.test(a)); // prettier-ignore
        return [
          {
            pid: Number(d),
            parent,
            name: script ? basename(script) : stat.slice(stat.indexOf('(') + 1, end),
          },
        ];
      } catch {
        return []; // it ended while we looked
      }
    });
}

function family(pid: number): Running[] {
  const all = running();
  const found = all.filter((p) => p.pid === pid);
  for (let i = 0; i < found.length; i++) found.push(...all.filter((p) => p.parent === found[i]?.pid));
  return found;
}

/** Proportional set size in MB: shared memory is counted once, divided among those who share it. */
function pssOf(pid: number): number {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  return Number(/^Pss:\s+(\d+) kB/m.exec(text)?.[1] ?? 0) / 1024;
}

function memoryOf(pid: number): { rest_mb: number; parts: Record<string, number> } {
  const parts: Record<string, number> = {};
  for (const { pid: one, name } of family(pid)) {
    // A backend that has just ended has nothing to read any more.
    if (!existsSync(`/proc/${one}/smaps_rollup`)) continue;
    parts[name] = round((parts[name] ?? 0) + pssOf(one));
  }
  return { rest_mb: round(Object.values(parts).reduce((a, b) => a + b, 0)), parts };
}

/** `npm start` twice over one folder, with the demo, as a person does it; then everything rests. */
async function starts(
  program: string,
): Promise<{ first: number; second: number; memory: ReturnType<typeof memoryOf> }> {
  const folder = dataFolder();
  try {
    const options = { program, args: ['start'], most: FIRST_START_SECONDS };
    const first = await serve(folder.dir, options);
    process.stderr.write(`first start, with the demo loaded: ${round(first.readySeconds)} s\n`);
    await first.stop();
    const second = await serve(folder.dir, options);
    process.stderr.write(`second start: ${round(second.readySeconds)} s\n`);
    try {
      await wait(REST_SECONDS * 1000);
      return { first: first.readySeconds, second: second.readySeconds, memory: memoryOf(second.pid) };
    } finally {
      await second.stop();
    }
  } finally {
    folder.remove();
  }
}

/** A clone of what is committed, with nothing installed, to the first report that could be taken. */
async function cloneToReady(): Promise<number> {
  const parent = mkdtempSync(join(tmpdir(), 'vouch-clone-'));
  const clone = join(parent, 'vouch');
  const folder = dataFolder();
  try {
    const began = performance.now();
    await new Promise<void>((done, fail) =>
      spawn('git', ['clone', '--quiet', root, clone], { stdio: 'inherit' }).once('exit', (code) =>
        code === 0 ? done() : fail(new Error('the clone could not be made')),
      ),
    );
    const server = await serve(folder.dir, {
      program: join(clone, 'bootstrap.mjs'),
      args: ['start'],
      most: 600,
    });
    const seconds = (performance.now() - began) / 1000;
    await server.stop();
    return seconds;
  } finally {
    folder.remove();
    rmSync(parent, { recursive: true, force: true });
  }
}

export async function measure(full: boolean): Promise<Measured> {
  const { first, second, memory } = await starts(join(root, 'bootstrap.mjs'));
  const figures = {
    secondStart_s: round(second, 2),
    ...memory,
    firstStart_s: round(first),
    ...(full ? { cloneToReady_s: round(await cloneToReady()) } : {}),
  };
  return { figures, baseline: {}, ratio: {} };
}
