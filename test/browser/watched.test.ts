// Both ends of one opening: the desk that opened, and the worker who is told.
import AxeBuilder from '@axe-core/playwright';
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import type { Page } from 'playwright-core';
import { openFromInbox } from './casework.ts';
import { type Ground, ground, PHONE, shot } from './ground.ts';
import { atDesk } from './partner.ts';
import { openThread, reportByScript } from './worker.ts';

let g: Ground;
before(async () => {
  g = await ground();
});
after(() => g.close());

const WORDS = 'ဒီလ လစာ မရသေးဘူး';

async function isOpenToAll(page: Page, name: string): Promise<void> {
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

test('a report that is opened at the desk says so to its worker, and the lead sees by whom', async () => {
  const phone = await (await g.visitor(PHONE)).newPage();
  const given = {
    language: 'my',
    categories: ['WAG'],
    place: 'Plant One',
    words: WORDS,
    danger: 'P2',
  } as const;
  const code = await reportByScript(phone, g.base, given);
  await openThread(phone, g.base, { code, language: 'my' });
  assert.match(await phone.locator('.opens summary').innerText(), /မည်သူမျှ မဖွင့်ရသေးပါ/);
  await openFromInbox(await atDesk(g, 'Mon'), WORDS);

  await openThread(phone, g.base, { code, language: 'my' });
  await phone.locator('.opens summary').click();
  assert.match(await phone.locator('.opens').innerText(), /သင့်စာကို 1 ကြိမ် ဖွင့်ဖတ်ခဲ့သည်။[\s\S]*ယခုအပတ်/);
  assert.ok(!(await phone.locator('main').innerText()).includes('Mon'), 'no name');
  await isOpenToAll(phone, 'opens-my');
  const plain = await (await g.visitor({ ...PHONE, javaScriptEnabled: false })).newPage();
  await plain.goto(`${g.base}/w/open?l=th`);
  await plain.locator('input[name=code]').fill(code);
  await plain.locator('footer .btn').click();
  assert.match(await plain.locator('.opens summary').innerText(), /ถูกเปิด 1 ครั้ง/, 'without script as well');

  const lead = await atDesk(g, 'Aye');
  await lead.getByRole('link', { name: 'What we did' }).click();
  const line = lead.locator('tr', { hasText: 'Opened a report and its letters' }).filter({ hasText: 'Mon' });
  await line.waitFor();
  await isOpenToAll(lead, 'watch-wide');
  await lead.setViewportSize({ width: 390, height: 844 });
  await isOpenToAll(lead, 'watch-narrow');
  await lead.locator('[data-search]').fill('nobody of this name');
  await lead.getByText('Nothing that fits.').waitFor();
  assert.deepEqual(g.faults, []);
});
