import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isRefusal } from '../refusal.ts';
import { CASE_STATES, CLOSURES, type CaseState, type Closure, SHARING, STEPS } from './case-states.ts';
import { type Standing, standing } from './consent.ts';
import { type Facts, allowedTransitions, judgeTransition } from './guards.ts';
import type { Outcome } from './outcome.ts';

const PEOPLE = [
  { kind: 'cso', role: 'caseworker', moves: true },
  { kind: 'cso', role: 'lead', moves: true },
  { kind: 'union', role: 'lead', moves: true },
  { kind: 'employer', role: 'manager', moves: false },
  { kind: 'employer', role: 'hr', moves: false },
  { kind: 'employer', role: 'caseworker', moves: false },
  { kind: 'recruiter', role: 'manager', moves: false },
  { kind: 'buyer', role: 'analyst', moves: false },
  { kind: 'auditor', role: 'lead', moves: false },
  { kind: 'labour_office', role: 'officer', moves: false },
] as const;
const CASEWORKER = { kind: 'cso', role: 'caseworker' };

const given = (scope: string): Standing => ({
  threadId: 't',
  scope,
  state: 'given',
  at: new Date(0),
  id: 'c',
});
const BARE: Facts = {
  urgency: 'P2',
  issues: [],
  consents: [],
  actionsProposed: 0,
  actionsReported: 0,
  escalated: false,
};
const issue = (outcome: Outcome | null, code = 'DOC-01') => ({ code, shown: true, outcome });
/** As much as can be true at once, with an outcome chosen. */
const full = (outcome: Outcome | null): Facts => ({
  urgency: 'P0',
  issues: [issue(outcome)],
  consents: ['case_handling', 'share_case_without_identity_with_employer', 'share_with_authority'].map(given),
  actionsProposed: 1,
  actionsReported: 1,
  escalated: true,
});
const RICH: Facts[] = [
  full(null),
  full('verified'),
  full('disputed'),
  full('unreachable'),
  { ...full(null), consents: [{ ...given('case_handling'), state: 'refused' }] },
];
const goes = (from: CaseState, to: CaseState, facts: Facts, closure?: Closure): boolean =>
  judgeTransition({ from, to, closure }, CASEWORKER, facts) === undefined;

test('the table is the one of the reference: 24 states, each reachable, each with a way on', () => {
  assert.equal(CASE_STATES.length, 24);
  assert.equal(CLOSURES.length, 12);
  for (const state of CASE_STATES) {
    assert.ok(state === 'received' || STEPS.some((step) => step.to === state), `nothing leads to ${state}`);
    assert.ok(
      STEPS.some((step) => step.from.includes(state)),
      `nothing leads out of ${state}`,
    );
  }
});

test('only case workers of a CSO or union have any step, in any state, whatever the facts', () => {
  for (const person of PEOPLE)
    for (const from of CASE_STATES) {
      const ways = RICH.flatMap((facts) => allowedTransitions(from, person, facts));
      assert.equal(ways.length > 0, person.moves, `${person.kind} ${person.role} in ${from}`);
    }
});

test('invariant a: an employer never verifies or closes, and hears the same in every state', () => {
  const answers = new Set<string>();
  for (const person of PEOPLE.filter((p) => !p.moves))
    for (const from of CASE_STATES)
      for (const to of CASE_STATES)
        for (const closure of [undefined, 'remediated_verified_by_worker'] as const) {
          const answer = judgeTransition({ from, to, closure }, person, full('verified'));
          assert.ok(isRefusal(answer));
          answers.add(JSON.stringify(answer));
        }
  assert.equal(answers.size, 1);
});

test('invariant b: a state that shares something is entered with a live consent that fits, or for life and freedom', () => {
  for (const step of STEPS.filter((s) => s.to in SHARING))
    assert.ok(
      SHARING[step.to]?.some((guard) => step.guards.includes(guard)),
      `${step.from.join(', ')} → ${step.to} asks nobody`,
    );
  const silent: Facts = { ...full('verified'), urgency: 'P2', consents: [] };
  for (const from of CASE_STATES)
    for (const to of CASE_STATES.filter((state) => state in SHARING))
      assert.ok(!goes(from, to, silent), `${from} → ${to} without consent`);
  assert.ok(goes('protection_response', 'referred', { ...silent, urgency: 'P0' }));
  assert.ok(!goes('consented', 'referred', { ...silent, urgency: 'P0' }));
});

test('invariant b: another scope, a refusal, and a withdrawal are no consent', () => {
  const employer = (consents: Standing[]) =>
    goes('substantiated', 'cap_proposed', { ...full(null), consents });
  assert.ok(employer([given('share_case_without_identity_with_employer')]));
  assert.ok(!employer([given('case_handling'), given('share_with_brand')]));
  const scope = 'share_case_without_identity_with_employer';
  const row = (id: string, state: 'given' | 'refused', at: number) => ({
    threadId: 't',
    scope,
    state,
    at: new Date(at),
    id,
  });
  assert.ok(employer(standing([row('1', 'refused', 1), row('2', 'given', 2)], new Set())));
  assert.ok(!employer(standing([row('1', 'given', 1), row('2', 'refused', 2)], new Set())));
  assert.ok(
    !employer(standing([row('1', 'given', 1)], new Set(['t']))),
    'a withdrawn thread agrees to nothing',
  );
  assert.ok(
    !employer(standing([row('1', 'given', 1), row('2', 'refused', 1)], new Set())),
    'the careful one counts',
  );
});

