import assert from 'node:assert/strict';
import { test } from 'node:test';
import { delayAfter } from './attempts.actions.ts';
import { orgKind } from './contract.ts';
import { organisationId } from './register.actions.ts';
import { isId } from '../../../ledger/lines.ts';
import { type Act, actsOf, rolesOf } from './roles.ts';

test('what each role of each organisation may do in the network', () => {
  const table = orgKind.options.flatMap((kind) =>
    rolesOf(kind).map((role): [string, Act[]] => [`${kind} ${role}`, actsOf({ kind, role })]),
  );
  const LEADS: Act[] = ['invite', 'remove', 'ring', 'watch'];
  assert.deepEqual(table, [
    ['cso lead', [...LEADS, 'register', 'poster']],
    ['cso caseworker', ['poster']],
    ['union lead', [...LEADS, 'register', 'poster']],
    ['union caseworker', ['poster']],
    ['recruiter manager', LEADS],
    ['recruiter hr', []],
    ['employer manager', LEADS],
    ['employer hr', []],
    ['association officer', LEADS],
    ['association analyst', []],
    ['buyer analyst', LEADS],
    ['labour_office officer', LEADS],
    ['auditor auditor', LEADS],
    ['auditor analyst', []],
  ]);
});

test('waiting grows with failures, begins late enough for typing errors and never lasts a day', () => {
  const waits = Array.from({ length: 40 }, (_, failures) => delayAfter(failures));
  assert.deepEqual(waits.slice(0, 11), [0, 0, 0, 0, 0, 0, 0, 0, 30, 60, 120]);
  assert.ok(waits.every((seconds, n) => n === 0 || seconds >= (waits[n - 1] ?? 0)));
  assert.equal(waits.at(-1), 900);
});

test('every organisation’s name becomes an id that the ledger takes', () => {
  assert.equal(organisationId('  Nord & Süd — Büro '), 'vouch:nord-sud-buro');
  for (const name of ['အလုပ်သမားရုံး', 'x'.repeat(120), '---', 'a']) {
    assert.ok(isId(organisationId(name)), name);
    assert.ok(organisationId(name).length < 100);
  }
});
