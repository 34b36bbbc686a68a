import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { prepareSignIn, setupToken } from './index.ts';
import {
  authenticator,
  Browser,
  CASEWORKER,
  installation,
  type Installation,
  LEAD,
  OFFICE,
} from './network.fixture.ts';

let here: Installation;
let lead: Browser;
let leadUri = '';
let backup = '';
before(async () => void (here = await installation('empty')));
after(() => here.close());

/** Codes are good once and these tests take less than half a minute: what was used is forgotten between them. */
beforeEach(() => here.sql('delete from auth.used_code'));

const setup = (setupToken: string) =>
  new Browser(here.app).post('/api/v1/setup', { setupToken, organisation: OFFICE, lead: LEAD });

test('without the words on the terminal nobody takes an empty installation over', async () => {
  const visitor = new Browser(here.app);
  assert.deepEqual((await visitor.get('/api/v1/setup')).json, { needed: true });
  assert.equal((await setup('lusab-babad-gutih-tugad')).status, 403);
  assert.equal((await setup(setupToken(here.world).slice(0, -1))).status, 403);
  assert.deepEqual(await here.sql('select 1 from organisation'), []);
  assert.deepEqual(await here.sql('select 1 from auth."user"'), []);
});

test('setup makes organisation, dockets and a lead, who is nobody until the second factor is proven', async () => {
  lead = new Browser(here.app);
  const done = await lead.post('/api/v1/setup', {
    setupToken: setupToken(here.world).toUpperCase().replaceAll('-', ' '),
    organisation: OFFICE,
    lead: LEAD,
  });
  assert.equal(done.status, 200, done.text);
  assert.equal(done.json['orgId'], 'vouch:river-office');
  assert.match(String(done.json['qr']), /^<svg /);
  assert.match(String(done.headers['set-cookie']), /HttpOnly.*SameSite=Strict/);
  assert.equal((await lead.get('/api/v1/desk/me')).status, 401);
  leadUri = String(done.json['uri']);
  backup = (done.json['backupCodes'] as string[])[0] ?? '';
  assert.equal((await lead.post('/api/v1/auth/totp', { code: '000000' })).status, 401);
  assert.equal((await lead.post('/api/v1/auth/totp', { code: authenticator(leadUri) })).status, 200);
  const me = await lead.get('/api/v1/desk/me');
  assert.equal(me.status, 200, me.text);
  assert.partialDeepStrictEqual(me.json, { member: { role: 'lead', orgName: 'River Office', kind: 'cso' }, ring: null, demo: false }); // prettier-ignore
  assert.equal(me.headers['cache-control'], 'no-store');
  const dockets = await here.sql('select docket_id, kind, id from docket order by 1');
  assert.deepEqual(dockets, [
    { docket_id: 0, kind: 'organisation', id: 'vouch:river-office' },
    { docket_id: 1, kind: 'unplaced', id: 'deployment:vouch.invalid' },
  ]);
});

test('a second setup is refused, whatever it knows', async () => {
  assert.equal((await setup(setupToken(here.world))).status, 409);
  assert.deepEqual((await lead.get('/api/v1/setup')).json, { needed: false });
});

test('a wrong password and an unknown person get the same answer, word for word, in the same time', async () => {
  const attempt = async (email: string) => {
    const begun = performance.now();
    const answer = await new Browser(here.app).post('/api/v1/auth/sign-in', {
      email,
      password: 'wrong wrong wrong',
    });
    return { answer: [answer.status, answer.text], ms: performance.now() - begun };
  };
  const known = [await attempt(LEAD.email), await attempt(LEAD.email)];
  const unknown = [await attempt('nobody@office.example'), await attempt('nobody@office.example')];
  assert.equal(known[0]?.answer[0], 401);
  assert.deepEqual(known[0]?.answer, unknown[0]?.answer);
  // A password hash takes tens of milliseconds; an answer without one would take a few.
  for (const { ms } of [...known, ...unknown]) assert.ok(ms > 15, `answered in ${ms} ms`);
});

test('sign-in takes both factors; the password alone opens nothing', async () => {
  const browser = new Browser(here.app);
  const first = await browser.post('/api/v1/auth/sign-in', {
    email: 'LEAD@office.example',
    password: LEAD.password,
  });
  assert.deepEqual([first.status, first.json], [200, { next: 'totp' }]);
  assert.equal((await browser.get('/api/v1/desk/me')).status, 401);
  assert.equal((await browser.post('/api/v1/auth/totp', { code: '123456' })).status, 401);
  assert.equal((await browser.post('/api/v1/auth/totp', { code: authenticator(leadUri) })).status, 200);
  assert.equal((await browser.get('/api/v1/desk/me')).status, 200);
  assert.equal((await browser.post('/api/v1/auth/sign-out')).status, 200);
  assert.equal((await browser.get('/api/v1/desk/me')).status, 401);
});

