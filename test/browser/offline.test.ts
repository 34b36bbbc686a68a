import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { type Ground, ground, PHONE, shot } from './ground.ts';
import { heldOn, inTheOutbox, worksOffline } from './held.ts';
import { fillReport, openThread, shownCode } from './worker.ts';

let g: Ground;
before(async () => {
  g = await ground();
});
after(() => g.close());

const WORDS = 'MARKER no water in the dormitory';
const GIVEN = {
  language: 'en',
  categories: ['ACC'],
  place: 'Plant One',
  words: WORDS,
  danger: 'P2',
} as const;

const reports = async (): Promise<number> =>
  (
    await g.t.world.app.read({ org: g.o.org, kind: 'cso' }, (db) =>
      db.selectFrom('thread').select('thread_id').execute(),
    )
  ).length;

test('offline a report waits on the phone only when the worker says keep, asks before it is sent, and is there once', async () => {
  const visitor = await g.visitor({ ...PHONE, locale: 'en-GB' });
  const phone = await visitor.newPage();
  await phone.goto(`${g.base}/w/?l=en`);
  await worksOffline(phone);
  await visitor.setOffline(true);
  await phone.reload();
  await fillReport(phone, GIVEN);
  await phone.locator('[data-act=send]:visible').click();
  await phone.locator('[data-end=offline]').waitFor({ timeout: 30_000 });
  await shot(phone, 'offline-ask');
  const before = await heldOn(phone);
  assert.deepEqual(before.databases, [], 'no database before the worker says keep');
  assert.equal(before.storage, '[{},{}]');
  assert.ok(before.cached.length > 5 && !before.text.includes('MARKER'));
  assert.ok(!before.cached.some((url) => /challenge|api\//.test(url)), 'only pages are kept');

  await phone.locator('[data-act=keep]:visible').click();
  const code = await shownCode(phone, 'kept');
  await shot(phone, 'offline-kept');
  const kept = await heldOn(phone);
  assert.deepEqual(kept.databases, ['notes']);
  assert.ok(!JSON.stringify(kept).includes(code), 'the code stays in the worker’s head');
  const waiting = await inTheOutbox(phone);
  assert.ok(
    waiting.includes('ciphertext') && !waiting.includes('MARKER') && !waiting.includes('"ACC"'),
    waiting,
  );
  await phone.close();

  const later = await visitor.newPage();
  await later.goto(`${g.base}/w/?l=en`);
  await later.locator('[data-end=outbox-offline]').waitFor();
  assert.equal(await reports(), 0);
  await visitor.setOffline(false);
  await later.reload();
  await later.locator('[data-end=outbox]').waitFor();
  await shot(later, 'offline-outbox');
  await later.waitForTimeout(1500);
  assert.equal(
    await reports(),
    0,
    'the network may be the employer’s: nothing goes before the worker says so',
  );
  await later.locator('[data-act=send-kept]:visible').click();
  await later.locator('[data-end=outbox-sent]').waitFor({ timeout: 30_000 });
  assert.equal(await reports(), 1);
  const sent = await heldOn(later);
  assert.deepEqual(sent.databases, []);
  assert.equal(sent.storage, '[{},{}]');
  await later.reload();
  await later.locator('[data-step=what]').waitFor();
  assert.equal(await reports(), 1);
  await openThread(later, g.base, { code, language: 'en' });
  await later.locator('.msg.me', { hasText: WORDS }).waitFor();
  assert.deepEqual(g.faults, []);
});

test('an answer that is lost on its way does not make two reports', async () => {
  const visitor = await g.visitor({ ...PHONE, locale: 'en-GB', serviceWorkers: 'block' });
  const phone = await visitor.newPage();
  const had = await reports();
  let lost = 0;
  await phone.route('**/api/v1/reports', async (route) => {
    if (lost > 0) return route.continue();
    lost += 1;
    const answer = await route.fetch();
    assert.equal(answer.status(), 201);
    return route.abort('connectionreset');
  });
  await phone.goto(`${g.base}/w/?l=en`);
  await fillReport(phone, GIVEN);
  await phone.locator('[data-act=send]:visible').click();
  await phone.locator('[data-act=retry]:visible').click({ timeout: 30_000 });
  await shownCode(phone);
  assert.equal(lost, 1);
  assert.equal(await reports(), had + 1);
});
