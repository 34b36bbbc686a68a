// What a reader does on the verifier's page once there is a verdict: counts, lines, other inputs, long files.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import AxeBuilder from '@axe-core/playwright';
import { LONG_CLOSED, LONG_POLICY, longBundle } from './long-bundle.ts';
import { Reader, VECTORS, bundleFile, bundleText } from './verify-page.ts';

let reader: Reader;
before(async () => {
  reader = await Reader.open(readFileSync(`${VECTORS}policy`, 'utf8'));
});
after(() => reader.close());

const sum = (numbers: readonly string[]): number => numbers.map(Number).reduce((a, b) => a + b);

test('before a file there is no verdict; a file alone gets none either: somebody must be trusted, and nobody is preset', async () => {
  assert.deepEqual(await reader.words('.word'), []);
  await reader.choose(bundleFile('good-full'));
  assert.deepEqual(await reader.words('.word'), []);
  assert.match((await reader.words('.said')).join(), /whom you trust/);
});

test('the site’s own policy is a choice that says what it is worth, and the verdict repeats it', async () => {
  assert.match((await reader.words('.card1.site')).join(), /against the operator it proves nothing/);
  await reader.page.locator('.card1.site input').check();
  await reader.page.locator('.vd').waitFor();
  assert.deepEqual(await reader.answered(), { unaltered: 'yes', complete: 'yes', reasons: [] });
  assert.match((await reader.words('.judged')).join(), /site’s own policy/);
  assert.match((await reader.words('.trusted')).join(), /3 of 4 \(w\) and 1 of 2 \(a\)/);
  await reader.trust(`${VECTORS}policy`);
  assert.match((await reader.words('.judged')).join(), /the policy that you chose/);
  assert.equal(await reader.page.locator('.card1.site input').isChecked(), false);
});

test('a yes says what it does not say', async () => {
  const words = (await reader.words('.vd .not1')).join(' ');
  assert.match(words, /does not say that what was stated is true/);
  assert.match(words, /does not say that everything that happened was reported/);
});

