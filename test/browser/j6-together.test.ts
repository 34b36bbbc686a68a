// J6: two brands and an association. One place that both are supplied by; what one learns of the other is nothing.
import AxeBuilder from '@axe-core/playwright';
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import test, { after, before } from 'node:test';
import type { Page } from 'playwright-core';
import { releaseFigures } from '../../app/features/insight/index.ts';
import { keepJoint } from '../../app/features/joint/index.ts';
import { type Other, other, sharedPlace } from '../../app/features/joint/joint.fixture.ts';
import { type Worked, openedCase } from '../case.ts';
import { openCase } from './casework.ts';
import { type Ground, ground, shot } from './ground.ts';
import { atDesk, unlock } from './partner.ts';

let g: Ground;
let c: Worked;
let alder: Other;
let kettle: Other;
let mon: Page;
let alva: Page;
let kurt: Page;
const SHARED = 'Heron Subcontractor C';
const ONLY_KETTLE = 'Heron Subcontractor E';

before(async () => {
  g = await ground('2026-07-06T09:00:00Z');
  const org = (id: string, kind: 'buyer' | 'association', name: string, person: string) =>
    other(g.t, g.o, { id, kind, name, country: 'DE', role: 'analyst', person });
  alder = await org('vouch:alder', 'buyer', 'Alder and Wren', 'Alva');
  kettle = await org('vouch:kettle', 'buyer', 'Kettle Trading', 'Kurt');
  await org('vouch:shore', 'association', 'Gulf Shore Producers', 'Sunan');
  const docket = await sharedPlace(g.t, g.o, [
    { buyer: alder.org, tier: 2 },
    { buyer: kettle.org, tier: 1 },
  ]);
  await sharedPlace(g.t, g.o, [{ buyer: kettle.org, tier: 3 }], 'TH2024001EEEEEE');
  c = await overdue(docket);
  g.t.clock.set('2026-10-20T09:00:00Z');
  await releaseFigures(g.t.world, '2026-10-12');
  await keepJoint(g.t.world);
});
after(() => g.close());

/** Ten workers, one issue, told to the business, and its time long over. */
async function overdue(docket: number): Promise<Worked> {
  const worked = await openedCase(g.t, g.o, 10, { where: [String(docket)] });
  const issueId = await worked.issue('WAG-01');
  await worked.move('consent_pending');
  const [one] = worked.phones;
  assert.ok(one);
  await worked.consent(one, 'given', ['case_handling', 'share_case_without_identity_with_employer', 'share_with_brand']); // prettier-ignore
  await worked.move('consented');
  await worked.desk.done(`${worked.at}/disclosures`, await worked.disclosure(issueId, { understood: true }));
  return worked;
}

