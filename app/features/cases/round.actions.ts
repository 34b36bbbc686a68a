import { createHash } from 'node:crypto';
import type { Tx } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import { doneDuty, dutyIdOf, openDuty } from '../duties/index.ts';
import { type Member, NOTHING, caseOpening, caseReading, caseWork } from '../network/index.ts';
import { monthsAfter } from '../protection/index.ts';
import { record } from '../record/index.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { waitingAnswers } from './answers.store.ts';
import { type LockedCase, lockCase } from './case.store.ts';
import { type IssueRow, lockIssue } from './issue.store.ts';
import { judgeOutcome, standOf } from './judge.actions.ts';
import { ANSWER_DAYS } from './outcome.ts';
import type { RoundInput, RoundKey, RoundView, WaitingAnswers } from './round.contract.ts';
import {
  type RoundRow,
  countRounds,
  firstEpochAfter,
  frameOf,
  inFrame,
  insertRound,
  lockRound,
  roundView,
  roundsOf,
  saveClosed,
  saveDraw,
} from './round.store.ts';
import { draw, frameHash, planOf } from './sampling.ts';

const DAY = 86_400_000;
export const dayAfter = (now: Date, days: number): string =>
  new Date(now.getTime() + days * DAY).toISOString().slice(0, 10);

const statement = (c: LockedCase, who: Member, at: Date) => ({
  docketId: c.docket_id,
  by: who.orgId,
  member: who.memberId,
  csoOrg: who.orgId,
  caseId: c.case_id,
  at,
});

function mayBegin(
  c: LockedCase,
  issue: IssueRow,
  last: RoundRow | undefined,
  known: number,
): Refusal | undefined {
  if (c.state === 'closed') return refuse('wrong_state', 'This case is closed. Reopen it first.');
  if (!issue.claimed_at)
    return refuse('wrong_state', 'Nobody says yet that this is remedied, so there is nothing to confirm.');
  if (last && last.closed_at === null)
    return refuse('conflict', 'Workers are being asked about this now. End that round first.', [
      { path: 'roundId', why: 'a round is open' },
    ]);
  if (known === 0)
    return refuse('wrong_state', 'No worker of this case is known to be one of their own. Say so first.', [
      { path: 'roster', why: 'nobody to ask' },
    ]);
  return undefined;
}

/**
 * Begins to ask workers about a remedy. Who could be asked goes on record, as a hash, before anybody can know who will
 * be: all of them, or as many as the rule says, drawn by the log's next epoch.
 */
export function openRound(world: World, who: Member, input: RoundInput): Promise<RoundView | Refusal> {
  return caseWork(world, who, async (tx, now) => {
    const c = await lockCase(tx, input);
    const issue = c && (await lockIssue(tx, input));
    if (!c || issue?.case_id !== c.case_id) return NOTHING;
    const before = await lockRound(tx, input);
    if (before) return sameRound(before, input) ? roundView(tx, before) : USED;
    const frame = await frameOf(tx, input);
    const refused = mayBegin(c, issue, (await roundsOf(tx, input)).at(-1), frame.length);
    if (refused) return refused;
    const money = input.about === 'payment';
    const plan = planOf({ roster: input.roster, known: frame.length, severity: issue.severity, money });
    const n = (await countRounds(tx, input)) + 1;
    await record(tx, world, {
      ...statement(c, who, now),
      kind: 'round',
      statementId: input.roundId,
      fields: {
        issue: input.issueId,
        about: input.about,
        n: String(n),
        roster: `${input.roster.from} ${input.roster.to}`,
        way: plan.way,
        size: String(plan.size),
        frame: `sha256:${frameHash(frame.map(({ threadId }) => threadId))}`,
        ...(input.tranche ? { tranche: String(input.tranche) } : {}),
      },
    });
    const rest = { n, tranche: input.tranche ?? null, severity: issue.severity, at: now, frame };
    await insertRound(tx, { ...input, ...plan, ...rest, org: who.orgId, endsOn: dayAfter(now, ANSWER_DAYS) });
    await reviewed(tx, c.docket_id, issue, now);
    const made = await lockRound(tx, input);
    return made ? roundView(tx, made) : NOTHING;
  });
}

const USED = refuse('conflict', 'Another round has this number. Nothing was changed.');
const sameRound = (row: RoundRow, input: RoundInput): boolean =>
  row.issue_id === input.issueId &&
  row.about === input.about &&
  row.roster_from === input.roster.from &&
  row.roster_to === input.roster.to;

const inRound = async (tx: Tx, key: RoundKey) => {
  const c = await lockCase(tx, key);
  const issue = c && (await lockIssue(tx, key));
  const round = issue && (await lockRound(tx, key));
  return c && issue?.case_id === c.case_id && round?.issue_id === issue.issue_id
    ? { c, issue, round }
    : undefined;
};

