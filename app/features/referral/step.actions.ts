import type { Tx } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import { sealedTo } from '../cases/index.ts';
import { calendarOf, doneDuty, dueIn, dutyIdOf, openDuty } from '../duties/index.ts';
import { type Member, NOTHING, mayMove, writing } from '../network/index.ts';
import { record } from '../record/index.ts';
import { type Refusal, refuse } from '../refusal.ts';
import type { Done, MessageInput, StepInput } from './contract.ts';
import { keepConsent } from './held.actions.ts';
import { lockSent } from './offer.actions.ts';
import { asSender, put } from './put.actions.ts';
import { type ReferralKey, type ReferralLine, lockReferral, receiverBy } from './referral.store.ts';
import { saidBefore, saveDeleted, saveWithdrawn } from './said.store.ts';
import { type Facts, type Mover, type Side, ENDS, judgeStep, mayReceive } from './states.ts';

const OTHER = refuse('conflict', 'Something else was sent under this number before. Nothing was changed.');
const OVER = refuse('wrong_state', 'This referral was taken back. Nothing more happens with it.');

export const sideOf = (who: Member, r: ReferralLine): Side | undefined =>
  r.cso_org === who.orgId ? 'sender' : r.to_org === who.orgId && r.sent_at ? 'receiver' : undefined;
export const isParty = (who: Member): boolean => mayReceive(who) || mayMove(who.kind, who.role);

export type Locked = { r: ReferralLine; facts: Facts; mover: Mover };
/** The referral held, and who this is in it. A worker's ended yes is taken note of before. */
export async function lockAs(tx: Tx, who: Member, key: ReferralKey): Promise<Locked | undefined> {
  const sent = await lockSent(tx, who, key);
  if (sent)
    return { r: sent.r, facts: sent.facts, mover: { kind: who.kind, role: who.role, side: 'sender' } };
  const r = await lockReferral(tx, who.orgId, key);
  const side = r && sideOf(who, r);
  if (!r || !side || (side === 'sender' && r.kind === 'record')) return undefined;
  const facts: Facts = {
    state: r.state,
    basis: r.basis,
    word: 'unasked',
    withdrawn: r.withdrawn_at !== null,
  };
  return { r, facts, mover: { kind: who.kind, role: who.role, side } };
}

/** One transaction of either side; everybody else is refused before anything is looked up. */
export async function working<T>(
  world: World,
  who: Member,
  key: ReferralKey,
  work: (tx: Tx, now: Date, held: Locked) => Promise<T | Refusal>,
): Promise<T | Refusal> {
  if (!isParty(who)) return NOTHING;
  await keepConsent(world, key);
  return writing(world, who, async (tx, now) => {
    const held = await lockAs(tx, who, key);
    return held ? work(tx, now, held) : NOTHING;
  });
}

/** Keys of both sides as they are now. */
export async function sealedBetween(tx: Tx, r: ReferralLine, envelope: string): Promise<Refusal | undefined> {
  const [a, b] = [await receiverBy(tx, r.cso_org), await receiverBy(tx, r.to_org)];
  return sealedTo(envelope, [a?.kids ?? [], b?.kids ?? []]);
}

/** A step that the table allows. What is sent goes by `sendReferral`: it needs the package. */
export const takeStep = (world: World, who: Member, input: StepInput): Promise<Done | Refusal> =>
  working(world, who, input, async (tx, now, { r, facts, mover }) => {
    if (input.to === 'sent')
      return refuse('wrong_state', 'What is sent goes with its package.', [
        { path: 'to', why: 'needs a package' },
      ]);
    if (r.seq !== input.seq)
      return refuse('conflict', 'Somebody changed this referral meanwhile.', [
        { path: 'seq', why: String(r.seq) },
      ]);
    const refused = judgeStep({ to: input.to, hasWords: input.envelope !== undefined }, facts, mover);
    if (refused) return refused;
    const unsealed = input.envelope && (await sealedBetween(tx, r, input.envelope));
    if (unsealed) return unsealed;
    const by = { by: who.orgId, member: who.memberId, at: now };
    const { line: _, ...done } = await put(tx, world, r, {
      ...by,
      kind: 'step',
      to: input.to,
      words: input.envelope,
    });
    if (mover.side === 'receiver') await asSender(tx, who, r, () => clocks(tx, r, { to: input.to, now }));
    return done;
  });

