/** How a joint work begins and grows: an investigation is opened, organisations are brought in, each links its cases. */
import { randomInt, randomUUID } from 'node:crypto';
import type { Tx } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import { type LockedCase, codeOf, lockCase } from '../cases/index.ts';
import { findDocket } from '../log/index.ts';
import { type Member, NOTHING, caseWork } from '../network/index.ts';
import { ownDocketId, record } from '../record/index.ts';
import { type Refusal, isRefusal, refuse } from '../refusal.ts';
import type { JointKey, OpenInput } from './contract.ts';
import { dayOf, mayAct, seatOf } from './joint.ts';
import { buyersOf, businessesOf } from './offer.store.ts';
import { keepParts } from './part.actions.ts';
import { type CaseRef, insertOwnCase, organisationsOf } from './part.store.ts';
import {
  type Entered,
  type Key,
  enter,
  fellows,
  hasJoint,
  insertJoint,
  insertParty,
  lockJoint,
  saveOwnCase,
  seatOfEntered,
} from './party.store.ts';
import { officeOf, put } from './put.actions.ts';

type Opened = { docket: number; jointId: string };
const NO_CASE = refuse('invalid', 'There is no such case.', [{ path: 'case', why: 'unknown' }]);

/** A number that says nothing of how many were invited, or in which order. */
export function numberOutOf(taken: ReadonlySet<number>): number {
  for (;;) {
    const n = randomInt(2, 61);
    if (!taken.has(n)) return n;
  }
}

async function judgeSubject(world: World, who: Member, docket: number): Promise<Refusal | undefined> {
  const found = await findDocket(world, docket);
  const about =
    found?.kind === 'facility' ||
    found?.kind === 'recruiter' ||
    found?.id === who.orgId ||
    found?.id === ownDocketId(who.orgId);
  return about
    ? undefined
    : refuse(
        'invalid',
        'An investigation is about a workplace, a recruiter, or something you keep yourself.',
        [{ path: 'docket', why: 'not such a docket' }],
      );
}

/** Opens an investigation with the organisation's own case in it, and brings others in. */
export async function openInvestigation(
  world: World,
  who: Member,
  input: OpenInput,
): Promise<Opened | Refusal> {
  if (input.code !== undefined && !codeOf(input.code))
    return refuse('invalid', 'There is no such code.', [{ path: 'code', why: 'unknown' }]);
  const done = await caseWork<Opened>(world, who, async (tx, now) => {
    const key = { docket: input.docket, jointId: input.jointId };
    await lockJoint(tx, key);
    if (await hasJoint(tx, who.orgId, key)) return key;
    const wrong = await judgeSubject(world, who, input.docket);
    if (wrong) return wrong;
    const own = input.case && (await lockCase(tx, input.case));
    if (input.case && !own) return NO_CASE;
    const on = dayOf(now);
    const about = { kind: 'investigation' as const, code: input.code ?? null, quarter: null, plan: null, outcome: null }; // prettier-ignore
    await begin(tx, { who, key, on, about, caseId: own?.case_id ?? null });
    if (input.case) await insertOwnCase(tx, { ...key, case: input.case, org: who.orgId, issueId: null });
    const entered = await enter(tx, who.orgId, key);
    if (!entered) return NOTHING;
    await put(tx, world, { who, entered, now }, { kind: 'opened', itemId: key.jointId, ...(input.code ? { code: input.code } : {}) }); // prettier-ignore
    for (const org of input.invite) {
      const refused = await bringIn(tx, world, { who, entered, now }, org);
      if (refused) return refused;
    }
    return key;
  });
  if (!isRefusal(done)) await keepParts(world, done);
  return done;
}

export type Beginning = {
  who: Member;
  key: Key;
  on: string;
  about: Pick<Parameters<typeof insertJoint>[1], 'kind' | 'code' | 'quarter' | 'plan' | 'outcome'>;
  caseId: string | null;
};
export async function begin(tx: Tx, { who, key, on, about, caseId }: Beginning): Promise<void> {
  await insertJoint(tx, { ...key, ...about, org: who.orgId, on });
  const [self] = await organisationsOf(tx, [who.orgId]);
  const { name = who.orgId, country = '' } = self ?? {};
  const party = { ...key, lead: who.orgId, on, name, country };
  await insertParty(tx, { ...party, no: 1, org: who.orgId, kind: who.kind, role: 'lead', state: 'joined', caseId }); // prettier-ignore
}

