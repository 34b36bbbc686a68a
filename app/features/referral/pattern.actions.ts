import { randomUUID } from 'node:crypto';
import type { Tx } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import { sealedTo } from '../cases/index.ts';
import { type Member, NOTHING, caseReading, caseWork, may, registerOrganisation } from '../network/index.ts';
import { record } from '../record/index.ts';
import { type Refusal, isRefusal, refuse } from '../refusal.ts';
import type { Done, PatternCasesInput, PatternInput, PatternSendInput, PatternView } from './contract.ts';
import { answerDue, openAnswer, receiverOf } from './offer.actions.ts';
import { type Counted, type Voice, FEWEST, countPattern } from './pattern.ts';
import {
  type Broker,
  type CaseOf,
  type PatternKey,
  type PatternLine,
  brokersIn,
  codesOf,
  insertCases,
  insertPattern,
  ownCases,
  patternBy,
  patternsOf,
  voicesOf,
} from './pattern.store.ts';
import { put } from './put.actions.ts';
import {
  insertReferral,
  lockReferral,
  ownDocketOf,
  packageOf,
  receiverBy,
  referralBy,
  referralsOfPattern,
  savePatternPackage,
} from './referral.store.ts';
import { rowOf } from './views.actions.ts';

type PatternDone = { docket: number; patternId: string };
const OTHER = refuse('conflict', 'Something else was sent under this number before. Nothing was changed.');
const NO_CASE = refuse('invalid', 'One of these is no case of yours.', [{ path: 'cases', why: 'not yours' }]);

type Sight = { counted: Counted | undefined; voices: Voice[] };
/** As it stands now, for this office or, before one is chosen, for any; `sees`: of whose cases, to this member. */
async function count(
  world: World,
  key: PatternKey,
  toOrg: string | null,
  sees: (voice: { caseId: string; org: string }) => boolean = () => true,
): Promise<Sight> {
  return world.jobs.read({}, async (db) => {
    const voices = (await voicesOf(db, key, toOrg)).filter(sees);
    return { voices, counted: countPattern(voices, await codesOf(db, key)) };
  });
}

/** Several cases name one broker: said once, by whoever sees it, for the organisations that work on it. */
export const raisePattern = (
  world: World,
  who: Member,
  input: PatternInput,
): Promise<PatternDone | Refusal> =>
  caseWork(world, who, async (tx, now) => {
    const done = { docket: input.docket, patternId: input.patternId };
    if (await patternBy(tx, input)) return (await add(tx, who, input, input.cases)) ?? done;
    const broker = (await brokersIn(tx)).find((b) => b.docket === input.docket);
    if (!broker)
      return refuse('invalid', 'A pattern is about a recruiter or broker that is known here.', [
        { path: 'docket', why: 'no recruiter' },
      ]);
    const orgs = [...new Set([who.orgId, ...input.with])];
    for (const org of orgs) {
      const other = await receiverBy(tx, org);
      if (other?.kind !== 'cso' && other?.kind !== 'union')
        return refuse('invalid', 'A pattern is shared with organisations that answer to workers.', [
          { path: 'with', why: org },
        ]);
    }
    await insertPattern(tx, { ...input, org: who.orgId, orgs, at: now });
    const refused = await add(tx, who, input, input.cases);
    if (refused) return refused;
    await record(tx, world, {
      docketId: input.docket,
      kind: 'pattern_raised',
      by: who.orgId,
      member: who.memberId,
      csoOrg: who.orgId,
      at: now,
      fields: { pattern: input.patternId, about: `recruiter ${broker.id}` },
    });
    return done;
  });

async function add(
  tx: Tx,
  who: Member,
  key: PatternKey,
  cases: readonly CaseOf[],
): Promise<Refusal | undefined> {
  const mine = await ownCases(tx, who.orgId, cases);
  if (mine.length !== new Set(cases.map((c) => c.caseId)).size) return NO_CASE;
  await insertCases(tx, { ...key, org: who.orgId }, mine);
  return undefined;
}

/** Another organisation in it, or the same one later, adds its own cases. */
export const addCases = (
  world: World,
  who: Member,
  input: PatternCasesInput,
): Promise<PatternDone | Refusal> =>
  caseWork(world, who, async (tx, now) => {
    const p = await patternBy(tx, input);
    if (!p) return NOTHING;
    const known = new Set(p.cases.map((c) => c.caseId));
    const refused = await add(tx, who, input, input.cases);
    if (refused) return refused;
    // How many, not which: what a statement of the broker's docket says, others may hold.
    if (input.cases.some((c) => !known.has(c.caseId)))
      await record(tx, world, {
        docketId: p.docket_id,
        kind: 'pattern_joined',
        by: who.orgId,
        member: who.memberId,
        csoOrg: who.orgId,
        at: now,
        fields: { pattern: p.pattern_id },
      });
    return { docket: p.docket_id, patternId: p.pattern_id };
  });

