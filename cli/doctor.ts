import { existsSync, readFileSync, statSync, statfsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { type LedgerStatus, ledgerStatus } from '../app/features/log/index.ts';
import { readNote } from '../app/platform/backup/note.ts';
import type { World } from '../app/platform/world.ts';
import { endedSecrets, megabytes } from './backup.ts';
import { answering } from './ledger-inputs.ts';
import { dataDir, openOwnWorld, runningDatabase } from './own-world.ts';

const usage = `vouch doctor [--data DIR] [--json]    looks whether all is well, and says what to do
Ends with 0 if it is, 1 if something needs a person, 2 if it was asked wrongly.`;

const options = {
  data: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

type Finding = { what: string; ok: boolean; found: string; advice?: string };

const LEAST_FREE_MB = 1024;

/** Returns the exit code. */
export const run = (args: string[]): Promise<number> => answering(usage, () => doctor(args));

async function doctor(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options });
  if (values.help) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  const dir = dataDir(values.data);
  const opened = await openOwnWorld(dir);
  try {
    const findings = [
      runtime(),
      disk(dir),
      keys(dir),
      ...(await ofDatabase(opened.world)),
      await ofLog(opened.world, dir),
      ...backups(dir, opened.world.clock.now()),
    ];
    const ok = findings.every((f) => f.ok);
    if (values.json) process.stdout.write(`${JSON.stringify({ ok, findings })}\n`);
    else
      for (const f of findings)
        process.stdout.write(
          `${f.ok ? 'ok  ' : 'LOOK'} ${f.what}: ${f.found}\n${f.ok || !f.advice ? '' : `     ${f.advice}\n`}`,
        );
    return ok ? 0 : 1;
  } finally {
    await opened.close();
  }
}

function runtime(): Finding {
  const major = Number(process.versions.node.split('.')[0]);
  return {
    what: 'Node',
    ok: major >= 24,
    found: process.version,
    advice: 'Start through npm: it brings the Node that belongs to it.',
  };
}

function disk(dir: string): Finding {
  const { bavail, bsize } = statfsSync(dir);
  const free = Math.round((bavail * bsize) / 1_048_576);
  return {
    what: 'disk',
    ok: free >= LEAST_FREE_MB,
    found: `${free} MB free in ${dir}`,
    advice: 'Make room: a full disk takes no reports.',
  };
}

/** Whoever reads the keys can sign as this log and open every commitment's secret. */
function keys(dir: string): Finding {
  const open = ['root', 'database'].filter(
    (f) => existsSync(join(dir, 'keys', f)) && (statSync(join(dir, 'keys', f)).mode & 0o077) !== 0,
  );
  return {
    what: 'keys',
    ok: open.length === 0,
    found: open.length === 0 ? 'readable by their owner alone' : `others can read ${open.join(', ')}`,
    advice: `chmod 600 ${open.map((f) => join(dir, 'keys', f)).join(' ')}`,
  };
}

async function ofDatabase(world: World): Promise<Finding[]> {
  const { rows } = await world.jobs.pool.query<{
    version: string;
    fsync: string;
    commit: string;
    skew: number;
  }>(
    `select current_setting('server_version') as version, current_setting('fsync') as fsync,
      current_setting('synchronous_commit') as commit, abs(extract(epoch from clock_timestamp()) * 1000 - $1)::float8 as skew`,
    [Date.now()],
  );
  const row = rows[0];
  const durable = row?.fsync === 'on' && row.commit !== 'off';
  const skew = Math.round(row?.skew ?? 0);
  return [
    {
      what: 'database',
      ok: Number.parseInt(row?.version ?? '0', 10) >= 15,
      found: `PostgreSQL ${row?.version}`,
      advice: 'Vouch needs PostgreSQL 15 or newer.',
    },
    {
      what: 'durable',
      ok: durable,
      found: `fsync ${row?.fsync}, synchronous_commit ${row?.commit}`,
      advice: 'Switch both on: an acknowledged report must outlive a power cut.',
    },
    {
      what: 'clocks',
      ok: skew < 2000,
      found: `the database's differs by ${skew} ms`,
      advice: 'Let both keep time by NTP.',
    },
  ];
}

const LATEST_HOURS = 36;
const REHEARSED_DAYS = 180;
const HOUR = 3_600_000;

/** A backup that is old, was never tried, or whose secrets outlived their day. */
function backups(dir: string, now: Date): Finding[] {
  const { last, rehearsed } = readNote(dir);
  const age = last ? (now.getTime() - Date.parse(last.made)) / HOUR : Infinity;
  const tried = rehearsed ? (now.getTime() - Date.parse(rehearsed.at)) / (24 * HOUR) : Infinity;
  const kept = last && existsSync(dirname(last.path)) ? dirname(last.path) : undefined;
  const ended = kept ? endedSecrets(kept, now.getTime()) : [];
  return [
    {
      what: 'backup',
      ok: age <= LATEST_HOURS,
      found: last
        ? `${Math.floor(age)} hours old, ${megabytes(last.bytes)}: ${last.path}`
        : 'none was ever made',
      advice: 'Make one every day, onto another machine: vouch backup FILE.',
    },
    {
      what: 'secrets',
      ok: ended.length === 0,
      found:
        ended.length === 0
          ? 'none beyond its date where the last backup was put'
          : `beyond their date: ${ended.join(', ')}`,
      advice: `Workers were told that they are gone. Delete them: vouch backup --prune ${kept ?? 'DIR'}`,
    },
    {
      what: 'rehearsal',
      ok: tried <= REHEARSED_DAYS,
      found: rehearsed
        ? `a backup was restored on trial ${Math.floor(tried)} days ago`
        : 'no backup was ever restored on trial',
      advice: 'A backup that nobody restored is a hope: vouch restore FILE --data DIR --rehearsal-of ' + dir,
    },
  ];
}

async function ofLog(world: World, dir: string): Promise<Finding> {
  const policy = join(world.ledgerDir, 'policy');
  if (!existsSync(policy))
    return { what: 'log', ok: false, found: 'no policy is written', advice: 'Start the server once.' };
  const now = await ledgerStatus(world, readFileSync(policy, 'utf8'));
  const { epoch, closed, quorum, epochSeconds } = now;
  const age = closed ? (Date.now() - Date.parse(closed)) / 1000 : Infinity;
  const serving = world.config.databaseUrl !== undefined || runningDatabase(dir) !== undefined;
  const late = serving && age > 3 * epochSeconds;
  const state = now.halted
    ? `THE LOG STANDS STILL since ${now.halted.since}: ${now.halted.why}`
    : `epoch ${epoch}, closed ${closed ?? 'never'}, witnesses' quorum: ${quorum}${now.belowSince ? ` since ${now.belowSince}` : ''}`;
  return {
    what: 'log',
    ok: !now.halted && quorum !== 'not met' && !late,
    found: `${state}${serving ? '' : ', no server runs'}`,
    advice: adviceOn(now, late),
  };
}

function adviceOn({ halted, cosigners }: LedgerStatus, late: boolean): string {
  if (halted) return halted.advice;
  if (late) return 'Epochs are late: what does the server say of the ledger?';
  const silent = cosigners.filter(({ last }) => last && last.answer !== 'signed');
  return `Cosigners did not sign: ${silent.map(({ name, last }) => `${name} (${last?.answer})`).join(', ') || 'are they up?'}`;
}
