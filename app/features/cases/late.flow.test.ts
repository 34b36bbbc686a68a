// What a business does moves no clock; what an organisation sets happens when one runs out; nobody else sees one.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import pg from 'pg';
import { EMPLOYER_SCOPE, forEmployer, openedCase } from '../../../test/case.ts';
import { type Office, office } from '../../../test/office.ts';
import { type Answer, type Desk, desk } from '../../../test/phone.ts';
import { type TestWorld, testWorld } from '../../../test/world.ts';
import { keepDuties } from '../duties/index.ts';

let t: TestWorld;
let cso: Office;
let mon: Desk;
let aye: Desk;
let admin: pg.Client;

before(async () => {
  // A Friday morning in Bangkok.
  t = await testWorld({ at: '2026-11-20T03:00:00Z' });
  cso = await office(t);
  mon = await desk(t, cso, cso.caseworker);
  aye = await desk(t, cso, cso.lead);
  admin = new pg.Client({ connectionString: t.adminUrl });
  await admin.connect();
});
after(async () => {
  await admin?.end();
  await t?.close();
});

const DAY = 86_400;
type Duty = { kind: string; dueAt: string; doneAt: string | null; overdueAt: string | null; pausedAt: string | null; pausedDays: number; events: { act: string; days: number; n: number }[]; docket: number; dutyId: string }; // prettier-ignore
const dutiesOf = async (c: { at: string }): Promise<Duty[]> => (await mon.see(`${c.at}/duties`)).duties;
const open = async (c: { at: string }, kind: string): Promise<Duty | undefined> =>
  (await dutiesOf(c)).find((d) => d.kind === kind && !d.doneAt);
const statements = async (kind: string, caseId: string): Promise<Record<string, string>[]> =>
  (
    await admin.query<{ fields: { name: string; value: string }[] }>(
      'select fields from vouch.statement where kind = $1 and case_id = $2 order by recorded_at',
      [kind, caseId],
    )
  ).rows.map(({ fields }) => Object.fromEntries(fields.map(({ name, value }) => [name, value])));

/** Told to the business, agreed, and in its hands. */
async function withBusiness() {
  const c = await openedCase(t, cso, 1);
  const issueId = await c.issue('DOC-01');
  await c.move('consent_pending');
  const [by] = c.phones;
  assert.ok(by);
  await c.consent(by, 'given', ['case_handling', EMPLOYER_SCOPE]);
  await c.move('consented');
  await c.move('under_investigation');
  await c.move('substantiated');
  const told = await c.disclosure(issueId, { understood: true });
  await mon.done(`${c.at}/disclosures`, told);
  return { c, issueId, told: `disclosures/${c.docket}/${String(told['disclosureId'])}` };
}

test('whatever a business does, in any order, moves none of the due dates', async () => {
  const { c, issueId, told } = await withBusiness();
  void issueId;
  const hr = await desk(t, cso, cso.hr);
  const dates = async () =>
    Object.fromEntries(
      (await dutiesOf(c)).map((d) => [`${d.kind} ${d.dutyId}`, [d.dueAt, d.pausedAt, d.pausedDays]]),
    );
  const before = await dates();
  const kinds = new Set((await dutiesOf(c)).filter((d) => !d.doneAt).map((d) => d.kind));
  assert.deepEqual([...kinds].toSorted(), ['cap', 'remedy', 'worker_update']);
  const act = fc.constantFrom('read', 'propose', 'progress', 'report', 'list', 'wait');
  let actionId = randomUUID();
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 5 }), async (acts) => {
      for (const one of acts) {
        if (one === 'wait') t.clock.forward(DAY / 4);
        else if (one === 'read') await hr.see(told);
        else if (one === 'list') await hr.see('disclosures');
        else {
          if (one === 'propose') actionId = randomUUID();
          const at = one === 'propose' ? `${told}/actions` : `${told}/actions/${actionId}/${one}`;
          await hr.post(at, {
            actionId,
            statementId: randomUUID(),
            remedyType: 'restitution',
            rootCause: 'supervisor_conduct',
            dueDate: '2027-06-01',
            owner: 'hr',
            state: 'in_progress',
            envelope: await forEmployer(cso, { words: 'We will give them back.' }),
            attachments: [],
          });
        }
      }
      const now = await dates();
      for (const [duty, clock] of Object.entries(before)) assert.deepEqual(now[duty], clock, duty);
    }),
    { numRuns: 8 },
  );
});

