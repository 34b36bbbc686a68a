// A business, a recruiter, a buyer and an association try every address of the desk, as the server itself lists them:
// who spoke can't be learnt. Whoever adds an address decides about it below; one that nobody decided about fails here.
import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import pg from 'pg';
import {
  createDemoMembers,
  createDemoRings,
  registerOrganisation,
  sendAlerts,
} from '../app/features/network/index.ts';
import { DECIDED } from './employer.decided.ts';
import { type Worked, forEmployer, openedCase } from './case.ts';
import { type Office, office } from './office.ts';
import { desk } from './phone.ts';
import { type Asked, type Given, type Route, askRoute, deskRoutes } from './routes.ts';
import { type TestWorld, testWorld } from './world.ts';

let t: TestWorld;
let cso: Office;
let admin: pg.Client;
let worked: Worked;
let routes: Route[];
/** Ids of workers' threads, of cases and of all that hangs on them: nobody of these may ever read one. */
let secrets: string[] = [];
let there: Record<string, string | number> = {};
type Outsider = { name: string; cookie: string };
const outsiders: Outsider[] = [];

const OTHERS = [
  { orgId: 'vouch:swift-recruit', kind: 'recruiter', name: 'Rat', role: 'manager', email: 'rat@swift.demo.vouch.invalid' }, // prettier-ignore
  { orgId: 'vouch:factory-club', kind: 'association', name: 'Asa', role: 'officer', email: 'asa@club.demo.vouch.invalid' }, // prettier-ignore
  { orgId: 'vouch:other-factory', kind: 'employer', name: 'Olu', role: 'manager', email: 'olu@other.demo.vouch.invalid' }, // prettier-ignore
] as const;

before(async () => {
  t = await testWorld();
  cso = await office(t);
  admin = new pg.Client({ connectionString: t.adminUrl });
  await admin.connect();
  for (const { orgId: id, kind, name } of OTHERS)
    await registerOrganisation(t.world, { org: id, kind: 'cso' }, { id, kind, name: `${name} Ltd`, country: 'TH', languages: ['th'], names: {}, about: '' }); // prettier-ignore
  const members = await createDemoMembers(t.world, OTHERS);
  await createDemoRings(t.world, members.map((m, i) => ({ ...m, email: OTHERS[i]?.email ?? '' }))); // prettier-ignore
  outsiders.push({ name: 'employer', cookie: await cso.cookie(cso.hr) });
  outsiders.push({ name: 'buyer', cookie: await cso.cookie(cso.analyst) });
  for (const { kind, email } of OTHERS)
    outsiders.push({ name: kind === 'employer' ? 'another employer' : kind, cookie: await signIn(email) });
  worked = await openedCase(t, cso, 2);
  await told();
  await t.closeEpoch();
  routes = await deskRoutes(t);
  await look();
});
after(async () => {
  await admin?.end();
  await t?.close();
});

async function signIn(email: string): Promise<string> {
  const answer = await t.app.inject({
    method: 'POST',
    url: '/api/v1/demo/sign-in',
    payload: { email },
    headers: { host: 'localhost' },
  });
  return [answer.headers['set-cookie'] ?? []].flat().map((c) => c.split(';')[0]).join('; '); // prettier-ignore
}

/** Two workers agreed, the business was told and answered; one of them was then punished for it, and said so. */
async function told(): Promise<void> {
  const [one] = worked.phones;
  assert.ok(one);
  const issueId = await worked.issue('DOC-01');
  await worked.move('consent_pending');
  for (const by of worked.phones) await worked.consent(by, 'given');
  await worked.move('consented');
  const body = await worked.disclosure(issueId, { understood: true });
  await worked.desk.done(`${worked.at}/disclosures`, body);
  const hr = await desk(t, cso, cso.hr);
  await hr.done(`disclosures/${worked.docket}/${String(body['disclosureId'])}/actions`, {
    actionId: randomUUID(),
    remedyType: 'restitution',
    rootCause: 'policy_gap',
    dueDate: '2026-12-24',
    envelope: await forEmployer(cso, { words: 'We give them back.' }),
  });
  await worked.desk.done(`threads/${one.docket}/${one.threadId}/retaliation`, { flagId: randomUUID(), what: 'threat' }); // prettier-ignore
  const grades = { scale: 4, scope: 1, irremediability: 3, affected: { count: 1 } };
  await worked.desk.done(`${worked.at}/issues`, { issueId: randomUUID(), code: 'GRV-03', ...grades });
}

