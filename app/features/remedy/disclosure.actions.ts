import type { Tx } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import {
  DISCLOSING,
  type IssueRow,
  type LockedCase,
  businessOf,
  lockCase,
  lockIssue,
  remedyDue,
  sealedTo,
} from '../cases/index.ts';
import { calendarAt, dueOf, dutyIdOf, openDuty } from '../duties/index.ts';
import { record } from '../record/index.ts';
import { type Member, NOTHING, mayMove, writing } from '../network/index.ts';
import { heldBack } from '../protection/index.ts';
import { type Refusal, isRefusal, refuse } from '../refusal.ts';
import type { DiscloseInput } from './contract.ts';
import { visibleFrom } from './batch.ts';
import { dayOf } from './days.ts';
import { type Told, headcountOf, insertDisclosure, toldOf } from './disclosure.store.ts';
import { judgeGuard, threadsOf } from './go-ahead.actions.ts';
import { answersFor, goAheadsOf } from './go-ahead.store.ts';
import { planDuty } from './owed.ts';
import { drawDays } from './telling.actions.ts';
import { ruleOf } from './telling.store.ts';

export type Disclosed = { disclosureId: string; visibleFrom: string; dueAt: string };

const disclosed = (id: string, from: Date, due: Date | null): Disclosed => ({
  disclosureId: id,
  visibleFrom: from.toISOString(),
  dueAt: (due ?? from).toISOString(),
});

/** What came back may be told again: the business has to hear of it. */
function repeated(
  before: readonly Told[],
  input: DiscloseInput,
  since: Date | null,
): Disclosed | Refusal | undefined {
  const same = before.find((told) => told.disclosure_id === input.disclosureId);
  if (same)
    return same.issue_id === input.issueId && same.content === input.envelope
      ? disclosed(same.disclosure_id, same.visible_from, same.due_at)
      : refuse('conflict', 'Something else was sent under this number before. Nothing was changed.');
  const stands = (told: Told): boolean => since === null || told.told_at === null || told.told_at >= since;
  if (before.some((told) => told.to_org === input.toOrg && told.issue_id === input.issueId && stands(told)))
    return refuse('conflict', 'A colleague has already told this business of this issue.');
  return undefined;
}

function judgeState(c: LockedCase, issue: IssueRow | undefined): Refusal | undefined {
  if (issue?.case_id !== c.case_id)
    return refuse('invalid', 'There is no such issue in this case.', [{ path: 'issueId', why: 'unknown' }]);
  if (!DISCLOSING.includes(c.state))
    return refuse('wrong_state', `A case that is ${c.state} is not told to a business.`);
  return undefined;
}

/**
 * The business of this place, if it is the one that is meant and everybody who must can read what is sent. One that has no
 * key does not sign in: it is told otherwise, and the words are sealed to those on the case.
 */
async function judgeReader(tx: Tx, c: LockedCase, input: DiscloseInput): Promise<Refusal | undefined> {
  const business = await businessOf(tx, c.placed_in);
  if (business?.orgId !== input.toOrg)
    return refuse('invalid', 'This business does not answer for this workplace.', [
      { path: 'toOrg', why: 'not the business of this workplace' },
    ]);
  if (business.kid) return sealedTo(input.envelope, [c.kids, [business.kid]]);
  if (!input.how)
    return refuse('invalid', 'This business does not sign in. Say how it will be told.', [
      { path: 'how', why: 'needed where the business has no key' },
    ]);
  return sealedTo(input.envelope, [c.kids]);
}

/** More people than work there can’t know it: a slip, or a way around the guard. */
function judgeCircle(input: DiscloseInput, people: number | null): Refusal | undefined {
  if (input.circle === null || people === null || input.circle <= people) return undefined;
  return refuse('invalid', `At most ${people} people work there, so no more can know it.`, [
    { path: 'circle', why: 'more than work there' },
  ]);
}

