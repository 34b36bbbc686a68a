import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { FastifyInstance } from 'fastify';
import { type Config, readConfig } from '../app/config.ts';
import { Publisher, Sequencer, policyText, refreshDockets } from '../app/features/log/index.ts';
import { closeSignIn, prepareSignIn } from '../app/features/network/index.ts';
import { openGates, prepareDatabase } from '../app/platform/database.ts';
import { Files } from '../app/platform/files.ts';
import { serverKeys } from '../app/platform/keys.ts';
import { onServer, startEmbedded } from '../app/platform/postgres/embedded.ts';
import type { Clock, World } from '../app/platform/world.ts';
import { server } from '../app/server.ts';
import type { Built } from '../app/build.ts';

/** A clock that stands still until a test moves it. */
export class StillClock implements Clock {
  #at: Date;
  constructor(at = '2026-11-21T09:00:00Z') {
    this.#at = new Date(at);
  }
  now(): Date {
    return this.#at;
  }
  set(at: string): void {
    this.#at = new Date(at);
  }
  forward(seconds: number): void {
    this.#at = new Date(this.#at.getTime() + seconds * 1000);
  }
}

export type TestWorld = {
  world: World;
  app: FastifyInstance;
  clock: StillClock;
  /** As superuser, around every wall: for looking at what is really at rest. */
  adminUrl: string;
  alerts: string[];
  /** Closes and publishes one epoch, as the beat does. */
  closeEpoch(): Promise<number>;
  close(): Promise<void>;
};

type Server = { url: string; stop(): Promise<void> };

/** The run's shared server if there is one (test/run.ts), else one of this file's own. */
async function databaseServer(): Promise<Server> {
  const shared = process.env['VOUCH_TEST_SERVER'];
  if (shared) return { url: shared, stop: async () => {} };
  const dir = mkdtempSync(join(tmpdir(), 'vouch-pg-'));
  // The database's own user must be able to enter it.
  chmodSync(dir, 0o711);
  const embedded = await startEmbedded({ dir, durable: false });
  return {
    url: embedded.url,
    stop: async () => {
      await embedded.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

const TEMPLATE = 'vouch_template';
export const TEST_SECRET = Buffer.from('the roles of every test world');

/** Made once a server, cloned for each file: migrations run once. */
export async function prepareTemplate(url: string): Promise<void> {
  await prepareDatabase(url, TEMPLATE, TEST_SECRET);
}

async function clone(url: string): Promise<string> {
  const name = `vouch_test_${randomBytes(6).toString('hex')}`;
  await onServer(url, async (client) => {
    const found = await client.query('select 1 from pg_database where datname = $1', [TEMPLATE]);
    if (found.rowCount === 0) await prepareTemplate(url);
    for (let attempt = 0; ; attempt++) {
      try {
        await client.query(`create database ${name} template ${TEMPLATE}`);
        return;
      } catch (error) {
        if (attempt > 50) throw error;
        await new Promise((done) => setTimeout(done, 50));
      }
    }
  });
  // Settings of roles in a database are not cloned with it.
  return prepareDatabase(url, name, TEST_SECRET);
}

const EMPTY_BUILD: Built = { phone: {}, desk: {}, deskHtml: '<!doctype html><title>desk</title>' };

/** A whole server over a fresh database, with a still clock. `built`: bundles, where a browser will look. */
export async function testWorld(
  options: { built?: Built; config?: Partial<Config>; at?: string; policy?: () => string } = {},
): Promise<TestWorld> {
  const db = await databaseServer();
  const adminUrl = await clone(db.url);
  const dir = mkdtempSync(join(tmpdir(), 'vouch-test-'));
  const config: Config = { ...readConfig(['--data', dir, '--port', '0'], {}), ...options.config };
  const keys = serverKeys(dir, config.domain, 'test');
  const { close: closeGates, authUrl, jobsUrl, sequencerUrl, ...gates } = openGates(adminUrl, TEST_SECRET);
  const clock = new StillClock(options.at);
  const alerts: string[] = [];
  const ledgerDir = join(dir, 'ledger');
  mkdirSync(ledgerDir, { recursive: true });
  const world: World = {
    config,
    clock,
    keys,
    ...gates,
    authUrl,
    jobsUrl,
    sequencerUrl,
    files: new Files(join(dir, 'files')),
    mail: { alert: async (to) => void alerts.push(to) },
    ledgerDir,
  };
  await prepareSignIn(world);
  const app = server(world, {
    built: options.built ?? EMPTY_BUILD,
    policy: options.policy ?? policyText(world, []),
    verify: verifyFiles(),
  });
  await app.ready();
  const sequencer = new Sequencer(world);
  const publisher = new Publisher(world, []);
  return {
    world,
    app,
    clock,
    adminUrl,
    alerts,
    closeEpoch: async () => {
      const { n } = await sequencer.close(world.clock.now());
      await publisher.publish();
      await refreshDockets(world);
      return n;
    },
    close: async () => {
      await app.close();
      await closeSignIn(world);
      await closeGates();
      await onServer(db.url, (client) =>
        client.query(
          `drop database if exists ${pg.escapeIdentifier(new URL(adminUrl).pathname.slice(1))} with (force)`,
        ),
      ).catch(() => {});
      await db.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

function verifyFiles(): { script: string; css: string } {
  const file = (name: string) => new URL(`../build/verify/${name}`, import.meta.url);
  const read = (name: string) => (existsSync(file(name)) ? readFileSync(file(name), 'utf8') : '');
  return { script: read('verify.js'), css: read('verify.css') };
}