/** Tables in which a business's own work stands: their ids are its own. */
const ITS_OWN = /^(disclosure|action|action_version)_id$|^(plan|word|question|draft)_id$/;
async function look(): Promise<void> {
  const ids = [worked.caseId, ...worked.phones.map((p) => p.threadId)];
  const found = new Set<string>(ids);
  for (const table of [
    'statement',
    'issue',
    'ask',
    'consent',
    'retaliation',
    'safety_plan',
    'note',
    'case_event',
  ]) {
    const { rows } = await admin.query<Record<string, unknown>>(
      `select to_jsonb(x) as x from vouch.${table} x where to_jsonb(x)->>'case_id' = any ($1) or to_jsonb(x)->>'thread_id' = any ($1)`,
      [ids],
    );
    for (const { x } of rows as { x: Record<string, unknown> }[])
      for (const [column, value] of Object.entries(x))
        if (
          /_id$/.test(column) &&
          !ITS_OWN.test(column) &&
          typeof value === 'string' &&
          /^[0-9a-f-]{36}$/.test(value)
        )
          found.add(value);
  }
  const { rows: people } = await admin.query<{ v: string }>('select member_id::text as v from vouch.member');
  const { rows: theirs } = await admin.query<{ v: string }>(
    `select statement_id::text as v from vouch.statement where by_org = any ($1)`,
    [[cso.employer, cso.buyer]],
  );
  const { rows: disclosed } = await admin.query<{ v: string }>(
    'select disclosure_id::text as v from vouch.disclosure',
  );
  for (const { v } of [...people, ...theirs, ...disclosed]) found.delete(v);
  secrets = [...found];
  const value = async (text: string): Promise<string> =>
    (await admin.query<{ v: string }>(text, [worked.caseId])).rows[0]?.v ?? '';
  there = {
    docket: worked.docket,
    from: worked.docket,
    caseDocket: worked.docket,
    threadDocket: worked.docket,
    caseId: worked.caseId,
    threadId: worked.phones[0]?.threadId ?? '',
    otherThread: worked.phones[1]?.threadId ?? '',
    statement: worked.phones[0]?.threadId ?? '',
    statementId: worked.phones[0]?.threadId ?? '',
    issueId: await value('select issue_id::text as v from vouch.issue where case_id = $1'),
    askId: await value('select ask_id::text as v from vouch.ask where case_id = $1'),
    flagId: await value('select flag_id::text as v from vouch.retaliation r join vouch.thread t using (thread_id) where t.case_id = $1'),
    planId: await value('select plan_id::text as v from vouch.safety_plan where case_id = $1'),
    dutyId: await value('select duty_id::text as v from vouch.duty where case_id = $1'),
    erasureId: randomUUID(),
  }; // prettier-ignore
}

const real: Given = (name) => there[name];
/** The same shape, and nothing is there. A number that no docket has stands for the docket of nowhere. */
const nowhere: Given = (name) =>
  typeof there[name] === 'number' ? there[name] : there[name] === undefined ? undefined : NOBODY;
const NOBODY = '7d1b1f0e-1111-4222-8333-444455556666';

/** What was asked with stands in no comparison; nor does how a problem names the field that was sent. */
const bare = ({ status, text }: Asked): string =>
  `${status} ${Object.values(there).reduce<string>((all, id) => (typeof id === 'string' && id ? all.replaceAll(id, NOBODY) : all), text)}`;

test('every address is decided about, and no decision is left over', () => {
  const names = routes.map((r) => r.name);
  assert.ok(names.length > 80, `only ${names.length}`);
  assert.deepEqual(
    names.filter((name) => !(name in DECIDED)),
    [],
    'decide in test/employer.decided.ts what a business, a recruiter, a buyer and an association get there',
  );
  assert.deepEqual(
    Object.keys(DECIDED).filter((name) => !names.includes(name)),
    [],
    'these are no addresses any more',
  );
});

test('nobody outside gets anything where it is decided that they get nothing, and it looks the same whether it is there', async () => {
  const wrong: string[] = [];
  for (const route of routes.filter((r) => DECIDED[r.name] === 'nothing'))
    for (const { name, cookie } of outsiders) {
      const [one, none] = [
        await askRoute(t, route, { cookie, given: real }),
        await askRoute(t, route, { cookie, given: nowhere }),
      ];
      if (one.status < 400)
        wrong.push(`${name}: ${route.name} answers ${one.status} ${one.text.slice(0, 120)}`);
      else if (bare(one) !== bare(none))
        wrong.push(
          `${name}: ${route.name} tells them apart: ${bare(one).slice(0, 160)} / ${bare(none).slice(0, 160)}`,
        );
    }
  assert.deepEqual(wrong, []);
});

