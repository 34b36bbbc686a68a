import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import test, { after, before } from 'node:test';
import type { Page } from 'playwright-core';
import { releaseFigures } from '../../app/features/insight/index.ts';
import { type Worked, forEmployer, openedCase } from '../case.ts';
import { desk } from '../phone.ts';
import { type Ground, ground, shot } from './ground.ts';
import { atDesk } from './partner.ts';

type Figure = {
  measure: string;
  period: { kind: string; from: string; to: string };
  scope: { kind: string; workplace?: string };
  state: 'shown' | 'zero' | 'too_few' | 'not_heard';
  value: number | null;
  base: number | null;
};
type Answer = { figures: Figure[]; workplaces: { id: string; name: string }[] };

const CODES = [
  'DOC-01',
  'DOC-02',
  'WAG-01',
  'WAG-02',
  'WAG-03',
  'HRS-01',
  'HRS-02',
  'ACC-01',
  'ACC-02',
  'OSH-01',
  'OSH-02',
];
let g: Ground;
let buyer: Page;

before(async () => {
  g = await ground('2026-07-15T09:00:00Z');
  await disputed(await openedCase(g.t, g.o, 12), CODES);
  // Too few to be shown anywhere, and few enough to be worked out, were the rest shown.
  await disputed(await openedCase(g.t, g.o, 3, { where: [String(g.o.workplaces[1])] }), ['DOC-01', 'WAG-01']);
  // As many others say nothing of a remedy: else those who dispute would be everybody, and so nobody in particular.
  await (await openedCase(g.t, g.o, 12)).issue('WAG-04');
  g.t.clock.set('2026-10-20T09:00:00Z');
  await releaseFigures(g.t.world, '2026-10-12');
  buyer = await atDesk(g, 'Nils');
});
after(() => g.close());

/** The business says done of each issue, and two workers say it isn't. */
async function disputed(c: Worked, codes: readonly string[]): Promise<void> {
  const issues: string[] = [];
  for (const code of codes) issues.push(await c.issue(code));
  await c.move('consent_pending');
  const asked = c.phones.slice(0, 2);
  for (const by of asked) await c.consent(by, 'given');
  await c.move('consented');
  const hr = await desk(g.t, g.o, g.o.hr);
  for (const issueId of issues) {
    const told = await c.disclosure(issueId, { understood: true });
    await c.desk.done(`${c.at}/disclosures`, told);
    const at = `disclosures/${c.docket}/${String(told['disclosureId'])}`;
    const actionId = randomUUID();
    const envelope = await forEmployer(g.o, { words: 'Done.' });
    await hr.done(`${at}/actions`, {
      actionId,
      remedyType: 'restitution',
      rootCause: 'policy_gap',
      dueDate: '2026-08-31',
      envelope,
    });
    await hr.done(`${at}/actions/${actionId}/report`, { envelope });
    for (const by of asked) await c.remedy(by, issueId, 'not');
  }
}

const api = async (query = ''): Promise<{ status: number; answer: Answer; text: string }> => {
  const got = await buyer.request.get(`${g.base}/api/v1/desk/figures${query}`);
  const text = await got.text();
  return {
    status: got.status(),
    text,
    answer: got.ok() ? (JSON.parse(text) as Answer) : { figures: [], workplaces: [] },
  };
};
const keyOf = ({ measure, period, scope }: Figure): string => JSON.stringify([measure, period, scope]);

test('after the release the buyer sees that workers dispute what the business says', async () => {
  await buyer.getByRole('link', { name: 'Supply chain' }).click();
  const block = buyer.locator('.figblock', { hasText: 'disputed' });
  await block.waitFor();
  await shot(buyer, 'j6-buyer');
  assert.match(await block.innerText(), new RegExp(`^${CODES.length + 2}\\b`));
  const { answer } = await api('?measure=disputed&scope=chain');
  assert.ok(answer.figures.length > 0);
  assert.ok(answer.figures.every((f) => f.state === 'shown' && f.value === CODES.length + 2));
});