/** Sends the pattern to an office: counts that the server made as of now, and words about the broker. */
export async function sendPattern(
  world: World,
  who: Member,
  input: PatternSendInput,
): Promise<Done | Refusal> {
  const { counted } = await count(world, input, input.toOrg);
  return caseWork(world, who, async (tx, now) => {
    const p = await patternBy(tx, input);
    const docket = await ownDocketOf(tx, who.orgId);
    if (!p || docket === undefined) return NOTHING;
    const key = { docket, id: input.referralId };
    const before = await referralBy(tx, who.orgId, key);
    if (before)
      return before.to_org === input.toOrg && (await packageOf(tx, key)) === input.envelope
        ? { id: before.referral_id, state: before.state, seq: before.seq }
        : OTHER;
    const receiver = await receiverOf(tx, who, input.toOrg);
    if (isRefusal(receiver)) return receiver;
    if (!counted || counted.workers < FEWEST)
      return refuse(
        'wrong_state',
        'Fewer than two workers are left in it who are confirmed and did not refuse. One worker’s story is no pattern.',
        [{ path: 'patternId', why: 'too few' }],
      );
    const own = await receiverBy(tx, who.orgId);
    const unsealed = sealedTo(input.envelope, [own?.kids ?? [], receiver.kids]);
    if (unsealed) return unsealed;
    await record(tx, world, {
      docketId: p.docket_id,
      kind: 'pattern_sent',
      by: who.orgId,
      member: who.memberId,
      csoOrg: who.orgId,
      at: now,
      content: input.envelope,
      fields: {
        pattern: p.pattern_id,
        referral: input.referralId,
        for: `organisation ${input.toOrg}`,
        codes: counted.facts.codes.join(' '),
        workers: counted.facts.workers,
      },
    });
    const dueAt = answerDue(receiver, 'P2', now);
    const about = { about: p.docket_id, patternId: p.pattern_id, facts: counted.facts };
    const state = { kind: 'pattern', state: 'sent', basis: 'pattern', urgency: 'P2' } as const;
    await insertReferral(tx, {
      ...input,
      ...key,
      ...state,
      ...about,
      org: who.orgId,
      at: now,
      sentAt: now,
      dueAt,
    });
    await savePatternPackage(tx, { ...key, org: who.orgId, toOrg: input.toOrg, content: input.envelope });
    const r = await lockReferral(tx, who.orgId, key);
    if (!r) throw new Error('a pattern that was just sent is not there');
    await openAnswer(tx, r, { now, dueAt });
    const { id, seq } = await put(tx, world, r, {
      by: who.orgId,
      member: who.memberId,
      kind: 'step',
      to: 'sent',
      at: now,
    });
    return { id, state: 'sent', seq };
  });
}

async function viewOf(
  world: World,
  who: Member,
  p: PatternLine,
  sent: PatternView['sent'],
): Promise<PatternView> {
  // A member from whom a case is kept doesn't find it in a count either.
  const own = new Set(p.cases.map(({ caseId }) => caseId));
  const key = { docket: p.docket_id, patternId: p.pattern_id };
  const { counted, voices } = await count(world, key, null, (v) => v.org !== who.orgId || own.has(v.caseId));
  const mine = voices.filter((v) => v.org === who.orgId);
  return {
    docket: p.docket_id,
    patternId: p.pattern_id,
    about: { docket: p.docket_id, id: p.about_id, name: p.about_name },
    by: p.by_name,
    with: p.names,
    raisedDay: p.raised_at.toISOString().slice(0, 10),
    cases: p.cases,
    facts: counted?.facts ?? null,
    leftOut: mine.filter((v) => !v.distinct || v.withdrawn || v.refused).length,
    ready: (counted?.workers ?? 0) >= FEWEST,
    sent,
  };
}

/** Those that this organisation is in: its own cases by number, everybody together as ranges. */
export async function readPatterns(world: World, who: Member): Promise<{ rows: PatternView[] } | Refusal> {
  const found = await caseReading(world, who, async (db) => {
    const rows: { p: PatternLine; sent: PatternView['sent'] }[] = [];
    for (const p of await patternsOf(db))
      rows.push({
        p,
        sent: (await referralsOfPattern(db, who.orgId, p.pattern_id)).map((r) => rowOf(who, r)),
      });
    return rows;
  });
  if (isRefusal(found)) return found;
  const rows: PatternView[] = [];
  for (const { p, sent } of found) rows.push(await viewOf(world, who, p, sent));
  return { rows };
}

export const readBrokers = (world: World, who: Member): Promise<{ brokers: Broker[] } | Refusal> =>
  caseReading(world, who, async (db) => ({ brokers: await brokersIn(db) }));

/** One name and one docket for a broker that takes no part here; nobody is invited. */
export async function nameBroker(
  world: World,
  who: Member,
  input: { name: string; country: string },
): Promise<Broker | Refusal> {
  if (!may(who, 'register')) return NOTHING;
  const id = `vouch:broker-${randomUUID().slice(0, 13)}`;
  const known = await readBrokers(world, who);
  if (isRefusal(known)) return known;
  const same = known.brokers.find(
    (b) => b.name.toLowerCase() === input.name.toLowerCase() && b.country === input.country,
  );
  if (same) return same;
  const about = { ...input, id, kind: 'recruiter' as const, names: {}, about: '', languages: ['en'] };
  const made = await registerOrganisation(world, { org: who.orgId, kind: who.kind }, about);
  return isRefusal(made) ? made : { docket: made.docket, id, ...input };
}
