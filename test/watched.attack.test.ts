// No way to sealed content goes past the record: every address that a member can ask is asked, and whoever gets something
// sealed must stand in the organisation's own docket by then. A new address fails here until somebody has said how to ask it.
import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { after, before, test } from 'node:test';
import pg from 'pg';
import type { Member } from '../app/features/network/index.ts';
import { labourOffice, sentTo } from '../app/features/referral/referral.fixture.ts';
import { type Worked, forEmployer, openedCase } from './case.ts';
import { type Office, office } from './office.ts';
import { desk } from './phone.ts';
import { read, sources } from './source.ts';
import { READS } from './watched.reads.ts';
import { type TestWorld, testWorld } from './world.ts';
import { seal } from '../seal/index.ts';

let t: TestWorld;
let cso: Office;
let admin: pg.Client;
let worked: Worked;
let disclosure = '';
let file = '';
let evidence = '';
let issue = '';
const jointId = randomUUID();
let referral = '';

before(async () => {
  t = await testWorld();
  cso = await office(t);
  admin = new pg.Client({ connectionString: t.adminUrl });
  await admin.connect();
  await seed();
});
after(async () => {
  await admin?.end();
  await t?.close();
});

const bytes = (text: string): Readable => Readable.from([Buffer.from(text)]);

/** Something sealed in every place where there can be: letters, notes, reasons, what a business is told and answers, files. */
async function seed(): Promise<void> {
  worked = await openedCase(t, cso, 2);
  const [one, two] = worked.phones;
  assert.ok(one && two);
  const issueId = await worked.issue('DOC-01');
  await worked.desk.done(`${worked.at}/issues/${issueId}/affected`, { affected: { from: 4, to: 9 }, was: { count: 4 }, reason: 'One more room.' }); // prettier-ignore
  await worked.desk.done(`${worked.at}/tasks`, {
    taskId: randomUUID(),
    owner: cso.caseworker.memberId,
    dueOn: '2026-11-20',
    envelope: await one.sealed({ v: 1, kind: 'task', words: 'Call the clinic.' }),
  });
  await worked.move('consent_pending');
  for (const by of [one, two]) await worked.consent(by, 'given');
  await worked.move('consented');
  const body = await worked.disclosure(issueId, { understood: true });
  disclosure = String(body['disclosureId']);
  await worked.desk.done(`${worked.at}/disclosures`, body);
  const note = await one.sealed({ v: 1, kind: 'note', words: 'Ask the cousin.' });
  await worked.desk.done(`threads/${one.docket}/${one.threadId}/notes`, {
    noteId: randomUUID(),
    envelope: note,
  });
  const beside = `triage/threads/${one.docket}/${one.threadId}`;
  await worked.desk.done(`${beside}/translations`, {
    translationId: randomUUID(),
    statementId: one.threadId,
    language: 'en',
    envelope: await one.sealed({ v: 1, kind: 'translation', words: 'They hold our passports.' }),
  });
  await worked.desk.done(`triage/handovers/${randomUUID()}`, {
    envelope: await one.sealed({ v: 1, kind: 'handover', words: 'Look at the first.' }),
    to: null,
    threads: [{ docket: one.docket, threadId: one.threadId }],
  });
  const hr = await desk(t, cso, cso.hr);
  const actionId = randomUUID();
  const at = `disclosures/${worked.docket}/${disclosure}/actions`;
  const plan = { remedyType: 'restitution', rootCause: 'policy_gap', dueDate: '2026-12-24' };
  await hr.done(at, { actionId, ...plan, envelope: await forEmployer(cso, { words: 'We give them back.' }) });
  evidence = await store('a photograph of the returned passports, sealed');
  await hr.done(`${at}/${actionId}/report`, {
    envelope: await forEmployer(cso, { words: 'All are back.' }),
    attachments: [{ sha256: evidence, size: 46 }],
  });
  issue = issueId;
  await worked.remedy(two, issueId);
  const question = (await two.thread()).statements.find((said) => said.asks?.kind === 'remedy');
  await two.say('remedy_answer', { re: question?.id, outcome: 'not' }, question?.id);
  file = await store('a worker’s photograph, sealed');
  await admin.query(
    `insert into vouch.attachment (docket_id, statement_id, n, sha256, size, thread_id, cso_org)
      values ($1, $2, 0, decode($3, 'hex'), 31, $2, $4)`,
    [one.docket, one.threadId, file, cso.org],
  );
  await worked.desk.done('together', { jointId, docket: worked.docket, case: { docket: worked.docket, caseId: worked.caseId } }); // prettier-ignore
  const own = [{ kid: cso.ring.kid, jwk: cso.jwk }];
  await worked.desk.done(`together/${worked.docket}/${jointId}/items`, {
    kind: 'message',
    itemId: randomUUID(),
    copies: [
      { to: 1, envelope: await seal({ v: 1, kind: 'joint', language: 'en', words: 'Who knows him?' }, own) },
    ],
  });
  const [slip, enrolled] = ['s'.repeat(43), await desk(t, cso, cso.lead)];
  await enrolled.done('assisted/coordinators', { coordinatorId: randomUUID(), slip, envelope: await seal({ name: 'Daw Hla' }, own) }); // prettier-ignore
  await enrolled.done('community/outreach', { outreachId: randomUUID(), heldOn: '2026-11-20', country: 'TH', side: 'destination', topic: 'fees', reached: 12, envelope: await seal({ place: 'Mae Sot' }, own) }); // prettier-ignore
  const office = await labourOffice(t, cso);
  await t.closeEpoch();
  referral = (await sentTo(t, worked, one, { other: office, ring: cso.ring })).path;
}

