import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { logKey } from '../../app/features/log/index.ts';
import { makeDocketBundle } from '../../app/features/evidence/index.ts';
import { isRefusal } from '../../app/features/refusal.ts';
import { keepRights } from '../../app/features/rights/index.ts';
import { parsePolicy, verifyBundle, vkeyOf } from '../../ledger/index.ts';
import { type Ground, PHONE, ground, shot } from './ground.ts';
import { atDesk, unlock } from './partner.ts';
import { formOf, openThread, reportByScript } from './worker.ts';

let g: Ground;
before(async () => {
  g = await ground();
});
after(() => g.close());

const FIRST = 'They keep our passports in the office.';
const WRONG = 'It was Daw Hla who told me.';

/** An epoch is published, and the machine goes on. */
async function onward(): Promise<void> {
  await keepRights(g.t.world);
  g.t.clock.forward(10);
  await g.t.closeEpoch();
  await keepRights(g.t.world);
}

async function counts(docketId: number) {
  const made = await makeDocketBundle(g.t.world, { docketId, org: g.o.org, kind: 'cso', role: 'lead' });
  assert.ok(!isRefusal(made), JSON.stringify(made));
  const lines: Uint8Array[] = [];
  for await (const line of made) lines.push(Buffer.from(line));
  const policy = parsePolicy(
    `log ${vkeyOf(logKey(g.t.world)).vkey}\n# epoch ${g.t.world.config.epochSeconds}\nquorum none\n`,
  );
  assert.ok(typeof policy !== 'string');
  const verdict = await verifyBundle(lines, { policy, at: g.t.clock.now().getTime() / 1000 });
  assert.ok('unaltered' in verdict, JSON.stringify(verdict));
  assert.equal(verdict.unaltered, true, verdict.reasons.join());
  assert.deepEqual(verdict.reasons.filter((r) => !['unaudited', 'stale-checkpoint'].includes(r)), []); // prettier-ignore
  return verdict.counts;
}

/** Opens the details in which a wish is asked for a second time, and presses the button inside. */
async function sure(phone: Page, act: string, nth: 'first' | 'last' = 'first'): Promise<void> {
  const form = formOf(phone, act)[nth]();
  await phone.locator('details', { has: form }).last().locator('summary').click();
  await form.locator('button').click();
  await phone.locator('[role=status]').waitFor();
}

test('a worker erases one message, says where it really was, then erases everything; the desk and the proof show it', async () => {
  const phone = await (await g.visitor(PHONE)).newPage();
  const photo = await sharp({ create: { width: 600, height: 400, channels: 3, background: '#456' } }).jpeg().toBuffer(); // prettier-ignore
  const code = await reportByScript(phone, g.base, { language: 'en', categories: ['DOC'], place: 'Plant One', words: FIRST, photo, danger: 'P2' }); // prettier-ignore
  await openThread(phone, g.base, { code, language: 'en' });
  await formOf(phone, 'reply').locator('textarea').fill(WRONG);
  await formOf(phone, 'reply').locator('button').click();
  await phone.locator('.msg.me', { hasText: WRONG }).waitFor();
  await onward();

  await phone.locator('.msg.me', { hasText: WRONG }).locator('summary').click();
  await shot(phone, 'rights-one-ask');
  await phone.locator('.msg.me', { hasText: WRONG }).locator('form button').click();
  await phone.getByText('This is being erased. Nobody reads it any more.').waitFor();
  await shot(phone, 'rights-one-going');
  await onward();
  await openThread(phone, g.base, { code, language: 'en' });
  await phone.locator('.msg.gone').waitFor();
  assert.equal(await phone.getByText(WRONG).count(), 0);
  assert.equal(await phone.getByText(FIRST).count(), 1);
  await shot(phone, 'rights-one-gone');
  const docket = g.o.workplaces[0] ?? 0;
  assert.deepEqual((await counts(docket)).erased, { by_worker: 1, unsigned: 0 });

  const desk = await atDesk(g, 'Mon');
  await desk.locator('.list .it', { hasText: 'passports' }).click();
  await desk.getByText(/^Erased on /).waitFor();
  assert.equal(await desk.getByText(WRONG).count(), 0);
  await desk.getByRole('button', { name: 'Another workplace?' }).click();
  await desk.getByRole('dialog').getByRole('searchbox').fill('Plant Two');
  await desk.getByRole('dialog').locator('.pickrow').click();
  await desk.getByRole('dialog').waitFor({ state: 'detached' });
  await shot(desk, 'rights-desk-thread');
  await desk.getByRole('link', { name: 'Rights', exact: true }).click();
  await desk.getByText('Asked; the worker has not answered.').waitFor();
  await shot(desk, 'rights-desk');

  await openThread(phone, g.base, { code, language: 'en' });
  await phone.getByText('You said it happened at Heron Plant One. Was it at Heron Plant Two?').waitFor();
  await phone.locator('[data-move]').scrollIntoViewIfNeeded();
  await shot(phone, 'rights-move');
  await formOf(phone, 'move_yes').locator('button').click();
  await phone.getByText('You said that it was at Heron Plant Two.').waitFor();
  await onward();
  assert.equal(
    (await counts(docket)).moved,
    2,
    'the report and the wish; what was erased stays where it was',
  );

  await sure(phone, 'erase_all');
  await phone.getByText('Everything here is being erased.').waitFor();
  assert.equal(await formOf(phone, 'reply').count(), 0);
  await shot(phone, 'rights-all-going');
  await onward();
  await onward();
  for (const language of ['en', 'my', 'th']) {
    await phone.goto(`${g.base}/w/open?l=${language}`);
    await phone.locator('input[name=code]').fill(code);
    await phone.locator('footer .btn').click();
    await phone.locator('[data-gone]').waitFor({ timeout: 30_000 });
    await shot(phone, `rights-all-gone-${language}`);
  }
  assert.equal(await phone.getByText(FIRST).count(), 0);
  const after = await counts(docket);
  assert.deepEqual([after.disclosed, after.moved], [0, 0]);
  assert.ok(after.erased.by_worker >= 3);
  const there = await counts(g.o.workplaces[1] ?? 0);
  assert.ok(there.erased.by_worker >= 3, 'the report, the first wish, the last wish');

  await desk.reload();
  await unlock(desk);
  await desk.getByText('Erased, and the worker is told.').first().waitFor();
  await shot(desk, 'rights-desk-after');
  await desk.getByRole('link', { name: 'Inbox', exact: true }).click();
  await desk.locator('.list').waitFor();
  assert.equal(await desk.locator('.list .it').count(), 0);
});