/** Tells a business of one issue, in words written for it. It sees this, from a batch day on, and nothing else. */
export function disclose(world: World, who: Member, input: DiscloseInput): Promise<Disclosed | Refusal> {
  if (!mayMove(who.kind, who.role)) return Promise.resolve(NOTHING);
  return writing(world, who, async (tx, now) => {
    const c = await lockCase(tx, input);
    if (!c) return NOTHING;
    const issue = await lockIssue(tx, input);
    const before = repeated(await toldOf(tx, c.docket_id, input), input, issue?.relapsed_at ?? null);
    if (before) return before;
    const refused =
      judgeState(c, issue) ??
      (await heldBack(tx, c.docket_id, input.issueId)) ??
      (await judgeReader(tx, c, input)) ??
      judgeCircle(input, await headcountOf(tx, c.placed_in));
    if (refused || !issue) return refused ?? NOTHING;
    const about = { draftId: input.disclosureId, issueId: issue.issue_id, toOrg: input.toOrg };
    const goAhead = answersFor(await goAheadsOf(tx, c.docket_id, c.case_id), about);
    const judged = judgeGuard(c, { circle: input.circle, goAhead, understood: input.understood });
    if (isRefusal(judged)) return judged;
    const rule = await ruleOf(tx, who.orgId);
    const from = visibleFrom(now, rule, { wanted: input.delayDays, drawn: drawDays(rule) });
    const dueAt = remedyDue(issue.severity, from);
    await record(tx, world, {
      docketId: c.docket_id,
      kind: 'disclosure',
      by: who.orgId,
      member: who.memberId,
      csoOrg: who.orgId,
      toOrg: input.toOrg,
      caseId: c.case_id,
      at: now,
      content: input.envelope,
      statementId: input.disclosureId,
      fields: {
        issue: issue.issue_id,
        code: issue.code,
        to: `organisation ${input.toOrg}`,
        visible: dayOf(from),
        circle: input.circle === null ? 'unknown' : String(input.circle),
        ...(input.understood ? { understood: '1' } : {}),
        ...(judged.guarded ? { go_ahead: '1' } : {}),
        ...(input.how ? { told: input.how } : {}),
      },
    });
    await insertDisclosure(tx, {
      ...input,
      org: who.orgId,
      code: issue.code,
      visibleFrom: from,
      dueAt,
      how: input.how ?? null,
      outcome: issue.outcome,
      voices: threadsOf(goAhead, c),
    });
    await owePlan(tx, c, { input, issue, from });
    if (dueAt) await oweRemedy(tx, c, { to: input.toOrg, issueId: issue.issue_id, from, dueAt });
    return disclosed(input.disclosureId, from, dueAt);
  });
}

/** The business owes a plan, from the day on which it can read. */
async function owePlan(
  tx: Tx,
  c: LockedCase,
  { input, issue, from }: { input: DiscloseInput; issue: IssueRow; from: Date },
): Promise<void> {
  const calendar = await calendarAt(tx, c.placed_in, c.cso_org);
  const dueAt = dueOf('cap', calendar, from);
  if (!dueAt) return;
  await openDuty(tx, {
    docketId: c.docket_id,
    dutyId: planDuty(input.disclosureId),
    kind: 'cap',
    orgId: input.toOrg,
    csoOrg: c.cso_org,
    caseId: c.case_id,
    issueId: issue.issue_id,
    startsAt: from,
    dueAt,
  });
}

/** And the remedy, by how severe the issue is: once an issue, whoever else is told of it later. */
const oweRemedy = (
  tx: Tx,
  c: LockedCase,
  d: { to: string; issueId: string; from: Date; dueAt: Date },
): Promise<void> =>
  openDuty(tx, {
    docketId: c.docket_id,
    dutyId: dutyIdOf('remedy', d.issueId),
    kind: 'remedy',
    orgId: d.to,
    csoOrg: c.cso_org,
    caseId: c.case_id,
    issueId: d.issueId,
    startsAt: d.from,
    dueAt: d.dueAt,
  });
