// What goes back to those who spoke: told once a case is closed, asked how they were served; and the public board.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import test, { after, before } from 'node:test';
import pg from 'pg';
import { open, seal } from '../../../seal/index.ts';
import { openedCase } from '../../../test/case.ts';
import { type Office, office } from '../../../test/office.ts';
import { type Desk, desk, phone } from '../../../test/phone.ts';
import { type TestWorld, testWorld } from '../../../test/world.ts';
import { registerOrganisation } from '../network/index.ts';
import { draftsOf } from './drafts.ts';
import { hindrance } from './notice.ts';

let t: TestWorld;
let cso: Office;
let lead: Desk;
let worker: Desk;
let admin: pg.Client;

before(async () => {
  t = await testWorld();
  cso = await office(t);
  lead = await desk(t, cso, cso.lead);
  worker = await desk(t, cso, cso.caseworker);
  admin = new pg.Client({ connectionString: t.adminUrl });
  await admin.connect();
});
after(async () => {
  await admin?.end();
  await t?.close();
});

const today = () => t.clock.now().toISOString().slice(0, 10);
const later = (days: number) =>
  new Date(t.clock.now().getTime() + days * 86_400_000).toISOString().slice(0, 10);
const notice = (over: object = {}) => ({
  noticeId: randomUUID(),
  seq: 0,
  kind: 'information',
  country: 'TH',
  corridor: 'MM-TH',
  texts: {
    en: { title: 'Fees', words: 'Nobody may take a fee from you.' },
    my: { title: 'အခကြေး', words: 'အခကြေး မယူရပါ။' },
  },
  validFrom: today(),
  validUntil: later(30),
  namesNobody: true,
  ...over,
});
const board = async (query = '') =>
  (await t.app.inject({ url: `/api/v1/notices${query}` })).json() as {
    notices: { noticeId: string; reply: unknown; invitedOn: string | null }[];
    withdrawn: { noticeId: string }[];
  };
const on = async (id: string) => (await board()).notices.find((n) => n.noticeId === id);

test('a notice is published by a second person only, stands on record, and its withdrawal leaves a mark', async () => {
  const n = notice();
  await worker.done('community/notices', n);
  const at = `community/notices/${n.noticeId}`;
  assert.equal(await on(n.noticeId), undefined, 'a draft is nobody’s');
  assert.equal((await worker.post(`${at}/publish`, { seq: 1 })).status, 403);
  assert.equal((await lead.post(`${at}/publish`, { seq: 7 })).status, 409);
  await lead.done(`${at}/publish`, { seq: 1 });
  assert.ok(await on(n.noticeId));
  assert.equal((await board('?corridor=KH-TH')).notices.length, 0);
  const page = await t.app.inject({ url: '/w/notices?l=my' });
  assert.match(page.body, /အခကြေး မယူရပါ။/);
  assert.ok(Buffer.byteLength(page.body) < 12_000);
  await worker.done(`${at}/withdraw`, { seq: 2 });
  const now = await board();
  assert.equal(
    now.notices.some((one) => one.noticeId === n.noticeId),
    false,
  );
  assert.equal(
    now.withdrawn.some((one) => one.noticeId === n.noticeId),
    true,
  );
  const { rows } = await admin.query(
    `select kind from vouch.statement where kind like 'notice%' and fields::text like $1 order by recorded_at, kind desc`,
    [`%${n.noticeId}%`],
  );
  assert.deepEqual(rows.map((r) => r.kind).sort(), ['notice_published', 'notice_withdrawn']);
});

test('whoever changes a draft has written it, and cannot publish it', async () => {
  const n = notice();
  await worker.done('community/notices', n);
  await lead.done('community/notices', { ...n, seq: 1, region: 'Samut Sakhon' });
  assert.equal((await lead.post(`community/notices/${n.noticeId}/publish`, { seq: 2 })).status, 403);
  await worker.done(`community/notices/${n.noticeId}/publish`, { seq: 2 });
});

test('a form that names somebody, ends before it begins or warns of nobody is refused field by field', async () => {
  for (const over of [
    { namesNobody: false },
    { validUntil: '2020-01-01' },
    { texts: {} },
    { kind: 'broker_warning' },
    { kind: 'what_changed' },
  ]) {
    const answer = await worker.post('community/notices', notice(over));
    assert.ok(answer.status === 422 || answer.status === 400, `${JSON.stringify(over)} ${answer.text}`);
  }
});

