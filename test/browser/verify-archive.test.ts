// Archives of many dockets on the verifier's page.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { strToU8, zipSync } from 'fflate';
import { type ArchiveIndex, type ListedDocket, indexText } from '../../app/features/evidence/archive.ts';
import { parsePolicy, verifyBundle } from '../../ledger/index.ts';
import { Reader, VECTORS, bundleText } from './verify-page.ts';

let reader: Reader;
before(async () => {
  reader = await Reader.open();
  await reader.trust(`${VECTORS}policy`);
});
after(() => reader.close());

/** An archive as Vouch makes it: `says` may let the index say something else than what is in it. */
async function archived(
  bundles: Record<string, string>,
  level: 0 | 6,
  says: (index: ArchiveIndex) => ArchiveIndex = (index) => index,
): Promise<Uint8Array> {
  const policy = parsePolicy(readFileSync(`${VECTORS}policy`, 'utf8'));
  assert.ok(typeof policy !== 'string');
  const listed: ListedDocket[] = [];
  for (const [file, text] of Object.entries(bundles)) {
    const verdict = await verifyBundle([strToU8(text)], {
      policy,
      at: Date.parse('2026-01-02T07:00:00Z') / 1000,
    });
    assert.ok('counts' in verdict);
    const sha256 = createHash('sha256').update(text).digest('hex');
    const lines = text.split('\n').length - 1;
    listed.push({
      docket: Number(/\d+/.exec(file)),
      file,
      sha256,
      bytes: strToU8(text).length,
      lines,
      counts: verdict.counts,
    });
  }
  const index: ArchiveIndex = {
    vouch_archive: 1,
    origin: 'seed1.vouch.example/vouch/1',
    asked: { for: 'organisation vouch:ministry', kind: 'regulator', dockets: [0, 7, 9] },
    epoch: { number: 4, closed: '2026-01-02T06:00:00Z' },
    dockets: [...listed, { docket: 9, nothing: true }],
  };
  const files = Object.entries(bundles).map(([name, text]): [string, Uint8Array] => [name, strToU8(text)]);
  return zipSync(Object.fromEntries([...files, ['index.json', strToU8(indexText(says(index)))]]), { level });
}
/** Two dockets of the known answers' main log, as of one epoch. */
const CHAIN = {
  'docket-0.vouch.jsonl': bundleText('good-full'),
  'docket-7.vouch.jsonl': bundleText('good-empty'),
};

test('an archive: each docket by itself, packed or not; a row opens its docket, and there is a way back', async () => {
  for (const level of [0, 6] as const) {
    await reader.choose(reader.write('chain.vouch.zip', await archived(CHAIN, level)));
    assert.deepEqual(await reader.answered(), { unaltered: 'yes', complete: 'yes', reasons: [] });
    assert.equal(await reader.page.locator('.arch tbody tr').count(), 2);
    assert.deepEqual(await reader.words('.said'), []);
    assert.match(
      (await reader.words('.asked1')).join(),
      /organisation vouch:ministry[\s\S]*1 docket there is nothing here \(9\)/,
    );
    await reader.page.locator('.arch .lk').first().click();
    await reader.page.locator('.counts').waitFor();
    await reader.page.locator('.row1').first().click();
    await reader.page.getByText('ค่าแรงเดือนธันวาคมยังไม่จ่าย').waitFor();
    await reader.page.getByRole('button', { name: 'Back to the archive' }).click();
    await reader.page.locator('.arch').waitFor();
  }
});

test('an archive with a bad docket, a missing one, another index, a torn stream: no to both, and which and why', async () => {
  const no = async (name: string, zip: Uint8Array): Promise<string> => {
    await reader.choose(reader.write(`${name}.vouch.zip`, zip));
    const { unaltered, complete } = await reader.answered();
    assert.deepEqual([unaltered, complete], ['no', 'no'], name);
    return (await reader.words('.answer')).join();
  };
  const bad = await no(
    'bad',
    await archived({ ...CHAIN, 'docket-0.vouch.jsonl': bundleText('root-mismatch') }, 6),
  );
  assert.match(bad, /1 of 2 dockets in this archive/);
  assert.match(bad, /no\s+no\s+11\s+root-mismatch/);
  const swap = (index: ArchiveIndex, change: (one: ListedDocket) => ListedDocket): ArchiveIndex => ({
    ...index,
    dockets: index.dockets.map(change),
  });
  const gone = await archived(CHAIN, 6, (index) => ({
    ...index,
    dockets: [
      ...index.dockets.slice(0, 2),
      { ...index.dockets[0], docket: 5, file: 'docket-5.vouch.jsonl' } as ListedDocket,
    ].sort((a, b) => a.docket - b.docket),
  }));
  assert.match(await no('gone', gone), /docket-5\.vouch\.jsonl[\s\S]*in the index and not in the archive/);
  const other = await archived(CHAIN, 6, (index) =>
    swap(index, (one) => ('nothing' in one || one.docket !== 0 ? one : { ...one, sha256: '0'.repeat(64) })),
  );
  assert.match(await no('other', other), /not the file that the index names/);
  const fewer = await archived(CHAIN, 6, (index) => ({
    ...index,
    dockets: index.dockets.filter((one) => one.docket === 0),
  }));
  assert.match(await no('fewer', fewer), /in the archive and not in its index/);
  const torn = Buffer.from(await archived(CHAIN, 6));
  torn.fill(0xff, 200, 400);
  await no('torn', torn);
  await no('cut', Buffer.from(await archived(CHAIN, 0)).subarray(0, -30));
});
