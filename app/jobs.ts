import { Logger, run } from 'graphile-worker';
import pg from 'pg';
import { closeOldQuestions } from './features/cases/index.ts';
import { keepDuties } from './features/duties/index.ts';
import { judgeQuarters } from './features/evidence/index.ts';
import { anchorLog } from './features/log/index.ts';
import { markReleasedKeys, sendAlerts } from './features/network/index.ts';
import { forgetSittings } from './features/record/index.ts';
import { keepProtection } from './features/protection/index.ts';
import { releaseFigures } from './features/insight/index.ts';
import { keepJoint } from './features/joint/index.ts';
import { takeClaims } from './features/remedy/index.ts';
import { keepConsents } from './features/referral/index.ts';
import { keepRetention, keepRights } from './features/rights/index.ts';
import type { World } from './platform/world.ts';

export type Jobs = { stop(): Promise<void> };

/** A library's own log lines name tasks and times; faults alone are worth a person's eye. */
const quiet = new Logger(() => (level, message) => {
  if (level === 'error') console.error(`jobs: ${message}`);
});

const dayBefore = (now: Date): string => new Date(now.getTime() - 86_400_000).toISOString().slice(0, 10);

/**
 * What happens by itself: alerts of waiting P0 reports at once, figures on their fixed day, announced keys. Durable and
 * repeatable: each task looks at what is, and does what is missing.
 */
export async function startJobs(world: World): Promise<Jobs> {
  const anchoring = new Beside(() => anchorLog(world));
  const runner = await run({
    connectionString: world.jobsUrl,
    maxPoolSize: 3,
    schema: 'graphile_worker',
    concurrency: 1,
    logger: quiet,
    noHandleSignals: true,
    pollInterval: 10_000,
    taskList: {
      alerts: () => sendAlerts(world).then(() => undefined),
      figures: () => releaseFigures(world, dayBefore(world.clock.now())).then(() => undefined),
      keys: () => markReleasedKeys(world).then(() => undefined),
      duties: () => keepDuties(world).then(() => undefined),
      protection: () => keepProtection(world).then(() => undefined),
      questions: () => closeOldQuestions(world).then(() => undefined),
      claims: () => takeClaims(world).then(() => undefined),
      sittings: () => forgetSittings(world),
      quarters: () => judgeQuarters(world),
      joint: () => keepJoint(world),
      rights: () => keepRights(world),
      consents: () => keepConsents(world).then(() => undefined),
      retention: () => keepRetention(world),
      anchors: async () => anchoring.begin(),
    },
    crontab: [
      '* * * * * alerts ?max=3',
      '* * * * * rights ?max=3',
      '* * * * * consents ?max=3',
      '*/5 * * * * duties ?max=3',
      '*/5 * * * * protection ?max=3',
      '11 0 * * * retention ?max=3',
      '23 * * * * anchors ?max=1',
      '1 0 * * * questions ?max=3',
      '*/5 * * * * claims ?max=1',
      '3 0 * * * sittings ?max=3',
      '7 0 * * * figures ?fill=2d&max=5',
      '9 0 * * * quarters ?max=3',
      '13 0 * * * joint ?max=3',
      '*/2 * * * * keys ?max=3',
    ].join('\n'),
  });
  await runner.addJob('figures', {});
  await runner.addJob('keys', {});
  await runner.addJob('anchors', {});
  const listening = await listen(world, () => void runner.addJob('alerts', {}).catch(() => {}));
  return {
    stop: async () => {
      await listening.end().catch(() => {});
      await runner.stop().catch(() => {});
      await anchoring.end();
    },
  };
}

/** Work that waits for machines elsewhere: an alert must not stand behind it. One at a time; a fault is said, not thrown. */
class Beside {
  readonly #work: () => Promise<unknown>;
  #running: Promise<void> | undefined;
  #ended = false;
  constructor(work: () => Promise<unknown>) {
    this.#work = work;
  }
  begin(): void {
    this.#running ??= this.#work()
      .then(
        () => undefined,
        (error: unknown) => {
          // At the end the database goes away under what still waits: it is done after the next start.
          if (!this.#ended) console.error(`jobs: ${error instanceof Error ? error.message : String(error)}`);
        },
      )
      .finally(() => (this.#running = undefined));
  }
  async end(): Promise<void> {
    this.#ended = true;
    await Promise.race([this.#running, new Promise((done) => setTimeout(done, 2000).unref())]);
  }
}

/** Intake says that something urgent came; which report, where and whose, it doesn't say. */
async function listen(world: World, onAlert: () => void): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: world.jobsUrl });
  client.on('notification', onAlert);
  client.on('error', () => {});
  await client.connect();
  await client.query('listen vouch_alert');
  return client;
}
