import type { Tx } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import { type Member, NOTHING, caseReading, caseWork } from '../network/index.ts';
import { watched } from '../record/index.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { COMPARTMENTS, type Compartment, compartmentOf, needsTwo } from './compartments.ts';
import { type Done, DONE, leading, settingOf } from './recusal.actions.ts';
import { type RoleRow, agreeRole, grantRole, rolesIn, takeRole, worksOnCases } from './roles.store.ts';
import {
  type About,
  askLeave,
  codesIn,
  compartmentsOf,
  enterCompartment,
  leaveCompartment,
  lockSubject,
  subjectOf,
} from './store.ts';

/**
 * A case that gets an issue of a child, or of violence that is gender based, goes into its compartment in the same
 * transaction: whoever has no role for it has no such case from the next request on, the coder included.
 */
export async function compartmentalise(
  tx: Tx,
  world: World,
  who: Member,
  c: { docket: number; caseId: string; code: string; at: Date },
): Promise<void> {
  const kind = compartmentOf(c.code);
  if (!kind) return;
  const entering = { docket: c.docket, id: c.caseId, about: 'case' as const, org: who.orgId };
  if (!(await enterCompartment(tx, entering, { kind, by: who.memberId, at: c.at }))) return;
  const { orgId: org, memberId: member, role } = who;
  await watched(tx, world, { org, member, role, act: 'setting', what: 'compartment_entered', caseId: c.caseId }); // prettier-ignore
}

type KindInput = About & { kind: Compartment };

/** By hand, before anything is coded. */
export function putIn(world: World, who: Member, input: KindInput): Promise<Done | Refusal> {
  return caseWork(world, who, async (tx, now) => {
    const s = await subjectOf(tx, input);
    if (!s) return NOTHING;
    const entered = await enterCompartment(tx, s, { kind: input.kind, by: who.memberId, at: now });
    if (entered) await watched(tx, world, settingOf(who, s, 'compartment_entered'));
    return DONE;
  });
}

/** Two members, and only while nothing in the case is coded as such. Whoever gets here sees the case, so holds the role. */
export function takeOut(world: World, who: Member, input: KindInput): Promise<{ out: boolean } | Refusal> {
  return caseWork(world, who, async (tx, now) => {
    const s = await subjectOf(tx, input);
    if (!s) return NOTHING;
    await lockSubject(tx, s);
    const there = (await compartmentsOf(tx, s)).find(({ kind }) => kind === input.kind);
    if (!there) return { out: true };
    if ((await codesIn(tx, s)).some((code) => compartmentOf(code) === input.kind))
      return refuse('wrong_state', 'It stays here as long as an issue of this kind stands in the case.');
    const by = { kind: input.kind, by: who.memberId, at: now };
    if (there.leaveBy === null || there.leaveBy === who.memberId) {
      await watched(tx, world, settingOf(who, s, 'compartment_leave_asked'));
      await askLeave(tx, s, by);
      return { out: false };
    }
    await watched(tx, world, settingOf(who, s, 'compartment_left'));
    await leaveCompartment(tx, s, by);
    return { out: true };
  });
}

export type Roles = {
  kinds: { kind: Compartment; two: boolean; mine: boolean; nobody: boolean }[];
  rows: { memberId: string; kind: Compartment; grantedBy: string; inForce: boolean }[];
  /** Whether whoever asks gives and takes them. */
  may: boolean;
  me: string;
};

const inForce = (r: RoleRow): boolean => !needsTwo(r.kind) || r.agreedBy !== null;

export const readRoles = (world: World, who: Member): Promise<Roles | Refusal> =>
  caseReading(world, who, async (db) => {
    const rows = await rolesIn(db, who.orgId);
    const held = (kind: Compartment): RoleRow[] => rows.filter((r) => r.kind === kind && inForce(r));
    return {
      kinds: COMPARTMENTS.map((kind) => {
        const nobody = held(kind).length === 0;
        const mine = nobody ? leading(who) : held(kind).some((r) => r.memberId === who.memberId);
        return { kind, two: needsTwo(kind), mine, nobody };
      }),
      rows: rows.map((r) => ({
        memberId: r.memberId,
        kind: r.kind,
        grantedBy: r.grantedBy,
        inForce: inForce(r),
      })),
      may: leading(who),
      me: who.memberId,
    };
  });

type RoleInput = { memberId: string; kind: Compartment; act: 'grant' | 'agree' | 'take' };

/** Given and taken by whoever leads; the one for children is in force when a second member agreed. All on record. */
export function changeRole(world: World, who: Member, input: RoleInput): Promise<Done | Refusal> {
  return caseWork(world, who, async (tx, now) => {
    const { memberId, kind, act } = input;
    const key = { org: who.orgId, memberId, kind };
    if (act !== 'agree' && !leading(who))
      return refuse('not_allowed', 'Whoever leads the organisation sets this.');
    if (!(await worksOnCases(tx, who.orgId, memberId))) return NOTHING;
    const rows = await rolesIn(tx, who.orgId);
    const there = rows.find((r) => r.memberId === memberId && r.kind === kind);
    if (act === 'agree' && !there) return NOTHING;
    if (act === 'agree' && there?.grantedBy === who.memberId)
      return refuse('not_allowed', 'A second member agrees to it, not the one who gave it.');
    const mine = rows.some((r) => r.memberId === who.memberId && r.kind === kind && inForce(r));
    if (act === 'agree' && !leading(who) && !mine && memberId !== who.memberId)
      return refuse('not_allowed', 'Whoever leads, holds the role already, or takes it on agrees to it.');
    const { orgId: org, memberId: member, role } = who;
    await watched(tx, world, { org, member, role, act: 'setting', what: `compartment_role_${act}` });
    if (act === 'grant') await grantRole(tx, key, who.memberId, now);
    if (act === 'agree') await agreeRole(tx, key, who.memberId, now);
    if (act === 'take') await takeRole(tx, key);
    return DONE;
  });
}
