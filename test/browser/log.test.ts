// `/ledger/` on a phone and on a wide screen, and the desk's quiet line: in order, below its quorum, standing still.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import { TestCosigner } from '../../app/features/log/cosigner.fixture.ts';
import { Publisher, Sequencer, logKey, policyText } from '../../app/features/log/index.ts';
import { vkeyOf } from '../../ledger/index.ts';
import { DESKTOP, type Ground, PHONE, ground, shot } from './ground.ts';
import { atDesk } from './partner.ts';

let g: Ground;
let all: TestCosigner[] = [];
const asked = () => all.map((c) => c.at);

before(async () => {
  g = await ground(undefined, () => policyText(g.t.world, asked()));
  const logs = () => [vkeyOf(logKey(g.t.world)).vkey];
  const names = ['homeward-circle', 'himal-migrant-union', 'alder-and-wren', 'labour-office'];
  all = await Promise.all(names.map((name) => new TestCosigner(name, logs).start()));
});
after(async () => {
  for (const c of all) await c.stop();
  await g.close();
});

async function epoch(): Promise<void> {
  g.t.clock.forward(10);
  await new Sequencer(g.t.world).close(g.t.clock.now());
  await new Publisher(g.t.world, asked()).publish().catch(() => {});
}

const MOODS = [
  ['in order', () => {}, /^In order\. Enough of those who must sign/],
  [
    'below its quorum',
    () => all.slice(0, 2).forEach((c) => (c.mood = 'refuses')),
    /^Below its quorum since \d{4}/,
  ],
  ['standing still', () => all.forEach((c) => (c.mood = 'says-more')), /^The log stands still since \d{4}/],
] as const;

test('the page says how the log is, who signed and who didn’t, and holds the policy to copy; the desk says it quietly', async () => {
  const wide = await (await g.visitor(DESKTOP)).newPage();
  const small = await (await g.visitor(PHONE)).newPage();
  const desk = await atDesk(g, 'Mon');
  for (const [mood, change, says] of MOODS) {
    change();
    await epoch();
    for (const [page, name] of [
      [wide, 'wide'],
      [small, 'phone'],
    ] as const) {
      await page.goto(`${g.base}/ledger/`);
      assert.match(await page.locator('.say').innerText(), says);
      const sideways = await page.evaluate<number>(
        'document.documentElement.scrollWidth - window.innerWidth',
      );
      assert.ok(sideways <= 0, `${mood}: the page scrolls sideways by ${sideways}`);
      await shot(page, `ledger-${mood.replaceAll(' ', '-')}-${name}`);
    }
    assert.equal(await wide.locator('tbody tr').count(), 4);
    assert.equal(await wide.locator('pre').first().innerText(), policyText(g.t.world, asked()));
    const found = await new AxeBuilder({ page: wide }).analyze();
    assert.deepEqual(
      found.violations.map((v) => `${v.id} ${v.nodes[0]?.html}`),
      [],
    );
    await desk.reload();
    const { unlock } = await import('./partner.ts');
    await unlock(desk);
    await desk.locator('main#view').waitFor();
    const line = desk.locator('.logstate');
    if (mood === 'in order') assert.equal(await line.count(), 0);
    else {
      await line.waitFor();
      assert.match(
        await line.innerText(),
        mood === 'standing still' ? /stands still since/ : /too few witnesses/,
      );
      assert.match(await line.innerText(), /Reports are taken and nothing is lost/);
    }
    await shot(desk, `desk-log-${mood.replaceAll(' ', '-')}`);
  }
  const rows = await wide.locator('tbody tr').allInnerTexts();
  assert.match(rows[0] ?? '', /homeward-circle.*witness.*has seen \d+ entries of this log, here are/s);
  assert.deepEqual(g.faults, []);
});
