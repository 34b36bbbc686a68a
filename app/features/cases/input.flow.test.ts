import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openedCase } from '../../../test/case.ts';
import { type Office, office } from '../../../test/office.ts';
import { type TestWorld, testWorld } from '../../../test/world.ts';

let t: TestWorld;
let cso: Office;

before(async () => {
  t = await testWorld();
  cso = await office(t);
});
after(() => t.close());

test('bad input is refused with the path of each field, and nothing is half-saved', async () => {
  const c = await openedCase(t, cso, 1);
  const before = await c.see();
  const paths = async (path: string, body: object) => {
    const answer = await c.desk.post(path, body);
    assert.equal(answer.status, 422, `${path}: ${answer.text}`);
    return answer.body.errors.map((e: { path: string }) => e.path).toSorted();
  };
  assert.deepEqual(await paths(`${c.at}/transitions`, {}), ['reason', 'seq', 'to']);
  assert.deepEqual(await paths(`${c.at}/transitions`, { to: 'won', reason: '  ', seq: -1 }), [
    'reason',
    'seq',
    'to',
  ]);
  assert.deepEqual(await paths(`${c.at}/issues`, { issueId: 'x', code: 'DOC', scale: 9, scope: 0, irremediability: 2.5, affected: { count: 0 } }), [
    'affected.count', 'code', 'irremediability', 'issueId', 'scale', 'scope',
  ]); // prettier-ignore
  assert.deepEqual(
    await paths(`${c.at}/asks`, { kind: 'consent', scopes: ['everything'] }).then((p) =>
      p.includes('scopes[0]'),
    ),
    true,
  );
  assert.equal((await c.desk.get('cases/x/y')).status, 422);
  assert.equal((await c.desk.get(`cases/99999999999/${c.caseId}`)).status, 422);
  assert.equal((await c.desk.get('inbox?limit=100000')).status, 422);
  assert.equal((await c.desk.get(`cases/0/${c.caseId}`)).status, 404);
  assert.deepEqual(await c.see(), before);
});
