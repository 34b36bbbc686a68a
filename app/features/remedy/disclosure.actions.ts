import type { Tx } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import {
  DISCLOSING,
  EMPLOYER_SCOPES,
  type IssueRow,
  type LockedCase,
  agreeing,
  businessOf,
  judgeDisclosure,
  lockCase,
  lockIssue,
  refusing,
  remedyDue,
  sealedTo,
} from '../cases/index.ts';
import { record } from '../record/index.ts';
import { type Member, NOTHING, mayMove, writing } from '../network/index.ts';
import { type Refusal, refuse } from '../refusal.ts';
import type { DiscloseInput } from './contract.ts';
import { visibleFrom } from './days.ts';
import { type Told, insertDisclosure, toldOf } from './disclosure.store.ts';

export type Disclosed = { disclosureId: string; visibleFrom: string; dueAt: string };

const disclosed = (id: string, from: Date, due: Date | null): Disclosed => ({
  disclosureId: id,
  visibleFrom: from.toISOString(),
  dueAt: (due ?? from).toISOString(),
});

const WARNING = {
  one: 'Only one worker could have said this. Whoever reads it at the workplace may know who it was.',
  few: 'Few workers could have said this. Whoever reads it at the workplace may guess who it was.',
};

/** Whether those whose words it is made of agreed, and who else could be taken for them. */
function judgeConsent(c: LockedCase, understood: boolean): Refusal | undefined {
  const verdict = judgeDisclosure({
    voices: c.voices,
    agreed: agreeing(c.consents, EMPLOYER_SCOPES),
    refused: refusing(c.consents, 'share_case_without_identity_with_employer'),
    understood,
  });
  if (verdict === 'go') return undefined;
  if (verdict === 'no_consent')
    return refuse('wrong_state', 'No worker in this case agrees, as of now, that the business is told.', [
      { path: 'issueId', why: 'no consent' },
    ]);
  if (verdict === 'endangers')
    return refuse(
      'wrong_state',
      'A worker said no, and so few could have said it that this worker would be suspected too.',
      [{ path: 'issueId', why: 'a worker refused' }],
    );
  return refuse('guessable', WARNING[verdict.warn], [{ path: 'understood', why: verdict.warn }]);
}

function repeated(before: readonly Told[], input: DiscloseInput): Disclosed | Refusal | undefined {
  const same = before.find((told) => told.disclosure_id === input.disclosureId);
  if (same)
    return same.issue_id === input.issueId && same.content === input.envelope
      ? disclosed(same.disclosure_id, same.visible_from, same.due_at)
      : refuse('conflict', 'Something else was sent under this number before. Nothing was changed.');
  if (before.some((told) => told.to_org === input.toOrg && told.issue_id === input.issueId))
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

/** The business of this place, if it is the one that is meant and everybody who must can read what is sent. */
async function judgeReader(tx: Tx, c: LockedCase, input: DiscloseInput): Promise<Refusal | undefined> {
  const business = await businessOf(tx, c.placed_in);
  if (business?.orgId !== input.toOrg)
    return refuse('invalid', 'This business does not answer for this workplace.', [
      { path: 'toOrg', why: 'not the business of this workplace' },
    ]);
  return sealedTo(input.envelope, [c.kids, business.kid ? [business.kid] : []]);
}

/** Tells a business of one issue, in words written for it. It sees this, from that day on, and nothing else. */
export function disclose(world: World, who: Member, input: DiscloseInput): Promise<Disclosed | Refusal> {
  if (!mayMove(who.kind, who.role)) return Promise.resolve(NOTHING);
  return writing(world, who, async (tx, now) => {
    const c = await lockCase(tx, input);
    if (!c) return NOTHING;
    const issue = await lockIssue(tx, input);
    const before = repeated(await toldOf(tx, c.docket_id, input), input);
    if (before) return before;
    const refused =
      judgeState(c, issue) ?? (await judgeReader(tx, c, input)) ?? judgeConsent(c, input.understood);
    if (refused || !issue) return refused ?? NOTHING;
    const from = visibleFrom(now, input.delayDays);
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
        visible: from.toISOString().slice(0, 10),
        ...(input.understood ? { understood: '1' } : {}),
      },
    });
    await insertDisclosure(tx, {
      ...input,
      org: who.orgId,
      code: issue.code,
      visibleFrom: from,
      dueAt,
      outcome: issue.outcome,
      voices: [...agreeing(c.consents, EMPLOYER_SCOPES)],
    });
    return disclosed(input.disclosureId, from, dueAt);
  });
}