test('without script the same wish is signed by the server from the code that was typed, and its page says that it is gone', async () => {
  const script = await (await g.visitor(PHONE)).newPage();
  const code = await reportByScript(script, g.base, { language: 'en', categories: ['WAG'], place: 'Plant Two', words: 'No pay since May.', danger: 'P3' }); // prettier-ignore
  await onward();
  const plain = await (await g.visitor({ ...PHONE, javaScriptEnabled: false })).newPage();
  await openThread(plain, g.base, { code, language: 'en' });
  const before = (await counts(g.o.workplaces[1] ?? 0)).erased.by_worker;
  const form = formOf(plain, 'erase_all');
  await plain.locator('details', { has: form }).last().locator('summary').click();
  await form.locator('button').click();
  await plain.getByText('Everything here is being erased.').waitFor();
  await onward();
  await plain.goto(`${g.base}/w/open?l=en`);
  await plain.locator('input[name=code]').fill(code);
  await plain.locator('footer .btn').click();
  await plain.locator('[data-gone]').waitFor({ timeout: 30_000 });
  assert.equal((await counts(g.o.workplaces[1] ?? 0)).erased.by_worker, before + 2);
});

test('a colleague asks, the lead agrees, and one alone can do nothing', async () => {
  const phone = await (await g.visitor(PHONE)).newPage();
  const code = await reportByScript(phone, g.base, { language: 'en', categories: ['WAG'], place: 'Plant One', words: 'They cut the hours.', danger: 'P2' }); // prettier-ignore
  await onward();
  const mon = await atDesk(g, 'Mon');
  await mon.locator('.list .it', { hasText: 'cut the hours' }).click();
  await mon.getByRole('button', { name: 'Ask to erase' }).click();
  await shot(mon, 'rights-desk-ask');
  await mon.getByRole('dialog').getByRole('button', { name: 'Ask a colleague to agree' }).click();
  await mon.getByRole('dialog').waitFor({ state: 'detached' });
  await mon.getByRole('link', { name: 'Rights', exact: true }).click();
  assert.ok(await mon.getByRole('button', { name: 'Agree', exact: true }).first().isDisabled());
  const aye = await atDesk(g, 'Aye');
  await aye.getByRole('link', { name: 'Rights', exact: true }).click();
  await aye.getByRole('button', { name: 'Agree', exact: true }).click();
  await aye.getByText('It goes into the next epoch.').waitFor();
  await aye.getByRole('button', { name: 'Propose' }).click();
  await aye.getByText('24 months after a case is closed.').waitFor();
  await shot(aye, 'rights-desk-lead');
  await onward();
  await onward();
  await phone.goto(`${g.base}/w/open?l=en`);
  await phone.locator('input[name=code]').fill(code);
  await phone.locator('footer .btn').click();
  await phone.locator('[data-gone]').waitFor({ timeout: 30_000 });
  const nils = await atDesk(g, 'Nils');
  await nils.getByRole('link', { name: 'Rights', exact: true }).click();
  await nils.getByText('Nothing to delete.').waitFor();
  assert.equal(await nils.getByText('How long words stay').count(), 0);
  assert.deepEqual(g.faults, []);
});
