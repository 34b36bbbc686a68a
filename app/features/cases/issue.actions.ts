import type { Tx } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import { record } from '../record/index.ts';
import { type Member, NOTHING, caseWork } from '../network/index.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { dutyIdOf, regradeDuty } from '../duties/index.ts';
import { lockCase } from './case.store.ts';
import { compartmentalise, holdRetaliation, severityOfRetaliation } from '../protection/index.ts';
import { codeOf } from './codes.ts';
import type { GradeInput, IssueInput } from './contract.ts';
import {
  type Earlier,
  type IssueKey,
  type Party,
  insertIssue,
  lockIssue,
  saveClaim,
  saveGrade,
  saveRelapseOf,
  verifiedBefore,
} from './issue.store.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
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
    const tooLow = await severityOfRetaliation(tx, { ...input, severity });
    if (tooLow) return tooLow;
    const earlier = await cameBack(tx, { ...input, placedIn: c.placed_in, now });
    if (earlier?.caseId === c.case_id)
      return refuse('wrong_state', 'Workers said that this was done. Say of that issue that it came back.', [
        { path: 'code', why: 'came back' },
      ]);
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
        ...(earlier ? { relapse_of: earlier.issueId } : {}),
      },
    });
    await insertIssue(tx, { ...input, severity, org: who.orgId, at: now, urgency: code.defaultUrgency });
    if (earlier) await saveRelapseOf(tx, input, earlier);
    await holdRetaliation(tx, input);
    await compartmentalise(tx, world, who, { ...input, at: now });
    const of = { docket: c.docket_id, caseId: c.case_id, urgency: code.defaultUrgency, now };
    await raiseByIssue(tx, world, who, of);
    return { issueId: input.issueId, severity };
  });
}

/** How long after it was verified the same at the same place is a relapse (reference.md 9.8: t1 and beyond). */
const RELAPSE_DAYS = 365;
const cameBack = (
  tx: Tx,
  i: { docket: number; issueId: string; placedIn: number; code: string; now: Date },
): Promise<Earlier | undefined> =>
  verifiedBefore(tx, { ...i, after: new Date(i.now.getTime() - RELAPSE_DAYS * 86_400_000) });

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
    const remedy = { docketId: c.docket_id, dutyId: dutyIdOf('remedy', input.issueId) };
    if (dueAt) await regradeDuty(tx, remedy, dueAt);
    return { issueId: input.issueId, severity };
  });
}

/**
 * Somebody says it is done: a business, or the state. What workers answered stands (a new claim washes off no dispute);
 * where nobody has answered, the wait begins anew. The caller has proven that the claim is about this issue and set
 * `app.claim`, which opens it to who is told of it (`told_orgs`).
 */
export async function claimRemedied(
  tx: Tx,
  key: IssueKey & { by?: Party },
  now: Date,
): Promise<Outcome | null> {
  const issue = await lockIssue(tx, key);
  if (!issue) return null;
  const { fully, partly, not_done: not } = issue;
  const unanswered = fully + partly + not === 0;
  const outcome = unanswered
    ? outcomeOf({ claimed: true, fully, partly, not, waitedInVain: false })
    : (issue.outcome ?? outcomeOf({ claimed: true, fully, partly, not, waitedInVain: false }));
  await saveClaim(tx, { ...key, by: key.by ?? 'employer', outcome, at: now, unanswered });
  return outcome;
}

/** Who made it good is said by itself: the state's remedy is claimed like any other, and counted apart. */
export const remediedBy = (tx: Tx, key: IssueKey, by: Party, now: Date): Promise<Outcome | null> =>
  claimRemedied(tx, { ...key, by }, now);