type Acting = { who: Member; entered: Entered; now: Date };

/** Whether this organisation has to do with what the work is about. */
async function judgeParty(
  tx: Tx,
  at: Acting,
  org: { org_id: string; kind: string },
): Promise<Refusal | undefined> {
  const { joint } = at.entered;
  const no = (why: string): Refusal => refuse('invalid', why, [{ path: 'org', why: 'cannot take part' }]);
  if (!seatOf(joint.kind, org.kind)) return no('Such an organisation has no part in this.');
  if (org.kind === 'buyer' && !(await buyersOf(tx, joint.docket_id)).includes(org.org_id))
    return no('This workplace does not supply this buyer.');
  if (
    (org.kind === 'employer' || org.kind === 'recruiter') &&
    !(await businessesOf(tx, joint.docket_id)).includes(org.org_id)
  )
    return no('This business does not answer for this workplace.');
  return undefined;
}

/** The invitation stands in the inviter's own docket: in the workplace's, a bundle would name one buyer to another. */
export async function bringIn(tx: Tx, world: World, at: Acting, orgId: string): Promise<Refusal | undefined> {
  const { who, entered, now } = at;
  const key = { docket: entered.joint.docket_id, jointId: entered.joint.joint_id };
  const [org] = await organisationsOf(tx, [orgId]);
  if (!org)
    return refuse('invalid', 'No organisation of this id is in the network.', [{ path: 'org', why: 'unknown' }]); // prettier-ignore
  const there = await fellows(tx, key);
  if (there.some((one) => one.org_id === orgId)) return undefined;
  const wrong = await judgeParty(tx, at, org);
  if (wrong) return wrong;
  const role = seatOf(entered.joint.kind, org.kind) ?? 'reader';
  const no = numberOutOf(new Set(there.map((one) => one.no)));
  await insertParty(tx, {
    ...key,
    no,
    org: orgId,
    kind: org.kind,
    name: org.name,
    country: org.country,
    role,
    lead: who.orgId,
    state: 'invited',
    on: dayOf(now),
    caseId: null,
  });
  await record(tx, world, {
    docketId: await officeOf(world, who.orgId),
    kind: 'joint_invited',
    by: who.orgId,
    member: who.memberId,
    csoOrg: who.orgId,
    at: now,
    statementId: randomUUID(),
    fields: { joint: key.jointId, to: `organisation ${orgId}`, role },
  });
  return undefined;
}

export const invite = (
  world: World,
  who: Member,
  input: JointKey & { org: string },
): Promise<Opened | Refusal> =>
  caseWork(world, who, async (tx, now) => {
    await lockJoint(tx, input);
    const entered = await enter(tx, who.orgId, input);
    if (!entered || !mayAct('invite', seatOfEntered(entered, who.role))) return NOTHING;
    const refused = await bringIn(tx, world, { who, entered, now }, input.org);
    return refused ?? { docket: input.docket, jointId: input.jointId };
  });

/** Another of the organisation's own cases; the others see codes, ranges and states, never which. */
export async function linkCase(
  world: World,
  who: Member,
  input: JointKey & { case: CaseRef },
): Promise<Opened | Refusal> {
  const key = { docket: input.docket, jointId: input.jointId };
  const done = await caseWork<Opened>(world, who, async (tx, now) => {
    await lockJoint(tx, key);
    const entered = await enter(tx, who.orgId, key);
    if (!entered || !mayAct('link', seatOfEntered(entered, who.role))) return NOTHING;
    const own: LockedCase | undefined = await lockCase(tx, input.case);
    if (!own) return NO_CASE;
    await saveOwnCase(tx, { ...key, org: who.orgId, caseId: own.case_id });
    const fresh = await insertOwnCase(tx, { ...key, case: input.case, org: who.orgId, issueId: null });
    if (!fresh) return key;
    const again = await enter(tx, who.orgId, key);
    if (!again) return NOTHING;
    await put(tx, world, { who, entered: again, now }, { kind: 'linked', itemId: randomUUID() });
    return key;
  });
  if (!isRefusal(done)) await keepParts(world, done);
  return done;
}
