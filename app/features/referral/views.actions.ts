import type { World } from '../../platform/world.ts';
import { type Member, NOTHING, caseReading, reading } from '../network/index.ts';
import { open, unopened } from '../record/index.ts';
import type { Refusal } from '../refusal.ts';
import type { CaseKeyInput, ReceiversView, ReferralRow, ReferralRows, ReferralView } from './contract.ts';
import { scopeFor } from './codes.ts';
import { keepConsent, keepConsents, wordNow } from './held.actions.ts';
import { readReceivers } from './receivers.store.ts';
import {
  type ReferralKey,
  type ReferralLine,
  actsOf,
  packageOf,
  referralBy,
  referralsOf,
  referralsOfCase,
} from './referral.store.ts';
import { type SaidLine, saidIn } from './said.store.ts';
import { mayAct } from './state.actions.ts';
import { allowedSteps } from './states.ts';
import { isParty, sideOf } from './step.actions.ts';

const dayOf = (at: Date): string => at.toISOString().slice(0, 10);
const dayOrNull = (at: Date | null): string | null => at && dayOf(at);

export function rowOf(who: Member, r: ReferralLine): ReferralRow {
  const side = sideOf(who, r) ?? 'receiver';
  const other =
    side === 'sender'
      ? { orgId: r.to_org, name: r.to_name, kind: r.to_kind, country: r.to_country }
      : { orgId: r.cso_org, name: r.cso_name, kind: r.cso_kind, country: r.cso_country };
  const mine = side === 'sender' && r.case_docket !== null && r.case_id !== null && r.thread_id !== null;
  return {
    docket: r.docket_id,
    id: r.referral_id,
    kind: r.kind,
    side,
    with: other,
    state: r.state,
    basis: r.basis,
    service: r.service,
    purpose: r.purpose,
    urgency: r.urgency,
    groups: r.field_groups,
    // When it was offered is when somebody spoke with a worker: the receiver knows since when it has it.
    offeredDay: dayOf(side === 'sender' ? r.offered_at : (r.sent_at ?? r.offered_at)),
    sentDay: dayOrNull(r.sent_at),
    dueAt: r.due_at?.toISOString() ?? null,
    answeredDay: dayOrNull(r.answered_at),
    endedDay: dayOrNull(r.ended_at),
    withdrawn:
      r.withdrawn_at && r.withdrawn_why
        ? { day: dayOf(r.withdrawn_at), why: r.withdrawn_why, deleted: dayOrNull(r.deleted_at) }
        : null,
    about:
      r.about_docket !== null && r.about_id !== null
        ? { docket: r.about_docket, id: r.about_id, name: r.about_name ?? r.about_id }
        : null,
    case: mine
      ? {
          docket: r.case_docket ?? 0,
          caseId: r.case_id ?? '',
          number: r.case_number ?? 0,
          threadDocket: r.thread_docket ?? 0,
          threadId: r.thread_id ?? '',
        }
      : null,
  };
}

/** What came and what went. No words are in it. */
export async function readReferrals(world: World, who: Member): Promise<ReferralRows | Refusal> {
  if (!isParty(who)) return NOTHING;
  await keepConsents(world, who.orgId);
  return reading(world, who, async (db, now) => ({
    now: now.toISOString(),
    rows: (await referralsOf(db, who.orgId)).map((r) => rowOf(who, r)),
  }));
}

export const readCaseReferrals = (
  world: World,
  who: Member,
  input: CaseKeyInput,
): Promise<ReferralRows | Refusal> =>
  caseReading(world, who, async (db, now) => ({
    now: now.toISOString(),
    rows: (await referralsOfCase(db, who.orgId, input)).map((r) => rowOf(who, r)),
  }));

/** One referral, with the package as long as the worker's yes stands: it is asked for again at each reading. */
export async function readReferral(
  world: World,
  who: Member,
  key: ReferralKey,
): Promise<ReferralView | Refusal> {
  if (!isParty(who)) return NOTHING;
  await keepConsent(world, key);
  const word = await wordNow(world, key);
  return open(world, who, async (db) => {
    const r = await referralBy(db, who.orgId, key);
    const side = r && sideOf(who, r);
    if (!r || !side) return NOTHING;
    const withdrawn = r.withdrawn_at !== null;
    const facts = { state: r.state, basis: r.basis, word: word ?? 'unasked', withdrawn } as const;
    // Before it was sent the receiver had no part in it; after it was taken back it reads no more.
    const all = await saidIn(db, key);
    const from = all.findIndex((s) => s.to_state === 'sent');
    const said = side === 'sender' ? all : all.slice(Math.max(0, from));
    const content = withdrawn ? undefined : await packageOf(db, key);
    const other = await readReceivers(db, [side === 'sender' ? r.to_org : r.cso_org]);
    const shown = said.map((s) => spokenOf(who, s, withdrawn && side === 'receiver'));
    const view: ReferralView = {
      row: rowOf(who, r),
      seq: r.seq,
      allowed: allowedSteps(facts, { kind: who.kind, role: who.role, side }),
      word: side === 'sender' && r.kind === 'record' ? facts.word : null,
      package: content ?? null,
      facts: r.facts,
      said: shown,
      acts: (await actsOf(db, key)).map((a) => ({
        actionId: a.action_id,
        act: a.act,
        status: a.status,
        reAction: a.re_action,
        day: a.day,
        seq: a.seq,
      })),
      mayAct: side === 'receiver' && mayAct(who, r),
      sealTo: other[0]?.key ?? null,
    };
    const n = shown.filter((s) => s.envelope !== null).length + (content === undefined ? 0 : 1);
    return unopened(view, { what: 'referral', n, key: `${key.docket} ${key.id}` });
  });
}

const spokenOf = (who: Member, s: SaidLine, closed: boolean): ReferralView['said'][number] => ({
  seq: s.seq,
  kind: s.kind,
  ours: s.by_org === who.orgId,
  by: s.by_org === who.orgId ? s.name : null,
  day: dayOf(s.at),
  to: s.to_state,
  statementId: s.statement_id,
  envelope: closed ? null : s.content,
});

/** Whom a case worker can refer to, and how fast each has answered this organisation. */
export const readReceiversFor = (world: World, who: Member): Promise<ReceiversView | Refusal> =>
  caseReading(world, who, async (db, now) => {
    const mine = await referralsOf(db, who.orgId);
    const receivers = (await readReceivers(db)).flatMap((o) => {
      const scope = scopeFor(o.kind);
      if (!scope || o.orgId === who.orgId) return [];
      const sent = mine.filter((r) => r.cso_org === who.orgId && r.to_org === o.orgId && r.sent_at);
      return [{ ...o, scope, ...paceOf(sent, now) }];
    });
    return { receivers };
  });

const DAY = 86_400_000;
function paceOf(sent: readonly ReferralLine[], now: Date) {
  const days = sent
    .flatMap((r) =>
      r.answered_at && r.sent_at ? [Math.floor((r.answered_at.getTime() - r.sent_at.getTime()) / DAY)] : [],
    ) // prettier-ignore
    .sort((a, b) => a - b);
  const late = sent.filter((r) => r.due_at && !r.withdrawn_at && (r.answered_at ?? now) > r.due_at).length;
  return {
    sent: sent.length,
    answered: days.length,
    late,
    medianDays: days.length === 0 ? null : (days[Math.floor((days.length - 1) / 2)] ?? null),
  };
}