/** An office that takes it up owes an act by its own working days: four weeks of them. */
const ACT_DUE = { workingDays: 20 } as const;

/** An answer ends the wait for one; an office that took it up owes an act. */
async function clocks(
  tx: Tx,
  r: ReferralLine,
  { to, now }: { to: StepInput['to']; now: Date },
): Promise<void> {
  const duty = (kind: 'referral_answer' | 'state_action') => ({
    docketId: r.docket_id,
    dutyId: dutyIdOf(kind, r.referral_id),
  });
  await doneDuty(tx, duty('referral_answer'), now);
  if (ENDS.includes(to)) await doneDuty(tx, duty('state_action'), now);
  if (to !== 'received_by_partner' || r.to_kind !== 'labour_office') return;
  await openDuty(tx, {
    ...duty('state_action'),
    kind: 'state_action',
    orgId: r.to_org,
    csoOrg: r.cso_org,
    startsAt: now,
    dueAt: dueIn(calendarOf(r.to_country), now, ACT_DUE),
  });
}

/** Words between the two sides, sealed to both. */
export const sendWords = (world: World, who: Member, input: MessageInput): Promise<Done | Refusal> =>
  working(world, who, input, async (tx, now, { r }) => {
    const before = await saidBefore(tx, input, input.statementId);
    if (before !== undefined)
      return before === input.envelope ? { id: r.referral_id, state: r.state, seq: r.seq } : OTHER;
    if (!r.sent_at)
      return refuse('wrong_state', 'Nothing was sent to them yet, so there is nobody to write to.');
    if (r.withdrawn_at) return OVER;
    const unsealed = await sealedBetween(tx, r, input.envelope);
    if (unsealed) return unsealed;
    const by = { by: who.orgId, member: who.memberId, at: now };
    const said = { kind: 'message', words: input.envelope, statementId: input.statementId } as const;
    const { line: _, ...done } = await put(tx, world, r, { ...by, ...said });
    return done;
  });

/** The sender takes it back, whatever it says about the worker's wish: from here on there is nothing to read. */
export const recall = (world: World, who: Member, input: ReferralKey): Promise<Done | Refusal> =>
  working(world, who, input, async (tx, now, { r, mover }) => {
    if (mover.side !== 'sender') return NOTHING;
    const done = { id: r.referral_id, state: r.state, seq: r.seq };
    if (r.withdrawn_at) return done;
    const fields = { referral: r.referral_id, why: 'recalled' };
    const us = { by: who.orgId, member: who.memberId, at: now };
    if (r.case_docket !== null && r.case_id !== null)
      await record(tx, world, {
        ...us,
        docketId: r.case_docket,
        kind: 'referral_withdrawn',
        csoOrg: who.orgId,
        caseId: r.case_id,
        fields: { ...fields, thread: r.thread_id ?? '' },
      });
    await saveWithdrawn(tx, { ...input, why: 'recalled', at: now });
    await doneDuty(tx, { docketId: r.docket_id, dutyId: dutyIdOf('referral_answer', r.referral_id) }, now);
    const { line: _, ...after } = await put(tx, world, r, {
      ...us,
      kind: 'withdrawn',
      fields: { why: 'recalled' },
    });
    return after;
  });

/** The receiver says that what it had kept is deleted. Its word, on record; nobody can see into its cabinets. */
export const sayDeleted = (world: World, who: Member, input: ReferralKey): Promise<Done | Refusal> =>
  working(world, who, input, async (tx, now, { r, mover }) => {
    if (mover.side !== 'receiver') return NOTHING;
    if (!r.withdrawn_at) return refuse('wrong_state', 'Nobody took this back.');
    if (r.deleted_at) return { id: r.referral_id, state: r.state, seq: r.seq };
    const by = { by: who.orgId, member: who.memberId, at: now };
    const { line, ...done } = await put(tx, world, r, { ...by, kind: 'deleted' });
    await saveDeleted(tx, { ...input, at: now, seq: line.seq });
    return done;
  });