/** No barrier that a machine can find, also on a narrow screen, which nothing is wider than. */
async function isOpenToAll(page: Page, name: string): Promise<void> {
  await page.setViewportSize({ width: 360, height: 640 });
  await page.waitForLoadState('networkidle');
  await shot(page, `${name}-narrow`);
  const wide = await page.evaluate(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  );
  assert.ok(Number(wide) <= 0, `${name} is ${String(wide)} px wider than the screen`);
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
    .analyze();
  assert.deepEqual(
    violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 160)).join(' | ')}`),
    [],
    name,
  );
  await page.setViewportSize({ width: 1440, height: 900 });
}

const together = (page: Page) => page.getByRole('link', { name: 'Together', exact: true }).click();
async function openOffer(page: Page): Promise<void> {
  await together(page);
  await page.locator('.list .it', { hasText: 'WAG-01' }).click();
  // A brand needs keys once it takes part in something that is sealed.
  await unlockKeys(page);
  await page.locator('article.detail').waitFor();
}
async function unlockKeys(page: Page): Promise<void> {
  const passphrase = page.locator('input[type=password]');
  await passphrase.or(page.locator('article.detail')).first().waitFor();
  if (!(await passphrase.isVisible())) return;
  while ((await passphrase.inputValue()) === '') await page.waitForTimeout(20);
  await page.getByRole('button', { name: 'Open', exact: true }).click();
}
async function write(page: Page, words: string): Promise<void> {
  await page.getByLabel('Write to everybody you can see here').fill(words);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.locator('.statement.us', { hasText: words }).waitFor();
}
const textOf = async (page: Page): Promise<string> => page.locator('body').innerText();

test('a brand sees its own chain with tiers, and nobody else’s', async () => {
  alva = await atDesk(g, 'Alva');
  await alva.getByRole('link', { name: 'Supply chain' }).click();
  await alva.locator('tr', { hasText: SHARED }).first().waitFor();
  const text = await textOf(alva);
  assert.match(text, /Heron Subcontractor C\s+2/, 'its tier');
  for (const other of [ONLY_KETTLE, 'Heron Plant', 'Kettle']) assert.ok(!text.includes(other), other);
});

test('an issue past its deadline is offered to both brands at once, from the case', async () => {
  mon = await atDesk(g, 'Mon');
  await openCase(mon, `Case ${(await c.see()).case.number}`);
  await mon.getByRole('tab', { name: 'Together' }).click();
  await mon.getByText('Alder and Wren, Kettle Trading').waitFor();
  await shot(mon, 'j6-case');
  await isOpenToAll(mon, 'j6-case');
  await mon.getByRole('button', { name: 'Offer WAG-01', exact: true }).click();
  await mon.getByRole('link', { name: 'Open', exact: true }).click();
  await mon.locator('article.detail').waitFor();
  for (const name of ['Alder and Wren', 'Kettle Trading'])
    await mon.locator('aside li', { hasText: name }).getByText('asked, 20 Oct').waitFor();
});

test('both join one remedy without seeing each other or each other’s suppliers', async () => {
  await openOffer(alva);
  await shot(alva, 'j6-offer');
  await alva.getByRole('button', { name: 'Join', exact: true }).click();
  await alva.getByLabel('Write to everybody you can see here').waitFor();
  kurt = await atDesk(g, 'Kurt');
  await openOffer(kurt);
  await kurt.getByRole('button', { name: 'Join', exact: true }).click();
  await kurt.getByLabel('Write to everybody you can see here').waitFor();
  await write(kurt, 'We buy a third of what this place makes.');
  await kurt.getByRole('button', { name: 'What we did' }).click();
  await kurt.getByRole('combobox', { name: 'What' }).click();
  await kurt.getByRole('option', { name: 'wrote a letter' }).click();
  await kurt.getByLabel('On which day').fill('2026-10-20');
  await kurt.getByRole('button', { name: 'Send', exact: true }).click();
  await kurt.locator('.statement.us', { hasText: 'wrote a letter' }).waitFor();
  await alva.reload();
  await unlockKeys(alva);
  await alva.locator('.statement', { hasText: 'wrote a letter' }).getByText('Another buyer').waitFor();
  await alva.getByText('Not sealed to you').waitFor();
  await shot(alva, 'j6-joined');
  await isOpenToAll(alva, 'j6-joined');
  const text = await textOf(alva);
  for (const secret of ['Kettle', 'Kurt', ONLY_KETTLE, 'third of what', 'Case ']) assert.ok(!text.includes(secret), secret); // prettier-ignore
});

test('they talk through the organisation on the case, which gives out tasks and passes on what it is told', async () => {
  await mon.reload();
  await unlock(mon);
  await mon.getByText('We buy a third of what this place makes.').waitFor();
  await write(mon, 'The workers ask for July to be paid.');
  await mon.getByRole('button', { name: 'Pass on to Alder and Wren' }).first().click();
  await mon.locator('.statement.us', { hasText: 'passed on what was written before' }).waitFor();
  await mon.getByRole('button', { name: 'A task' }).click();
  await mon.getByRole('combobox', { name: 'What' }).click();
  await mon.getByRole('option', { name: 'Talk to the business' }).click();
  await mon.getByRole('combobox', { name: 'Who does it' }).click();
  await mon.getByRole('option', { name: 'Alder and Wren' }).click();
  await mon.getByLabel('Until').fill('2026-12-01');
  await mon.getByRole('button', { name: 'Send', exact: true }).click();
  await mon.getByText('due 1 Dec').waitFor();
  await shot(mon, 'j6-cso');
  await alva.reload();
  await unlockKeys(alva);
  await alva.getByText('The workers ask for July to be paid.').waitFor();
  await alva.getByText('We buy a third of what this place makes.').waitFor();
  await alva.getByText('As Worker Line passed it on').waitFor();
  await alva.getByRole('button', { name: 'Done', exact: true }).click();
  await alva.getByText('done 20 Oct').waitFor();
});

test('names are shown when both agree, and not when one does', async () => {
  await alva.getByRole('button', { name: 'Let us be named' }).click();
  await alva.getByText('Named to buyers that agree too').waitFor();
  assert.ok(!(await textOf(alva)).includes('Kettle'));
  await kurt.getByRole('button', { name: 'Let us be named' }).click();
  await kurt.locator('aside').getByText('Alder and Wren').waitFor();
});

/** Every address below the desk that a brand's screens ask. */
const ROOMS = (jointAt: string): string[] => [
  'together', jointAt, 'together/pace', 'together/pace.csv', 'figures', 'figures.csv', 'evidence', 'licences',
]; // prettier-ignore

test('nasty: line, month and nationality isolate nobody: screen, count, export and interface refuse alike', async () => {
  await alva.getByRole('link', { name: 'Together', exact: true }).click();
  await alva.getByRole('link', { name: 'How your suppliers answer' }).click();
  const row = alva.locator('tr', { hasText: SHARED });
  await row.getByText('2026-Q3').waitFor();
  await shot(alva, 'j6-answering');
  await isOpenToAll(alva, 'j6-answering');
  const [docket, joint] = [c.docket, (await alder.desk.see('together')).rows[0].jointId];
  for (const room of ROOMS(`together/${docket}/${joint}`)) {
    const ask = async (query: string) => {
      const answer = await alva.request.get(`${g.base}/api/v1/desk/${room}${query}`);
      return `${answer.status()} ${await answer.text()}`;
    };
    const plain = await ask('');
    const found = await ask('?line=3&month=2026-07&nationality=MM');
    const nobody = await ask('?line=99&month=1999-01&nationality=AQ');
    assert.equal(found, nobody, `${room}: whether there is such a worker makes a difference`);
    assert.ok(found === plain || found.startsWith('422 '), room);
    const unknown = await ask(`?${randomUUID()}=1`);
    assert.equal(unknown.slice(0, 3), found.slice(0, 3), `${room}: an unknown name is treated otherwise`);
  }
  // The screen itself offers no such choice, and takes none from its own address.
  for (const name of ['Line', 'Nationality', 'Month']) assert.equal(await alva.getByLabel(name, { exact: true }).count(), 0); // prettier-ignore
  const before = await row.innerText();
  await alva.goto(`${g.base}/desk/together/answering?line=3&month=2026-07&nationality=MM`);
  await unlock(alva);
  await row.waitFor();
  assert.equal(await row.innerText(), before);
});

test('the association sees sectors and no workplace, and nothing of who works together', async () => {
  const sunan = await atDesk(g, 'Sunan');
  await sunan.getByRole('link', { name: 'Figures', exact: true }).click();
  await sunan.locator('h1').waitFor();
  await sunan.waitForLoadState('networkidle');
  const figures = await textOf(sunan);
  await shot(sunan, 'j6-association-figures');
  await together(sunan);
  await sunan.getByRole('link', { name: 'Sectors by quarter' }).click();
  await sunan.getByText('2026-Q3').waitFor();
  await shot(sunan, 'j6-association');
  const text = figures + (await textOf(sunan));
  for (const secret of ['Heron', 'Alder', 'Kettle', 'Subcontractor'])
    assert.ok(!text.includes(secret), secret);
  // One place with enough workers in the sector is that place: too few.
  assert.match(text, /electronics\s+2026-Q3\s+too few/);
  assert.deepEqual(g.faults, []);
});