test('steps that an organisation has set are taken, the ones beyond the team stand on record, and allow that end', async () => {
  const { c } = await withBusiness();
  const steps = [
    { kind: 'cap', afterDays: 0, act: 'remind_owner', mail: true },
    { kind: 'cap', afterDays: 5, act: 'offer_to_buyers', mail: false },
    { kind: 'cap', afterDays: 10, act: 'suggest_closure', mail: false },
  ];
  const { version } = await aye.see('duty-steps');
  assert.equal((await mon.post('duty-steps', { steps, was: version })).status, 403, 'who leads sets it');
  assert.equal((await aye.post('duty-steps', { steps, was: 'another' })).status, 409);
  await aye.done('duty-steps', { steps, was: version });
  t.clock.forward(14 * DAY + 60);
  await keepDuties(t.world);
  assert.deepEqual(
    (await open(c, 'cap'))?.events.map((e) => e.act),
    ['overdue', 'remind_owner'],
  );
  const alerts = await admin.query('select 1 from vouch.alert where org_id = $1 and sent_at is null', [
    cso.org,
  ]);
  assert.ok((alerts.rowCount ?? 0) >= 1, 'and a mail without content waits');
  await c.move('cap_proposed');
  const close = {
    to: 'closed',
    closure: 'employer_non_cooperation_escalated',
    reason: 'They do not answer.',
  };
  const seqOf = async () => (await c.see()).case.seq;
  assert.equal((await mon.post(`${c.at}/transitions`, { ...close, seq: await seqOf() })).status, 409);
  t.clock.forward(10 * DAY);
  await keepDuties(t.world);
  // Two are owed a plan by: the team since the finding, the business since it could read of it.
  const caps = (await dutiesOf(c)).filter((d) => d.kind === 'cap');
  assert.equal(caps.length, 2);
  const escalated = (await statements('escalation', c.caseId)).map(
    (f) => `${f['duty']} ${f['step']} ${f['days']}`,
  );
  assert.deepEqual(escalated.toSorted(), caps.flatMap(() => ['cap offer_to_buyers 5']).concat(caps.map(() => 'cap suggest_closure 10'))); // prettier-ignore
  const duty = await open(c, 'cap');
  assert.ok(duty);
  await mon.done(`duties/${duty.docket}/${duty.dutyId}/events/2/seen`, {});
  const due = await mon.see('due?whose=all');
  assert.ok(due.rows.some((row: { caseId: string; kind: string }) => row.caseId === c.caseId && row.kind === 'cap')); // prettier-ignore
  await mon.done(`${c.at}/transitions`, { ...close, seq: await seqOf() });
  assert.equal(await open(c, 'cap'), undefined);
});

test('days off that an organisation sets move what is reckoned in working days; who does not lead may not', async () => {
  const set = { country: 'TH', day: '2027-07-05', works: false };
  assert.equal((await mon.post('days-off', set)).status, 403);
  await aye.done('days-off', set);
  const seen = await mon.see('days-off?country=TH');
  assert.deepEqual(seen.own, [{ day: '2027-07-05', works: false }]);
  t.clock.set('2027-07-02T03:00:00Z');
  const c = await openedCase(t, cso, 1);
  const triage = (await dutiesOf(c)).find((d) => d.kind === 'triage');
  assert.equal(triage?.dueAt.slice(0, 10), '2027-07-07', 'Friday, then Tuesday and Wednesday');
  await aye.done('days-off', { ...set, works: null });
  assert.deepEqual((await mon.see('days-off?country=TH')).own, []);
});

test('nobody but who works on cases sees a clock or sets one: one answer, whether it exists or not', async () => {
  const c = await openedCase(t, cso, 1);
  const [duty] = await dutiesOf(c);
  assert.ok(duty);
  for (const member of [cso.hr, cso.analyst]) {
    const other = await desk(t, cso, member);
    const answers: Answer[] = [
      await other.get(`${c.at}/duties`),
      await other.get(`cases/${c.docket}/${randomUUID()}/duties`),
      await other.get('due'),
      await other.get('duty-steps'),
      await other.get('days-off'),
      await other.get('tasks'),
      await other.get('case-lines'),
      await other.get('team'),
      await other.get('case-lists'),
      await other.get(`${c.at}/tasks`),
      await other.post(`duties/${duty.docket}/${duty.dutyId}/events/1/seen`, {}),
      await other.post('duty-steps', { steps: [], was: '' }),
      await other.post(`${c.at}/owner`, { owner: null, was: null }),
      await other.post('case-owners', {
        owner: null,
        cases: [{ docket: c.docket, caseId: c.caseId, was: null }],
      }),
    ];
    assert.deepEqual(new Set(answers.map((a) => `${a.status} ${JSON.stringify(a.body)}`)).size, 1);
    assert.equal(answers[0]?.status, 404);
  }
});