test('no period on the page opens a place that is too small, nor can one be worked out from the others', async () => {
  const row = buyer.locator('tr', { hasText: 'Heron Plant Two' });
  const periods = await buyer.locator('select.pick option').count();
  assert.ok(periods > 0);
  for (let n = 0; n < periods; n++) {
    await buyer.locator('select.pick').selectOption({ index: n });
    assert.match(await row.innerText(), /\bfew\b/);
    assert.doesNotMatch((await row.innerText()).replace(/Heron Plant Two\s+1/, ''), /\d/);
  }
  const { answer } = await api();
  const ids = answer.workplaces.map(({ id }) => id);
  assert.equal(ids.length, 2);
  let judged = 0;
  for (const whole of answer.figures.filter((f) => f.scope.kind === 'chain' && f.state === 'shown')) {
    const parts = answer.figures.filter(
      (f) =>
        f.measure === whole.measure && f.scope.kind === 'workplace' && f.period.kind === whole.period.kind,
    );
    if (parts.length === 0) continue;
    const hidden = parts.filter((f) => f.state === 'too_few');
    assert.notEqual(hidden.length, 1, `${keyOf(whole)} less what is shown gives the place that is hidden`);
    judged += 1;
  }
  assert.ok(judged > 0);
});

test('every filter of the interface chooses among what was released, and an unknown one is refused', async () => {
  const all = new Map((await api()).answer.figures.map((f) => [keyOf(f), JSON.stringify(f)]));
  const hidden = [...all.values()].filter((f) => f.includes('too_few'));
  assert.ok(hidden.length > 0);
  for (const f of hidden) assert.match(f, /"value":null,"base":null/);
  const filters = [
    'measure=raised',
    'measure=workers',
    'measure=disputed',
    'scope=workplace',
    'scope=chain',
    'period=quarter',
    'period=window',
    'period=start',
    'workplace=5',
    'country=TH',
    'sector=electronics',
    'from=2026-07-01',
    'to=2026-09-30',
    'from=2026-08-01',
    'to=2026-08-31',
  ];
  for (const one of filters)
    for (const other of filters) {
      if (one.split('=')[0] === other.split('=')[0]) continue;
      const { answer } = await api(`?${one}&${other}`);
      for (const f of answer.figures)
        assert.equal(JSON.stringify(f), all.get(keyOf(f)), `${one} ${other} shows another figure`);
    }
  for (const unknown of [
    'line=3',
    'nationality=MM',
    'gender=f',
    'day=2026-07-15',
    'language=my',
    'period=day',
    'scope=worker',
    'distinct=true',
  ])
    assert.equal((await api(`?scope=workplace&${unknown}`)).status, 422, unknown);
});

test('the file is the page, and every other door is shut to the buyer', async () => {
  const csv = await (await buyer.request.get(`${g.base}/api/v1/desk/figures.csv`)).text();
  const small = csv.split('\n').filter((line) => line.includes('Heron Plant Two'));
  assert.ok(small.length > 0);
  for (const line of small) assert.doesNotMatch(line, /,(shown|zero),/);
  const [thread] = await g.t.world.app.read({ org: g.o.org, kind: 'cso' }, (db) =>
    db.selectFrom('thread').select(['docket_id', 'thread_id']).execute(),
  );
  assert.ok(thread);
  const doors = [
    'inbox',
    'cases',
    'disclosures',
    `threads/${thread.docket_id}/${thread.thread_id}`,
    `evidence/docket/${thread.docket_id}`,
  ];
  for (const door of doors) {
    const answer = await buyer.request.get(`${g.base}/api/v1/desk/${door}`);
    const text = await answer.text();
    assert.ok(
      answer.status() === 404 || /"rows":\[\]/.test(text),
      `${door} ${answer.status()} ${text.slice(0, 200)}`,
    );
    assert.ok(!text.includes(thread.thread_id));
  }
  assert.deepEqual(g.faults, []);
});
