import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { random } from '../../../seal/bytes.ts';
import { newMemberKey } from '../../../seal/ring.ts';
import { wrapByPasskey } from '../../../seal/passkey.ts';
import { SoftAuthenticator } from './authenticator.fixture.ts';
import { Browser, CASEWORKER, foundOffice, idOf, type Installation, installation, joinOffice, makeRing } from './network.fixture.ts'; // prettier-ignore

const SITE = { origin: 'http://localhost:8080', name: 'localhost' };
const LAPTOP = 'Firefox Linux';
let here: Installation;
let lead: Browser;
let may: Browser;
const key = new SoftAuthenticator();
before(async () => {
  here = await installation('empty');
  lead = await foundOffice(here);
  await makeRing(lead);
  const invited = await lead.post('/api/v1/desk/members', CASEWORKER);
  may = await joinOffice(here, invited.json['token']);
  const own = await newMemberKey('may’s own passphrase');
  await may.post('/api/v1/desk/me/key', { publicJwk: own.publicJwk, wrapped: own.wrapped });
});
after(() => here.close());

type Options = Record<string, unknown>;
const optionsOf = async (browser: Browser, url: string): Promise<Options> => {
  const answer = await browser.post(url);
  assert.equal(answer.status, 200, answer.text);
  return answer.json['options'] as Options;
};
const toAdd = (browser: Browser) => optionsOf(browser, '/api/v1/desk/me/passkeys/options');
const toEnter = (browser: Browser) => optionsOf(browser, '/api/v1/auth/passkey/options');
const add = (browser: Browser, response: object) =>
  browser.post('/api/v1/desk/me/passkeys', { name: 'Blue key', response });
const enter = (browser: Browser, response: object) =>
  browser.post('/api/v1/auth/passkey', { response, browser: LAPTOP });

test('who is signed in adds a passkey, whose authenticator must have verified the person, on this very site', async () => {
  assert.equal((await new Browser(here.app).post('/api/v1/desk/me/passkeys/options')).status, 401);
  const options = await toAdd(may);
  assert.partialDeepStrictEqual(options, { rp: { id: 'localhost' }, authenticatorSelection: { userVerification: 'required', residentKey: 'required' } }); // prettier-ignore
  assert.equal((await add(may, key.create(options, { ...SITE, verified: false }))).status, 422);
  assert.equal((await add(may, key.create(options, SITE))).status, 422, 'a challenge is good once');
  const elsewhere = { origin: 'http://localhost.evil.example', name: 'localhost.evil.example' };
  assert.equal((await add(may, key.create(await toAdd(may), elsewhere))).status, 422);
  const others = await toAdd(lead);
  assert.equal((await add(may, key.create(others, SITE))).status, 422, 'a challenge belongs to its member');
  const added = await add(may, key.create(await toAdd(may), SITE));
  assert.equal(added.status, 200, added.text);
  assert.equal((await add(lead, key.create(await toAdd(lead), SITE))).status, 409);
  const { excludeCredentials } = (await toAdd(may)) as { excludeCredentials: { id: string }[] };
  assert.equal(excludeCredentials[0]?.id, added.json['id']);
});

test('one touch signs in, as both factors; without the person’s verification, from elsewhere or again it does not', async () => {
  const browser = new Browser(here.app);
  const options = await toEnter(browser);
  assert.deepEqual(options['allowCredentials'] ?? [], [], 'nobody learns who has which passkey');
  assert.equal((await enter(browser, key.get(options, { ...SITE, verified: false }))).status, 401);
  assert.equal(
    (await enter(browser, key.get(await toEnter(browser), { ...SITE, origin: 'http://localhost:9' }))).status,
    401,
  );
  const stranger = new SoftAuthenticator();
  const unknown = await enter(browser, stranger.get(await toEnter(browser), SITE));
  assert.equal(unknown.status, 401);
  const good = key.get(await toEnter(browser), SITE);
  const done = await enter(browser, good);
  assert.equal(done.status, 200, done.text);
  assert.match(String(done.headers['set-cookie']), /HttpOnly.*SameSite=Strict/);
  assert.equal((await browser.get('/api/v1/desk/me')).status, 200);
  const again = await enter(new Browser(here.app), good);
  assert.equal(again.status, 401);
  assert.equal(again.json['detail'], unknown.json['detail'], 'each no is the same no');
  key.counter -= 2;
  assert.equal((await enter(browser, key.get(await toEnter(browser), SITE))).status, 401, 'a copied authenticator lags behind'); // prettier-ignore
  key.counter += 5;
});