async function store(text: string): Promise<string> {
  const arrived = await t.world.files.receive(bytes(text), 10_000);
  await arrived.keep();
  return arrived.sha256;
}

/** Every address below /api/v1/desk that can be read, as the server itself lists them. */
function addresses(): string[] {
  const found: string[] = [];
  const path: string[] = [];
  for (const line of t.app.printRoutes({ commonPrefix: false }).split('\n')) {
    const at = /^([│├└─\s]*)(\S+)(?: \(([A-Z, ]+)\))?/u.exec(line);
    if (!at?.[2]) continue;
    const depth = Math.floor((at[1] ?? '').length / 4);
    path.length = depth;
    path[depth] = at[2];
    const whole = path.join('').replace(/^\/+/, '/');
    if (/\bGET\b/.test(at[3] ?? '') && whole.startsWith('/api/v1/desk/')) found.push(whole);
  }
  return found;
}

/** Addresses without a parameter. */
const asTheyAre = (paths: string): Record<string, string[]> =>
  Object.fromEntries(paths.split(' ').map((path) => [`/${path}`, [path]]));

/** How each address is asked here. */
const asked = (): Record<string, string[]> => ({
  ...asTheyAre(
    'me members ring/recovery orgs directory disclosures codes improvement improvements telling-days case-lists team tasks duty-steps days-off watch watch.csv figures figures.csv licences ledger/status rights/erasures rights/moves rights/unplaced rights/retention rights/notices triage/entries triage/templates triage/settings triage/views triage/handovers triage/help referrals receivers patterns brokers together together/pace together/pace.csv together/sectors me/passkeys me/sessions shifts compartments stops evidence', // prettier-ignore
  ),
  '/disclosures/:docket/:id': [`disclosures/${worked.docket}/${disclosure}`],
  '/inbox': ['inbox?state=all'],
  '/threads/:docket|:from/:threadId': worked.phones.map((p) => `threads/${p.docket}/${p.threadId}`),
  '/improvements/:org': ['improvements/vouch:heron'],
  '/cases/:docket/:caseId/business': [`${worked.at}/business`],
  '/cases': ['cases?state=all'],
  '/cases/:docket/:caseId': [worked.at],
  '/case-lines': ['case-lines?state=all'],
  '/cases/:docket/:caseId/tasks': [`${worked.at}/tasks`],
  '/cases/:docket/:caseId/issues/:issueId/affected': [`${worked.at}/issues/${issue}/affected`],
  '/cases/:docket/:caseId/duties': [`${worked.at}/duties`],
  '/due': ['due?whose=all'],
  '/files/:sha256': [`files/${file}`, `files/${evidence}`],
  '/triage/threads/:docket/:threadId': worked.phones.map((p) => `triage/threads/${p.docket}/${p.threadId}`),
  '/referrals/:docket/:id': [referral],
  '/cases/:docket/:caseId/referrals': [`${worked.at}/referrals`],
  '/cases/:docket/:caseId/together': [`${worked.at}/together`],
  '/together/:docket/:jointId': [`together/${worked.docket}/${jointId}`],
  ...Object.fromEntries(['assisted/coordinators', ...['notices', 'warnings', 'owed', 'satisfaction', 'outreach'].map((one) => `community/${one}`)].map((one) => [`/${one}`, [one]])), // prettier-ignore
  '/assisted/threads/:docket/:threadId': worked.phones.map((p) => `assisted/threads/${p.docket}/${p.threadId}`), // prettier-ignore
  '/community/owed/:docket/:caseId': [worked.at.replace('cases', 'community/owed')],
  '/cases/:docket/:caseId/protection': [`${worked.at}/protection`],
  '/threads/:docket|:from/:threadId/protection': worked.phones.map(
    (p) => `threads/${p.docket}/${p.threadId}/protection`,
  ),
  '/evidence/docket/:docket': [`evidence/docket/${worked.docket}`],
  '/disclosures/:docket/:id/remedies': [`disclosures/${worked.docket}/${disclosure}/remedies`],
  ...Object.fromEntries(
    ['answers', 'rounds', 'sides'].map((one) => [`/cases/:docket/:caseId/issues/:issueId/${one}`, [`${worked.at}/issues/${issue}/${one}`]]), // prettier-ignore
  ),
  '/evidence/single/:docket/:statement': worked.phones.map(
    (p) => `evidence/single/${p.docket}/${p.threadId}`,
  ),
});

