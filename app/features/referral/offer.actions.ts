import type { Tx } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import { readersOf } from '../../../seal/index.ts';
import { type LockedCase, lockCase, sealedTo, wordFor } from '../cases/index.ts';
import { calendarOf, dueIn, dutyIdOf, openDuty } from '../duties/index.ts';
import { type Member, NOTHING, caseWork } from '../network/index.ts';
import { record } from '../record/index.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { scopeFor } from './codes.ts';
import type { Done, OfferInput, SendInput } from './contract.ts';
import { put } from './put.actions.ts';
import {
  type Receiver,
  type ReferralLine,
  insertLink,
  insertReferral,
  isAskedAbout,
  issuesIn,
  lockReferral,
  openFor,
  ownDocketOf,
  packageOf,
  receiverBy,
  referralBy,
  savePackage,
  threadIn,
} from './referral.store.ts';
import { type Facts, judgeStep } from './states.ts';

const OTHER = refuse('conflict', 'Something else was sent under this number before. Nothing was changed.');

/** Whoever can get one, and has a key to read it with. */
export async function receiverOf(tx: Tx, who: Member, toOrg: string): Promise<Receiver | Refusal> {
  const receiver = await receiverBy(tx, toOrg);
  if (!receiver || receiver.org_id === who.orgId || !scopeFor(receiver.kind))
    return refuse('invalid', 'Nobody refers to this organisation.', [
      { path: 'toOrg', why: 'not a receiver' },
    ]);
  if (receiver.kids.length === 0)
    return refuse('wrong_state', `${receiver.name} has no key yet, so nothing can be sealed to it.`);
  return receiver;
}

/** A week, in the receiver's own country; an office answers on its working days. Danger to life: the same day. */
export const answerDue = (receiver: Receiver, urgency: string, from: Date): Date =>
  dueIn(
    calendarOf(receiver.country),
    from,
    urgency === 'P0' ? { hours: 24 } : receiver.kind === 'labour_office' ? { workingDays: 5 } : { days: 7 },
  );

/** To these two and to nobody else. */
export function sealedToBoth(
  envelope: string,
  own: readonly string[],
  theirs: readonly string[],
): Refusal | undefined {
  const unsealed = sealedTo(envelope, [own, theirs]);
  if (unsealed) return unsealed;
  const others = (readersOf(envelope) ?? []).filter((kid) => !own.includes(kid) && !theirs.includes(kid));
  return others.length > 0
    ? refuse('invalid', 'Somebody else could open this too. Nothing was sent.', [
        { path: 'envelope', why: 'a reader too many' },
      ])
    : undefined;
}

/** Puts a referral to a worker's choice; what may be sent is judged when it is sent. */
export function offerReferral(world: World, who: Member, input: OfferInput): Promise<Done | Refusal> {
  return caseWork(world, who, async (tx, now) => {
    const c = await lockCase(tx, input);
    const docket = await ownDocketOf(tx, who.orgId);
    const thread = c && (await threadIn(tx, input));
    if (!c || !thread || docket === undefined) return NOTHING;
    const key = { docket, id: input.referralId };
    const before = await referralBy(tx, who.orgId, key);
    if (before) return repeated(before, input);
    const receiver = await receiverOf(tx, who, input.toOrg);
    if ('refused' in receiver) return receiver;
    const refused = thread.withdrawn || thread.erasing ? TAKEN_BACK : await judgeOffer(tx, c, input);
    if (refused) return refused;
    await record(tx, world, {
      docketId: c.docket_id,
      kind: 'referral_offered',
      by: who.orgId,
      member: who.memberId,
      csoOrg: who.orgId,
      caseId: c.case_id,
      at: now,
      ...(input.reason ? { content: input.reason } : {}),
      fields: {
        referral: input.referralId,
        for: `organisation ${input.toOrg}`,
        basis: input.basis,
        service: input.service,
        purpose: input.purpose,
        thread: input.threadId,
      },
    });
    const about = { kind: 'record', state: 'offered', urgency: c.facts.urgency } as const;
    const none = { facts: null, about: null, patternId: null, sentAt: null, dueAt: null };
    await insertReferral(tx, { ...input, ...key, ...about, ...none, org: who.orgId, at: now });
    await insertLink(tx, {
      ...key,
      org: who.orgId,
      caseDocket: c.docket_id,
      caseId: c.case_id,
      threadDocket: input.threadDocket,
      threadId: input.threadId,
      scope: scopeFor(receiver.kind) ?? '',
      askId: input.askId ?? null,
    });
    return { id: input.referralId, state: 'offered', seq: 0 };
  });
}

const TAKEN_BACK = refuse('wrong_state', 'This worker took the report back. Nothing is sent about it.');

function repeated(before: ReferralLine, input: OfferInput): Done | Refusal {
  const same =
    before.to_org === input.toOrg &&
    before.thread_id === input.threadId &&
    before.service === input.service &&
    before.purpose === input.purpose &&
    before.basis === input.basis;
  return same ? { id: before.referral_id, state: before.state, seq: before.seq } : OTHER;
}

