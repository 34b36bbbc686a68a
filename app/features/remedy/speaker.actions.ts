import type { Tx } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import { sealedTo } from '../cases/index.ts';
import { type Member, NOTHING, mayMove, writing } from '../network/index.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { isBusiness } from './business.ts';
import { dayOf } from './days.ts';
import type { How } from './plan.ts';
import { type DisclosureRow, disclosureOfCase, disclosureTo } from './told.store.ts';

export const OTHER = refuse(
  'conflict',
  'Something else was sent under this number before. Nothing was changed.',
);

/**
 * Who speaks for a business about one disclosure: a member of it, or the organisation on the case that writes down what
 * the business said elsewhere (`how`). The same acts, the same judgement; the second is never the business's own word.
 */
export type Speaker = { d: DisclosureRow; who: Member; how: How | null; now: Date };
type Key = { docket: number; id: string; caseId?: string; how?: How | undefined };

async function speakerOf(tx: Tx, who: Member, key: Key, now: Date): Promise<Speaker | Refusal> {
  const at = { docket: key.docket, id: key.id, today: dayOf(now) };
  if (key.caseId === undefined) {
    const d = await disclosureTo(tx, who.orgId, at);
    return d ? { d, who, how: null, now } : NOTHING;
  }
  const d = await disclosureOfCase(tx, who.orgId, { ...at, caseId: key.caseId });
  if (!d) return NOTHING;
  if (!key.how)
    return refuse('invalid', 'Say how the business said it.', [{ path: 'how', why: 'needed here' }]);
  if (d.visible_from > now)
    return refuse('wrong_state', 'The business is told on a later day, so it can’t have answered yet.');
  return { d, who, how: key.how, now };
}

/** One transaction as somebody who may speak here; everybody else is refused before anything is looked up. */
export function speaking<T>(
  world: World,
  who: Member,
  key: Key,
  work: (tx: Tx, s: Speaker) => Promise<T | Refusal>,
): Promise<T | Refusal> {
  const may =
    key.caseId === undefined ? isBusiness(who) && key.how === undefined : mayMove(who.kind, who.role);
  if (!may) return Promise.resolve(NOTHING);
  return writing(world, who, async (tx, now) => {
    const s = await speakerOf(tx, who, key, now);
    return 'refused' in s ? s : work(tx, s);
  });
}

/** Sealed to whoever is on the case and to the business itself, where it has a key. */
export const unsealed = ({ d }: Speaker, envelope: string): Refusal | undefined =>
  sealedTo(envelope, d.own_kids.length > 0 ? [d.cso_kids, d.own_kids] : [d.cso_kids]);

/** What every statement about a disclosure has in common. Written down by others, it says so, and for whom. */
export const statementOf = ({ d, who, how, now }: Speaker, fields: Record<string, string>) => ({
  docketId: d.docket_id,
  by: who.orgId,
  member: who.memberId,
  csoOrg: d.cso_org,
  toOrg: d.to_org,
  caseId: d.case_id,
  at: now,
  fields: {
    disclosure: d.disclosure_id,
    issue: d.issue_id,
    ...fields,
    ...(how ? { entered: how, business: `organisation ${d.to_org}` } : {}),
  },
});

export function missingFile(world: World, attachments: readonly { sha256: string }[]): Refusal | undefined {
  const missing = attachments.findIndex((file) => !world.files.has(file.sha256));
  return missing >= 0
    ? refuse('invalid', 'A file that is named here has not arrived.', [
        { path: `attachments[${missing}].sha256`, why: 'not here' },
      ])
    : undefined;
}
