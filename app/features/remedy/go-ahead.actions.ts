import type { Tx } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import {
  type GoAhead,
  type IssueRow,
  type LockedCase,
  EMPLOYER_SCOPES,
  agreeing,
  businessOf,
  judgeDisclosure,
  lockCase,
  lockIssue,
  lockThread,
  markAnswered,
  refusing,
  sealedTo,
  threadReaders,
  threadStatement,
} from '../cases/index.ts';
import { type Member, NOTHING, caseWork } from '../network/index.ts';
import { record } from '../record/index.ts';
import { type Refusal, refuse } from '../refusal.ts';
import type { GoAheadInput } from './contract.ts';
import { insertGoAhead } from './go-ahead.store.ts';

const WARNING = {
  one: 'Only one person could know this. Whoever reads it at the workplace may know who said it.',
  few: 'Few people could know this. Whoever reads it at the workplace may guess who said it.',
};
const NEEDED = ' Ask each worker whose words it is made of, and wait for the go-ahead.';

export type Guarded = { circle: number | null; goAhead: ReadonlyMap<string, GoAhead>; understood: boolean };

/** Whether those whose words it is made of agreed, and who else could be taken for them. `guarded`: by their go-ahead. */
export function judgeGuard(c: LockedCase, g: Guarded): { guarded: boolean } | Refusal {
  const verdict = judgeDisclosure({
    voices: c.voices,
    agreed: agreeing(c.consents, EMPLOYER_SCOPES),
    refused: refusing(c.consents, 'share_case_without_identity_with_employer'),
    ...g,
  });
  if (verdict === 'go' || verdict === 'guarded') return { guarded: verdict === 'guarded' };
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
  return 'warn' in verdict
    ? refuse('guessable', WARNING[verdict.warn], [{ path: 'understood', why: verdict.warn }])
    : refuse('guessable', WARNING[verdict.ask] + NEEDED, [{ path: 'goAhead', why: verdict.ask }]);
}

export const threadsOf = (goAhead: ReadonlyMap<string, GoAhead>, c: LockedCase): string[] =>
  [...agreeing(c.consents, EMPLOYER_SCOPES)].filter((id) => goAhead.get(id) !== 'refused');

type At = { c: LockedCase; issue: IssueRow; now: Date };

async function askOne(
  tx: Tx,
  world: World,
  who: Member,
  { input, at }: { input: GoAheadInput; at: At },
): Promise<Refusal | undefined> {
  const { c, issue, now } = at;
  const thread = { docket: input.threadDocket, threadId: input.threadId };
  const t = await lockThread(tx, thread, input.statementId);
  if (!t || t.case_id !== c.case_id || t.case_docket !== c.docket_id)
    return refuse('wrong_state', 'This report is not filed in this case.', [
      { path: 'threadId', why: 'not in this case' },
    ]);
  if (t.withdrawn) return refuse('wrong_state', 'This worker withdrew. Do not ask again.');
  if (!agreeing(c.consents, EMPLOYER_SCOPES).has(t.thread_id))
    return refuse(
      'wrong_state',
      'This worker has not agreed that the business is told. Ask for that first.',
      [{ path: 'threadId', why: 'no consent' }],
    );
  const unsealed = sealedTo(input.envelope, threadReaders(t));
  if (unsealed) return unsealed;
  await record(tx, world, {
    ...threadStatement(t, who, now),
    kind: 'go_ahead_asked',
    caseId: c.case_id,
    content: input.envelope,
    statementId: input.statementId,
    // Which business and which matter the worker says yes to: so that this yes opens nothing else.
    fields: {
      ask: input.askId,
      draft: input.draftId,
      issue: issue.issue_id,
      code: issue.code,
      business: `organisation ${input.toOrg}`,
    },
  });
  await insertGoAhead(tx, { ...input, org: who.orgId, code: issue.code, at: now });
  await markAnswered(tx, thread, now);
  return undefined;
}

/** Asks a worker: few could know this, may we tell this business all the same? About one draft, and nothing else. */
export function askGoAhead(
  world: World,
  who: Member,
  input: GoAheadInput,
): Promise<{ done: true } | Refusal> {
  return caseWork(world, who, async (tx, now) => {
    const c = await lockCase(tx, input);
    if (!c) return NOTHING;
    const issue = await lockIssue(tx, input);
    if (issue?.case_id !== c.case_id)
      return refuse('invalid', 'There is no such issue in this case.', [{ path: 'issueId', why: 'unknown' }]);
    const business = await businessOf(tx, c.placed_in);
    if (business?.orgId !== input.toOrg)
      return refuse('invalid', 'This business does not answer for this workplace.', [
        { path: 'toOrg', why: 'not the business of this workplace' },
      ]);
    const before = await lockThread(
      tx,
      { docket: input.threadDocket, threadId: input.threadId },
      input.statementId,
    );
    if (before?.before)
      return before.before === input.envelope
        ? { done: true }
        : refuse('conflict', 'Something else was sent under this number before. Nothing was changed.');
    const refused = await askOne(tx, world, who, { input, at: { c, issue, now } });
    return refused ?? { done: true };
  });
}