async function judgeOffer(tx: Tx, c: LockedCase, input: OfferInput): Promise<Refusal | undefined> {
  if (c.state === 'closed') return refuse('wrong_state', 'This case is closed. Reopen it first.');
  if (input.basis === 'vital_interests') {
    if (c.facts.urgency !== 'P0')
      return refuse(
        'wrong_state',
        'Without being asked a worker is referred only in danger to life or freedom (P0).',
        [{ path: 'basis', why: 'not P0' }],
      );
    const unsealed = input.reason && sealedTo(input.reason, [c.kids]);
    if (unsealed) return unsealed;
  }
  if (
    input.askId !== undefined &&
    !(await isAskedAbout(tx, { ...input, docket: c.docket_id, askId: input.askId }))
  )
    return refuse('invalid', 'This question was not about this worker and this organisation.', [
      { path: 'askId', why: 'another question' },
    ]);
  return (await openFor(tx, input)).length > 0
    ? refuse('conflict', 'A colleague has this worker’s referral to this organisation under way already.')
    : undefined;
}

/** What the worker says of this receiver, from the case that is held. */
const wordIn = (c: LockedCase, r: ReferralLine): Facts['word'] => {
  const scope = scopeFor(r.to_kind);
  if (!scope || c.voices.some((v) => v.threadId === r.thread_id && v.withdrawn)) return 'no';
  return wordFor(c.consents, { threadId: r.thread_id ?? '', scope, org: r.to_org });
};

/** Case first, then the referral; undefined to whoever has no such case. */
export async function lockSent(
  tx: Tx,
  who: Member,
  key: { docket: number; id: string },
): Promise<{ r: ReferralLine; c: LockedCase; facts: Facts } | undefined> {
  const found = await referralBy(tx, who.orgId, key);
  if (!found?.case_id || found.case_docket === null || found.cso_org !== who.orgId) return undefined;
  const c = await lockCase(tx, { docket: found.case_docket, caseId: found.case_id });
  const r = c && (await lockReferral(tx, who.orgId, key));
  if (!c || !r) return undefined;
  const { state, basis } = r;
  return { r, c, facts: { state, basis, word: wordIn(c, r), withdrawn: r.withdrawn_at !== null } };
}

/** Sends the package: only what is in it, to this one receiver, while the worker's yes stands. */
export function sendReferral(world: World, who: Member, input: SendInput): Promise<Done | Refusal> {
  return caseWork(world, who, async (tx, now) => {
    const held = await lockSent(tx, who, input);
    if (!held) return NOTHING;
    const { r, c, facts } = held;
    if (r.sent_at)
      return (await packageOf(tx, input)) === input.envelope
        ? { id: r.referral_id, state: r.state, seq: r.seq }
        : OTHER;
    if (r.seq !== input.seq)
      return refuse('conflict', 'A colleague changed this referral meanwhile.', [
        { path: 'seq', why: String(r.seq) },
      ]);
    const receiver = await receiverOf(tx, who, r.to_org);
    if ('refused' in receiver) return receiver;
    const mover = { kind: who.kind, role: who.role, side: 'sender' } as const;
    const refused =
      judgeStep({ to: 'sent', hasWords: false }, facts, mover) ??
      sealedToBoth(input.envelope, c.kids, receiver.kids);
    if (refused) return refused;
    const issueIds = await issuesIn(tx, { docket: c.docket_id, caseId: c.case_id }, input.issueIds);
    if (issueIds.length !== new Set(input.issueIds).size)
      return refuse('invalid', 'There is no such issue in this case.', [
        { path: 'issueIds', why: 'unknown' },
      ]);
    await record(tx, world, {
      docketId: c.docket_id,
      kind: 'referral_sent',
      by: who.orgId,
      member: who.memberId,
      csoOrg: who.orgId,
      caseId: c.case_id,
      at: now,
      content: input.envelope,
      fields: {
        referral: r.referral_id,
        for: `organisation ${r.to_org}`,
        groups: input.groups.join(' '),
        basis: r.basis,
        thread: r.thread_id ?? '',
      },
    });
    const dueAt = answerDue(receiver, r.urgency, now);
    await savePackage(tx, { ...input, issueIds, org: who.orgId, toOrg: r.to_org, content: input.envelope, at: now, dueAt }); // prettier-ignore
    await openAnswer(tx, r, { now, dueAt });
    const us = { by: who.orgId, member: who.memberId, kind: 'step', at: now } as const;
    const agreed = facts.word === 'yes' && r.state === 'offered';
    const line = agreed ? (await put(tx, world, r, { ...us, to: 'accepted' })).line : r;
    const { id, state, seq } = await put(tx, world, line, { ...us, to: 'sent' });
    return { id, state, seq };
  });
}

/** The receiver owes an answer from now on. */
export const openAnswer = (
  tx: Tx,
  r: { docket_id: number; referral_id: string; to_org: string; cso_org: string },
  { now, dueAt }: { now: Date; dueAt: Date },
): Promise<void> =>
  openDuty(tx, {
    docketId: r.docket_id,
    dutyId: dutyIdOf('referral_answer', r.referral_id),
    kind: 'referral_answer',
    orgId: r.to_org,
    csoOrg: r.cso_org,
    startsAt: now,
    dueAt,
  });
