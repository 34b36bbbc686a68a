import type { World } from '../../platform/world.ts';
import { type Member, NOTHING, caseOpening, caseWork } from '../network/index.ts';
import { record, unopened } from '../record/index.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { type Affected, type AffectedHistory, type AffectedInput } from './affected.contract.ts';
import { affectedOf, lastChangedBy, saveAffected } from './affected.store.ts';
import { lockCase } from './case.store.ts';
import { affected } from './contract.ts';
import { lockIssue } from './issue.store.ts';
import { sealedReason } from './reason.actions.ts';

/** The database gives an object's names in an order of its own. */
const same = (a: Affected, b: Affected): boolean =>
  JSON.stringify(Object.entries(a).toSorted()) === JSON.stringify(Object.entries(b).toSorted());

/** More is known by now, or it turned out to be fewer. What was said before stays on record. */
export function changeAffected(
  world: World,
  who: Member,
  input: AffectedInput,
): Promise<{ issueId: string; affected: Affected } | Refusal> {
  return caseWork(world, who, async (tx, now) => {
    const c = await lockCase(tx, input);
    const issue = c && (await lockIssue(tx, input));
    if (!c || issue?.case_id !== c.case_id) return NOTHING;
    const standing = affected.parse(issue.affected);
    const answer = { issueId: input.issueId, affected: input.affected };
    if (same(standing, input.affected)) return answer;
    if (!same(standing, input.was))
      return refuse(
        'conflict',
        `${(await lastChangedBy(tx, input)) ?? 'A colleague'} changed the number of workers meanwhile.`,
        [{ path: 'was', why: JSON.stringify(standing) }],
      );
    if (c.state === 'closed') return refuse('wrong_state', 'This case is closed. Reopen it first.');
    await record(tx, world, {
      docketId: c.docket_id,
      kind: 'affected',
      by: who.orgId,
      member: who.memberId,
      csoOrg: who.orgId,
      caseId: c.case_id,
      at: now,
      content: await sealedReason(tx, who.orgId, input.reason),
      fields: { issue: input.issueId, affected: JSON.stringify(input.affected) },
    });
    await saveAffected(tx, input);
    return answer;
  });
}

export const readAffected = (
  world: World,
  who: Member,
  at: { docket: number; caseId: string; issueId: string },
): Promise<AffectedHistory | Refusal> =>
  caseOpening(world, who, async (db) => {
    const rows = await affectedOf(db, at);
    if (rows.length === 0) return NOTHING;
    const history = rows.map(({ at: on, by, said, reason }) => ({
      at: on.toISOString(),
      by,
      affected: affected.parse(JSON.parse(said)),
      reason,
    }));
    const n = rows.filter(({ reason }) => reason !== null).length;
    return unopened(
      { history },
      { what: 'case', n, key: `affected ${at.docket} ${at.issueId}`, caseId: at.caseId },
    );
  });
