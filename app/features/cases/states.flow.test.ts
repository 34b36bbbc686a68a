// What the table forbids is refused to a real request too, and leaves nothing behind: every state, every step, every role.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { type Worked, openedCase } from '../../../test/case.ts';
import { type Office, office } from '../../../test/office.ts';
import { type Answer, type Desk, desk } from '../../../test/phone.ts';
import { type TestWorld, testWorld } from '../../../test/world.ts';
import { CASE_STATES, CLOSURES, type CaseState, SHARING, STEPS } from './case-states.ts';

let t: TestWorld;
let cso: Office;
let mon: Desk;
let admin: pg.Client;
let c: Worked;

before(async () => {
  t = await testWorld();
  cso = await office(t);
  mon = await desk(t, cso, cso.caseworker);
  c = await openedCase(t, cso, 1);
  admin = new pg.Client({ connectionString: t.adminUrl });
  await admin.connect();
});
after(async () => {
  await admin?.end();
  await t?.close();
});

const put = (state: CaseState) =>
  admin.query('update vouch.case_file set state = $1, closure = null where case_id = $2', [state, c.caseId]);
const standing = async (): Promise<string> => {
  const { rows } = await admin.query<{ state: string; n: string }>(
    `select state, (select count(*) from vouch.case_event e where e.case_id = c.case_id) || ' ' ||
      (select count(*) from vouch.statement s where s.case_id = c.case_id) as n from vouch.case_file c where case_id = $1`,
    [c.caseId],
  );
  return `${rows[0]?.state} ${rows[0]?.n}`;
};
const move = async (who: Desk, body: object): Promise<Answer> =>
  who.post(`${c.at}/transitions`, { reason: 'We agreed so.', seq: 2, ...body });
const inTable = (from: CaseState, to: CaseState, closure?: string): boolean =>
  STEPS.some(
    (step) =>
      step.from.includes(from) &&
      step.to === to &&
      (!closure || step.closures?.some((one) => one === closure)),
  );

test('each of the steps that the table doesn’t have is answered by 4xx, and changes nothing', async () => {
  let refused = 0;
  for (const from of CASE_STATES) {
    await put(from);
    const before = await standing();
    for (const to of CASE_STATES) {
      if (to === 'closed' || inTable(from, to)) continue;
      const answer = await move(mon, { to });
      assert.ok(answer.status >= 400 && answer.status < 500, `${from} → ${to}: ${answer.status}`);
      refused++;
    }
    for (const closure of CLOSURES.filter((one) => !inTable(from, 'closed', one))) {
      const answer = await move(mon, { to: 'closed', closure, reviewDate: undefined });
      assert.ok(
        answer.status >= 400 && answer.status < 500,
        `${from} → closed (${closure}): ${answer.status}`,
      );
      refused++;
    }
    assert.equal(
      (await move(mon, { to: 'closed' })).status >= 400,
      true,
      `${from} → closed without a reason`,
    );
    assert.equal(await standing(), before, `${from} was left`);
  }
  assert.ok(refused > 600, `${refused} were tried`);
});

test('invariant a, by request: nobody of a business or a buyer verifies, closes or moves a case from any state', async () => {
  const others = [await desk(t, cso, cso.hr), await desk(t, cso, cso.analyst)];
  const nowhere = `cases/${c.docket}/${randomUUID()}/transitions`;
  for (const other of others) {
    const answers = new Set<string>();
    const body = { reason: 'We agreed so.', seq: 2 };
    const { status, text } = await other.post(nowhere, { ...body, to: 'triaged' });
    answers.add(`${status} ${text}`);
    for (const from of CASE_STATES) {
      await put(from);
      const before = await standing();
      for (const to of ['verified_remediated', 'closed', 'cap_agreed'] as const) {
        const closure = to === 'closed' ? { closure: 'remediated_verified_by_worker' } : {};
        const answer = await move(other, { to, ...closure });
        answers.add(`${answer.status} ${answer.text}`);
      }
      assert.equal(await standing(), before);
    }
    assert.equal(answers.size, 1, 'and hears the same whether there is a case or not');
    assert.equal(status, 404);
  }
});

test('invariant b, by request: no state that shares something is entered while nobody agreed', async () => {
  let tried = 0;
  for (const from of CASE_STATES) {
    await put(from);
    for (const to of CASE_STATES.filter((state) => state in SHARING && inTable(from, state))) {
      const answer = await move(mon, { to });
      assert.equal(answer.status, 409, `${from} → ${to}: ${answer.text}`);
      tried++;
    }
  }
  assert.ok(tried >= 8, String(tried));
});

test('invariants d and e: each step is one more event, numbered without a gap, never changed; reopening keeps the first day', async () => {
  const one = await openedCase(t, cso, 1);
  const { firstReceived } = (await one.see()).case;
  t.clock.forward(5 * 86_400);
  await one.move('closed', 'resolved_by_information');
  t.clock.forward(90 * 86_400);
  await one.move('reopened');
  const view = await one.see();
  assert.equal(view.case.firstReceived, firstReceived);
  assert.deepEqual(
    view.events.map(({ seq, from, to, actorRole }: Record<string, unknown>) => [seq, from, to, actorRole]),
    [
      [0, 'none', 'received', 'caseworker'],
      [1, 'received', 'acknowledged', 'caseworker'],
      [2, 'acknowledged', 'triaged', 'caseworker'],
      [3, 'triaged', 'closed', 'caseworker'],
      [4, 'closed', 'reopened', 'caseworker'],
    ],
  );
  // Not even with the role that the server works under.
  const denied = async (sql: string) => {
    await admin.query('set role vouch_app');
    await assert.rejects(admin.query(sql, [one.caseId]), /permission denied/);
    await admin.query('reset role');
  };
  await denied('update vouch.case_event set to_state = from_state where case_id = $1');
  await denied('delete from vouch.case_event where case_id = $1');
});
