// A day with a case: taking it, tasks, clocks, the number of workers, what is late, the stop with its review; by hand and by keys.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import type { Page } from 'playwright-core';
import { keepDuties } from '../../app/features/duties/index.ts';
import { type Worked, openedCase } from '../case.ts';
import { desk as deskOf } from '../phone.ts';
import { openCase } from './casework.ts';
import { type Ground, ground, shot } from './ground.ts';
import { atDesk, unlock } from './partner.ts';

let g: Ground;
let c: Worked;
let page: Page;
before(async () => {
  g = await ground();
  c = await openedCase(g.t, g.o, 2);
  await c.issue('WAG-01');
  page = await atDesk(g, 'Mon');
});
after(() => g?.close());

const numberOf = async (): Promise<string> => `Case ${(await c.see()).case.number}`;
const tab = (name: string) => page.getByRole('tab', { name, exact: true }).click();
const dialog = () => page.getByRole('dialog');

/** The page's policy forbids `eval`, which waiting for a text of script would be. */
const owned = (name: string) =>
  page.locator('.nextdue select option:checked', { hasText: name }).waitFor({ state: 'attached' });

test('a case is taken, a task is written, found among those of today, done and not done after all', async () => {
  await openCase(page, await numberOf());
  await page.getByRole('button', { name: 'Take it' }).click();
  await owned('Mon');
  await page.locator('.nextdue', { hasText: 'Next word to the worker' }).waitFor();
  await tab('Tasks and clocks');
  await page.locator('body').press('t');
  await dialog().getByLabel('What is to be done').fill('Ask the clinic for the paper.');
  await dialog().getByLabel('By', { exact: true }).fill(new Date().toISOString().slice(0, 10));
  await dialog().getByRole('button', { name: 'Keep' }).click();
  const task = page.getByRole('checkbox', { name: 'Done: Ask the clinic for the paper.' });
  await task.waitFor();
  await shot(page, 'case-due');
  await page.getByRole('link', { name: 'Due', exact: true }).click();
  await page.getByRole('heading', { name: 'My tasks today' }).waitFor();
  await task.click();
  await page.getByText('No task of yours is due today.').waitFor();
  await page.goBack();
  await page.getByText('done by Mon').waitFor();
  assert.ok(await task.isChecked());
  await task.click();
  await page.getByRole('button', { name: 'Change task' }).waitFor();
  const at = await g.t.world.app.read({ org: g.o.org, kind: 'cso' }, (db) =>
    db.selectFrom('task').select('envelope').execute(),
  );
  assert.ok(at.length === 1 && !at[0]?.envelope.includes('clinic'), 'sealed before it left the tab');
});

test('a colleague gives the case to herself meanwhile: it is said, and nothing is lost', async () => {
  const aye = await deskOf(g.t, g.o, g.o.lead);
  await aye.done(`${c.at}/owner`, { owner: g.o.lead.memberId, was: g.o.caseworker.memberId });
  await page.getByLabel('Owner').selectOption({ label: 'Nobody yet' });
  await page.getByText('Aye gave this case to Aye meanwhile.').waitFor();
  await owned('Aye');
});

test('how many are touched becomes a range; what was said before can be read', async () => {
  await tab('Work');
  await page.getByRole('button', { name: 'Change WAG-01' }).click();
  await dialog().getByLabel('From – to').check();
  await dialog().getByLabel('What shows it').fill('Two rooms, up to nine in each.');
  await dialog().getByText('4 workers').waitFor();
  await dialog().getByRole('button', { name: 'Put on record' }).click();
  await dialog().waitFor({ state: 'detached' });
  await page.getByText('2 to 9 workers', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Change WAG-01' }).click();
  await dialog().getByText('Two rooms, up to nine in each.').waitFor();
  await page.keyboard.press('Escape');
});

test('what is late is said in the case, on the page of what is due, and in its history; a reminder is seen once', async () => {
  g.t.clock.forward(15 * 86_400);
  await keepDuties(g.t.world);
  await page.reload();
  await unlock(page);
  await page.getByLabel('Show', { exact: true }).selectOption('clocks');
  await page.locator('.tl').getByText('Late: Next word to the worker').waitFor();
  await tab('Tasks and clocks');
  await page.getByRole('button', { name: 'Seen' }).first().click();
  await page.getByText('seen by Mon').first().waitFor();
  await shot(page, 'case-late');
  await page.getByRole('link', { name: 'Due', exact: true }).click();
  await page.getByLabel('Whose').selectOption('all');
  await page
    .getByRole('link', { name: await numberOf() })
    .first()
    .waitFor();
  await shot(page, 'due');
});

test('who leads sets the steps and the days off; the others see them', async () => {
  const lead = await atDesk(g, 'Aye');
  await lead.getByRole('link', { name: 'Due', exact: true }).click();
  await lead.getByRole('button', { name: 'Add step' }).click();
  await lead.getByLabel('Clock', { exact: true }).selectOption('remedy');
  await lead.getByLabel('Days after it was due').fill('10');
  await lead.getByLabel('Step', { exact: true }).selectOption('offer_to_buyers');
  await lead.getByRole('button', { name: 'Set these steps' }).click();
  await lead.getByLabel('Add a day').fill('2027-02-12');
  await lead.getByRole('button', { name: 'No work', exact: true }).click();
  await lead.getByText('12 Feb 2027:').waitFor();
  await shot(lead, 'due-lead');
  await page.reload();
  await unlock(page);
  await page.getByText('12 Feb 2027:').waitFor();
  assert.equal(await page.getByRole('button', { name: 'Set these steps' }).count(), 0);
  assert.ok(await page.getByLabel('Step', { exact: true }).isDisabled());
});

test('on a phone everything of a case can be reached', async () => {
  await page.setViewportSize({ width: 360, height: 640 });
  await page.goto(`${g.base}/desk/cases/${c.docket}/${c.caseId}#due`);
  await unlock(page);
  await page.getByRole('heading', { name: 'Clocks' }).waitFor();
  await shot(page, 'case-phone');
  const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
  assert.ok(wide <= 360, `the page is ${wide} wide`);
  await page.getByRole('tab', { name: 'Work', exact: true }).click();
  await page.locator('.transitions').waitFor();
  await shot(page, 'case-phone-work');
  assert.deepEqual(g.faults, []);
});