test('what changed at a workplace is published only where ten confirmed workers stand behind it', async () => {
  const n = notice({ kind: 'what_changed', placeDocket: cso.workplaces[0] });
  await worker.done('community/notices', n);
  const at = `community/notices/${n.noticeId}/publish`;
  await openedCase(t, cso, 9);
  const early = await lead.post(at, { seq: 1 });
  assert.deepEqual([early.status, early.body.errors[0].why], [409, 'too_few']);
  await openedCase(t, cso, 1);
  await lead.done(at, { seq: 1 });
});

test('a warning about a recruiter waits for its reply, which stands beside it; the recruiter sees no thread and no case', async () => {
  await registerOrganisation(
    t.world,
    { org: cso.org, kind: 'cso' },
    {
      id: 'vouch:fast-broker',
      kind: 'recruiter',
      name: 'Fast Broker',
      country: 'MM',
      languages: ['my'],
      names: {},
      about: '',
    },
  );
  // The employer of the office stands for a business that is signed in.
  const n = notice({ kind: 'broker_warning', subjectOrg: cso.employer, subjectName: 'Heron Electronics', evidence: 'corroborated' }); // prettier-ignore
  await worker.done('community/notices', n);
  const at = `community/notices/${n.noticeId}`;
  const business = await desk(t, cso, cso.hr);
  assert.equal((await lead.post(`${at}/publish`, { seq: 1 })).body.errors[0].why, 'not_invited');
  assert.deepEqual((await business.see('community/warnings')).warnings, []);
  await worker.done(`${at}/invite`, { seq: 1, days: 7 });
  assert.equal((await lead.post(`${at}/publish`, { seq: 2 })).body.errors[0].why, 'reply_open');
  const [seen] = (await business.see('community/warnings')).warnings;
  assert.ok(!/thread|case|worker_?count|docket/i.test(Object.keys(seen).join()));
  assert.equal((await business.post(`${at}/publish`, { seq: 2 })).status, 404);
  await business.done(`${at}/reply`, { seq: 2, texts: { en: 'We returned the fees.' } });
  await lead.done(`${at}/publish`, { seq: 3 });
  assert.deepEqual((await on(n.noticeId))?.reply, { en: 'We returned the fees.' });
  const other = notice({ kind: 'broker_warning', subjectName: 'Golden Way', evidence: 'reported' });
  await worker.done('community/notices', other);
  await worker.done(`community/notices/${other.noticeId}/invite`, { seq: 1, days: 7 });
  t.clock.forward(8 * 86_400);
  await lead.done(`community/notices/${other.noticeId}/publish`, { seq: 2 });
  assert.match(
    (await t.app.inject({ url: '/w/notices?l=en' })).body,
    /Golden Way was asked on .* and did not reply/,
  );
});

test('workers of a closed case are owed word; each is told once, in the thread, and asked how they were served', async () => {
  const c = await openedCase(t, cso, 2);
  const owed = async () =>
    (await worker.see('community/owed')).owed.find((o: { caseId: string }) => o.caseId === c.caseId);
  assert.equal(await owed(), undefined);
  await c.move('closed', 'resolved_by_information');
  assert.equal((await owed()).owed, 2);
  const view = await worker.see(`community/owed/${c.docket}/${c.caseId}`);
  assert.equal(view.threads.length, 2);
  assert.match(view.drafts.my, /ကျေးဇူး/);
  const [by] = c.phones;
  assert.ok(by);
  const [statementId, askId] = [randomUUID(), randomUUID()];
  const said = {
    subjectKind: 'case',
    subjectId: c.caseId,
    docket: by.docket,
    threadId: by.threadId,
    statementId,
    askId,
    envelope: await by.sealed({ v: 1, kind: 'what_changed', language: 'en', words: 'It has ended.' }),
  };
  await worker.done('community/told', said);
  await worker.done('community/told', said);
  assert.equal((await owed()).owed, 1);
  const other = await by.sealed({ v: 1, kind: 'what_changed', words: 'Other words' });
  assert.equal((await worker.post('community/told', { ...said, envelope: other })).status, 409);
  const mine = (await by.thread()).statements.find((s) => s.id === statementId);
  assert.deepEqual([mine?.kind, mine?.asks?.kind], ['what_changed', 'satisfaction']);
  t.clock.forward(60);
  await by.say('answer', { re: statementId, about: 'satisfaction', value: 'answered', well: 4 }, statementId);
  await worker.done(`${c.at}/asks/${askId}/code`, { value: 'answered', quality: 4 });
  const few = await worker.see('community/satisfaction');
  assert.deepEqual(few, { shown: false, answers: null, mean: null, wellPercent: null });
});

