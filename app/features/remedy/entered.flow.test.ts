import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { openedCase } from '../../../test/case.ts';
import { desk, phone } from '../../../test/phone.ts';
import { forgetDirectory, registerOrganisation, registerWorkplaces, whoIs } from '../network/index.ts';
import { isRefusal } from '../refusal.ts';
import { type Planning, planning } from './plan.fixture.ts';

let p: Planning;
before(async () => {
  p = await planning();
});
after(() => p.close());

/** A place whose employer never signs in. */
async function quietPlace(): Promise<number> {
  const { t, cso } = p;
  const org = {
    id: 'vouch:quiet',
    kind: 'employer',
    name: 'Quiet Mill',
    country: 'TH',
    languages: ['th'],
    names: {},
    about: '',
  } as const;
  const by = { ...whoIs(cso.lead, t.world.clock.now()), org: cso.org };
  const done = await registerOrganisation(t.world, by, { ...org, languages: [...org.languages] });
  if (isRefusal(done)) throw new Error(done.why);
  const places = await registerWorkplaces(t.world, by, [
    {
      scheme: 'osid',
      id: 'TH2024001QQQQQQ',
      name: 'Quiet Mill',
      country: 'TH',
      region: 'Tak',
      sector: 'garments',
      headcount: 300,
      employer: org.id,
      supplies: [],
    },
  ]);
  if (isRefusal(places)) throw new Error(places.why);
  await t.closeEpoch();
  forgetDirectory(t.world);
  return places.dockets[0] ?? 0;
}
test('a business that does not sign in: told by phone, its words written down for it, judged alike, never its own word', async () => {
  const { t, cso, admin, plan, stored, own } = p;
  const place = await quietPlace();
  const c = await openedCase(t, cso, 1, { where: [String(place)] });
  const issueId = await c.issue('WAG-01');
  await c.move('consent_pending');
  const [by] = c.phones;
  assert.ok(by);
  await c.consent(by, 'given');
  await c.move('consented');
  const body = await c.disclosure(issueId, { toOrg: 'vouch:quiet', envelope: await own('Wages are late.') });
  const unsaid = await c.desk.post(`${c.at}/disclosures`, body);
  assert.deepEqual(
    unsaid.body.errors.map((e: { path: string }) => e.path),
    ['how'],
  );
  await c.desk.done(`${c.at}/disclosures`, { ...body, how: 'phone' });
  const side = `${c.at}/disclosures/${body['disclosureId']}`;
  const { actionId, ...rest } = await plan({ envelope: await own('They pay on Friday, the owner says.') });
  assert.equal(
    (await c.desk.post(`${side}/actions`, { actionId, ...rest })).status,
    422,
    'how did it say so?',
  );
  await c.desk.done(`${side}/actions`, { actionId, ...rest, how: 'meeting' });
  const file = await stored(cso.caseworker, 'a sealed letter');
  await c.desk.done(`${side}/actions/${actionId}/evidence`, {
    wordId: randomUUID(),
    how: 'letter',
    envelope: await own('A letter came.'),
    attachments: [file],
  });
  await c.move('cap_proposed');
  await c.desk.done(`${side}/actions/${actionId}/agree`, { was: 1, consulted: 'both' });
  await c.move('cap_agreed');
  await c.move('remediation_in_progress');
  await c.desk.done(`${side}/actions/${actionId}/report`, {
    how: 'phone',
    envelope: await own('It is paid, they say.'),
  });
  assert.equal((await c.see()).issues[0].outcome, 'claimed');
  const view = await c.desk.see(`${c.at}/business`);
  assert.equal(view.disclosures[0].toldHow, 'phone');
  assert.equal(view.disclosures[0].actions[0].enteredHow, 'meeting');
  const { rows } = await admin.query<{
    kind: string;
    by_org: string;
    fields: { name: string; value: string }[];
  }>(`select kind, by_org, fields from vouch.statement where case_id = $1 and kind like 'action%'`, [
    c.caseId,
  ]);
  for (const { kind, by_org, fields } of rows.filter((row) => row.kind !== 'action_agreed')) {
    assert.equal(by_org, cso.org, `${kind} is the word of whoever wrote it down`);
    const of = Object.fromEntries(fields.map((f) => [f.name, f.value]));
    assert.ok(of['entered'] && of['business'] === 'organisation vouch:quiet', kind);
    assert.equal(of['by'], `organisation ${cso.org}`);
  }
  assert.equal(rows.length, 4);
});