/** Sealed texts as they stand in JSON, and sealed files as they are. */
async function sealed(): Promise<{ texts: string[]; files: Set<string> }> {
  const { rows } = await admin.query<{ text: string }>(
    `select content as text from vouch.envelope union select envelope from vouch.note union select envelope from vouch.safety_step where envelope is not null union select envelope from vouch.safe_contact where envelope is not null union select envelope from vouch.translation union select envelope from vouch.handover
      union select envelope from vouch.joint_copy union select content from vouch.referral_package
      union select envelope from vouch.coordinator union select envelope from vouch.outreach union select wrapped from vouch.ring_recovery`,
  );
  return { texts: rows.map((r) => r.text), files: new Set([file, evidence]) };
}
const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);

test('every address that can be read is asked for here', () => {
  const known = Object.keys(asked()).map((path) => `/api/v1/desk${path}`);
  assert.deepEqual(
    addresses().filter((path) => !known.includes(path)),
    [],
    'say above how to ask these, and see that what they open is recorded',
  );
  assert.ok(known.length > 15);
});

test('whoever gets something sealed, or takes something away, stands on record by then', async () => {
  const { texts, files } = await sealed();
  assert.ok(texts.length > 12, `only ${texts.length} sealed texts`);
  const people: Member[] = [cso.caseworker, cso.lead, cso.hr, cso.analyst];
  const got = new Map<string, number>();
  for (const who of people)
    for (const [route, paths] of Object.entries(asked()))
      for (const path of paths) {
        t.clock.forward(3 * 86_400);
        const before = await watchedOf(who);
        const answer = await t.app.inject({
          url: `/api/v1/desk/${path}`,
          headers: { cookie: await cso.cookie(who) },
        });
        const hash = createHash('sha256').update(answer.rawPayload).digest('hex');
        const gave =
          files.has(hash) ||
          texts.some((text) => answer.body.includes(inJson(text)) || answer.body.includes(text));
        const taken =
          answer.statusCode === 200 && /attachment/.test(String(answer.headers['content-disposition']));
        if (!gave && !taken) continue;
        got.set(route, (got.get(route) ?? 0) + 1);
        assert.ok((await watchedOf(who)) > before, `${who.role} got ${path}, and it stands nowhere`);
      }
  // That the test sees what it looks for.
  for (const route of [
    '/inbox',
    '/cases/:docket/:caseId',
    '/threads/:docket|:from/:threadId',
    '/files/:sha256',
    '/together/:docket/:jointId',
  ])
    assert.ok((got.get(route) ?? 0) >= 2, `${route} gave nothing to anybody`);
  assert.ok(got.get('/disclosures/:docket/:id'), 'the business got nothing');
  assert.ok(got.get('/ring/recovery'), 'nobody got the recovery kit');
  assert.ok(got.get('/evidence/docket/:docket'), 'nobody got a bundle');
});

const watchedOf = async (who: Member): Promise<number> =>
  (
    await admin.query(
      `select 1 from vouch.watch join vouch.statement using (docket_id, statement_id)
        where member_id = $1 and kind = 'access'`,
      [who.memberId],
    )
  ).rows.length;

/** The worker's own way, and the loader of the demo. */
const OTHERS = /^app\/features\/(reports|demo)\//;

/** Every table that has something sealed in it. Wrapped keys are for who holds them and say nothing. */
const SEALED = new RegExp(
  `(?<!delete )\\b(from|join) (${[
    ...['envelope', 'note', 'attachment', 'ring_recovery', 'translation', 'handover', 'joint_copy', 'task'],
    ...['coordinator', 'filing_share', 'outreach', 'referral_package', 'safe_contact', 'safety_step'],
    ...['assessment_answer', 'improvement_review', 'improvement_task'],
  ].join('|')})\\b`,
);

test('nobody else reads what is sealed', () => {
  const found = sources.filter(
    (f) =>
      f.startsWith('app/features/') &&
      !OTHERS.test(f) &&
      !/\.(test|fixture)\.ts$/.test(f) &&
      SEALED.test(read(f)),
  );
  const undecided = found.filter((f) => !(f in READS));
  assert.deepEqual(undecided, [], 'reads sealed content');
  for (const f of Object.keys(READS)) {
    assert.ok(found.includes(f), `${f} reads nothing sealed any more`);
    if (READS[f]?.startsWith('closed up: ')) assert.match(read(f), /unopened\(/, f);
  }
});
