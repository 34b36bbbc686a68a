import type { Tx } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import { record } from '../record/index.ts';
import { type Member, NOTHING, caseWork } from '../network/index.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { lockCase } from './case.store.ts';
import { codeOf } from './codes.ts';
import type { GradeInput, IssueInput } from './contract.ts';
import {
  type IssueKey,
  insertIssue,
  lockIssue,
  remedyAsks,
  saveClaim,
  saveGrade,
  saveOutcome,
} from './issue.store.ts';
import { type Outcome, outcomeOf, tally } from './outcome.ts';
import { remedyDue, severityOf } from './severity.ts';
import { sealedReason } from './reason.actions.ts';
import { raiseByIssue } from './urgency.actions.ts';

export type IssueDone = { issueId: string; severity: number };

const grades = (g: { scale: number; scope: number; irremediability: number }, severity: number) => ({
  scale: String(g.scale),
  scope: String(g.scope),
  irremediability: String(g.irremediability),
  severity: String(severity),
});

/** What a case worker makes of what was said: one of the codes, and how severe. */
export function raiseIssue(world: World, who: Member, input: IssueInput): Promise<IssueDone | Refusal> {
  return caseWork(world, who, async (tx, now) => {
    const c = await lockCase(tx, input);
    if (!c) return NOTHING;
    const severity = severityOf(input);
    const before = await lockIssue(tx, input);
    if (before)
      return before.case_id === c.case_id && before.code === input.code && before.severity === severity
        ? { issueId: input.issueId, severity }
        : refuse('conflict', 'Another issue has this number. Nothing was changed.');
    const code = codeOf(input.code);
    if (!code?.counts)
      return refuse(
        'invalid',
        code ? 'Questions and thanks are help, not issues.' : 'There is no such code.',
        [{ path: 'code', why: code ? 'not a complaint' : 'not on the list' }],
      );
    if (c.state === 'closed') return refuse('wrong_state', 'This case is closed. Reopen it first.');
    await record(tx, world, {
      docketId: c.docket_id,
      kind: 'issue',
      by: who.orgId,
      member: who.memberId,
      csoOrg: who.orgId,
      caseId: c.case_id,
      at: now,
      fields: {
        issue: input.issueId,
        code: input.code,
        ...grades(input, severity),
        affected: JSON.stringify(input.affected),
      },
    });
    await insertIssue(tx, { ...input, severity, org: who.orgId, at: now, urgency: code.defaultUrgency });
    const of = { docket: c.docket_id, caseId: c.case_id, urgency: code.defaultUrgency, now };
    await raiseByIssue(tx, world, who, of);
    return { issueId: input.issueId, severity };
  });
}

export function gradeIssue(world: World, who: Member, input: GradeInput): Promise<IssueDone | Refusal> {
  return caseWork(world, who, async (tx, now) => {
    const c = await lockCase(tx, input);
    const issue = c && (await lockIssue(tx, input));
    if (!c || issue?.case_id !== c.case_id) return NOTHING;
    const severity = severityOf(input);
    await record(tx, world, {
      docketId: c.docket_id,
      kind: 'grade',
      by: who.orgId,
      member: who.memberId,
      csoOrg: who.orgId,
      caseId: c.case_id,
      at: now,
      content: await sealedReason(tx, who.orgId, input.reason),
      fields: { issue: input.issueId, ...grades(input, severity) },
    });
    const dueAt = issue.shown_from && remedyDue(severity, issue.shown_from);
    await saveGrade(tx, { ...input, severity, dueAt });
    return { issueId: input.issueId, severity };
  });
}

/**
 * The issue's outcome from both sides, in the transaction that changed one of them. The caller holds the issue.
 * Nobody sets an outcome: this is the only writer, and it takes no opinion.
 */
export async function judgeOutcome(
  tx: Tx,
  issue: IssueKey & { claimed: boolean },
  now: Date,
): Promise<Outcome | null> {
  const told = tally(await remedyAsks(tx, issue), now);
  const outcome = outcomeOf({ claimed: issue.claimed, ...told });
  await saveOutcome(tx, { ...issue, ...told, outcome, at: now, roundOver: told.open === 0 });
  return outcome;
}

/**
 * The business says it is done. What workers answered stands (a new claim washes off no dispute); where nobody has
 * answered, the wait begins anew. The caller has proven that the claim is about this issue and set `app.claim`.
 */
export async function claimRemedied(tx: Tx, key: IssueKey, now: Date): Promise<void> {
  const issue = await lockIssue(tx, key);
  if (!issue) return;
  const { fully, partly, not_done: not } = issue;
  const outcome = outcomeOf({ claimed: true, fully, partly, not, waitedInVain: false });
  await saveClaim(tx, { ...key, outcome, at: now, unanswered: fully + partly + not === 0 });
}
