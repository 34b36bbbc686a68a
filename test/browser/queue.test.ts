// The queue itself: what it shows and how fast it is with five thousand rows.
import AxeBuilder from '@axe-core/playwright';
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import test, { after, before } from 'node:test';
import pg from 'pg';
import type { Page } from 'playwright-core';
import { type Phone, desk, phone } from '../phone.ts';
import { type Ground, ground, shot } from './ground.ts';
import { atDesk, unlock } from './partner.ts';

let g: Ground;
let admin: pg.Client;
let known: Phone;
let page: Page;

before(async () => {
  g = await ground();
  admin = new pg.Client({ connectionString: g.t.adminUrl });
  await admin.connect();
  const mon = await desk(g.t, g.o, g.o.caseworker);
  known = await phone(g.t, g.o, { words: ['They know that I called you.'], danger: ['P3'] });
  const mine = await phone(g.t, g.o, { words: ['Our papers are kept.'], danger: ['P1'] });
  await phone(g.t, g.o, { words: ['Our pay is late.'] });
  await mon.done(`triage/threads/${mine.docket}/${mine.threadId}/assign`, { to: g.o.caseworker.memberId, was: null }); // prettier-ignore
  await mon.done(`triage/entries/${randomUUID()}`, { version: 0, topic: 'INF-03', country: 'TH', place: 'Samut Sakhon', title: 'Renew the pink card', texts: { en: 'Go to the employment office.', my: 'အလုပ်သမားရုံးကို သွားပါ။' }, phone: '1506', address: '', validUntil: null }); // prettier-ignore
  page = await atDesk(g, 'Mon');
  await page.locator('.queue .it .heedc', { hasText: 'they know' }).waitFor();
});
after(async () => {
  await admin?.end();
  await g?.close();
});

async function isOpenToAll(name: string): Promise<void> {
  await shot(page, name);
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag22aa']).analyze();
  assert.deepEqual(
    violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 160)).join(' | ')}`),
    [],
    name,
  );
  const wide = await page.evaluate(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  );
  assert.ok(Number(wide) <= 0, `${name} is ${String(wide)} px wider than the screen`);
}

test('wide and narrow, every part of the queue can be read and reached', async () => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole('button', { name: 'Filters' }).click();
  await page.locator('.choices label', { hasText: 'Urgency' }).locator('select').selectOption('P1');
  await page.getByLabel('Name of the view').fill('Serious');
  await page.getByRole('button', { name: 'Keep this view' }).click();
  await page.getByRole('button', { name: 'Serious', exact: true }).waitFor();
  assert.equal(await page.locator('.queue .it').count(), 1, 'the server filters by code');
  await isOpenToAll('filters-wide');
  await page.getByRole('button', { name: 'Show all' }).click();
  await page.locator('.queue .it').first().click();
  await page.locator('.detail .qbar').waitFor();
  await page.getByRole('button', { name: 'Translate' }).first().click();
  await page.getByRole('dialog').getByLabel('The translation').fill('သူတို့ သိသွားပြီ');
  await page.getByRole('dialog').getByLabel('a machine’s').check();
  await page.getByRole('dialog').getByPlaceholder('Name of the machine').fill('NLLB 3.3B');
  await page.getByRole('dialog').getByRole('button', { name: 'Keep' }).click();
  await page.locator('.trans', { hasText: 'by the machine NLLB 3.3B, put in by Mon' }).waitFor();
  await isOpenToAll('thread-wide');
  await page.getByRole('button', { name: 'Shifts' }).click();
  await page.getByRole('dialog').getByLabel('What the next shift must know').fill('Call back at nine.');
  await page.getByRole('dialog').getByRole('button', { name: 'Hand over' }).click();
  await page
    .getByRole('dialog')
    .locator('.card', { hasText: 'Call back at nine.' })
    .getByText('1 is nobody’s')
    .waitFor();
  await isOpenToAll('shifts-wide');
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'Directory' }).click();
  await page.getByRole('button', { name: /Renew the pink card/ }).waitFor();
  await isOpenToAll('book-wide');
  await page.setViewportSize({ width: 360, height: 640 });
  await isOpenToAll('book-narrow');
  await page.getByRole('link', { name: 'Inbox', exact: true }).click();
  await page.locator('.queue .it').first().waitFor();
  await isOpenToAll('queue-narrow');
  await page.locator('.queue .it').first().click();
  await page.locator('.detail .qbar').waitFor();
  await isOpenToAll('thread-narrow');
  await page.setViewportSize({ width: 1440, height: 900 });
});

test('five thousand rows: what is in sight is drawn, and a key is answered at once', async () => {
  await admin.query(
    `with one as (select t.*, e.content from vouch.thread t join vouch.envelope e on e.docket_id = t.docket_id and e.statement_id = t.thread_id
        where t.thread_id = $1),
      ids as (select gen_random_uuid() as id, n from generate_series(1, 5000) n),
      a as (insert into vouch.thread (docket_id, thread_id, placed_in, receiver_org, urgency, received_day, due_at, public_key, wrapped_key)
        select docket_id, id, placed_in, receiver_org, 'P' || (1 + n % 3), received_day, now() + n * interval '1 minute', public_key, wrapped_key from one, ids returning 1)
      insert into vouch.envelope (docket_id, statement_id, thread_id, cso_org, content) select docket_id, id, id, receiver_org, content from one, ids`,
    [known.threadId],
  );
  await page.reload();
  await unlock(page);
  await page.locator('.queue .it .t', { hasText: '“' }).first().waitFor();
  assert.ok((await page.locator('.queue .it').count()) < 60, 'only what is in sight is there');
  const timed = async (what: string, act: string): Promise<number> => {
    const ms = Number(await page.evaluate(`(async () => {
      const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
      const from = performance.now();
      ${act}
      await frame();
      return performance.now() - from;
    })()`)); // prettier-ignore
    console.log(`5 000 rows: ${what}: ${Math.round(ms)} ms`);
    return ms;
  };
  const key = (name: string) =>
    `document.body.dispatchEvent(new KeyboardEvent('keydown', { key: '${name}', bubbles: true }));`;
  const type = (text: string) => `{ const box = document.querySelector('[data-search]'); Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(box, '${text}'); box.dispatchEvent(new Event('input', { bubbles: true })); }`; // prettier-ignore
  const times = [
    await timed('next line (J)', key('j')),
    await timed('next line again (J)', key('j')),
    await timed('to the end', `document.querySelector('.queue .rows').scrollTop = 1e9;`),
    await timed('to the middle', `document.querySelector('.queue .rows').scrollTop = 150000;`),
    await timed('first letter of a search', type('g')),
    await timed('second letter', type('gu')),
    await timed('search away', type('')),
  ];
  for (const ms of times) assert.ok(ms < 2000, `${ms}`);
  await page.locator('.queue .rows').evaluate('box => { box.scrollTop = 1e9 }');
  await page.locator('.queue .it .t', { hasText: '“' }).first().waitFor();
  assert.deepEqual(g.faults, []);
});