test('a passkey can also open the key: the server keeps what it cannot open, for the member alone', async () => {
  const { passkeys } = (await may.get('/api/v1/desk/me/passkeys')).json as { passkeys: { id: string; opens: boolean; name: string }[] }; // prettier-ignore
  assert.partialDeepStrictEqual(passkeys, [{ name: 'Blue key', opens: false }]);
  const id = passkeys[0]?.id ?? '';
  const wrapped = await wrapByPasskey((await newMemberKey('x'.repeat(12))).privateJwk, random(32));
  assert.equal((await lead.post(`/api/v1/desk/me/passkeys/${id}/wrap`, { wrapped })).status, 404);
  assert.equal((await may.post(`/api/v1/desk/me/passkeys/${id}/wrap`, { wrapped: 'x' })).status, 422);
  assert.equal((await may.post(`/api/v1/desk/me/passkeys/${id}/wrap`, { wrapped })).status, 200);
  assert.deepEqual((await may.get('/api/v1/desk/me')).json['wraps'], [{ id, wrapped }]);
  assert.deepEqual((await lead.get('/api/v1/desk/me')).json['wraps'], []);
  const next = await newMemberKey('another passphrase');
  await may.post('/api/v1/desk/me/key', { publicJwk: next.publicJwk, wrapped: next.wrapped });
  assert.deepEqual((await may.get('/api/v1/desk/me')).json['wraps'], [], 'another key, and the old wrapping is gone'); // prettier-ignore
});

test('a member sees the own sessions, ends one or all others; who leads ends a colleague’s', async () => {
  const phone = new Browser(here.app);
  assert.equal((await enter(phone, key.get(await toEnter(phone), SITE))).status, 200);
  type Row = { id: string; how: string; browser: string; current: boolean };
  const seen = async (browser: Browser) => (await browser.get('/api/v1/desk/me/sessions')).json['sessions'] as Row[]; // prettier-ignore
  const mine = await seen(may);
  assert.equal(mine.filter((s) => s.current).length, 1);
  assert.ok(mine.some((s) => s.how === 'passkey' && s.browser === LAPTOP));
  const other = (await seen(phone)).find((s) => s.current);
  assert.equal((await lead.post(`/api/v1/desk/me/sessions/${other?.id}/end`)).status, 404);
  assert.equal((await may.post(`/api/v1/desk/me/sessions/${other?.id}/end`)).status, 200);
  assert.equal((await phone.get('/api/v1/desk/me')).status, 401);
  assert.equal((await may.get('/api/v1/desk/me')).status, 200);
  await may.post('/api/v1/desk/me/sessions/end-others');
  assert.deepEqual((await seen(may)).map((s) => s.current), [true]); // prettier-ignore
  const id = await idOf(may);
  assert.equal((await may.post(`/api/v1/desk/members/${id}/end-sessions`)).status, 403);
  assert.deepEqual((await lead.post(`/api/v1/desk/members/${id}/end-sessions`)).json, { ended: 1 });
  assert.equal((await may.get('/api/v1/desk/me')).status, 401);
  assert.equal((await enter(may, key.get(await toEnter(may), SITE))).status, 200);
});

test('who leads changes roles, in the open; the last one who leads stays one', async () => {
  const [boss, id] = [await idOf(lead), await idOf(may)];
  const change = (by: Browser, member: string, role: string, was: string) =>
    by.post(`/api/v1/desk/members/${member}/role`, { role, was });
  assert.equal((await change(may, id, 'lead', 'caseworker')).status, 403);
  assert.equal((await change(lead, boss, 'caseworker', 'lead')).status, 409);
  assert.equal((await change(lead, id, 'manager', 'caseworker')).status, 422);
  assert.equal((await change(lead, id, 'lead', 'lead')).status, 409);
  assert.equal((await change(lead, id, 'lead', 'caseworker')).status, 200);
  assert.equal((await change(may, boss, 'caseworker', 'lead')).status, 200);
  assert.equal((await change(lead, id, 'caseworker', 'lead')).status, 403, 'from the next request on');
  assert.equal((await change(may, boss, 'lead', 'caseworker')).status, 200);
});

test('who is removed is out: the passkey opens nothing any more, and its wrapping is gone', async () => {
  const id = await idOf(may);
  const entered = may;
  assert.equal((await lead.post(`/api/v1/desk/members/${id}/remove`)).status, 200);
  assert.equal((await entered.get('/api/v1/desk/me')).status, 401);
  const browser = new Browser(here.app);
  assert.equal((await enter(browser, key.get(await toEnter(browser), SITE))).status, 401);
  assert.deepEqual(await here.sql('select 1 from auth.passkey'), []);
  assert.deepEqual(await here.sql('select 1 from vouch.passkey_wrap'), []);
});