test('the counts: a strip in words too, a table in which each statement is once, marks, kinds', async () => {
  assert.equal(sum(await reader.words('.vr .n1')), 11);
  assert.equal(await reader.page.locator('.vr .marks rect').count(), 11);
  const label = (await reader.page.locator('.strip').getAttribute('aria-label')) ?? '';
  assert.match(
    label,
    /^11 statements in this file\. Shown .*: 5\. Withheld by the operator \(no licence.*: 1\./,
  );
  assert.equal(await reader.page.locator('.strip rect').count(), 7);
  await reader.page.locator('.kinds summary').click();
  assert.equal(await reader.page.locator('.kinds tbody tr').count(), 4);
});

test('who signed, and when', async () => {
  await reader.page.locator('.facts summary').click();
  assert.match((await reader.words('.facts')).join(), /4 of 4 witnesses, 2 of 2 auditors/);
  assert.match((await reader.words('.signers li')).join('\n'), /^a1, auditor: 2 Jan 2026/m);
});

test('a row of the table lists its lines; a line opens with fields, hidden names and what its state means', async () => {
  await reader.page.getByRole('button', { name: /Show the lines: Shown/ }).click();
  assert.equal(await reader.page.locator('.row1').count(), 5);
  await reader.page.locator('.row1').first().click();
  await reader.page.locator('.in1').waitFor();
  assert.match((await reader.words('.in1')).join(), /ค่าแรงเดือนธันวาคมยังไม่จ่าย/);
  await reader.page.getByRole('button', { name: /Show the lines: Withheld by the operator/ }).click();
  await reader.page.locator('.row1').first().click();
  await reader.page.getByText('Nobody has given a licence').waitFor();
  const withheld = (await reader.words('.in1')).join();
  assert.match(withheld, /Nobody has given a licence to show this to you/);
  assert.match(withheld, /hidden/);
  await reader.page.getByRole('button', { name: /Show the lines: Erased by the worker/ }).click();
  await reader.page.locator('.row1').first().click();
  await reader.page.getByText('The worker had it erased').waitFor();
  assert.match(
    (await reader.words('.in1')).join(),
    /What it said is gone[\s\S]*worker’s signature stands here/,
  );
});

test('by keyboard alone: move, open, go to the line that a control line speaks of', async () => {
  const { page } = reader;
  await page.getByLabel('State', { exact: true }).selectOption('control');
  await page.getByRole('listbox').focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  // The line that was open before stays until this one is read.
  await page.locator('.in1 h3', { hasText: /^Line \d+: control line/ }).waitFor();
  await page.locator('.in1 h3:focus').waitFor();
  const named = await page.locator('.in1 .lk').innerText();
  await page.locator('.in1 .lk').press('Enter');
  await page.getByRole('heading', { name: `L${named.slice(1)}:` }).waitFor();
  await page.getByLabel('State', { exact: true }).selectOption('');
});

test('words are found in what is shown, not in hashes; nothing found is said', async () => {
  const { page } = reader;
  const find = async (words: string): Promise<string> => {
    await page.getByRole('searchbox').fill(words);
    await page.getByRole('button', { name: 'Find', exact: true }).click();
    await page.locator('.lines1 [role=status]', { hasText: /\d/ }).waitFor();
    return page.locator('.lines1 [role=status]').innerText();
  };
  assert.match(await find('ธันวาคม'), /^1 of 14 lines/);
  assert.match(await find('no such words'), /^0 of 14 lines/);
  await page.getByRole('searchbox').fill('');
  await page.locator('.lines1 [role=status]', { hasText: 'All 14 lines' }).waitFor();
});

test('a fault is marked on its line, explained there, and can be listed alone', async () => {
  await reader.choose(bundleFile('opening-mismatch'));
  await reader.page.getByLabel('only lines with a fault').check();
  assert.deepEqual(await reader.words('.row1 .rs'), ['opening-mismatch']);
  await reader.page.locator('.row1').click();
  await reader.page.locator('.in1').waitFor();
  assert.match((await reader.words('.in1 .note1')).join(), /not those that were put on record/);
});

test('lines that are missing are drawn and counted', async () => {
  await reader.choose(bundleFile('count-mismatch'));
  assert.match(
    (await reader.words('.why')).join(),
    /The record holds 14 lines for this docket, the file 12\./,
  );
  assert.match((await reader.words('.vr')).join(), /2\s+Missing/);
});

test('a receipt, an older bundle, a policy of one’s own, another day', async () => {
  await reader.choose(bundleFile('good-full'));
  await reader.add('receipt', `${VECTORS}receipts/broken`);
  assert.match((await reader.words('.said')).join(), /BROKEN/);
  await reader.remove('receipt');
  assert.deepEqual(await reader.words('.said'), []);
  await reader.add('older bundle', bundleFile('good-epoch2'));
  assert.deepEqual(await reader.answered(), { unaltered: 'yes', complete: 'yes', reasons: [] });
  await reader.trust(`${VECTORS}policy-unaudited`);
  assert.deepEqual((await reader.answered()).reasons, ['unaudited']);
  await reader.add('older bundle', bundleFile('root-mismatch'));
  assert.match((await reader.words('.said')).join(), /No verdict: the older bundle is itself not valid/);
  await reader.remove('older bundle');
  await reader.trust(bundleFile('good-full'));
  assert.match((await reader.words('.said')).join(), /No verdict: that is not a policy/);
  await reader.trust(`${VECTORS}policy`);
  await reader.page.getByLabel('Judge as of').fill('2026-01-06T06:00:00');
  await reader.page.getByLabel('Judge as of').blur();
  await reader.page.locator('.why .rs', { hasText: 'stale-checkpoint' }).waitFor();
  assert.match((await reader.words('.why')).join(), /4 days old/);
  await reader.page.getByLabel('Judge as of').fill('');
  await reader.page.getByLabel('Judge as of').blur();
  await reader.page.locator('.why').waitFor({ state: 'detached' });
});

test('what a bundle says is shown as text, never run', async () => {
  const evil = bundleText('good-full').replace('ค่าแรงเดือนธันวาคมยังไม่จ่าย', '<img src=x onerror=alert(1)>');
  await reader.choose(reader.write('evil.vouch.jsonl', evil));
  await reader.page.locator('.row1').first().click();
  await reader.page.getByText('<img src=x onerror=alert(1)>').waitFor();
  assert.equal(await reader.page.locator('.answer img').count(), 0);
});

test('nobody who uses it without a mouse or with a screen reader is kept out', async () => {
  await reader.choose(bundleFile('good-full'));
  await reader.page.locator('.row1').first().click();
  await reader.page.locator('.in1').waitFor();
  for (const name of ['good-full', 'root-mismatch']) {
    await reader.choose(bundleFile(name));
    const { violations } = await new AxeBuilder({ page: reader.page }).analyze();
    assert.deepEqual(
      violations.map(({ id, nodes }) => `${id} ${nodes.map(({ html }) => html).join()}`),
      [],
    );
  }
});

test('a long file: read beside the page, listed to its last line, found in, stopped, and a new one takes its place', async () => {
  const { page } = reader;
  const path = reader.write('long.vouch.jsonl', await longBundle(50_000));
  await reader.at(LONG_CLOSED);
  await reader.trust(reader.write('long.policy', LONG_POLICY));
  // A page that is busy itself could not count its own frames.
  await page.evaluate('var frames1 = 0; (function tick() { frames1++; requestAnimationFrame(tick); })()');
  await page.setInputFiles('.drop input', path);
  await page.locator('.busy:not([hidden])').waitFor();
  assert.match((await reader.words('.drop')).join(), /\d+ % read/);
  await page.locator('.answer[aria-busy=false]').waitFor({ state: 'attached', timeout: 60_000 });
  assert.deepEqual(await reader.answered(), { unaltered: 'yes', complete: 'yes', reasons: [] });
  assert.ok(Number(await page.evaluate('frames1')) > 5, 'the page stood still');
  assert.equal(await page.locator('.vr .marks').count(), 0);
  assert.ok((await page.locator('.row1').count()) < 40, 'only what is seen is built');
  await page.getByRole('listbox').focus();
  await page.keyboard.press('End');
  await page.getByRole('heading', { name: 'Line 49999: report' }).waitFor();
  await page.getByRole('searchbox').fill('ferry');
  await page.getByRole('button', { name: 'Find', exact: true }).click();
  await page.locator('.lines1 [role=status]', { hasText: '1 of 50,000 lines' }).waitFor();
  assert.match((await reader.words('.row1')).join(), /777/);

  await page.setInputFiles('.drop input', path);
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.locator('.answer[aria-busy=false]').waitFor({ state: 'attached' });
  assert.match((await reader.words('.said')).join(), /Stopped\. No verdict/);
  await page.setInputFiles('.drop input', path);
  await reader.choose(reader.write('short.vouch.jsonl', await longBundle(3)));
  assert.equal(sum(await reader.words('.vr .n1')), 3);
});

test('where a browser starts no worker, the page reads by itself, and says the same', async () => {
  await reader.page.addInitScript('delete globalThis.Worker');
  await reader.at('2026-01-02T07:00:00Z');
  await reader.page.reload();
  await reader.trust(`${VECTORS}policy`);
  await reader.choose(bundleFile('good-full'));
  assert.deepEqual(await reader.answered(), { unaltered: 'yes', complete: 'yes', reasons: [] });
  await reader.choose(bundleFile('move-unproven'));
  assert.deepEqual(await reader.answered(), {
    unaltered: 'yes',
    complete: 'no',
    reasons: ['move-unproven'],
  });
});

test('on a phone nothing is wider than the screen, before and after an answer', async () => {
  const { page } = reader;
  await page.setViewportSize({ width: 360, height: 740 });
  const wide = () => page.evaluate('document.documentElement.scrollWidth - innerWidth');
  for (const name of ['good-full', 'count-mismatch', 'bad-malformed-cut']) {
    await reader.choose(bundleFile(name));
    if (name === 'good-full') {
      await page.locator('.row1').nth(2).click();
      await page.locator('.in1').waitFor();
    }
    assert.ok(Number(await wide()) <= 0, name);
  }
});

test('it asked for nothing but itself, may not ask for more, and made no error', async () => {
  const { page, requests, faults } = reader;
  assert.ok(requests.length > 0 && requests.every((url) => /^(file|blob):/.test(url)), requests.join());
  assert.deepEqual(faults, []);
  const reached = await page.evaluate(() =>
    fetch('https://example.com/').then(
      () => 'reached',
      () => 'refused',
    ),
  );
  assert.equal(reached, 'refused');
  assert.match(faults.join(), /Content Security Policy/);
  const csp = await page.locator('meta[http-equiv]').getAttribute('content');
  assert.match(csp ?? '', /^default-src 'none'; /);
  assert.doesNotMatch(csp ?? '', /connect-src|img-src|https?:/);
  assert.ok(page.url().startsWith(pathToFileURL(reader.folder).href));
});
