import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import type { Page } from 'playwright-core';
import { step } from './casework.ts';
import { type Ground, ground, shot } from './ground.ts';
import { atDesk, unlock } from './partner.ts';
import { remedied, speak, told, type Voice } from './remedy.ts';

let g: Ground;
before(async () => {
  g = await ground();
});
after(() => g.close());

/** Everything that the server ever answered to this person's browser, by address. */
function answersTo(page: Page): Map<string, string> {
  const seen = new Map<string, string>();
  page.on('response', (response) => {
    if (response.url().includes('/api/'))
      void response.text().then(
        (text) => seen.set(`${response.request().method()} ${response.url()} ${seen.size}`, text),
        () => undefined,
      );
  });
  return seen;
}

test('of three workers two say not: disputed, and the business learns nothing of who, when or how many', async () => {
  const voices = await speak(g, 'Dispute', 3);
  const desk = await atDesk(g, 'Mon');
  const number = await told({ g, desk }, voices);
  const hr = await atDesk(g, 'Hari');
  const answers = answersTo(hr);
  await remedied(
    { g, desk },
    hr,
    number,
    voices.map((voice, n) => [voice, n === 1 ? 'fully' : 'not']),
  );
  await desk.locator('tr', { hasText: 'DOC-01' }).getByText('Disputed by workers').waitFor();
  const verify = desk.locator('.transitions').getByRole('button', { name: 'Verified by workers' });
  assert.ok(await verify.isDisabled(), 'nor can the case worker wish it away');
  await shot(desk, 'j5-disputed');
  await step(desk, 'Workers dispute it', 'Disputed');

  await hr.reload();
  await unlock(hr);
  await hr.locator('.detail').getByText('Disputed: workers do not agree').waitFor();
  await shot(hr, 'j5-employer-disputed');
  for (const name of ['Close', 'Mark verified'])
    assert.ok(await hr.locator('.detail').getByRole('button', { name, exact: true }).isDisabled(), name);
  await seesNobody(hr, answers, voices);
  await cannotClose(hr);
  assert.deepEqual(g.faults, []);
});

/** Names, times of day, threads, languages and numbers of those who spoke. */
async function seesNobody(hr: Page, answers: Map<string, string>, voices: readonly Voice[]): Promise<void> {
  const threads = await g.t.world.app.read({ org: g.o.org, kind: 'cso' }, (db) =>
    db.selectFrom('thread').select(['thread_id', 'case_id']).execute(),
  );
  const shown = [await hr.locator('body').innerText()];
  for (const link of await hr.locator('nav.rail a').all()) {
    await link.click();
    await hr.waitForLoadState('networkidle');
    shown.push(await hr.locator('body').innerText());
  }
  assert.ok(shown.length > 2 && answers.size > 5);
  const told = [...answers].filter(([address]) => address.includes('/disclosures'));
  assert.ok(told.length > 3);
  const secrets = [
    ...voices.flatMap(({ words, code }) => [words, code]),
    ...threads.flatMap((t) => [t.thread_id, t.case_id ?? 'case']),
  ];
  for (const [where, text] of [...answers, ...shown.map((text, n): [string, string] => [`page ${n}`, text])])
    for (const secret of secrets) assert.ok(!text.includes(secret), `${where} holds ${secret}`);
  for (const [where, text] of told) {
    assert.doesNotMatch(text, /\d\d:\d\d:\d\d/, `${where} tells a time of day`);
    assert.doesNotMatch(text, /fully|partly|"not"|asked|answers|distinct|voices|language|"Mon"/, where);
  }
  for (const text of shown) assert.doesNotMatch(text, /\b(two|three|[23]) (of|workers?|answers?)\b/, text);
}

/** Not by a button, and not by asking the server without one. */
async function cannotClose(hr: Page): Promise<void> {
  const [row] = await g.t.world.app.read({ org: g.o.org, kind: 'cso' }, (db) =>
    db.selectFrom('case_file').select(['docket_id', 'case_id']).execute(),
  );
  assert.ok(row);
  const close = {
    to: 'closed',
    reason: 'We are done here',
    closure: 'remediated_verified_by_worker',
    seq: 1,
  };
  const there = `${g.base}/api/v1/desk/cases/${row.docket_id}/${row.case_id}`;
  const nowhere = `${g.base}/api/v1/desk/cases/${row.docket_id}/00000000-0000-4000-8000-000000000000`;
  const headers = { origin: g.base };
  const refused = await hr.request.post(`${there}/transitions`, { data: close, headers });
  const absent = await hr.request.post(`${nowhere}/transitions`, { data: close, headers });
  assert.ok(refused.status() >= 400);
  assert.deepEqual([refused.status(), await refused.text()], [absent.status(), await absent.text()]);
  assert.equal((await hr.request.get(there)).status(), (await hr.request.get(nowhere)).status());
}
