import { randomUUID } from 'node:crypto';
import { NOTHING_HIDDEN, type Tx, say } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import type { Member } from '../network/index.ts';
import { record } from '../record/index.ts';
import type { Done } from './contract.ts';
import type { ReferralLine } from './referral.store.ts';
import { insertEvent, saveMove } from './said.store.ts';
import type { ReferralState } from './states.ts';

export type Put = {
  by: string;
  member?: string;
  kind: 'step' | 'message' | 'act' | 'withdrawn' | 'deleted';
  to?: ReferralState;
  /** Sealed to both sides. */
  words?: string | undefined;
  statementId?: string;
  fields?: Record<string, string>;
  at: Date;
};

/**
 * One step or word between the two sides, as a statement in the sender's own docket: it names no place, no case and no
 * worker. The caller holds the referral.
 */
export async function put(
  tx: Tx,
  world: World,
  r: ReferralLine,
  p: Put,
): Promise<Done & { line: ReferralLine }> {
  const statementId = p.statementId ?? randomUUID();
  const [seq, to] = [r.seq + 1, p.to ?? null];
  await record(tx, world, {
    docketId: r.docket_id,
    kind: `referral_${p.kind}`,
    by: p.by,
    csoOrg: r.cso_org,
    toOrg: r.to_org,
    at: p.at,
    statementId,
    ...(p.member ? { member: p.member } : {}),
    ...(p.words ? { content: p.words } : {}),
    fields: { referral: r.referral_id, ...(to ? { step: to, was: r.state } : {}), ...p.fields },
  });
  const key = { docket: r.docket_id, id: r.referral_id };
  await insertEvent(tx, {
    ...key,
    seq,
    cso: r.cso_org,
    toOrg: r.to_org,
    by: p.by,
    member: p.member ?? null,
    kind: p.kind,
    from: to && r.state,
    to,
    at: p.at,
    statement: { docket: r.docket_id, id: statementId },
  });
  // Whatever the receiver does first is its answer.
  await saveMove(tx, { ...key, seq, to, answered: p.by === r.to_org, at: p.at });
  return { id: r.referral_id, state: to ?? r.state, seq, line: { ...r, seq, state: to ?? r.state } };
}

/** What a receiver's act changes at the sender's: done with the sender's eyes, within the receiver's own transaction. */
export async function asSender<T>(tx: Tx, who: Member, r: ReferralLine, work: () => Promise<T>): Promise<T> {
  await say(tx, { org: r.cso_org, kind: r.cso_kind, hidden: NOTHING_HIDDEN });
  const done = await work();
  await say(tx, { org: who.orgId, kind: who.kind, hidden: who.hidden });
  return done;
}
