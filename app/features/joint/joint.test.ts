// People × states: every act against every seat, as one table that is read by eye.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ACTS, JOINT_KINDS, PARTY_ROLES, PARTY_STATES, type Seat, mayAct, seatOf } from './joint.ts';

const KINDS = ['cso', 'union', 'employer', 'recruiter', 'buyer', 'association', 'labour_office', 'auditor'];
const ROLES = ['lead', 'caseworker', 'manager', 'hr', 'analyst', 'officer', 'auditor'];
const seats: Seat[] = KINDS.flatMap((orgKind) =>
  ROLES.flatMap((memberRole) =>
    PARTY_ROLES.flatMap((role) =>
      PARTY_STATES.flatMap((state) =>
        JOINT_KINDS.flatMap((jointKind) =>
          [true, false].map((open) => ({ orgKind, memberRole, role, state, jointKind, open })),
        ),
      ),
    ),
  ),
);
const who = (act: (typeof ACTS)[number]) => seats.filter((seat) => mayAct(act, seat));

test('only who is in says or does anything; whoever is invited can answer, whoever left can read', () => {
  for (const act of ACTS) {
    const states = new Set(who(act).map(({ state }) => state));
    if (act === 'read') assert.equal(states.size, 4);
    else if (act === 'join') assert.deepEqual([...states].sort(), ['declined', 'invited']);
    else if (act === 'decline') assert.deepEqual([...states], ['invited']);
    else if (act === 'name') assert.deepEqual([...states].sort(), ['invited', 'joined']);
    else assert.deepEqual([...states], ['joined'], act);
  }
});

test('a reader never writes, and a closed work takes nothing but a leave', () => {
  for (const act of ACTS) {
    const allowed = who(act);
    if (allowed.some(({ role }) => role === 'reader')) assert.ok(['read', 'join', 'decline', 'leave'].includes(act), act); // prettier-ignore
    if (allowed.some(({ open }) => !open)) assert.ok(['read', 'leave'].includes(act), act);
  }
});

test('employers, recruiters and associations only ever read; buyers neither decide, invite, link nor close', () => {
  for (const kind of ['employer', 'recruiter', 'association', 'labour_office', 'auditor'])
    for (const joint of JOINT_KINDS) assert.notEqual(seatOf(joint, kind), 'party');
  for (const act of ['decide', 'invite', 'link', 'close'] as const)
    assert.deepEqual([...new Set(who(act).map(({ orgKind }) => orgKind))].sort(), ['cso', 'union'], act);
  assert.ok(who('act').every(({ orgKind, jointKind }) => orgKind === 'buyer' && jointKind === 'remediation'));
  assert.equal(seatOf('investigation', 'buyer'), undefined);
});
