import type { Db, Tx } from '../../platform/db.ts';
import { type IssueKey, remedyAsks, saveOutcome } from './issue.store.ts';
import {
  type Check,
  LEAST_ATTEMPTS,
  type Outcome,
  type RemedyAsk,
  type Tally,
  type Verdict,
  outcomeOf,
  tally,
  triesOf,
  verdictOf,
} from './outcome.ts';
import { type RoundRow, inFrame, openRetaliation, rosterOf, roundsOf } from './round.store.ts';

export type Stand = {
  told: Tally;
  outcome: Outcome | null;
  verdict: Verdict | null;
  /** The last round of questions since it last came back. */
  round: RoundRow | undefined;
};

async function checkOf(db: Db, key: IssueKey, round: RoundRow, asks: readonly RemedyAsk[]): Promise<Check> {
  const answered = new Set(
    asks.filter((ask) => ask.coded !== null && ask.coded !== 'no_answer').map((ask) => ask.threadId),
  );
  const tries = triesOf(asks);
  const drawn = (await inFrame(db, { docket: round.docket_id, roundId: round.round_id })).filter(
    (one) => one.drawn,
  );
  return {
    severity: round.severity,
    roster: rosterOf(round),
    contacted: drawn.every(
      ({ threadId }) => answered.has(threadId) || (tries.get(threadId) ?? 0) >= LEAST_ATTEMPTS,
    ),
    retaliation: await openRetaliation(db, key),
  };
}

/** How an issue stands by both sides, from what is there; nobody's opinion is asked. */
export async function standOf(db: Db, key: IssueKey & { claimed: boolean }, now: Date): Promise<Stand> {
  const asks = await remedyAsks(db, key);
  const round = (await roundsOf(db, key)).at(-1);
  const told = tally(asks, now);
  const check = round && (await checkOf(db, key, round, asks));
  const outcome = outcomeOf({ claimed: key.claimed, ...told, ...(check ? { check } : {}) });
  return { told, outcome, verdict: check ? verdictOf(told, check) : null, round };
}

/**
 * The issue's outcome from both sides, in the transaction that changed one of them. The caller holds the issue. Nobody
 * sets an outcome: this is the only writer, and it takes no opinion. The business is shown the word when a round has
 * been ended, never by the answer that happened to be the last.
 */
export async function judgeOutcome(
  tx: Tx,
  issue: IssueKey & { claimed: boolean },
  now: Date,
): Promise<Outcome | null> {
  const { told, outcome, verdict, round } = await standOf(tx, issue, now);
  const roundOver = round ? round.closed_at !== null : told.open === 0;
  await saveOutcome(tx, { ...issue, ...told, verdict, outcome, at: now, roundOver });
  return outcome;
}