test('a code is good once, and so is a backup code', async () => {
  const code = authenticator(leadUri);
  const attempt = async (typed: string) => {
    const browser = new Browser(here.app);
    await browser.post('/api/v1/auth/sign-in', { email: LEAD.email, password: LEAD.password });
    const { status } = await browser.post('/api/v1/auth/totp', { code: typed });
    assert.equal((await browser.get('/api/v1/desk/me')).status, status);
    return status;
  };
  assert.deepEqual([await attempt(code), await attempt(code)], [200, 401]);
  assert.deepEqual([await attempt(backup), await attempt(backup)], [200, 401]);
});

test('a signed-out session cookie that was kept opens nothing', async () => {
  const browser = new Browser(here.app);
  await browser.post('/api/v1/auth/sign-in', { email: LEAD.email, password: LEAD.password });
  await browser.post('/api/v1/auth/totp', { code: authenticator(leadUri) });
  const copy = new Browser(here.app);
  for (const [name, value] of browser.cookies) copy.cookies.set(name, value);
  assert.equal((await copy.get('/api/v1/desk/me')).status, 200);
  await browser.post('/api/v1/auth/sign-out');
  assert.equal((await copy.get('/api/v1/desk/me')).status, 401);
});

test('guessing a password is slowed for the account, but not in a browser that signed in before', async () => {
  const stranger = new Browser(here.app);
  let last = 0;
  for (let n = 0; n < 12 && last !== 429; n++)
    last = (await stranger.post('/api/v1/auth/sign-in', { email: LEAD.email, password: 'guess' })).status;
  assert.equal(last, 429);
  const right = { email: LEAD.email, password: LEAD.password };
  assert.equal((await stranger.post('/api/v1/auth/sign-in', right)).status, 429);
  assert.equal((await lead.post('/api/v1/auth/sign-in', right)).status, 200);
  assert.equal((await lead.post('/api/v1/auth/totp', { code: authenticator(leadUri) })).status, 200);
  await here.sql('delete from auth.attempt');
});

test('another site’s page can not write with this person’s session', async () => {
  const answer = await lead.call('POST', '/api/v1/desk/members', CASEWORKER, {
    'sec-fetch-site': 'cross-site',
  });
  assert.equal(answer.status, 403);
});

test('another password ends every other session of this person', async () => {
  const other = new Browser(here.app);
  await other.post('/api/v1/auth/sign-in', { email: LEAD.email, password: LEAD.password });
  await other.post('/api/v1/auth/totp', { code: authenticator(leadUri) });
  assert.equal((await other.get('/api/v1/desk/me')).status, 200);
  const next = 'a third long password';
  assert.equal((await lead.post('/api/v1/auth/password', { current: 'not this one', next })).status, 403);
  assert.equal((await lead.post('/api/v1/auth/password', { current: LEAD.password, next })).status, 200);
  assert.equal((await other.get('/api/v1/desk/me')).status, 401);
  assert.equal((await lead.get('/api/v1/desk/me')).status, 200);
});

test('bad input is refused with the field’s name, never a fault', async () => {
  for (const body of [
    {},
    { email: 'a\0b', password: 'x' },
    { email: 'a@b.example', password: 'x'.repeat(10_000) },
  ]) {
    const { status } = await new Browser(here.app).post('/api/v1/auth/sign-in', body);
    assert.ok(status === 422 || status === 401, String(status));
  }
  for (const name of ['a\0b', '\ud800', 'x'.repeat(101), '', '\u202eevil'])
    assert.equal((await lead.post('/api/v1/desk/members', { ...CASEWORKER, email: 'q@q.example', name })).status, 422, JSON.stringify(name)); // prettier-ignore
  assert.equal((await lead.post('/api/v1/desk/members/not-an-id/remove')).status, 422);
});

test('demo doors are closed in a real installation', async () => {
  assert.equal((await new Browser(here.app).get('/api/v1/demo/people')).status, 404);
  assert.equal((await new Browser(here.app).post('/api/v1/demo/sign-in', { email: LEAD.email })).status, 404);
});

test('a later start finds sign-in’s tables made and asks twice at most', async () => {
  const begun = performance.now();
  await prepareSignIn(here.world);
  assert.ok(performance.now() - begun < 500);
});
