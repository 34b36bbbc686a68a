import AxeBuilder from '@axe-core/playwright';
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import type { Page } from 'playwright-core';
import { openedCase } from '../case.ts';
import { openCase } from './casework.ts';
import { DESKTOP, type Ground, ground, PHONE, shot } from './ground.ts';
import { atDesk } from './partner.ts';
import { fillReport, reportByScript, openThread } from './worker.ts';

let g: Ground;
before(async () => {
  g = await ground();
});
after(() => g.close());

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** No barrier that a machine can find, and nothing that is wider than the screen. */
async function isOpenToAll(page: Page, name: string): Promise<void> {
  await page.waitForLoadState('networkidle');
  await shot(page, `all-${name}`);
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  const found = violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 160)).join(' | ')}`);
  assert.deepEqual(found, [], name);
  const wide = await page.evaluate(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  );
  assert.ok(Number(wide) <= 0, `${name} is ${String(wide)} px wider than the screen`);
}

const GIVEN = {
  language: 'th',
  categories: ['WAG'],
  place: 'Plant One',
  words: 'ยังไม่ได้เงินเดือน',
  danger: 'P2',
} as const;

test('a worker’s pages, in each language, on a narrow phone', async () => {
  // So long that nothing lies under the foot of the page, where a finger scrolls and the judge can't.
  const page = await (await g.visitor({ ...PHONE, viewport: { width: 360, height: 2400 } })).newPage();
  for (const language of ['en', 'my', 'th']) {
    await page.goto(`${g.base}/w/?l=${language}`);
    await isOpenToAll(page, `w-${language}`);
  }
  await fillReport(page, GIVEN);
  await isOpenToAll(page, 'w-check');
  const code = await reportByScript(page, g.base, GIVEN);
  await isOpenToAll(page, 'w-code');
  await openThread(page, g.base, { code, language: 'th' });
  await isOpenToAll(page, 'w-thread');
  await page.goto(`${g.base}/w/lost?l=th`);
  await isOpenToAll(page, 'w-lost');
});

test('the public’s pages, wide and narrow', async () => {
  for (const [size, options] of [
    ['wide', DESKTOP],
    ['narrow', { ...PHONE, locale: 'en-GB' }],
  ] as const) {
    const page = await (await g.visitor(options)).newPage();
    for (const path of ['', 'open', 'verify', 'desk']) {
      await page.goto(`${g.base}/${path}`);
      await page.locator('h1').waitFor();
      await isOpenToAll(page, `${path || 'home'}-${size}`);
    }
  }
});

test('the desk, wide and narrow, light and dark', async () => {
  const worked = await openedCase(g.t, g.o, 2);
  await worked.issue('DOC-01');
  const desk = await atDesk(g, 'Mon');
  await desk.locator('.list .it').first().click();
  await desk.locator('.statement.worker .said').first().waitFor();
  await isOpenToAll(desk, 'inbox');
  await openCase(desk, `Case ${(await worked.see()).case.number}`);
  await isOpenToAll(desk, 'case');
  await desk.emulateMedia({ colorScheme: 'dark' });
  await isOpenToAll(desk, 'case-dark');
  await desk.setViewportSize({ width: 360, height: 740 });
  await isOpenToAll(desk, 'case-narrow');
  const hr = await atDesk(g, 'Hari');
  await isOpenToAll(hr, 'employer');
  const buyer = await atDesk(g, 'Nils');
  await isOpenToAll(buyer, 'buyer');
  assert.deepEqual(g.faults, []);
});