/** A day is a day; minutes tell who was on shift. Of the desk's own clocks, of what a business itself did, and of the log. */
const TIMED = /^GET (me|watch|watch\.csv|ledger|evidence|figures|anchor|licences|rights)/;
/** Lists that are the same for everybody, whatever happened: codes, and the questions of a checklist. */
const WORDS = /^GET (codes|improvement)/;
const OWN_WORDS =
  /"(envelope|x|y|kid|encrypted_key|ciphertext|iv|tag|epk|protected|jwk|wrapped\w*|share)":("[^"]*"|\{[^}]*\})/g;

test('what they do get holds no thread, no case, no worker’s id and no time of day', async () => {
  const wrong: string[] = [];
  const gave = new Map<string, number>();
  for (const route of routes.filter((r) => r.method === 'GET' && DECIDED[r.name] !== 'nothing'))
    for (const { name, cookie } of outsiders) {
      const answer = await askRoute(t, route, { cookie, given: real });
      if (answer.status === 200) gave.set(route.name, (gave.get(route.name) ?? 0) + 1);
      const plain = answer.text.replaceAll(OWN_WORDS, '""');
      for (const id of secrets) if (plain.includes(id)) wrong.push(`${name}: ${route.name} shows ${id}`);
      if (!TIMED.test(route.name) && /\d\d:\d\d:\d\d/.test(plain))
        wrong.push(`${name}: ${route.name} shows a time of day: ${/.{30}\d\d:\d\d:\d\d/.exec(plain)?.[0]}`);
      if (!WORDS.test(route.name) && /GRV-03|retaliat|punish/i.test(plain))
        wrong.push(`${name}: ${route.name} shows that somebody was punished`);
    }
  assert.deepEqual(wrong, []);
  assert.ok(
    (gave.get('GET disclosures') ?? 0) > 0,
    'the business sees nothing of its own: the test looks at nothing',
  );
});

test('a no takes the same steps: as many questions to the database for what is there as for what is not', async () => {
  const count = async (run: () => Promise<unknown>): Promise<number> => {
    const before = calls();
    await run();
    return calls() - before;
  };
  let taken = 0;
  for (const gate of [t.world.app, t.world.jobs, t.world.anon]) gate.pool.on('acquire', () => taken++);
  const calls = (): number => taken;
  const [{ cookie } = { cookie: '' }] = outsiders;
  for (const route of routes.filter((r) => r.method === 'GET' && DECIDED[r.name] === 'nothing')) {
    const ask = (given: Given) => () => askRoute(t, route, { cookie, given });
    await ask(real)();
    const [one, none] = [await count(ask(real)), await count(ask(nowhere))];
    assert.equal(one, none, `${route.name}: transactions`);
  }
});

test('a file that a worker sealed is nothing to them, whoever holds its hash', async () => {
  const arrived = await t.world.files.receive((await import('node:stream')).Readable.from([Buffer.from('a worker’s photograph, sealed')]), 10_000); // prettier-ignore
  await arrived.keep();
  const [one] = worked.phones;
  await admin.query(
    `insert into vouch.attachment (docket_id, statement_id, n, sha256, size, thread_id, cso_org) values ($1, $2, 0, decode($3, 'hex'), 31, $2, $4)`,
    [one?.docket, one?.threadId, arrived.sha256, cso.org],
  );
  for (const { name, cookie } of outsiders) {
    const ask = async (sha: string) => {
      const { statusCode, body } = await t.app.inject({
        url: `/api/v1/desk/files/${sha}`,
        headers: { cookie },
      });
      return `${statusCode} ${body}`;
    };
    const none = createHash('sha256').update('nothing').digest('hex');
    assert.equal(await ask(arrived.sha256), await ask(none), name);
  }
  const mine = await t.app.inject({ url: `/api/v1/desk/files/${arrived.sha256}`, headers: { cookie: await cso.cookie(cso.caseworker) } }); // prettier-ignore
  assert.equal(mine.statusCode, 200, 'the test looks at a file that nobody gets');
});

test('public pages and figures name no thread, no case and no retaliation', async () => {
  for (const url of [
    '/',
    '/open',
    '/ledger',
    '/api/v1/open/figures',
    '/w',
    '/w/directory.json',
    '/api/v1/openapi.json',
  ]) {
    const answer = await t.app.inject({ url });
    for (const id of secrets) assert.ok(!answer.body.includes(id), `${url} shows ${id}`);
    if (!url.endsWith('openapi.json')) assert.doesNotMatch(answer.body, /GRV-03|retaliat/i, url);
  }
});

test('what is mailed because somebody was punished goes to those who answer workers, and to nobody else', async () => {
  await sendAlerts(t.world);
  assert.ok(t.alerts.length > 0, 'nobody was told');
  for (const to of t.alerts) assert.match(to, /@worker-line\.demo\.vouch\.invalid$/);
});
