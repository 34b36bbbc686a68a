import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildAll, buildDir } from './build.ts';
import { type Config, readConfig } from './config.ts';
import { startDemo } from './demo-start.ts';
import { closeSignIn, prepareSignIn, registerOwnDockets } from './features/network/index.ts';
import { type Cosigner, policyNow, refreshKeys, startFeed } from './features/log/index.ts';
import { startBeat } from './beat.ts';
import { startJobs } from './jobs.ts';
import { portIsFree, startListening } from './listen.ts';
import { server } from './server.ts';
import { startOps } from './ops.ts';
import { startWatchers } from './watchers.ts';
import { readWatchers } from './watching.ts';
import { sayReady, writePolicy } from './welcome.ts';
import { openWorld } from './world.ts';

type Ending = () => Promise<void>;

/** What must be ended, in the reverse order of its beginning: also while something else is only just beginning. */
export class Running {
  #endings: Ending[] = [];
  push(end: Ending): void {
    this.#endings.push(end);
  }
  async stop(): Promise<void> {
    const endings = this.#endings.reverse();
    this.#endings = [];
    for (const end of endings) await end().catch((error: unknown) => console.error(String(error)));
  }
}

/** Starts everything that this process serves. What began before a failure is ended before it is thrown. */
export async function start(config: Config, endings = new Running()): Promise<{ url: string; stop: Ending }> {
  const stop = () => endings.stop();
  try {
    await portIsFree(config);
    const [opened, built] = await Promise.all([openWorld(config), buildAll()]);
    endings.push(opened.close);
    const { world } = opened;
    await prepareSignIn(world);
    endings.push(() => closeSignIn(world));
    let cosigners: Cosigner[] = [];
    if (config.demo) {
      await startDemo(world);
      const watchers = await startWatchers(world);
      endings.push(() => watchers.stop());
      cosigners = watchers.cosigners;
    } else cosigners = readWatchers(world);
    await registerOwnDockets(world);
    await refreshKeys(world);
    const policy = (): string => policyNow(world, cosigners);
    writePolicy(world, policy());
    const does = (role: Config['role']): boolean => config.role === 'all' || config.role === role;
    if (does('sequencer')) {
      if (config.auditPort !== undefined && !config.demo) {
        const feed = await startFeed(world, { port: config.auditPort, policy });
        endings.push(() => feed.stop());
      }
      const beat = await startBeat(world, cosigners, () => writePolicy(world, policy()));
      endings.push(() => beat.stop());
    }
    if (does('jobs')) {
      const jobs = await startJobs(world);
      endings.push(() => jobs.stop());
    }
    const verify = {
      script: readFileSync(join(buildDir, 'verify', 'verify.js'), 'utf8'),
      css: readFileSync(join(buildDir, 'verify', 'verify.css'), 'utf8'),
    };
    if (!does('web')) return { url: '', stop };
    const listening = await startListening(config, (options) =>
      server(world, { built, policy, verify }, options),
    );
    endings.push(() => listening.stop());
    if (config.port !== 0) {
      const ops = await startOps(world, config.opsPort);
      endings.push(() => ops.stop());
    }
    await sayReady(world, listening);
    return { url: listening.url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

if (import.meta.main) {
  let config: Config;
  try {
    config = readConfig(process.argv.slice(2), process.env);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(2);
  }
  const running = new Running();
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      void running.stop().then(() => process.exit(0));
    });
  await start(config, running).catch((error: unknown) => {
    // Stopped while it was starting: what then fails is no news.
    if (stopping) return;
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  });
}
