import type { Config } from '../config.ts';
import type { Gate } from './db.ts';
import type { Files } from './files.ts';
import type { ServerKeys } from './keys.ts';

/** Time as everything here sees it. The demo's own past runs on a clock that it moves itself. */
export type Clock = { now(): Date };

export type Outbox = { alert(to: string): Promise<void> };

/** Everything a feature may touch outside itself. Tests pass their own. */
export type World = {
  config: Config;
  clock: Clock;
  keys: ServerKeys;
  files: Files;
  /** One gate per database role: what a role may not see, code that holds its gate can't see either. */
  anon: Gate;
  app: Gate;
  sequencer: Gate;
  jobs: Gate;
  eraser: Gate;
  /** For the two libraries that keep their own schema: sign-in and jobs. */
  authUrl: string;
  sequencerUrl: string;
  jobsUrl: string;
  mail: Outbox;
  /** Folder of static log files: tiles, entries, checkpoints. */
  ledgerDir: string;
};
