// A buyer tries to get at one worker: by line, month, nationality and whatever else, on every address that it can read.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { openedCase } from '../../../test/case.ts';
import { type Office, office } from '../../../test/office.ts';
import { type Answer, type Desk, desk } from '../../../test/phone.ts';
import { type TestWorld, testWorld } from '../../../test/world.ts';
import { releaseFigures } from '../insight/index.ts';
import { keepJoint } from './index.ts';
import { other, sharedPlace } from './joint.fixture.ts';

let t: TestWorld;
let o: Office;
let buyer: Desk;
const jointId = randomUUID();
let docket = 0;
let small = 0;

before(async () => {
  t = await testWorld({ at: '2026-07-06T09:00:00Z' });
  o = await office(t);
  const kettle = await other(t, o, { id: 'vouch:kettle', kind: 'buyer', name: 'Kettle Trading', country: 'DE', role: 'analyst', person: 'Kurt' }); // prettier-ignore
  buyer = kettle.desk;
  docket = await sharedPlace(t, o, [{ buyer: kettle.org, tier: 2 }]);
  small = await sharedPlace(t, o, [{ buyer: kettle.org, tier: 2 }], 'TH2024001DDDDDD');
  await told(docket, 10, jointId);
  // One worker at another place of the same chain: whom the filters are after.
  await told(small, 1);
  t.clock.set('2026-10-20T09:00:00Z');
  await releaseFigures(t.world, '2026-10-12');
  await keepJoint(t.world);
});
after(() => t?.close());

async function told(where: number, count: number, joint?: string): Promise<void> {
  const c = await openedCase(t, o, count, { where: [String(where)] });
  const issueId = await c.issue('WAG-01');
  await c.move('consent_pending');
  const [one] = c.phones;
  assert.ok(one);
  await c.consent(one, 'given', ['case_handling', 'share_case_without_identity_with_employer', 'share_with_brand']); // prettier-ignore
  await c.move('consented');
  await c.desk.done(`${c.at}/disclosures`, await c.disclosure(issueId, { understood: true }));
  if (!joint) return;
  t.clock.forward(45 * 86_400);
  await c.desk.done(`${c.at}/together`, { jointId: joint, issueId });
  await buyer.done(`together/${where}/${joint}/answer`, { answer: 'join' });
  t.clock.set('2026-07-08T09:00:00Z');
}

const ROOMS = (): string[] => [
  'together',
  `together/${docket}/${jointId}`,
  'together/pace',
  'together/pace.csv',
  'figures',
  'figures.csv',
];
/** What is there, and what isn't: the answer must not know the difference. */
const FILTERS: readonly [string, readonly string[]][] = [
  ['line', ['3', '99', 'sewing']],
  ['month', ['2026-07', '1999-01']],
  ['nationality', ['MM', 'KH', 'AQ']],
  ['gender', ['f', 'x']],
  ['shift', ['night']],
  ['language', ['my', 'th']],
  ['worker', ['1']],
  ['thread', [randomUUID()]],
  ['limit', ['1', '100000']],
  ['groupBy', ['line']],
  ['from', ['2026-07-06T09:00:00Z']],
  ['q', ['a', "' or 1=1 --"]],
];
const whole = ({ status, text }: Answer): string => `${status} ${text}`;

test('no filter gives anything but what there is without it, or one refusal that is the same for every value', async () => {
  let refused = 0;
  for (const room of ROOMS()) {
    const plain = whole(await buyer.get(room));
    assert.match(plain, /^200 /, room);
    for (const [name, values] of FILTERS) {
      const answers = new Set<string>();
      for (const value of values)
        answers.add(whole(await buyer.get(`${room}?${name}=${encodeURIComponent(value)}`)));
      assert.equal(answers.size, 1, `${room}?${name}=: the value makes a difference`);
      const [answer = ''] = answers;
      if (answer === plain) continue;
      assert.match(answer, /^422 /, `${room}?${name}`);
      assert.doesNotMatch(answer, /WAG|Heron|few|\d{4}-Q/, `${room}?${name}`);
      refused++;
    }
  }
  assert.ok(refused > 40, `only ${refused} refusals: the rooms were not asked`);
});

test('all filters at once are refused in the same bytes, on each of the buyer’s own rooms', async () => {
  const query = 'line=3&month=2026-07&nationality=MM';
  const bodies = new Set<string>();
  for (const room of ROOMS().filter((r) => r.startsWith('together'))) {
    const answer = await buyer.get(`${room}?${query}`);
    assert.equal(answer.status, 422);
    bodies.add(answer.text);
  }
  assert.equal(bodies.size, 1, 'screen, count, export and one of them refuse alike');
  const nobody = await buyer.get(`together/${small}/${randomUUID()}?${query}`);
  assert.ok(bodies.has(nobody.text), 'whether the work exists makes no difference');
});

test('the place with one worker looks like a place with none, on screen and in the table to take away', async () => {
  const { rows, k } = await buyer.see('together/pace');
  assert.equal(k, 10);
  const of = (at: number) => rows.filter((row: { docket: number }) => row.docket === at);
  const shape = (row: Record<string, unknown>) => ({ ...row, docket: 0, name: '' });
  const third = rows.filter((row: { quarter: string }) => row.quarter === '2026-Q3');
  assert.equal(third.length, 2);
  assert.partialDeepStrictEqual(of(docket), [{ state: 'shown', tier: 2 }]);
  assert.deepEqual(of(small).map(shape), [
    { docket: 0, name: '', country: 'TH', tier: 2, quarter: '2026-Q3', state: 'too_few', firstPlan: null, overdue: null, disputed: null },
  ]); // prettier-ignore
  const csv = await buyer.get('together/pace.csv');
  assert.match(csv.text, /Heron Subcontractor D,TH,2,2026-Q3,too_few,,,\r\n/);
  assert.doesNotMatch(csv.text, /Heron Plant/, 'another chain’s place');
});

test('no other place, work or buyer’s row is there, and whoever is no buyer has no such table', async () => {
  const hr = await desk(t, o, o.hr);
  const nothing = await hr.get('together/pace');
  assert.equal(nothing.status, 404);
  const office = await desk(t, o, o.caseworker);
  assert.deepEqual([(await office.get('together/pace')).text, (await hr.get('together/sectors')).text], [nothing.text, nothing.text]); // prettier-ignore
  assert.equal((await buyer.get(`cases/${docket}/${randomUUID()}/together`)).text, nothing.text);
  const nordic = await desk(t, o, o.analyst);
  const { rows } = await nordic.see('together/pace');
  assert.deepEqual([...new Set(rows.map((r: { name: string }) => r.name))].sort(), ['Heron Plant One', 'Heron Plant Two']); // prettier-ignore
});

test('a quarter that was made stays as it was made: what comes later moves nothing', async () => {
  const before = (await buyer.get('together/pace')).text;
  await told(small, 1);
  t.clock.set('2026-10-22T09:00:00Z');
  await keepJoint(t.world);
  assert.equal((await buyer.get('together/pace')).text, before);
});
