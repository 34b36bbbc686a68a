// J3: a coordinator writes a report down offline in a village; the worker makes it their own word, or disowns it.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import test, { after, before } from 'node:test';
import type { BrowserContext, Page } from 'playwright-core';
import { lookupId, newCode, open, seal, stretch, thumbprint } from '../../seal/index.ts';
import { type Desk, desk } from '../phone.ts';
import { openFromInbox } from './casework.ts';
import { type Ground, ground, PHONE, shot } from './ground.ts';
import { heldOn } from './held.ts';
import { atDesk } from './partner.ts';
import { formOf } from './worker.ts';

let g: Ground;
let lead: Desk;
let worker: Desk;
before(async () => {
  g = await ground();
  lead = await desk(g.t, g.o, g.o.lead);
  worker = await desk(g.t, g.o, g.o.caseworker);
});
after(async () => {
  await g?.close();
  assert.deepEqual(g?.faults, []);
});

const WORDS = 'MARKER the broker kept 9 000 baht';

async function enrolled(): Promise<string> {
  const slip = newCode();
  const envelope = await seal({ name: 'Daw Hla', place: 'Myawaddy' }, [{ kid: g.o.ring.kid, jwk: g.o.jwk }]);
  const root = await stretch(slip, g.t.world.keys.origin);
  await lead.done('assisted/coordinators', { coordinatorId: randomUUID(), slip: await lookupId(root), envelope }); // prettier-ignore
  return slip;
}
const enter = async (page: Page, code: string) => {
  await page.locator('[data-enter] input').fill(code);
  await page.locator('[data-enter] .btn').click();
};
const part = (page: Page, name: string) => page.locator(`[data-part=${name}]:visible`);
const shown = async (page: Page, name: string): Promise<string> =>
  (await page.locator(`[data-fill=${name}] span`).allTextContents()).join('');
const act = (page: Page, name: string) => page.locator(`[data-do=${name}]:visible`).click();
const choose = (page: Page, name: string, value: string) =>
  page.locator(`label:has(input[name=${name}][value="${value}"])`).click();

/** First time, with a network: the slip is given back for a code of the coordinator's own. */
async function coordinator(language: string): Promise<{ page: Page; person: BrowserContext; code: string }> {
  const person = await g.visitor({ ...PHONE, locale: language });
  const page = await person.newPage();
  await page.goto(`${g.base}/w/help-file?l=${language}`);
  await enter(page, await enrolled());
  await part(page, 'own').waitFor();
  const code = await shown(page, 'own');
  await act(page, 'joined');
  await part(page, 'home').waitFor();
  await page.waitForFunction(`document.body.dataset.kept === ''`);
  return { page, person, code };
}

async function write(page: Page, agreed: 'yes' | 'not_asked', words = WORDS): Promise<string> {
  await act(page, 'new');
  await choose(page, 'agreed', agreed);
  await choose(page, 'to', 'recruiter');
  await page.locator('[data-places]').selectOption(String(g.o.workplaces[0]));
  await page.locator('[data-part=form] summary').first().click();
  await choose(page, 'what', 'REC');
  await page.locator('[data-form] textarea').fill(words);
  await choose(page, 'danger', 'P2');
  await page.locator('[data-form] .btn').first().click();
  await part(page, 'over').waitFor();
  await shot(page, `assisted-over-${agreed}`);
  await act(page, 'slip');
  const slip = await shown(page, 'slip');
  await act(page, 'over');
  await part(page, 'home').waitFor();
  return slip;
}

async function send(page: Page): Promise<void> {
  await act(page, 'send');
  await page.locator('[data-said]:visible').waitFor();
}

/** On another phone the worker makes a code of their own from the slip, and sees what was filed. */
async function claimed(slip: string, language: string): Promise<{ page: Page; code: string }> {
  const page = await (await g.visitor({ ...PHONE, locale: language })).newPage();
  await page.goto(`${g.base}/w/open?l=${language}`);
  await page.locator('input[name=code]').fill(slip);
  await page.locator('footer .btn').click();
  await page.locator('[data-claim-make]').click();
  const code = (await page.locator('[data-claim=code] .code span').allTextContents()).join('');
  await shot(page, `assisted-claim-${language}`);
  await page.locator('[data-claim-done]').click();
  await page.locator('[data-filing]').waitFor();
  return { page, code };
}

const filedThreads = async () =>
  g.t.world.app.read({ org: g.o.org, kind: 'cso', hidden: ' ' }, (db) =>
    db
      .selectFrom('thread')
      .select(['docket_id', 'thread_id', 'filing', 'distinct_worker', 'public_key'])
      .where('filing', 'is not', null)
      .orderBy('thread_id')
      .execute(),
  );

