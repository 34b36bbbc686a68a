/** A party's own decisions: to join or decline, to be named to other buyers, to leave; and the leader's: to close. */
import { randomUUID } from 'node:crypto';
import type { Tx } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import { type Member, NOTHING, writing } from '../network/index.ts';
import { record } from '../record/index.ts';
import { type Refusal, isRefusal, refuse } from '../refusal.ts';
import type { JointKey } from './contract.ts';
import { type ENDS, type JointAct, type PartyState, dayOf, mayAct } from './joint.ts';
import { lastSeq } from './item.store.ts';
import { keepParts } from './part.actions.ts';
import { type Entered, closeJoint, enter, lockJoint, saveAnswer, seatOfEntered } from './party.store.ts';
import { officeOf, put } from './put.actions.ts';

export type Answered = { state: PartyState };
type Acting = { who: Member; entered: Entered; now: Date };

/** Held, entered and judged; whoever has no seat, or not this act, is told that there is nothing. */
export function acting<T>(
  world: World,
  who: Member,
  on: { key: JointKey; act: JointAct },
  work: (tx: Tx, at: Acting) => Promise<T | Refusal>,
): Promise<T | Refusal> {
  return writing(world, who, async (tx, now) => {
    await lockJoint(tx, on.key);
    const entered = await enter(tx, who.orgId, on.key);
    if (!entered || !mayAct('read', seatOfEntered(entered, who.role))) return NOTHING;
    if (!mayAct(on.act, seatOfEntered(entered, who.role)))
      return refuse('wrong_state', 'This cannot be done here now. Load the page again.');
    return work(tx, { who, entered, now });
  });
}

export async function answer(
  world: World,
  who: Member,
  input: JointKey & { answer: 'join' | 'decline'; named: boolean },
): Promise<Answered | Refusal> {
  const key = { docket: input.docket, jointId: input.jointId };
  const done = await writing<Answered>(world, who, async (tx, now) => {
    await lockJoint(tx, key);
    const entered = await enter(tx, who.orgId, key);
    if (!entered || !mayAct('read', seatOfEntered(entered, who.role))) return NOTHING;
    const to: PartyState = input.answer === 'join' ? 'joined' : 'declined';
    if (entered.own.state === to) return { state: to };
    if (!mayAct(input.answer, seatOfEntered(entered, who.role)))
      return refuse('wrong_state', 'This was answered before, or it is closed.');
    const own = { ...key, org: who.orgId, on: dayOf(now) };
    await saveAnswer(tx, { ...own, state: to, named: input.named && who.kind === 'buyer', until: 0 });
    if (to === 'declined') {
      await record(tx, world, {
        docketId: await officeOf(world, who.orgId),
        kind: 'joint_declined',
        by: who.orgId,
        member: who.memberId,
        csoOrg: who.orgId,
        at: now,
        fields: { joint: key.jointId },
      });
      return { state: to };
    }
    const inside = await enter(tx, who.orgId, key);
    if (!inside) return NOTHING;
    await put(tx, world, { who, entered: inside, now }, { kind: 'joined', itemId: randomUUID() });
    return { state: to };
  });
  if (!isRefusal(done) && done.state === 'joined') await keepParts(world, key);
  return done;
}

/** What comes next is not read any more, and nothing is sealed to it any more. What was read was read. */
export const leave = (world: World, who: Member, key: JointKey): Promise<Answered | Refusal> =>
  acting<Answered>(world, who, { key, act: 'leave' }, async (tx, at) => {
    await put(tx, world, at, { kind: 'left', itemId: randomUUID() });
    const until = await lastSeq(tx, key);
    const { named } = at.entered.own;
    await saveAnswer(tx, { ...key, org: who.orgId, state: 'left', named, on: dayOf(at.now), until });
    return { state: 'left' };
  });

export const setNamed = (
  world: World,
  who: Member,
  input: JointKey & { named: boolean },
): Promise<Answered | Refusal> =>
  acting<Answered>(world, who, { key: input, act: 'name' }, async (tx, at) => {
    const { own } = at.entered;
    if (own.named === input.named) return { state: own.state };
    const on = own.answered_on ?? dayOf(at.now);
    await saveAnswer(tx, { docket: input.docket, jointId: input.jointId, org: who.orgId, state: own.state, named: input.named, on, until: own.until_seq }); // prettier-ignore
    if (own.state === 'joined') await put(tx, world, at, { kind: 'named', itemId: randomUUID() });
    return { state: own.state };
  });

export const close = (
  world: World,
  who: Member,
  input: JointKey & { end: (typeof ENDS)[number] },
): Promise<Answered | Refusal> =>
  acting<Answered>(world, who, { key: input, act: 'close' }, async (tx, at) => {
    await put(tx, world, at, { kind: 'closed', itemId: randomUUID(), code: input.end });
    await closeJoint(tx, input, dayOf(at.now));
    return { state: at.entered.own.state };
  });
