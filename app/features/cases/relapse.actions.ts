import { randomUUID } from 'node:crypto';
import type { Tx } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import { type Member, NOTHING, caseWork } from '../network/index.ts';
import { record } from '../record/index.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { type LockedCase, lockCase, saveTransition } from './case.store.ts';
import { judgeTransition } from './guards.ts';
import { lockIssue, saveRelapse } from './issue.store.ts';
import { sealedReason } from './reason.actions.ts';
import type { RelapseInput } from './round.contract.ts';

const WITHIN_DAYS = 365;
const DAY = 86_400_000;

/**
 * What workers had said was done, fully or in part, has come back. The issue is open again as on its first day, which
 * stays; a case that was over is reopened. How often it came back is counted.
 */
export function sayRelapse(
  world: World,
  who: Member,
  input: RelapseInput,
): Promise<{ relapses: number; state: string } | Refusal> {
  return caseWork(world, who, async (tx, now) => {
    const c = await lockCase(tx, input);
    const issue = c && (await lockIssue(tx, input));
    if (!c || issue?.case_id !== c.case_id) return NOTHING;
    const said = issue.outcome === 'verified' || issue.outcome === 'partly';
    if (!said || input.was !== issue.outcome)
      return issue.relapsed_at && issue.outcome === null
        ? refuse('conflict', 'A colleague has said already that it came back.', [
            { path: 'was', why: 'came back' },
          ])
        : refuse('wrong_state', 'Workers have not said that this was done, so it can’t have come back.', [
            { path: 'was', why: issue.outcome ?? 'open' },
          ]);
    const last = issue.verified_at ?? issue.outcome_at ?? issue.raised_at;
    if (now.getTime() - last.getTime() > WITHIN_DAYS * DAY)
      return refuse('wrong_state', 'That is more than a year ago. Raise a new issue.');
    await record(tx, world, {
      ...statement(c, who, now),
      kind: 'relapse',
      statementId: input.relapseId,
      content: await sealedReason(tx, who.orgId, input.reason),
      fields: {
        issue: input.issueId,
        code: issue.code,
        was: input.was,
        since: (issue.first_raised_at ?? issue.raised_at).toISOString().slice(0, 10),
        times: String(issue.relapses + 1),
      },
    });
    await saveRelapse(tx, { ...input, at: now, dueAt: null });
    const state = await reopened(tx, world, who, { c, now });
    return { relapses: issue.relapses + 1, state };
  });
}

const statement = (c: LockedCase, who: Member, at: Date) => ({
  docketId: c.docket_id,
  by: who.orgId,
  member: who.memberId,
  csoOrg: who.orgId,
  caseId: c.case_id,
  at,
});

/** Where the table of states lets a case come back from where it stands, it does; elsewhere it is open anyway. */
async function reopened(
  tx: Tx,
  world: World,
  who: Member,
  { c, now }: { c: LockedCase; now: Date },
): Promise<string> {
  if (judgeTransition({ from: c.state, to: 'reopened' }, who, c.facts)) return c.state;
  const seq = c.seq + 1;
  const statementId = randomUUID();
  const event = { from: c.state, to: 'reopened', role: who.role };
  await record(tx, world, {
    ...statement(c, who, now),
    kind: 'transition',
    statementId,
    fields: { ...event, seq: String(seq), relapse: '1' },
  });
  await saveTransition(tx, {
    ...event,
    docket: c.docket_id,
    caseId: c.case_id,
    seq,
    org: who.orgId,
    member: who.memberId,
    at: now,
    reason: '',
    closure: null,
    consentRef: null,
    statementId,
  });
  return 'reopened';
}
