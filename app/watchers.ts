import { type ChildProcess, fork } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { WatcherAsked, WatcherUp, WatchersAsked } from '../cli/watchers.ts';
import {
  type Channel,
  type Cosigner,
  auditorsKnown,
  inviteAuditors,
  logKeysNow,
  policyNow,
  refreshKeys,
  revokeAuditor,
  startFeed,
} from './features/log/index.ts';
import { isRefusal } from './features/refusal.ts';
import type { World } from './platform/world.ts';

type Role = { name: string; party: string; group: 'w' | 'a' };

/** Who watches the demo's log: parties of its cast that would do so for real, a charity, a union, a brand, an office. */
const CAST: readonly Role[] = [
  { name: 'homeward-circle', party: 'Homeward Circle', group: 'w' },
  { name: 'himal-migrant-union', party: 'Himal Migrant Workers’ Union', group: 'w' },
  { name: 'alder-and-wren', party: 'Alder & Wren Foods', group: 'w' },
  { name: 'gulf-provinces-labour-office', party: 'Gulf Provinces Labour Office', group: 'w' },
  { name: 'plumbline-social-audit', party: 'Plumbline Social Audit', group: 'a' },
  { name: 'sangam-workers-centre', party: 'Sangam Workers’ Centre', group: 'a' },
];

export type Watchers = { cosigners: Cosigner[]; pid: number; stop(): Promise<void> };

/**
 * Starts the demo's witnesses and auditors in one process of their own, and the feed that the auditors read. It proves
 * that the machinery works, not that anybody independent looked: the policy says who plays them. They end when we do.
 */
export async function startWatchers(world: World): Promise<Watchers> {
  await refreshKeys(world);
  let cosigners: Cosigner[] = [];
  // It boots while the feed is opened.
  const child = forked();
  const feed = await startFeed(world, {
    port: 0,
    host: '127.0.0.1',
    policy: () => policyNow(world, cosigners),
  });
  try {
    const dir = join(world.config.dir, 'watchers');
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    await openChannels(world, dir, `https://127.0.0.1:${feed.port}`);
    const { up, pid, stop } = await told(child, {
      logs: logKeysNow(world),
      watchers: CAST.map((role) => asked(world, dir, role)),
    });
    cosigners = CAST.flatMap(({ name, party, group }) =>
      up
        .filter((one) => one.name === name)
        .map(({ vkey, port }) => ({
          ...{ name, vkey, group, url: `http://127.0.0.1:${port}` },
          by: `${party}, played by this demo on this machine`,
        })),
    );
    return {
      cosigners,
      pid,
      stop: async () => {
        await stop();
        await feed.stop();
      },
    };
  } catch (error) {
    child.kill('SIGKILL');
    await feed.stop();
    throw error;
  }
}

const channelFile = (dir: string, name: string): string => join(dir, `${name}.channel`);

function asked(world: World, dir: string, { name, group }: Role): WatcherAsked {
  return {
    name,
    keyName: `${name}.demo.vouch.invalid/${group === 'a' ? 'auditor' : 'witness'}`,
    key: join(world.config.dir, 'keys', `watcher-${name}`),
    state: join(dir, name),
    ...(group === 'a' ? { channel: channelFile(dir, name) } : {}),
  };
}

/** Each auditor's own certificate, made at the first start; the address is another at each. */
async function openChannels(world: World, dir: string, url: string): Promise<void> {
  const names = CAST.filter(({ group }) => group === 'a').map(({ name }) => name);
  const now = world.clock.now();
  const standing = new Set(
    (await auditorsKnown(world)).filter((a) => !a.revoked_at && a.expires_at > now).map((a) => a.name),
  );
  const missing = names.filter((name) => !standing.has(name) || !existsSync(channelFile(dir, name)));
  for (const name of missing) if (standing.has(name)) await revokeAuditor(world, name);
  const made = missing.length > 0 ? await inviteAuditors(world, missing, { url, days: 3650 }) : [];
  if (isRefusal(made)) throw new Error(made.why);
  for (const name of names) {
    const file = channelFile(dir, name);
    const fresh = made.find((one) => one.name === name);
    // Written by us, at an earlier start.
    const channel = fresh ?? (JSON.parse(readFileSync(file, 'utf8')) as Channel);
    writeFileSync(file, JSON.stringify({ ...channel, url }), { mode: 0o600 });
  }
}

const forked = (): ChildProcess =>
  fork(fileURLToPath(new URL('../cli/watchers.ts', import.meta.url)), {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    execArgv: ['--max-old-space-size=64', '--max-semi-space-size=1'],
    // A Ctrl-C at the terminal is ours to answer: they are asked last.
    detached: true,
  });

function told(
  child: ChildProcess,
  message: WatchersAsked,
): Promise<{ up: WatcherUp[]; pid: number; stop(): Promise<void> }> {
  const gone = new Promise<void>((done) => child.once('exit', () => done()));
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await gone;
  };
  return new Promise((done, fail) => {
    child.once('error', fail);
    child.once('exit', () => fail(new Error('the demo’s witnesses and auditors did not start')));
    child.once('message', (up: WatcherUp[]) => done({ up, pid: child.pid ?? 0, stop }));
    child.send(message);
  });
}
