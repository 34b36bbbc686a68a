import { randomBytes } from 'node:crypto';
import {
  commit,
  fromHex,
  hex,
  keyField,
  sha256,
  signReceipt,
  isKind,
  utf8,
  formatTime,
} from '../../../ledger/index.ts';
import type { Tx } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import { type Refusal, isRefusal, refuse } from '../refusal.ts';
import { type WorkerKind, workerFields } from '../record/index.ts';
import { dueOf, findDocket, receiptSigners } from '../log/index.ts';
import { answerDue } from '../cases/index.ts';
import type { AdditionBody, ReportBody, SolvedChallenge, TakenAnswer } from './contract.ts';
import { Quota, Rate, Spent } from './gate.ts';
import { type Accepted, earlier, insertReports, notifyAlert } from './intake.store.ts';
import { type Puzzle, bitsFor, judge, newPuzzle } from './puzzle.ts';
import { readersOf } from './readers.actions.ts';
import { SharedCommit } from './shared-commit.ts';

/** A report beyond this in one hour at one workplace is taken and flagged, never refused. */
const HOURLY_BOUND = 200;
const CALM_PER_SECOND = 200;
const BYTES_PER_MINUTE = 400 * 1024 * 1024;

const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64url'));
const seconds = (world: World): number => Math.floor(world.clock.now().getTime() / 1000);

/** What is written with a report that somebody filed for a worker: in the same transaction, once. */
export type Also = (tx: Tx) => Promise<void>;

const NOT_SO = refuse('invalid', 'What was written for somebody else comes in by its own way.', [
  { path: 'filing', why: 'not here' },
]);

/** Anonymous intake of one process: puzzles, quotas and the commit that concurrent reports share. */
export class Intake {
  readonly #world: World;
  readonly #spent = new Spent();
  readonly #rate = new Rate();
  readonly #quota: Quota;
  readonly #commits: SharedCommit<Accepted, TakenAnswer | Refusal>;

