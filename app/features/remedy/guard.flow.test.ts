import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
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

test('where few could know it, the warning comes first, then the worker’s own go-ahead about this very draft', async () => {
  const c = await openedCase(t, cso, 1);
  const issueId = await c.issue('DOC-01');
  await c.move('consent_pending');
  const [only] = c.phones;
  assert.ok(only);
  await c.consent(only, 'given');
  await c.move('consented');
  const body = await c.disclosure(issueId, { circle: null });
  const send = (over: object = {}) => c.desk.post(`${c.at}/disclosures`, { ...body, ...over });
  const refusedFor = async (path: string, over: object = {}) => {
    const answer = await send(over);
    assert.equal(answer.status, 409, answer.text);
    assert.match(answer.body.type, /guessable$/);
    assert.deepEqual(answer.body.errors, [{ path, why: 'one' }]);
  };
  await refusedFor('understood');
  await refusedFor('goAhead', { understood: true });
  await c.goAhead(only, { draftId: randomUUID(), issueId }, 'given');
  await refusedFor('goAhead', { understood: true });
  const other = await c.issue('WAG-01');
  await c.goAhead(only, { draftId: String(body['disclosureId']), issueId: other }, 'given');
  await refusedFor('goAhead', { understood: true });
  const draft = { draftId: String(body['disclosureId']), issueId };
  await c.goAhead(only, draft);
  await refusedFor('goAhead', { understood: true });
  await c.goAhead(only, draft, 'given');
  await refusedFor('understood');
  const done = await c.desk.done(`${c.at}/disclosures`, { ...body, understood: true });
  assert.deepEqual(
    await c.desk.done(`${c.at}/disclosures`, { ...body, understood: true }),
    done,
    'sent again',
  );
  const twice = await send({ disclosureId: randomUUID(), understood: true });
  assert.equal(twice.status, 409);
  const elsewhere = await c.desk.post(`${c.at}/disclosures`, await c.disclosure(other, { toOrg: cso.buyer }));
  assert.equal(elsewhere.body.errors[0].path, 'toOrg');
});

test('a worker who says “do not tell them” is not told on, and more people than work there can’t know it', async () => {
  const c = await openedCase(t, cso, 1);
  const issueId = await c.issue('DOC-01');
  await c.move('consent_pending');
  const [only] = c.phones;
  assert.ok(only);
  await c.consent(only, 'given');
  await c.move('consented');
  const body = await c.disclosure(issueId, { circle: 3, understood: true });
  await c.goAhead(only, { draftId: String(body['disclosureId']), issueId }, 'refused');
  const refused = await c.desk.post(`${c.at}/disclosures`, body);
  assert.equal(refused.status, 409);
  assert.equal(refused.body.errors[0].why, 'a worker refused');
  const invented = await c.desk.post(`${c.at}/disclosures`, { ...body, circle: 100_000 });
  assert.equal(invented.status, 422);
  assert.equal(invented.body.errors[0].path, 'circle');
  const timed = await c.desk.post(`${c.at}/disclosures`, {
    ...body,
    disclosureId: '019aa5e0-7c00-7000-8000-000000000001',
  });
  assert.equal(timed.status, 422, 'a number that tells its time is none that a business gets');
});