/** Who is asked, by the root of the first epoch that closed after the frame went on record. */
export function drawRound(world: World, who: Member, key: RoundKey): Promise<RoundView | Refusal> {
  return caseWork(world, who, async (tx, now) => {
    const found = await inRound(tx, key);
    if (!found) return NOTHING;
    const { c, round } = found;
    if (round.drawn_at) return roundView(tx, round);
    const epoch = await firstEpochAfter(tx, round.opened_at);
    if (!epoch)
      return refuse(
        'wrong_state',
        'The log has not closed since this round began. Nobody can be drawn yet.',
        [{ path: 'roundId', why: 'no epoch yet' }],
      );
    const frame = (await inFrame(tx, key)).map(({ threadId }) => threadId);
    const drawn = draw(epoch.seed, frame, round.size);
    await record(tx, world, {
      ...statement(c, who, now),
      kind: 'round_drawn',
      re: round.round_id,
      fields: {
        round: round.round_id,
        epoch: String(epoch.n),
        seed: epoch.seed,
        drawn: `sha256:${createHash('sha256')
          .update([...drawn].sort().join('\n'))
          .digest('hex')}`,
      },
    });
    await saveDraw(tx, { ...key, epoch: epoch.n, seed: epoch.seed, at: now }, drawn);
    const after = await lockRound(tx, key);
    return after ? roundView(tx, after) : NOTHING;
  });
}

/** The round is over by a member's word, at a moment that no worker's answer chose: now the business sees the word. */
export function endRound(world: World, who: Member, key: RoundKey): Promise<RoundView | Refusal> {
  return caseWork(world, who, async (tx, now) => {
    const found = await inRound(tx, key);
    if (!found) return NOTHING;
    const { c, issue, round } = found;
    if (round.closed_at) return roundView(tx, round);
    const claimed = issue.claimed_at !== null;
    const { told } = await standOf(tx, { ...key, claimed }, now);
    if (told.asked === 0)
      return refuse('wrong_state', 'Nobody was asked yet.', [{ path: 'roundId', why: 'nobody asked' }]);
    if (told.open > 0)
      return refuse(
        'wrong_state',
        `${told.open} may still answer: 30 days are theirs. Then it ends by itself.`,
        [{ path: 'roundId', why: 'questions are open' }],
      );
    await record(tx, world, {
      ...statement(c, who, now),
      kind: 'round_ended',
      re: round.round_id,
      fields: { round: round.round_id },
    });
    await saveClosed(tx, key, now);
    const outcome = await judgeOutcome(tx, { ...key, claimed }, now);
    if (outcome === 'verified') await askAgainLater(tx, who, c, { issueId: key.issueId, now });
    const after = await lockRound(tx, key);
    return after ? roundView(tx, after) : NOTHING;
  });
}

/** What was verified is looked at again: what comes back then is a relapse, not a new story. */
const AGAIN_MONTHS = [1, 3, 6] as const;
const againDuty = (issueId: string, month: number): string => dutyIdOf('again', issueId, month);
async function askAgainLater(
  tx: Tx,
  who: Member,
  c: LockedCase,
  { issueId, now }: { issueId: string; now: Date },
): Promise<void> {
  for (const month of AGAIN_MONTHS)
    await openDuty(tx, {
      docketId: c.docket_id,
      dutyId: againDuty(issueId, month),
      kind: 'review',
      orgId: who.orgId,
      csoOrg: who.orgId,
      caseId: c.case_id,
      issueId,
      startsAt: now,
      dueAt: monthsAfter(now, month),
    });
}
/** Asking anew is what was due by then. */
async function reviewed(tx: Tx, docketId: number, issue: IssueRow, now: Date): Promise<void> {
  for (const month of AGAIN_MONTHS)
    if (issue.verified_at && monthsAfter(issue.verified_at, month) <= now)
      await doneDuty(tx, { docketId, dutyId: againDuty(issue.issue_id, month) }, now);
}

export const readRounds = (
  world: World,
  who: Member,
  key: { docket: number; caseId: string; issueId: string },
): Promise<{ rows: RoundView[] } | Refusal> =>
  caseReading(world, who, async (db) => {
    const rounds = await roundsOf(db, key);
    if (rounds.some((round) => round.case_id !== key.caseId)) return NOTHING;
    return { rows: await Promise.all(rounds.map((round) => roundView(db, round))) };
  });

export const readAnswers = (
  world: World,
  who: Member,
  key: { docket: number; caseId: string; issueId: string },
): Promise<WaitingAnswers | Refusal> => caseOpening(world, who, (db) => waitingAnswers(db, key));