  constructor(world: World) {
    this.#world = world;
    this.#quota = new Quota(BYTES_PER_MINUTE, Date.now());
    this.#commits = new SharedCommit(
      (batch) => writeBatch(world, batch),
      (a) => a.threadId,
    );
  }

  challenge(): { time: string; puzzle: Puzzle } {
    const now = seconds(this.#world);
    const time = formatTime(now);
    const bits = bitsFor(this.#rate.perSecond(Date.now()), CALM_PER_SECOND);
    const salt = randomBytes(16).toString('base64url');
    return { time, puzzle: newPuzzle(this.#world.keys.puzzle, { time, now, salt, bits }) };
  }

  /** One puzzle a sending: `by` is the statement, or the look-up, that it was solved for. */
  pay(challenge: SolvedChallenge, by: string, size = 0): Refusal | undefined {
    this.#rate.add(Date.now());
    const now = seconds(this.#world);
    const bad = judge(this.#world.keys.puzzle, challenge, now);
    if (bad) return bad;
    if (!this.#spent.spend(challenge.salt, by, challenge.expires, now))
      return refuse('puzzle', 'Ask for a new puzzle: this one was used.');
    if (!this.#quota.take(size, Date.now()))
      return refuse('busy', 'Too much is arriving. Keep it on your phone and try again in a minute.');
    return undefined;
  }

  /** Takes a report. The answer comes after the commit; a repetition gets the first answer (ledger.md 6). */
  async take(body: ReportBody, paid = false, also?: Also): Promise<TakenAnswer | Refusal> {
    const unpaid = paid ? undefined : this.pay(body.challenge, body.statementId, body.envelope.length);
    if (unpaid) return unpaid;
    if (body.filing !== (also && 'coordinator')) return NOT_SO;
    const accepted = await judgeReport(this.#world, body);
    if (isRefusal(accepted)) return (await this.#before(body)) ?? accepted;
    return this.#commits.submit(also ? { ...accepted, also } : accepted);
  }

  /** What was taken once stays taken, even if keys or rules changed before the phone heard of it. */
  async #before(body: ReportBody): Promise<TakenAnswer | undefined> {
    const found = await this.#world.anon.read({ keys: body.statementId }, (db) =>
      earlier(db, [body.statementId]),
    );
    const first = found.get(body.statementId);
    return first && first.content_sha.equals(sha256(utf8(body.envelope))) ? first.answer : undefined;
  }
}

async function writeBatch(world: World, batch: readonly Accepted[]): Promise<(TakenAnswer | Refusal)[]> {
  const keys = batch.map((a) => a.threadId);
  const hour = new Date(Math.floor(world.clock.now().getTime() / 3_600_000) * 3_600_000);
  return world.anon.write({ keys: keys.join(',') }, async (tx) => {
    const fresh = await insertReports(tx, batch, { hour, most: HOURLY_BOUND });
    for (const a of batch) if (a.also && fresh.has(a.threadId)) await a.also(tx);
    // Heard at commit, by whoever sends alerts: that something is urgent, and nothing else.
    if (batch.some((a) => a.urgency === 'P0' && fresh.has(a.threadId))) await notifyAlert(tx);
    if (fresh.size === batch.length) return batch.map((a) => a.answer);
    const before = await earlier(tx, keys);
    return batch.map((a) =>
      fresh.has(a.threadId) ? a.answer : repeated(a.contentSha, before.get(a.threadId)),
    );
  });
}

export function repeated(
  contentSha: Uint8Array,
  first: { content_sha: Buffer; answer: TakenAnswer } | undefined,
): TakenAnswer | Refusal {
  if (first && first.content_sha.equals(contentSha)) return first.answer;
  return refuse('conflict', 'Something else was sent under this number before. Nothing was changed.');
}

async function judgeReport(world: World, body: ReportBody): Promise<Accepted | Refusal> {
  const docket = await findDocket(world, body.docket);
  if (!docket || docket.logIndex === null)
    return refuse('invalid', 'This workplace is not registered.', [
      { path: 'docket', why: 'not registered' },
    ]);
  const fault = await readersOf(world, body.envelope, body.receiver);
  if (fault) return fault;
  const judged = judgeStatement(world, body, {
    kind: 'report',
    docket,
    receiver: body.receiver,
    threadId: body.statementId,
    urgency: body.urgency,
    filing: body.filing,
  });
  if (isRefusal(judged)) return judged;
  return {
    ...judged,
    docketId: docket.docketId,
    threadId: body.statementId,
    receiver: body.receiver,
    urgency: body.urgency,
    day: body.recorded.slice(0, 10),
    dueAt: await answerDue(world, { urgency: body.urgency, docketId: docket.docketId, org: body.receiver }, new Date(body.recorded)), // prettier-ignore
    publicKey: body.publicKey,
    wrappedKey: body.wrappedKey,
    lookupHash: sha256(bytes(body.lookup)),
    envelope: body.envelope,
    attachments: body.attachments,
  };
}

type Judged = Pick<
  Accepted,
  'fields' | 'commitment' | 'recordedAt' | 'keyRaw' | 'm' | 'contentSha' | 'answer'
>;
type Where = {
  kind: WorkerKind;
  docket: { docketId: number; kind: string; id: string };
  receiver: string;
  threadId: string;
  urgency?: ReportBody['urgency'];
  filing?: ReportBody['filing'];
};

/** Recomputes the phone's commitment and refuses another one, which would make every later bundle of the docket fail. */
export function judgeStatement(
  world: World,
  body: ReportBody | AdditionBody,
  where: Where,
): Judged | Refusal {
  const keyRaw = bytes(body.key);
  const content = utf8(body.envelope);
  if (body.recorded !== body.challenge.time)
    return refuse('invalid', 'The time must be the one that came with the puzzle.', [
      { path: 'recorded', why: 'not the puzzle’s time' },
    ]);
  const contentSha = sha256(content);
  const { kind, docket, receiver, threadId, urgency, filing } = where;
  const fields = workerFields({
    kind,
    subject: docket,
    recorded: body.recorded,
    content: `sha256:${hex(contentSha)}`,
    key: keyField(keyRaw),
    receiver,
    thread: threadId,
    urgency,
    filing,
  });
  const { commitment } = commit(fields, bytes(body.m));
  if (commitment !== body.commitment)
    return refuse('invalid', 'The commitment does not fit what was sent.', [
      { path: 'commitment', why: 'another one was computed here' },
    ]);
  const now = seconds(world);
  const due = formatTime(dueOf(now, world.config.epochSeconds));
  if (!isKind(docket.kind)) return refuse('invalid', 'This workplace is not registered.');
  const receipt = signReceipt(
    { origin: world.keys.origin, docket: docket.docketId, kind: docket.kind, id: docket.id, commitment, due },
    receiptSigners(world),
  );
  return {
    fields,
    commitment: fromHex(commitment) ?? contentSha,
    recordedAt: new Date(body.recorded),
    keyRaw,
    m: bytes(body.m),
    contentSha,
    answer: {
      recorded: body.recorded,
      docket: { index: docket.docketId, kind: docket.kind, id: docket.id },
      commitment,
      receipt,
      due,
    },
  };
}