test('offline in a village a coordinator writes it down; the worker makes it their own, corrects it, and ends the help', async () => {
  const { page, person, code } = await coordinator('my');
  await shot(page, 'assisted-home-my');
  await person.setOffline(true);
  await page.reload();
  await enter(page, code);
  await part(page, 'home').waitFor();
  await act(page, 'new');
  await choose(page, 'agreed', 'yes');
  await shot(page, 'assisted-form-my');
  await act(page, 'home');
  const slip = await write(page, 'yes');
  const held = await heldOn(page);
  for (const secret of ['MARKER', code, slip])
    assert.ok(!JSON.stringify(held).includes(secret), `${secret} can be read on the phone`);
  const kept = held.storage + (await boxOf(page));
  assert.ok(kept.length > 4000, 'it waits on the phone');
  for (const secret of ['MARKER', code, slip, 'ciphertext', g.o.org, 'urgency', 'lookup'])
    assert.ok(!kept.includes(secret), `${secret} can be read on the phone`);
  assert.equal((await filedThreads()).length, 0);
  await send(page);
  assert.ok(await page.locator('[data-outbox]').isVisible());
  assert.equal((await filedThreads()).length, 0, 'no network yet: it stays');

  await person.setOffline(false);
  await send(page);
  assert.ok(await page.locator('[data-outbox]').isHidden());
  const [thread] = await filedThreads();
  assert.equal(thread?.filing, 'unclaimed');
  assert.ok(thread);
  const at = `threads/${thread.docket_id}/${thread.thread_id}`;
  assert.equal((await worker.post(`${at}/distinct`, { value: 'distinct', was: 'unconfirmed' })).status, 409);

  const own = await claimed(slip, 'my');
  await shot(own.page, 'assisted-thread-my');
  assert.match((await own.page.locator('.msgs').textContent()) ?? '', /MARKER/);
  await formOf(own.page, 'filing').locator('label:has(input[value=corrected])').click();
  await formOf(own.page, 'filing').locator('textarea').fill('It was 12 000 baht.');
  await formOf(own.page, 'filing').locator('.btn').click();
  await own.page.locator('[data-filing=corrected]').waitFor();
  const both = (await own.page.locator('.msgs').textContent()) ?? '';
  assert.ok(both.includes('9 000') && both.includes('12 000'), 'the original stands beside the correction');
  await worker.done(`${at}/distinct`, { value: 'distinct', was: 'unconfirmed' });

  // An answer, which the worker passes on, and takes back.
  const [now] = await filedThreads();
  const jwk = now?.public_key as never;
  const statementId = randomUUID();
  const envelope = await seal({ v: 1, kind: 'message', language: 'my', words: 'Bring the receipt.' }, [
    { kid: g.o.ring.kid, jwk: g.o.jwk },
    { kid: await thumbprint(jwk), jwk },
  ]);
  await worker.done(`${at}/messages`, { statementId, envelope });
  const opened = async () => {
    await own.page.goto(`${g.base}/w/open?l=my`);
    await own.page.locator('input[name=code]').fill(own.code);
    await own.page.locator('footer .btn').click();
    await own.page.locator('[data-filing]').waitFor();
  };
  await opened();
  const reads = async () => {
    await page.reload();
    await enter(page, code);
    await page.locator('[data-filed] .msg').first().waitFor();
    return (await page.locator('[data-filed]').textContent()) ?? '';
  };
  assert.ok(!(await reads()).includes('receipt'), 'not before the worker passes it on');
  await formOf(own.page, 'helper_yes').locator('.btn').click();
  await formOf(own.page, 'helper_no').waitFor();
  assert.match(await reads(), /Bring the receipt/);
  await formOf(own.page, 'helper_no').locator('.btn').click();
  await formOf(own.page, 'helper_no').waitFor({ state: 'detached' });
  assert.ok(!(await reads()).includes('receipt'), 'not after access was removed');

  const seen = await worker.see(`assisted/${at}`);
  const { name } = (await open(seen.filing.envelope, g.o.ring.privateJwk)) as { name: string };
  assert.deepEqual([name, seen.filing.state, seen.filing.access], ['Daw Hla', 'corrected', false]);
});

test('what the worker never agreed to is disowned: it counts nowhere, and the slip opens nothing for who kept it', async () => {
  const { page } = await coordinator('en');
  const slip = await write(page, 'not_asked', 'MARKER never said by anybody');
  await send(page);
  assert.ok(await page.locator('[data-outbox]').isHidden());
  const own = await claimed(slip, 'en');
  await formOf(own.page, 'filing').locator('label:has(input[value=disowned])').click();
  await formOf(own.page, 'filing').locator('.btn').click();
  await own.page.locator('[data-filing=disowned]').waitFor();
  await shot(own.page, 'assisted-disowned');
  const thread = (await filedThreads()).find((one) => one.filing === 'disowned');
  assert.equal(thread?.distinct_worker, 'unconfirmed');
  const at = `threads/${thread?.docket_id}/${thread?.thread_id}`;
  const counted = await worker.post(`${at}/distinct`, { value: 'distinct', was: 'unconfirmed' });
  assert.equal(counted.status, 409, 'no case worker can count it');
  assert.equal(counted.body.errors[0].why, 'not confirmed by the worker');
  const rows = (await worker.see('assisted/coordinators')).coordinators as { disowned: number }[];
  assert.equal(
    rows.reduce((sum, { disowned }) => sum + disowned, 0),
    1,
  );
  const desk = await atDesk(g, 'Mon');
  await openFromInbox(desk, 'never said by anybody');
  await desk.locator('[data-filing=disowned]', { hasText: 'Daw Hla' }).waitFor();
  await desk.getByText('The coordinator noted: the worker could not be asked.').waitFor();
  await shot(desk, 'assisted-desk');
  const kept = await (await g.visitor({ ...PHONE, locale: 'en-GB' })).newPage();
  await kept.goto(`${g.base}/w/open?l=en`);
  await kept.locator('input[name=code]').fill(slip);
  await kept.locator('footer .btn').click();
  await kept.locator('[data-problem="open.unknown"]:visible').waitFor();
});

/** What lies in the coordinator's own store, as whoever takes the phone finds it. */
const boxOf = (page: Page): Promise<string> =>
  page.evaluate<string>(`new Promise((done) => {
    const request = indexedDB.open('box', 1);
    request.onsuccess = () => {
      const all = request.result.transaction('locked').objectStore('locked').getAll();
      all.onsuccess = () => done(JSON.stringify(all.result));
    };
  })`);
