import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import test, { after, before } from 'node:test';
import { unzipSync, zipSync } from 'fflate';
import { parseTime, verifyBundle } from '../../../ledger/index.ts';
import { isRefusal } from '../refusal.ts';
import { makeArchive } from './archive.actions.ts';
import { type ArchiveVerdict, indexText, parseIndex, verifyArchive } from './archive.ts';
import { type Network, aQuarter, cosign, forward, network, policyOf, spoken } from './evidence.fixture.ts';

let n: Network;
let made: Buffer;
before(async () => {
  n = await network();
  await aQuarter(n);
  await cosign(n);
  made = await archive();
});
after(() => n?.close());

const SOUTH = { org: 'vouch:southern', kind: 'buyer', role: 'analyst' };

async function archive(over: object = {}): Promise<Buffer> {
  const answer = await makeArchive(n.t.world, { ...SOUTH, dockets: 'chain', ...over });
  assert.ok(!isRefusal(answer), JSON.stringify(answer));
  const chunks: Uint8Array[] = [];
  for await (const chunk of answer) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function judged(bytes: Uint8Array): Promise<ArchiveVerdict> {
  const policy = policyOf(n);
  const at = (parseTime('2026-09-30T18:00:00Z') ?? 0) + 60;
  const verdict = await verifyArchive(
    async (start, length) => bytes.subarray(start, start + length),
    bytes.length,
    {
      judge: (file) => verifyBundle(file, { policy, at }),
      hasher: () => {
        const hash = createHash('sha256');
        return { update: (chunk) => void hash.update(chunk), hex: () => hash.digest('hex') };
      },
    },
  );
  assert.ok('files' in verdict, JSON.stringify(verdict));
  return verdict;
}

test('a buyer’s whole chain is one file: what may be held verifies, the rest is listed as nothing, whatever the reason', async () => {
  const { busy, empty, elsewhere } = n.places;
  const verdict = await judged(made);
  assert.deepEqual(
    [verdict.unaltered, verdict.complete, verdict.reasons, verdict.faults],
    [true, true, [], []],
  );
  assert.deepEqual(verdict.files.map((f) => f.docket), [elsewhere]); // prettier-ignore
  assert.deepEqual(verdict.nothing, [empty]);
  assert.equal(verdict.counts.disclosed, 11);
  assert.equal(verdict.index?.asked.quarter, '2026-Q3');
  const north = await judged(await archive({ org: 'vouch:nordic', dockets: [busy, n.places.few, elsewhere, empty, 999_999, busy] })); // prettier-ignore
  assert.deepEqual([north.unaltered, north.files.map((f) => f.docket)], [true, [busy]]);
  assert.deepEqual(
    north.nothing,
    [n.places.few, empty, elsewhere, 999_999].sort((a, b) => a - b),
  );
});

test('the same database and epoch give the same bytes, though epochs are closed meanwhile', async () => {
  await spoken(n, { docket: n.places.elsewhere });
  await forward(n, '2026-10-14T12:00:00Z');
  await cosign(n);
  assert.ok((await archive()).equals(made));
  assert.ok((await archive({ quarter: '2026-Q3' })).equals(made));
});

test('the organisation on the case gets all its workplaces; its archive is of the newest epoch', async () => {
  const bytes = await archive({ org: n.o.org, kind: 'cso', role: 'lead' });
  const { busy, few, empty, elsewhere } = n.places;
  const index = parseIndex(Buffer.from(unzipSync(bytes)['index.json'] ?? []).toString());
  const listed = index?.dockets.map((d) => [d.docket, 'nothing' in d]);
  assert.deepEqual(listed, [[busy, false], [few, false], [empty, true], [elsewhere, false]]); // prettier-ignore
  const answer = await makeArchive(n.t.world, {
    ...SOUTH,
    org: n.o.org,
    kind: 'cso',
    role: 'lead',
    dockets: 'chain',
  });
  assert.ok(!isRefusal(answer));
  const lines = Object.entries(unzipSync(bytes)).filter(([name]) => name !== 'index.json').map(([, b]) => Buffer.from(b).toString().split('\n').length - 1); // prettier-ignore
  assert.equal(answer.count, lines.reduce((a, b) => a + b)); // prettier-ignore
  await answer.return();
});

const files = (): Record<string, Uint8Array> => unzipSync(made);
const wrong = async (bytes: Uint8Array, why: RegExp): Promise<void> => {
  const verdict = await judged(bytes);
  const said = [...verdict.faults, ...verdict.files.flatMap((f) => f.faults)].join('; ');
  assert.deepEqual([verdict.unaltered, verdict.complete], [false, false], said);
  assert.match(said, why);
};

test('packed anew by another program it is still good', async () => {
  const verdict = await judged(zipSync(files(), { level: 9 }));
  assert.deepEqual([verdict.unaltered, verdict.complete], [true, true], JSON.stringify(verdict.faults));
});

test('what was changed, left out, added, renamed or hidden is named', async () => {
  const name = `docket-${n.places.elsewhere}.vouch.jsonl`;
  const bundle = files()[name] ?? new Uint8Array();
  const index = Buffer.from(files()['index.json'] ?? []).toString();
  const changed = Buffer.from(Buffer.from(bundle).toString().replace('"value":"report"', '"value":"repost"'));
  const altered = await judged(zipSync({ ...files(), [name]: changed }));
  assert.ok(altered.reasons.includes('opening-mismatch') && !altered.unaltered);
  await wrong(zipSync({ ...files(), [name]: changed }), /not the file that the index names/);
  await wrong(zipSync({ 'index.json': Buffer.from(index) }), /in the index and not in the archive/);
  await wrong(zipSync({ [name]: bundle }), /index.json is missing/);
  await wrong(zipSync({ ...files(), 'docket-0.vouch.jsonl': bundle }), /in the archive and not in its index/);
  await wrong(zipSync({ ...files(), '../../etc/passwd': bundle }), /belongs to no archive/);
  await wrong(zipSync({ ...files(), 'docket-01.vouch.jsonl': bundle }), /belongs to no archive/);
  const parsed = parseIndex(index);
  assert.ok(parsed);
  const said = (over: object) =>
    zipSync({ ...files(), 'index.json': Buffer.from(indexText({ ...parsed, ...over })) });
  await wrong(said({ epoch: { ...parsed.epoch, number: 1 } }), /another epoch/);
  const nothing = [...parsed.dockets].map(({ docket }) => ({ docket, nothing: true as const }));
  await wrong(said({ dockets: nothing }), /in the archive and not in its index/);
  await wrong(said({ dockets: [...parsed.dockets].reverse() }), /index.json is missing, or is not one/);
  for (const odd of [
    '',
    '[]',
    '{}',
    'null',
    index.replace('"nothing": true', '"nothing": false'),
    index.replace('{', '{ "x": 1,'),
  ])
    // prettier-ignore
    await wrong(zipSync({ ...files(), 'index.json': Buffer.from(odd) }), /index.json is missing, or is not one/);
});

test('bytes before, between and behind, cut ends, two entries of one name, bombs: refused in words, at once', async () => {
  await wrong(Buffer.concat([Buffer.from('x'), made]), /directory is not where it says|doesn’t follow/);
  await wrong(Buffer.concat([made, Buffer.from('x')]), /no directory at its end/);
  await wrong(made.subarray(0, made.length - 30), /no directory at its end/);
  await wrong(made.subarray(0, 10), /too short/);
  await wrong(Buffer.alloc(5000), /no directory at its end/);
  // One name twice: the second entry of the directory is given the first one's name.
  const twice = Buffer.from(zipSync({ 'docket-1.vouch.jsonl': Buffer.from('a'), 'docket-2.vouch.jsonl': Buffer.from('b') })); // prettier-ignore
  for (let at = twice.indexOf('docket-2'); at >= 0; at = twice.indexOf('docket-2'))
    twice.write('docket-1', at);
  await wrong(twice, /stands in it twice/);
  // It says that it is small, and unpacks to 64 MiB.
  const bomb = Buffer.from(zipSync({ 'index.json': new Uint8Array(64 << 20) }, { level: 9 }));
  const central = bomb.indexOf(Buffer.from('PK\x01\x02', 'latin1'));
  bomb.writeUInt32LE(100, central + 24);
  await wrong(bomb, /unpacks to more than it says/);
});

test('every byte of the archive counts: one flipped, at 120 places, and it is never both yes with what was changed', async () => {
  for (let i = 0; i < 120; i++) {
    const at = Math.floor((made.length * i) / 120);
    const bytes = Buffer.from(made);
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    const verdict = await judged(bytes);
    const same = Object.entries(safely(bytes)).every(([name, b]) => Buffer.from(b).equals(Buffer.from(files()[name] ?? []))); // prettier-ignore
    assert.ok(!(verdict.unaltered && verdict.complete) || same, `byte ${at}`);
  }
});
const safely = (bytes: Uint8Array): Record<string, Uint8Array> => {
  try {
    return unzipSync(bytes);
  } catch {
    return {};
  }
};
