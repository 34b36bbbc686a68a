// A whole deployment in processes of its own, as `npm start -- --empty` runs it, with one organisation that reads.
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { readConfig } from '../app/config.ts';
import {
  closeSignIn,
  createDemoMembers,
  createDemoRings,
  prepareSignIn,
  registerOrganisation,
  registerWorkplaces,
  whoIs,
} from '../app/features/network/index.ts';
import { isRefusal } from '../app/features/refusal.ts';
import { freePort } from '../app/platform/ports.ts';
import { outsidePlace } from '../app/platform/postgres/place.ts';
import type { World } from '../app/platform/world.ts';
import { openWorld } from '../app/world.ts';
import { root } from './source.ts';

export const ORG = 'vouch:worker-line';

/** A folder that the database's own user can enter, where we are root. */
export function dataFolder(): { dir: string; remove(): void } {
  const dir = mkdtempSync(join(tmpdir(), 'vouch-deployment-'));
  chmodSync(dir, 0o711);
  const remove = () => {
    rmSync(dir, { recursive: true, force: true });
    // Where the binaries had to be copied for that user.
    if (existsSync(`${dir}/WHERE-THE-DATABASE-IS.txt`) || process.getuid?.() === 0)
      rmSync(outsidePlace(dir), { recursive: true, force: true });
  };
  return { dir, remove };
}

/** Sets up one organisation with two workplaces in an empty folder, by the same actions as the setup page. */
export async function prepareDeployment(dir: string): Promise<void> {
  const opened = await openWorld(readConfig(['--data', dir, '--empty', '--port', '0'], {}));
  try {
    await prepareSignIn(opened.world);
    await register(opened.world);
    await closeSignIn(opened.world);
  } finally {
    await opened.close();
  }
}

async function register(world: World): Promise<void> {
  const done = await registerOrganisation(
    world,
    { org: ORG, kind: 'cso' },
    {
      id: ORG,
      kind: 'cso',
      name: 'Worker Line',
      country: 'TH',
      languages: ['my', 'th', 'en'],
      names: {},
      about: '',
    },
  );
  if (isRefusal(done)) throw new Error(done.why);
  const person = {
    orgId: ORG,
    kind: 'cso',
    name: 'Aye',
    role: 'lead',
    email: 'aye@worker-line.demo.vouch.invalid',
  } as const;
  const members = await createDemoMembers(world, [person]);
  const [lead] = members;
  if (!lead) throw new Error('nobody came');
  await createDemoRings(world, [{ ...lead, email: person.email }]);
  const places = await registerWorkplaces(
    world,
    { ...whoIs(lead, world.clock.now()), org: ORG },
    ['TH2024001AAAAAA', 'TH2024001BBBBBB'].map((id, i) => ({
      ...{
        scheme: 'osid',
        id,
        name: `Heron Plant ${i + 1}`,
        country: 'TH',
        region: 'Samut Sakhon',
        sector: 'electronics',
      },
      ...{ headcount: 400, supplies: [] },
    })),
  );
  if (isRefusal(places)) throw new Error(places.why);
}

export type Serving = {
  url: string;
  port: number;
  pid: number;
  child: ChildProcess;
  /** Seconds from the start of the process to the first `/readyz` that says yes. */
  readySeconds: number;
  /** As Ctrl-C: it ends by itself, and its database with it. */
  stop(): Promise<void>;
};

type Start = {
  args?: string[];
  node?: string[];
  program?: string;
  most?: number;
  port?: number;
  env?: NodeJS.ProcessEnv;
};

/** Starts the server's own program over `dir` and waits until it can take a report. */
export async function serve(dir: string, start: Start = {}): Promise<Serving> {
  const port = start.port ?? (await freePort());
  const program = start.program ?? join(root, 'app', 'main.ts');
  const args = [
    ...(start.node ?? []),
    program,
    ...(start.args ?? ['--empty']),
    '--data',
    dir,
    '--port',
    String(port),
  ];
  const began = performance.now();
  const env = { ...process.env, DATABASE_URL: '', ...start.env };
  delete (env as Record<string, string | undefined>)['DATABASE_URL'];
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => void (said.length < 20_000 && (said += chunk.toString())));
  const url = `http://localhost:${port}`;
  const until = began + (start.most ?? 60) * 1000;
  while (!(await isReady(url))) {
    if (child.exitCode !== null || performance.now() > until) {
      child.kill('SIGKILL');
      throw new Error(`The server did not start:\n${said}`);
    }
    await wait(20);
  }
  const readySeconds = (performance.now() - began) / 1000;
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((done) => child.once('exit', done));
    child.kill('SIGTERM');
    await gone;
  };
  return { url, port, pid: child.pid ?? 0, child, readySeconds, stop };
}

const isReady = (url: string): Promise<boolean> =>
  fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2000) }).then(
    (answer) => answer.ok,
    () => false,
  );
