// Evidence from the desk: a buyer's chain, a line's workplaces, a connection that breaks, a reader who changes her mind.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import test, { after, before } from 'node:test';
import type { Download, Page } from 'playwright-core';
import { unzipSync } from 'fflate';
import { buildAll } from '../../app/build.ts';
import { parseIndex } from '../../app/features/evidence/archive.ts';
import {
  type Network,
  aQuarter,
  cosign,
  network,
  verdictOf,
} from '../../app/features/evidence/evidence.fixture.ts';
import { record } from '../../app/features/record/index.ts';
import { launch } from './chromium.ts';
import { DESKTOP, shot } from './ground.ts';
import { unlock } from './partner.ts';

let n: Network;
let base: string;
let browser: Awaited<ReturnType<typeof launch>>;
before(async () => {
  n = await network('2026-07-20T09:00:00Z', await buildAll());
  await aQuarter(n);
  await cosign(n);
  await n.t.app.listen({ host: 'localhost', port: 0 });
  base = `http://localhost:${(n.t.app.server.address() as AddressInfo).port}`;
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await n?.close();
});

async function atEvidence(name: string): Promise<Page> {
  const page = await (await browser.visitor({ ...DESKTOP, acceptDownloads: true })).newPage();
  page.setDefaultTimeout(30_000);
  await page.goto(`${base}/desk`);
  await page.locator('button.person', { hasText: name }).click();
  await unlock(page);
  await page.getByRole('link', { name: 'Evidence' }).click();
  await page.getByRole('heading', { name: 'Evidence', level: 1 }).waitFor();
  return page;
}

async function bytesOf(download: Download): Promise<Buffer> {
  const path = await download.path();
  return readFileSync(path);
}

test('a buyer is told what it gets and what not, fetches its chain, and what it got can be checked', async () => {
  const page = await atEvidence('Nils');
  await page.getByText('You do not get').waitFor();
  await shot(page, 'evidence-buyer');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Fetch all in one archive' }).click(),
  ]);
  assert.equal(download.suggestedFilename(), 'chain-2026-Q3.vouch.zip');
  const files = unzipSync(await bytesOf(download));
  const index = parseIndex(Buffer.from(files['index.json'] ?? []).toString());
  const { busy, few, empty } = n.places;
  assert.deepEqual(index?.dockets.map((d) => [d.docket, 'nothing' in d]), [[busy, false], [few, true], [empty, true]]); // prettier-ignore
  const text = Buffer.from(files[`docket-${busy}.vouch.jsonl`] ?? []).toString();
  assert.deepEqual((await verdictOf(n, text)).reasons, []);
  await page.getByRole('link', { name: 'Check a file' }).waitFor();
  await page.getByText('choose 2026-09-30T18:00:00Z').waitFor();
  await shot(page, 'evidence-buyer-saved');
});

test('a place with too few, one where nobody spoke: the same words, nothing saved', async () => {
  const page = await atEvidence('Nils');
  const said: string[] = [];
  for (const name of ['Heron Plant Two', 'Plant Empty']) {
    const row = page.locator('.evplaces .pickrow', { hasText: name });
    await row.getByRole('button', { name: 'Fetch' }).click();
    said.push(await row.getByRole('alert').innerText());
  }
  assert.equal(new Set(said).size, 1);
  assert.match(said[0] ?? '', /no bundle for you here/);
  await shot(page, 'evidence-nothing');
});

test('the line on the case works it by keyboard; a connection that breaks, and a stop, leave nothing behind', async () => {
  const page = await atEvidence('Aye');
  const downloads: string[] = [];
  page.on('download', (d) => downloads.push(d.suggestedFilename()));
  const fetch = page.locator('.evplaces .pickrow', { hasText: 'Heron Plant One' }).getByRole('button', { name: 'Fetch' }); // prettier-ignore
  await fetch.focus();
  const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
  const verdict = await verdictOf(n, (await bytesOf(download)).toString());
  assert.deepEqual([verdict.unaltered, verdict.complete, verdict.counts.disclosed], [true, true, 13]);
  await shot(page, 'evidence-case-saved');

  // Long enough that it is read in several pieces; the last ones can't be opened, so the server breaks off.
  await n.t.world.app.write({ org: n.o.org, kind: 'cso' }, async (tx) => {
    const one = { docketId: n.places.few, kind: 'issue', by: n.o.org, csoOrg: n.o.org, at: n.t.clock.now() };
    for (let i = 0; i < 3000; i++) await record(tx, n.t.world, { ...one, fields: { code: 'WAG-01' } });
  });
  await n.t.closeEpoch();
  const last = 'select commitment from statement where docket_id = $1 and commitment = (select decode(substr(line, 11, 64), \'hex\') from docket_leaf where docket_id = $1 and leaf = 2900)'; // prettier-ignore
  await n.admin.query(
    `delete from record_secret where statement_id in (select statement_id from statement where commitment in (${last}))`,
    [n.places.few],
  );
  const row = page.locator('.evplaces .pickrow', { hasText: 'Heron Plant Two' });
  await row.getByRole('button', { name: 'Fetch' }).click();
  assert.match(await row.getByRole('alert').innerText(), /connection broke before the end/);
  await shot(page, 'evidence-broken');

  // A server that stands still: the reader stops.
  await page.route('**/evidence/archive', () => {});
  await page.getByRole('button', { name: 'Fetch all in one archive' }).click();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByText('Stopped. Nothing was kept.').waitFor();
  assert.deepEqual(downloads.length, 1);
});
