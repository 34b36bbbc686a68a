import { fork } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { readAnswers } from '../app/features/reports/answers.ts';
import { type Directory, routeOf } from '../app/features/reports/directory.ts';
import { type SealedReport, reportBody, sealReport } from '../app/features/reports/phone/compose.ts';
import type { Challenge } from '../app/features/reports/phone/wire.ts';
import { onServer } from '../app/platform/postgres/embedded.ts';
import { runningDatabase } from '../cli/own-world.ts';
import { freePort } from '../app/platform/ports.ts';
import { dataFolder, prepareDeployment, serve } from '../test/deployment.ts';
import { type Speed, measure as load, post } from './load.ts';
import type { Measured } from './machine.ts';
import { quantile, round } from './machine.ts';

/** Clients, and how many reports they send together: seconds each on a small machine. */
const LEVELS: readonly [number, number][] = [
  [1, 300],
  [8, 1000],
  [32, 2000],
];
const WARM_UP = 300;
const DIFFERENT_ENVELOPES = 100;

const base64url = (n: number): string => randomBytes(n).toString('base64url');
const say = (text: string): void => void process.stderr.write(`${text}\n`);

/** Everything that the phone does is done before the clock: sealing, puzzles, commitments. */
class Reports {
  readonly #url: string;
  readonly #samples: SealedReport[] = [];
  bits = 0;
  bytes: number[] = [];

  constructor(url: string) {
    this.#url = url;
  }

  async seal(): Promise<void> {
    const list = (await (await fetch(`${this.#url}/w/directory.json`)).json()) as Directory; // our own server's
    const words =
      'They keep our passports in the office and say that we get them back when the contract ends. ';
    for (let i = 0; i < DIFFERENT_ENVELOPES; i++) {
      const given: Record<string, string[]> = {
        what: ['DOC'],
        where: [String(list.places[i % list.places.length]?.docket)],
        words: [words.repeat(1 + (i % 8))],
        danger: ['P2'],
      };
      const answers = readAnswers((name) => given[name] ?? []);
      const route = routeOf(list, answers.where, '');
      if (!route) throw new Error('no way to a reader');
      const chosen = {
        root: new Uint8Array(randomBytes(32)),
        statementId: randomUUID(),
        m: new Uint8Array(randomBytes(32)),
      };
      this.#samples.push((await sealReport({ answers, route, language: 'en', photos: [] }, chosen)).sealed);
    }
  }

  async make(n: number): Promise<Buffer[]> {
    const challenges: Challenge[] = [];
    for (let i = 0; i < n; i++)
      challenges.push((await (await fetch(`${this.#url}/w/challenge`)).json()) as Challenge);
    this.bits = Math.max(this.bits, ...challenges.map((c) => c.puzzle.bits));
    const solved = (await Promise.all(halves(challenges).map(solveElsewhere))).flat();
    return Promise.all(
      solved.map(async (challenge, i) => {
        const sample = this.#samples[i % this.#samples.length];
        if (!sample) throw new Error('nothing is sealed');
        const statementId = randomUUID();
        const own = {
          ...sample,
          statementId,
          thread: statementId,
          m: base64url(32),
          key: base64url(32),
          lookup: base64url(32),
        };
        const body = JSON.stringify({ challenge, ...(await reportBody(own, challenge.time)) });
        this.bytes.push(Buffer.byteLength(body));
        return post('/api/v1/reports', body, { 'idempotency-key': statementId });
      }),
    );
  }
}

const halves = <T>(list: readonly T[]): T[][] => {
  const parts = Math.min(2, availableParallelism());
  return Array.from({ length: parts }, (_, i) => list.filter((_item, j) => j % parts === i));
};

async function solveElsewhere(challenges: Challenge[]): Promise<(Challenge & { time: string })[]> {
  const worker = new Worker(fileURLToPath(new URL('./solve.worker.ts', import.meta.url)));
  worker.postMessage(challenges);
  const [solved] = await once(worker, 'message');
  await worker.terminate();
  return solved as (Challenge & { time: string })[];
}

const bareReports = (n: number, bytes: readonly number[]): Buffer[] =>
  Array.from({ length: n }, (_, i) => {
    const id = randomUUID();
    const size = (bytes[i % bytes.length] ?? 3000) - JSON.stringify({ id, body: '' }).length;
    return post('/report', JSON.stringify({ id, body: base64url(Math.ceil(size * 0.75)).slice(0, size) }));
  });

type Speeds = Record<string, Speed>;

async function bareServer(database: string): Promise<{ port: number; stop(): Promise<void> }> {
  const port = await freePort();
  const bare = fork(fileURLToPath(new URL('./bare.ts', import.meta.url)), [database, String(port)]);
  await once(bare, 'message');
  const stop = async (): Promise<void> => {
    const gone = once(bare, 'exit');
    bare.disconnect();
    await gone;
  };
  return { port, stop };
}

/** One after the other at each level, so that a neighbour's noise falls on both. */
async function alternately(
  server: { url: string; port: number },
  barePort: number,
): Promise<Omit<Measured, 'baseline'> & { baseline: Speeds }> {
  const reports = new Reports(server.url);
  await reports.seal();
  const made = await Promise.all([WARM_UP, ...LEVELS.map(([, n]) => n)].map((n) => reports.make(n)));
  const bare = made.map((list) => bareReports(list.length, reports.bytes));
  const [ours, theirs]: Speeds[] = [{}, {}];
  for (const [i, [clients]] of ([[8], ...LEVELS] as const).entries()) {
    const own = await load(server.port, made[i] ?? [], { clients, expected: 201 });
    const base = await load(barePort, bare[i] ?? [], { clients, expected: 201 });
    if (i === 0 || !ours || !theirs) continue;
    [ours[clients], theirs[clients]] = [own, base];
    say(`${clients} clients: ${JSON.stringify(own)}, one bare INSERT: ${JSON.stringify(base)}`);
  }
  const ratio = Object.fromEntries(
    LEVELS.map(([c]) => [c, round((ours?.[c]?.perSecond ?? 0) / (theirs?.[c]?.perSecond ?? 1), 2)]),
  );
  const more = { puzzleBits: reports.bits, bodyBytes: quantile(reports.bytes, 0.5), fsync: true };
  return { figures: { ...ours, ...more }, baseline: theirs ?? {}, ratio };
}

const SENT = WARM_UP + LEVELS.reduce((sum, [, n]) => sum + n, 0);

/** Real PostgreSQL with fsync; server, database and load are three processes. */
export async function measure(_full: boolean): Promise<Measured> {
  const folder = dataFolder();
  try {
    await prepareDeployment(folder.dir);
    const server = await serve(folder.dir);
    try {
      const database = runningDatabase(folder.dir);
      if (!database) throw new Error('the database does not run');
      const bare = await bareServer(database);
      try {
        const measured = await alternately(server, bare.port);
        const kept = await onServer(
          database,
          async (client) => (await client.query('select count(*)::int as n from vouch.thread')).rows[0]?.n,
        );
        if (kept !== SENT) throw new Error(`${SENT} reports were acknowledged and ${kept} are there`);
        return measured;
      } finally {
        await bare.stop();
      }
    } finally {
      await server.stop();
    }
  } finally {
    folder.remove();
  }
}