test('every step of the reference is there, and none that it does not have', () => {
  const expected: Partial<Record<CaseState, CaseState[]>> = {
    received: ['acknowledged', 'closed'],
    acknowledged: ['triaged', 'closed'],
    triaged: ['protection_response', 'consent_pending', 'no_contact_anonymous', 'closed'],
    protection_response: ['consent_pending', 'referred', 'under_investigation', 'closed'],
    consent_pending: ['consented', 'consent_declined', 'no_contact_anonymous', 'closed'],
    consented: ['referred', 'under_investigation', 'cap_proposed', 'closed'],
    consent_declined: ['no_contact_anonymous', 'closed'],
    no_contact_anonymous: ['under_investigation', 'closed'],
    referred: ['under_investigation', 'worker_verification', 'closed', 'reopened'],
    under_investigation: [
      'substantiated',
      'partially_substantiated',
      'unsubstantiated',
      'inconclusive',
      'closed',
    ],
    substantiated: ['cap_proposed', 'closed'],
    unsubstantiated: ['retaliation_monitoring', 'closed', 'reopened'],
    cap_proposed: ['cap_proposed', 'cap_agreed', 'closed'],
    cap_agreed: ['remediation_in_progress', 'closed'],
    remediation_in_progress: ['remediation_reported', 'closed'],
    remediation_reported: ['worker_verification', 'closed'],
    worker_verification: ['verified_remediated', 'remediation_disputed', 'retaliation_monitoring', 'closed'],
    remediation_disputed: ['under_investigation', 'remediation_in_progress', 'closed'],
    verified_remediated: ['retaliation_monitoring', 'closed'],
    retaliation_monitoring: ['closed', 'reopened'],
    closed: ['reopened'],
  };
  for (const [from, to] of Object.entries(expected)) {
    const found = allowedTransitions(from as CaseState, CASEWORKER, full(null)).map((way) => way.to);
    assert.deepEqual(found.toSorted(), to.toSorted(), from);
  }
});

test('verified, disputed and unreachable follow the workers, not the case worker', () => {
  const from = 'worker_verification';
  for (const outcome of [null, 'claimed', 'verified', 'partly', 'disputed', 'unreachable'] as const) {
    const facts = full(outcome);
    const bad = outcome === 'partly' || outcome === 'disputed';
    assert.equal(goes(from, 'verified_remediated', facts), outcome === 'verified', `verified: ${outcome}`);
    assert.equal(goes(from, 'remediation_disputed', facts), bad, `disputed: ${outcome}`);
    assert.equal(goes(from, 'retaliation_monitoring', facts), !bad, `monitoring: ${outcome}`);
    const closes = (closure: Closure) => goes('retaliation_monitoring', 'closed', facts, closure);
    assert.equal(closes('remediated_verified_by_worker'), outcome === 'verified');
    // Invariant c: a remedy that nobody could be asked about is never counted as verified.
    assert.equal(closes('remediated_not_verified_worker_unreachable'), outcome === 'unreachable');
  }
  const half: Facts = { ...full('verified'), issues: [issue('verified'), issue('claimed')] };
  assert.ok(!goes(from, 'verified_remediated', half), 'one verified issue of two is not enough');
});

test('a withdrawal is honoured from every open state, except where a child may be at risk', () => {
  const child: Facts = { ...full(null), issues: [issue(null, 'CHL-01')] };
  for (const from of CASE_STATES.filter((state) => state !== 'closed')) {
    assert.ok(goes(from, 'closed', BARE, 'worker_withdrew'), from);
    assert.ok(!goes(from, 'closed', child, 'worker_withdrew'), from);
    assert.ok(goes(from, 'closed', child, 'unsafe_to_proceed'), from);
  }
  assert.ok(!goes('closed', 'closed', BARE, 'worker_withdrew'));
});

test('an end has a reason that fits, and nothing else has one', () => {
  assert.ok(!goes('received', 'closed', BARE));
  assert.ok(goes('received', 'closed', BARE, 'duplicate'));
  assert.ok(!goes('received', 'closed', BARE, 'remediated_verified_by_worker'));
  assert.ok(!goes('under_investigation', 'closed', full(null), 'unsubstantiated'));
  assert.ok(goes('inconclusive', 'closed', BARE, 'employer_non_cooperation_escalated'));
  assert.ok(!goes('received', 'acknowledged', BARE, 'duplicate'));
});

test('the desk is shown exactly what the judge lets through', () => {
  for (const facts of [BARE, ...RICH])
    for (const from of CASE_STATES) {
      const shown = allowedTransitions(from, CASEWORKER, facts);
      for (const to of CASE_STATES) {
        const way = shown.find((one) => one.to === to);
        if (to !== 'closed') {
          assert.equal(
            way !== undefined && way.blocked.length === 0,
            goes(from, to, facts),
            `${from} → ${to}`,
          );
          continue;
        }
        for (const closure of CLOSURES)
          assert.equal(
            way?.closures.includes(closure) ?? false,
            goes(from, to, facts, closure),
            `${from}: ${closure}`,
          );
      }
    }
});