test('nothing is sent to who took the report back, nor in a case that it is not filed in', async () => {
  const c = await openedCase(t, cso, 1);
  const alone = await phone(t, cso);
  const send = async (by: typeof alone, subjectId: string) =>
    worker.post('community/told', {
      subjectKind: 'case',
      subjectId,
      docket: by.docket,
      threadId: by.threadId,
      statementId: randomUUID(),
      envelope: await by.sealed({ v: 1, kind: 'what_changed', words: 'x' }),
    });
  assert.equal((await send(alone, c.caseId)).status, 409);
  const [own] = c.phones;
  assert.ok(own);
  await own.withdraw();
  assert.equal((await send(own, c.caseId)).status, 409);
});

test('a campaign ends in what changed too, whatever case its threads are in', async () => {
  const one = await phone(t, cso);
  const statementId = randomUUID();
  const sent = {
    subjectKind: 'campaign',
    subjectId: randomUUID(),
    docket: one.docket,
    threadId: one.threadId,
    statementId,
    envelope: await one.sealed({
      v: 1,
      kind: 'what_changed',
      language: 'en',
      words: 'The survey has ended.',
    }),
  };
  await worker.done('community/told', sent);
  const told = (await one.thread()).statements.find((s) => s.id === statementId);
  assert.equal(told?.kind, 'what_changed');
});

test('what people said of us is shown from ten answers on, and rounded', async () => {
  await admin.query(`insert into vouch.ask (docket_id, ask_id, thread_id, thread_docket, cso_org, kind, asked_at, coded, quality)
    select 0, gen_random_uuid(), gen_random_uuid(), 0, $1, 'satisfaction', now(), 'answered', 4 from generate_series(1, 11)`, [cso.org]); // prettier-ignore
  assert.deepEqual(await worker.see('community/satisfaction'), {
    shown: true,
    answers: 10,
    mean: 4,
    wellPercent: 100,
  });
  const business = await desk(t, cso, cso.hr);
  assert.equal((await business.get('community/satisfaction')).status, 404);
});

test('outreach is logged with numbers plain and the place sealed', async () => {
  const envelope = await seal({ place: 'Myawaddy', note: '' }, [{ kid: cso.ring.kid, jwk: cso.jwk }]);
  const one = { outreachId: randomUUID(), heldOn: today(), country: 'MM', side: 'origin', topic: 'fees', reached: 42, envelope }; // prettier-ignore
  await worker.done('community/outreach', one);
  await worker.done('community/outreach', one);
  const { outreach, year } = await worker.see('community/outreach');
  assert.deepEqual([outreach.length, year], [1, 42]);
  assert.equal(
    ((await open(outreach[0].envelope, cso.ring.privateJwk)) as { place: string }).place,
    'Myawaddy',
  );
  const ahead = await worker.post('community/outreach', {
    ...one,
    outreachId: randomUUID(),
    heldOn: later(3),
  });
  assert.equal(ahead.status, 422);
});

test('first words say who and what, and never a number of workers', () => {
  const texts = draftsOf({ issues: 3, verified: 2, by: 'state', remedy: 'compensation' });
  assert.match(texts.en, /An authority paid for the harm\. Workers confirmed it for 2 of 3\./);
  for (const text of Object.values(texts)) assert.ok(text.length > 40);
  assert.match(draftsOf({ issues: 1, verified: 0, by: null, remedy: null }).en, /could not be confirmed/);
});

test('official evidence takes no right of reply away', () => {
  const draft = { kind: 'broker_warning', state: 'draft', writtenBy: 'a', validUntil: '2027-01-01', invitedOn: null, replyUntil: null, replied: false } as const; // prettier-ignore
  assert.equal(hindrance(draft, { member: 'b', today: '2026-12-01', confirmed: 0 }), 'not_invited');
});