test('nobody writes down what a business says that is not told yet, nor in a case that is not theirs', async () => {
  const { hr, told, plan } = p;
  const { c, id } = await told();
  const later = await c.disclosure(await c.issue('WAG-01'), { delayDays: 9 });
  await c.desk.done(`${c.at}/disclosures`, later);
  const early = await c.desk.post(`${c.at}/disclosures/${later['disclosureId']}/actions`, {
    ...(await plan()),
    how: 'phone',
  });
  assert.equal(early.status, 409);
  const elsewhere = await told();
  const mixed = await c.desk.post(`${elsewhere.c.at}/disclosures/${id}/actions`, {
    ...(await plan()),
    how: 'phone',
  });
  assert.equal(mixed.status, 404);
  const forged = await hr.post(`disclosures/${c.docket}/${id}/actions`, { ...(await plan()), how: 'phone' });
  assert.equal(forged.status, 404, 'a business speaks for itself');
});

test('a recruiter is told of what its own workers report, and answers like any business', async () => {
  const { t, cso, admin, plan, own } = p;
  const org = {
    id: 'vouch:two-banks',
    kind: 'recruiter',
    name: 'Two Banks',
    country: 'TH',
    languages: ['th'],
    names: {},
    about: '',
  } as const;
  const by = { ...whoIs(cso.lead, t.world.clock.now()), org: cso.org };
  const done = await registerOrganisation(t.world, by, { ...org, languages: [...org.languages] });
  if (isRefusal(done)) throw new Error(done.why);
  await t.closeEpoch();
  forgetDirectory(t.world);
  const docket = (
    await admin.query<{ d: number }>(`select docket_id as d from vouch.organisation where org_id = $1`, [
      org.id,
    ])
  ).rows[0]?.d;
  const worker = await phone(t, cso, { where: ['describe'], described: ['Two Banks office'] });
  const caseworker = await desk(t, cso, cso.caseworker);
  await caseworker.done(`threads/${worker.docket}/${worker.threadId}/place`, { docket });
  const caseId = randomUUID();
  await caseworker.done(`threads/${worker.docket}/${worker.threadId}/case`, { caseId, distinct: 'distinct' });
  const found = (await caseworker.see('cases?state=all')).rows.find(
    (row: { caseId: string }) => row.caseId === caseId,
  );
  const view = await caseworker.see(`cases/${found.docket}/${caseId}`);
  assert.equal(view.employer.orgId, org.id);
  const at = `cases/${found.docket}/${caseId}`;
  const move = async (to: string) =>
    caseworker.done(`${at}/transitions`, {
      to,
      reason: 'As agreed in the team.',
      seq: (await caseworker.see(at)).case.seq,
    });
  await move('acknowledged');
  await move('triaged');
  const issueId = randomUUID();
  await caseworker.done(`${at}/issues`, {
    issueId,
    code: 'REC-01',
    scale: 3,
    scope: 2,
    irremediability: 1,
    affected: { count: 12 },
  });
  await move('consent_pending');
  const [askId, statementId] = [randomUUID(), randomUUID()];
  const asked = { kind: 'consent', scopes: ['case_handling', 'share_case_without_identity_with_employer'] };
  await caseworker.done(`${at}/asks`, {
    askId,
    statementId,
    threadDocket: worker.docket,
    threadId: worker.threadId,
    envelope: await worker.sealed({ words: 'May we?' }),
    ...asked,
  });
  t.clock.forward(60);
  const answers = Object.fromEntries(asked.scopes.map((scope) => [scope, 'yes']));
  await worker.say('consent_answer', { re: statementId, answers }, statementId);
  await caseworker.done(`${at}/asks/${askId}/code`, { value: 'given' });
  await move('consented');
  const body = {
    disclosureId: randomUUID(),
    issueId,
    toOrg: org.id,
    delayDays: 0,
    circle: 30,
    how: 'email',
    envelope: await own('Fees were taken.'),
  };
  await caseworker.done(`${at}/disclosures`, body);
  const rows = await admin.query<{ to_org: string; d: number }>(
    `select to_org, docket_id as d from vouch.disclosure where disclosure_id = $1`,
    [body.disclosureId],
  );
  assert.deepEqual(rows.rows, [{ to_org: org.id, d: found.docket }]);
  const { actionId, ...rest } = await plan({ envelope: await own('They pay back.') });
  await caseworker.done(`${at}/disclosures/${body.disclosureId}/actions`, {
    actionId,
    ...rest,
    how: 'email',
  });
  assert.equal((await caseworker.see(`${at}/business`)).disclosures[0].actions.length, 1);
});
