import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readConfig } from '../app/config.ts';
import { Publisher, Sequencer, policyText } from '../app/features/log/index.ts';
import { onServer } from '../app/platform/postgres/embedded.ts';
import { openWorld } from '../app/world.ts';
import { runningDatabase } from '../cli/own-world.ts';
import { ProofPass, type Subject, formatTime, isKind, leafHash, u64be } from '../ledger/index.ts';
import { ORG, dataFolder, prepareDeployment } from '../test/deployment.ts';
import { type Appended, type Bench, append, closings } from './ledger-epochs.ts';
import { READ_AT } from './ledger-docket.ts';
import type { Measured } from './machine.ts';
import { round } from './machine.ts';

const STATEMENTS = 1_000_000;
/** Those that go through the database. */
const APPENDED = 200_000;
const SIZES = [1_000, 10_000, 100_000, 1_000_000];

const say = (text: string): void => void process.stderr.write(`${text}\n`);

/** Runs a script of this folder and returns what it sends; its output is checked by `seen`. */
async function inOwnProcess<T>(script: string, args: string[], seen?: (output: string) => void): Promise<T> {
  const path = fileURLToPath(new URL(script, import.meta.url));
  // A server's heap grows as long as there is room: how little is enough is what is asked here.
  const execArgv = ['--max-old-space-size=64', '--max-semi-space-size=2'];
  const child: ChildProcess = fork(path, args, { execArgv, stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = once(child, 'close');
  const answer = await Promise.race([once(child, 'message'), ended.then(() => undefined)]);
  await ended;
  if (!answer) throw new Error(`${script} ended without an answer:\n${output}`);
  seen?.(output);
  return answer[0] as T; // what that script sends
}

/** The largest proof that a statement is in a docket of a size, and that the docket grew from a smaller one, in bytes. */
function proofBytes(): { inclusion: Record<string, number>; consistency: Record<string, number> } {
  const [inclusion, consistency]: Record<string, number>[] = [{}, {}];
  for (const size of SIZES) {
    const olders = [1, size - 1, Math.floor(size / 3), Math.floor(size / 2)];
    const pass = new ProofPass({ size, inclusion: [0, size - 1], consistency: olders });
    for (let i = 0; i < size; i++) pass.append(leafHash(u64be(i)));
    const bytes = (proofs: Uint8Array[][]): number => Math.max(...proofs.map((proof) => proof.length * 32));
    if (inclusion) inclusion[size] = bytes([pass.inclusion(0), pass.inclusion(size - 1)]);
    if (consistency) consistency[size] = bytes(olders.map((older) => pass.consistency(older)));
  }
  return { inclusion: inclusion ?? {}, consistency: consistency ?? {} };
}

type Made = { make_s: number; rss_mb: number; raw_s: number };
type Verified = { verify_s: number; rss_mb: number; raw_s: number };

/** A docket in the deployment, by the evidence action. */
async function byEvidence(bench: Bench, dir: string, docket: number): Promise<Made> {
  await new Publisher(bench.world, []).publish();
  // What a running database does by itself within a minute.
  await onServer(bench.database, (client) => client.query('analyze'));
  const file = join(dir, 'evidence.vouch.jsonl');
  const made = await inOwnProcess<Made>('./ledger-make.ts', [
    ...['evidence', file, String(APPENDED), dir, ORG, String(docket)],
  ]);
  await verified(file, APPENDED, { policy: policyText(bench.world, []), at: formatTime(Date.now() / 1000) });
  rmSync(file);
  say(`${APPENDED} statements made into a bundle by the evidence action: ${JSON.stringify(made)}`);
  return made;
}

/** A docket of a million, by the library: what a database costs besides is in the evidence action's figure. */
async function byLibrary(dir: string): Promise<{ made: Made; checked: Verified }> {
  const file = join(dir, 'bundle.vouch.jsonl');
  const made = await inOwnProcess<Made>('./ledger-make.ts', ['library', file, String(STATEMENTS)]);
  say(`${STATEMENTS} statements made into a bundle by the library: ${JSON.stringify(made)}`);
  const policy = readFileSync(`${file}.policy`, 'utf8');
  const checked = await verified(file, STATEMENTS, { policy, at: READ_AT, complete: true });
  say(`verified: ${JSON.stringify(checked)}`);
  rmSync(file);
  return { made, checked };
}

async function verified(
  file: string,
  count: number,
  { policy, at, complete = false }: { policy: string; at: string; complete?: boolean },
): Promise<Verified> {
  writeFileSync(`${file}.policy`, policy);
  return inOwnProcess<Verified>(
    './ledger-verify.ts',
    [file, `${file}.policy`, at, String(count)],
    (output) => {
      const said = JSON.parse(output) as {
        unaltered: boolean;
        complete: boolean;
        counts: { disclosed: number };
      };
      if (!said.unaltered || said.complete !== complete || said.counts.disclosed !== count)
        throw new Error(`the bundle isn't whole: ${output}`);
    },
  );
}

async function firstWorkplace(database: string): Promise<{ docket: number; subject: Subject }> {
  const { rows } = await onServer(database, (client) =>
    client.query<{ docket_id: number; kind: string; id: string }>(
      'select docket_id, kind, id from vouch.docket join vouch.workplace using (docket_id) order by 1 limit 1',
    ),
  );
  const [one] = rows;
  if (!one || !isKind(one.kind)) throw new Error('there is no workplace');
  return { docket: one.docket_id, subject: { kind: one.kind, id: one.id } };
}

async function all(dir: string): Promise<Measured> {
  await prepareDeployment(dir);
  const { world, close } = await openWorld(readConfig(['--data', dir, '--empty', '--port', '0'], {}));
  try {
    const database = runningDatabase(dir);
    if (!database) throw new Error('the database does not run');
    const bench: Bench = { world, database, sequencer: new Sequencer(world) };
    const { docket, subject } = await firstWorkplace(database);
    const small = await closings(bench, 1_000);
    const appended = await append(bench, docket, subject, APPENDED);
    const evidence = await byEvidence(bench, dir, docket);
    const large = await closings(bench, 100_000);
    return measured({ small, large, appended, evidence, ...(await byLibrary(dir)) });
  } finally {
    await close();
  }
}

type Found = Record<'small' | 'large', { close_s: number; raw_s: number }> & {
  appended: Appended;
  evidence: Made;
  made: Made;
  checked: Verified;
};

function measured({ small, large, appended, evidence, made, checked }: Found): Measured {
  const { inclusion, consistency } = proofBytes();
  return {
    figures: {
      appendPerSecond: Math.round(APPENDED / appended.append_s),
      close1k_s: round(small.close_s, 4),
      close100k_s: round(large.close_s, 3),
      make1M_s: round(made.make_s),
      verify1M_s: round(checked.verify_s),
      rss_mb: Math.round(Math.max(made.rss_mb, checked.rss_mb, evidence.rss_mb)),
      rssMake_mb: Math.round(made.rss_mb),
      rssVerify_mb: Math.round(checked.rss_mb),
      closeOfAppended_s: round(appended.close_s),
      proofBytes: inclusion,
      consistencyProofBytes: consistency,
      made: 'by the library from a generator; evidencePerSecond is through the evidence action, from the database',
      evidencePerSecond: Math.round(APPENDED / evidence.make_s),
      rssEvidence_mb: Math.round(evidence.rss_mb),
      fsync: true,
    },
    baseline: {
      close1k_s: round(small.raw_s, 4),
      close100k_s: round(large.raw_s, 3),
      make1M_s: round(made.raw_s),
      verify1M_s: round(checked.raw_s),
    },
    ratio: {
      close1k: round(small.raw_s / small.close_s, 2),
      close100k: round(large.raw_s / large.close_s, 2),
      make1M: round(made.raw_s / made.make_s, 2),
      verify1M: round(checked.raw_s / checked.verify_s, 2),
      makeAndVerify1M: round((made.raw_s + checked.raw_s) / (made.make_s + checked.verify_s), 2),
    },
  };
}

/** Real PostgreSQL with fsync, the product's own sequencer, evidence action and verifier. */
export async function measure(_full: boolean): Promise<Measured> {
  const folder = dataFolder();
  try {
    return await all(folder.dir);
  } finally {
    folder.remove();
  }
}
