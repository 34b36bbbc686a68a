import type { Db } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import { type Member, NOTHING, caseOpening } from '../network/index.ts';
import { type Unopened, unopened } from '../record/index.ts';
import type { Refusal } from '../refusal.ts';
import { checksOf } from './check.store.ts';
import { type Contact, contactOf } from './contact.store.ts';
import type { Protection } from './contract.ts';
import { plansOf, stepsOf } from './plan.store.ts';
import { leading } from './recusal.actions.ts';
import { flagsOf } from './retaliation.store.ts';
import { WAYS, maySend } from './safe-contact.ts';
import { stopsOf } from './stop.store.ts';
import { type About, type Subject, compartmentsOf, recusalsOf, subjectOf } from './store.ts';
import { colleaguesOf } from './roles.store.ts';

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

const contactView = (c: Contact | undefined): Protection['contact'] =>
  c === undefined
    ? null
    : {
        channel: c.channel,
        from: c.from,
        to: c.to,
        days: [...c.days],
        zone: c.zone,
        neverCallBack: c.neverCallBack,
        sharedDevice: c.sharedDevice,
        doNotLeaveMessage: c.doNotLeaveMessage,
        setBy: c.setBy,
        statementId: c.statementId,
        envelope: c.envelope,
        seq: c.seq,
        at: c.at.toISOString(),
      };

const waysOf = (c: Contact | undefined, now: Date): Protection['ways'] =>
  WAYS.map((way) => {
    const sending = maySend(c, way, now);
    return { way, may: sending.may, why: sending.may ? sending.words : sending.why };
  });

async function plansView(db: Db, s: Subject): Promise<Protection['plans']> {
  const plans = await plansOf(db, s);
  const steps = await stepsOf(db, plans);
  return plans.map(({ docket, planId, why, state, openedAt, dueAt, reviewOn, seq }) => ({
    docket,
    planId,
    why,
    state,
    openedAt: openedAt.toISOString(),
    dueAt: dueAt.toISOString(),
    reviewOn,
    seq,
    steps: steps
      .filter((step) => step.planId === planId)
      .map(({ planId: _, ...step }) => ({
        stepId: step.stepId,
        risk: step.risk,
        step: step.step,
        who: step.who,
        envelope: step.envelope,
        byName: step.byName,
        dueOn: step.dueAt.toISOString().slice(0, 10),
        at: step.at.toISOString(),
        doneAt: iso(step.doneAt),
      })),
  }));
}

async function flagsView(db: Db, s: Subject): Promise<Protection['flags']> {
  return (await flagsOf(db, s)).map(
    ({ docket, flagId, threadId, raisedBy, raisedAt, what, issueId, shown }) => ({
      docket,
      flagId,
      threadId,
      raisedBy,
      raisedAt: raisedAt.toISOString(),
      what,
      issueId,
      shown,
    }),
  );
}

async function caseOnly(db: Db, s: Subject): Promise<Pick<Protection, 'checks' | 'stops'>> {
  if (s.caseId === null || s.about === 'thread') return { checks: [], stops: [] };
  const key = { docket: s.docket, caseId: s.caseId };
  const checks = await checksOf(db, key);
  return {
    checks: checks.map(({ docket, checkId, month, dueAt, askedAt, asked, answered, doneAt, outcome }) => ({
      docket,
      checkId,
      month,
      dueAt: dueAt.toISOString(),
      askedAt: iso(askedAt),
      asked,
      answered,
      doneAt: iso(doneAt),
      outcome,
    })),
    stops: (await stopsOf(db, key)).map((stop) => ({ ...stop, at: stop.at.toISOString(), reviewedAt: iso(stop.reviewedAt) })), // prettier-ignore
  };
}

/** All that protects those behind a case or a thread. What is sealed in it is an opening, as everywhere. */
export const readProtection = (world: World, who: Member, about: About): Promise<Protection | Refusal> =>
  caseOpening(world, who, (db, now) => viewOf(db, who, { about, now }));

async function viewOf(
  db: Db,
  who: Member,
  { about, now }: { about: About; now: Date },
): Promise<Unopened<Protection> | Refusal> {
  const s = await subjectOf(db, about);
  if (!s) return NOTHING;
  const contact =
    s.about === 'thread' ? await contactOf(db, { docket: s.docket, threadId: s.id }) : undefined;
  const plans = await plansView(db, s);
  const recusals = await recusalsOf(db, s);
  const answer: Protection = {
    ...about,
    now: now.toISOString(),
    contact: contactView(contact),
    ways: s.about === 'thread' ? waysOf(contact, now) : [],
    compartments: (await compartmentsOf(db, s)).map((c) => ({ ...c, since: c.since.toISOString() })),
    recusals: recusals.map((r) => ({ ...r, from: r.from.toISOString() })),
    colleagues: await colleaguesOf(db, who.orgId, recusals.map((r) => r.memberId)), // prettier-ignore
    plans,
    flags: await flagsView(db, s),
    ...(await caseOnly(db, s)),
    leads: leading(who),
    me: who.memberId,
  };
  const words = plans.flatMap((p) => p.steps).filter((step) => step.envelope !== null).length;
  const n = words + (contact?.envelope ? 1 : 0);
  return unopened(
    answer,
    s.about === 'thread'
      ? { what: 'thread', n, key: `${s.docket} ${s.id}`, threads: [{ docket: s.docket, threadId: s.id }] }
      : { what: 'case', n, key: s.id, caseId: s.id },
  );
}
