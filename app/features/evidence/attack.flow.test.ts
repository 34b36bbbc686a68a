// Who may not hold a docket learns nothing from asking: not from the status, the bytes, the headers, the time.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { type Network, aQuarter, network } from './evidence.fixture.ts';

let n: Network;
let statement: string;
before(async () => {
  n = await network();
  await aQuarter(n);
  const { rows } = await n.admin.query('select statement_id from statement where docket_id = $1', [n.places.busy]); // prettier-ignore
  statement = rows[0].statement_id;
});
after(() => n?.close());

const STRANGERS = [
  'vouch:heron manager',
  'vouch:fast-hands manager',
  'vouch:chamber officer',
  'vouch:second-line lead',
  'vouch:fair-union caseworker',
  'vouch:audit-co auditor',
  'vouch:audit-co analyst',
  'vouch:labour-th officer',
];
const API = '/api/v1/desk/evidence';

async function ask(who: string, url: string, payload?: object) {
  const began = performance.now();
  const answer = await n.t.app.inject({
    method: payload ? 'POST' : 'GET',
    url,
    headers: { cookie: n.cookies.get(who) ?? '' },
    ...(payload ? { payload } : {}),
  });
  const { date: _, ...headers } = answer.headers;
  const seen = JSON.stringify([answer.statusCode, answer.body, headers]);
  return { status: answer.statusCode, seen, ms: performance.now() - began };
}

/** Numbers, spellings of numbers, and what is no number at all. */
const ids = (): string[] => {
  const { busy, few, empty, elsewhere } = n.places;
  const odd = ['999999', '2147483647', '2147483648', '99999999999999999999', '-1', '-0.5', '1.5', '1e2', '0x1', `0${busy}`, `%20${busy}`, 'NaN', 'abc', 'osid:TH2024001AAAAAA', '%27%20or%201=1', '%00']; // prettier-ignore
  return [...[busy, few, empty, elsewhere, 0, 1, 2].map(String), ...odd];
};
const QUERIES = ['', '?epoch=0', '?epoch=-1', '?epoch=4', '?epoch=99999999999', '?epoch=abc', '?epoch=1&epoch=2', '?quarter=2026-Q3', '?quarter=2026-Q4', '?quarter=1&epoch=3', '?for=vouch:worker-line']; // prettier-ignore

test('each stranger, each docket, each way of asking for one: one answer, the same bytes and headers', async () => {
  const answers = new Map<string, string>();
  for (const who of STRANGERS) {
    assert.ok(n.cookies.has(who), who);
    const urls = [
      ...ids().map((id) => `${API}/docket/${id}`),
      ...QUERIES.map((query) => `${API}/docket/${n.places.busy}${query}`),
      ...[statement, statement.toUpperCase(), 'x', '1'].map((id) => `${API}/single/${n.places.busy}/${id}`),
      `${API}/single/99/${statement}`,
      `${API}/single/-1/${statement}`,
    ];
    for (const got of await Promise.all(urls.map((url) => ask(who, url)))) answers.set(got.seen, who);
  }
  assert.equal(answers.size, 1, [...answers.keys()].join('\n'));
  assert.match([...answers.keys()][0] ?? '', /^\[404,/);
});

test('lists of dockets: real ones, invented ones, the same one twice, a whole chain that isn’t there: the same answer', async () => {
  const { busy, few, empty } = n.places;
  const lists = [[busy], [few], [empty], [999_999], [-1], [busy, busy, busy], [busy, few, 0], [2 ** 40]];
  const answers = new Map<string, string>();
  for (const who of STRANGERS) {
    const bodies = [...lists.map((dockets) => ({ dockets })), { dockets: 'chain' }, { dockets: [busy], epoch: 3 }, { dockets: [busy], epoch: -7 }, { dockets: [busy], quarter: '2026-Q3' }, { dockets: [busy], quarter: 'x' }]; // prettier-ignore
    for (const got of await Promise.all(bodies.map((body) => ask(who, `${API}/archive`, body))))
      answers.set(got.seen, who);
  }
  assert.equal(answers.size, 1, [...answers.keys()].join('\n'));
  for (const body of [{}, { dockets: [] }, { dockets: ['1'] }, { dockets: 'all' }, { dockets: [1.5] }])
    assert.equal((await ask(STRANGERS[0] ?? '', `${API}/archive`, body)).status, 422);
});

const median = (list: number[]): number => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0;

test('a buyer can’t tell too few from none, from another’s, from no docket: neither by the answer nor by the time', async () => {
  const who = 'vouch:nordic analyst';
  const { few, empty, elsewhere } = n.places;
  const times = new Map<number, number[]>([few, empty, elsewhere, 999_999].map((id) => [id, []]));
  const seen = new Set<string>();
  for (let round = 0; round < 7; round++)
    for (const [id, list] of times) {
      const got = await ask(who, `${API}/docket/${id}`);
      seen.add(got.seen);
      list.push(got.ms);
    }
  assert.equal(seen.size, 1);
  const medians = [...times.values()].map(median);
  assert.ok(Math.min(...medians) >= 249, `faster than the beat: ${medians.join()}`);
  // A beat is 250 ms long: an answer of another class would lie a whole beat off.
  assert.ok(Math.max(...medians) - Math.min(...medians) < 60, medians.join());
  assert.equal((await ask(who, `${API}/docket/${n.places.busy}`)).status, 200);
});

test('what the desk offers names places by list and says of none whether anybody spoke there', async () => {
  const list = await ask('vouch:nordic analyst', API);
  const places = JSON.parse(JSON.parse(list.seen)[1]).places as { docket: number }[];
  const { busy, few, empty } = n.places;
  assert.deepEqual(places.map((p) => p.docket).sort(), [busy, few, empty].sort());
  for (const who of STRANGERS.slice(0, 3)) {
    const told = JSON.parse(JSON.parse((await ask(who, API)).seen)[1]);
    assert.deepEqual([told.as, told.places], ['none', []]);
  }
});
