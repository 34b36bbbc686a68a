import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from './config.ts';
import { openGates, prepareDatabase } from './platform/database.ts';
import { refuseHalfRestored } from './platform/backup/marker.ts';
import { Files } from './platform/files.ts';
import { serverKeys } from './platform/keys.ts';
import { outbox } from './platform/mail.ts';
import { type Embedded, startEmbedded } from './platform/postgres/embedded.ts';
import type { Clock, World } from './platform/world.ts';

export type OpenWorld = { world: World; database: Embedded | undefined; close(): Promise<void> };

export const realClock: Clock = { now: () => new Date() };

/** Secrets, database, files, mail: everything that outlives a request. Starts the embedded database if none is named. */
export async function openWorld(config: Config, clock: Clock = realClock): Promise<OpenWorld> {
  refuseHalfRestored(config.dir);
  mkdirSync(config.dir, { recursive: true });
  const keys = serverKeys(config.dir, config.domain);
  const database = config.databaseUrl ? undefined : await startEmbedded({ dir: config.dir });
  const url = new URL(config.databaseUrl ?? database?.url ?? '');
  const name = database ? 'vouch' : url.pathname.slice(1) || 'vouch';
  const base = await prepareDatabase(url.href, name, keys.roles);
  const { close, ...gates } = openGates(base, keys.roles);
  const world: World = {
    config,
    clock,
    keys,
    ...gates,
    files: new Files(join(config.dir, 'files')),
    mail: outbox(config.dir, config.smtpUrl, `${config.publicUrl ?? `http://localhost:${config.port}`}/desk`),
    ledgerDir: join(config.dir, 'ledger'),
  };
  return {
    world,
    database,
    close: async () => {
      await close();
      await database?.stop();
    },
  };
}
