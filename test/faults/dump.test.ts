// A stolen database holds no worker's words and no worker's choices: marker words go in through every route, then every
// table and every file is searched for them, in every spelling.
import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import pg from 'pg';
import sharp from 'sharp';
import { readAnswers } from '../../app/features/reports/answers.ts';
import { routeOf } from '../../app/features/reports/directory.ts';
import { reportBody, sealReport } from '../../app/features/reports/phone/compose.ts';
import { solve } from '../../app/features/reports/phone/wire.ts';
import { directory } from '../../app/features/network/index.ts';
import { newCode, stretch } from '../../seal/index.ts';
import { type Worked, forEmployer, openedCase } from '../case.ts';
import { type Office, office } from '../office.ts';
import { type Desk, desk, phone } from '../phone.ts';
import { type TestWorld, testWorld } from '../world.ts';
import { clusterOf, dumpOf, filesWith, found, spellings } from './at-rest.ts';
import { filledIn, hiddenFields, multipart, posted } from './form.ts';

/** Stands in every word that a person says here, and nowhere else in the world. */
const STEM = `qzv${randomBytes(6)
  .toString('hex')
  .replaceAll(/\d/g, (d) => 'ghijklmnop'[Number(d)] ?? 'x')}`;
const CONTROL = `${STEM.slice(0, 8)}control`;
let said = 0;
const mark = (what: string): string => (said++, `${STEM} ${what}`);
/** What the worker picks: nothing else in the test is called so. */
const PICKED = ['CHL', 'LEA'];

let t: TestWorld;
let o: Office;
const codes: string[] = [];
const printed: string[] = [];
before(async () => {
  for (const stream of [process.stdout, process.stderr]) {
    const write = stream.write.bind(stream);
    stream.write = ((chunk: string | Uint8Array, ...rest: []) => {
      printed.push(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('latin1'));
      return write(chunk, ...rest);
    }) as typeof stream.write;
  }
  t = await testWorld();
  o = await office(t);
});
after(() => t.close());

const answers = (where: string): Record<string, string> => ({
  what: 'CHL',
  where,
  name: mark('typed into the search'),
  described: mark('behind the old mill'),
  country: 'TH',
  words: mark('they hold our passports'),
  when: 'week',
  safe: 'call',
  to: mark('0812345678'),
  hours: mark('after eight'),
  cover: mark('her cousin'),
  danger: 'P1',
});

async function byPhone(): Promise<void> {
  const given = answers(String(o.workplaces[0]));
  const read = readAnswers((name) => (name === 'what' ? PICKED : given[name] ? [given[name]] : []));
  const list = await directory(t.world);
  const route = routeOf(list, read.where, '');
  assert.ok(route);
  const code = newCode();
  codes.push(code);
  const root = await stretch(code, list.origin);
  const photo = {
    type: 'image/jpeg',
    bytes: new Uint8Array(Buffer.from(mark('bytes of a photo').repeat(50))),
  };
  const chosen = { root, statementId: randomUUID(), m: new Uint8Array(randomBytes(32)) };
  const { sealed, files } = await sealReport(
    { answers: read, route, language: 'my', photos: [photo] },
    chosen,
  );
  const challenge = await solve((await t.app.inject({ url: '/w/challenge' })).json());
  const report = JSON.stringify({ challenge, ...(await reportBody(sealed, challenge.time)) });
  const form = multipart(
    [['report', report]],
    files.map((f) => Buffer.from(f)),
    'file',
  );
  const answer = await t.app.inject({ method: 'POST', url: '/api/v1/reports', ...form });
  assert.equal(answer.statusCode, 201, answer.body);
}

async function withoutScript(): Promise<void> {
  const photo = await sharp({ create: { width: 400, height: 300, channels: 3, background: '#345' } })
    .withExif({ IFD0: { Copyright: mark('in the metadata') } })
    .jpeg()
    .toBuffer();
  const fields = await filledIn(t, answers('describe'), 'my');
  const code = fields.find(([n]) => n === 'code')?.[1] ?? '';
  assert.match(code, /^\d{20}$/);
  codes.push(code);
  const sent = await t.app.inject({ method: 'POST', url: '/w/send', ...multipart(fields, [photo]) });
  assert.equal(sent.statusCode, 200, sent.body.slice(0, 500));
  const act = async (more: [string, string][]): Promise<void> => {
    const page = await posted(t, '/w/open', [['code', code], ['l', 'my']]); // prettier-ignore
    assert.equal(page.statusCode, 200);
    const own = hiddenFields(page.body)
      .filter(([n]) => n === 'statementId')
      .slice(0, 1);
    const done = await posted(t, '/w/thread', [['l', 'my'], ['code', code], ...own, ...more]); // prettier-ignore
    assert.equal(done.statusCode, 200, done.body.slice(0, 500));
  };
  const reply = mark('it happened again');
  await act([['act', 'reply'], ['words', reply]]); // prettier-ignore
  const page = await posted(t, '/w/open', [['code', code], ['l', 'my']]); // prettier-ignore
  assert.ok(page.body.includes(reply), 'it was really taken, and its code reads it');
  await act([['act', 'receipt'], ['re', fields.find(([n]) => n === 'statementId')?.[1] ?? '']]); // prettier-ignore
  await act([['act', 'erase'], ['re', fields.find(([n]) => n === 'statementId')?.[1] ?? '']]); // prettier-ignore
  const refused = await t.app.inject({
    method: 'POST',
    url: '/w/send',
    ...multipart(await filledIn(t, answers('describe')), [Buffer.from(mark('no picture'))]),
  });
  assert.equal(refused.statusCode, 422);
}

async function atTheDesk(): Promise<{ c: Worked; hr: Desk }> {
  const c = await openedCase(t, o, 1, { words: [mark('to the desk')], what: PICKED });
  const [worker] = c.phones;
  assert.ok(worker);
  const at = `threads/${worker.docket}/${worker.threadId}`;
  await worker.say('message', { words: mark('one more thing'), photos: [] });
  await c.desk.done(`${at}/messages`, {
    statementId: randomUUID(),
    envelope: await worker.sealed({ v: 1, kind: 'message', words: mark('dear friend') }),
  });
  const { d: _, ...jwk } = o.ring.privateJwk;
  const { seal } = await import('../../seal/index.ts');
  await c.desk.done(`${at}/notes`, {
    noteId: randomUUID(),
    envelope: await seal({ words: mark('her brother works there too') }, [{ kid: o.ring.kid, jwk }]),
  });
  const issueId = await c.issue('DOC-01');
  await c.move('consent_pending');
  await c.consent(worker, 'given');
  await c.move('consented');
  await c.desk.done(`${c.at}/issues/${issueId}/grade`, {
    scale: 3,
    scope: 2,
    irremediability: 2,
    reason: mark('because of her'),
  });
  await c.desk.done(`${c.at}/transitions`, {
    to: 'under_investigation',
    reason: mark('she said so herself'),
    seq: (await c.see()).case.seq,
  });
  for (const to of ['substantiated']) await c.move(to);
  const told = await c.disclosure(issueId, {
    understood: true,
    envelope: await forEmployer(o, { words: mark('to the employer') }),
  });
  await c.desk.done(`${c.at}/disclosures`, told);
  const hr = await desk(t, o, o.hr);
  const disclosure = `disclosures/${c.docket}/${String(told['disclosureId'])}`;
  const actionId = randomUUID();
  const plan = { actionId, remedyType: 'restitution', rootCause: 'policy_gap', dueDate: '2026-12-24' };
  await hr.done(`${disclosure}/actions`, {
    ...plan,
    envelope: await forEmployer(o, { words: mark('we give them back') }),
  });
  for (const to of ['cap_proposed', 'cap_agreed', 'remediation_in_progress']) await c.move(to);
  await hr.done(`${disclosure}/actions/${actionId}/report`, {
    envelope: await forEmployer(o, { words: mark('all are back') }),
  });
  await c.move('remediation_reported');
  await c.move('worker_verification');
  await c.remedy(worker, issueId, 'fully');
  await worker.withdraw();
  return { c, hr };
}

/** What isn't sealed is refused, whoever sends it: a broken page must not put words into the database. */
async function unsealed(c: Worked): Promise<void> {
  const [worker] = c.phones;
  assert.ok(worker);
  const words = mark(
    'this was never sealed, and is long enough to be an envelope of one hundred characters or more, or so it seems',
  );
  const at = `threads/${worker.docket}/${worker.threadId}`;
  const tries = [
    await c.desk.post(`${at}/messages`, { statementId: randomUUID(), envelope: words }),
    await c.desk.post(`${at}/notes`, { noteId: randomUUID(), envelope: words }),
    await c.desk.post(`${at}/messages`, {
      statementId: randomUUID(),
      envelope: JSON.stringify({ words, recipients: [], ciphertext: words, iv: 'x', tag: 'x' }),
    }),
  ];
  for (const answer of tries) assert.equal(answer.status, 422, answer.text);
  const bad = await t.app.inject({
    method: 'POST',
    url: '/api/v1/reports',
    payload: { words, docket: words, envelope: words },
  });
  assert.equal(bad.statusCode, 422);
  assert.ok(!bad.body.includes(STEM), 'a refusal repeats no words');
  const path = await t.app.inject({ url: `/w/nowhere/${STEM}?q=${STEM}` });
  assert.equal(path.statusCode, 404);
  assert.ok(!path.body.includes(STEM), 'nor does a page that is not there');
}

const inGroups = (code: string, sep: string): string => (code.match(/.{4}/g) ?? []).join(sep);

test('marker words, names, picks and codes go in through every route; no table and no file holds them', async () => {
  await byPhone();
  await withoutScript();
  const { c } = await atTheDesk();
  await unsealed(c);
  await phone(t, o, { danger: ['P0'], words: [mark('danger')], what: PICKED });
  await t.closeEpoch();
  assert.ok(said >= 30, `${said} things were said`);

  const dump = await dumpOf(t.adminUrl);
  assert.ok(dump.size > 40 && (dump.get('vouch.envelope') ?? '').length > 10_000, 'the dump is empty');
  const needles = [
    STEM,
    ...codes.flatMap((code) => [code, inGroups(code, ' '), inGroups(code, '-')]),
  ].flatMap(spellings);
  for (const [table, rows] of dump) {
    assert.ok(!found(Buffer.from(rows), needles), `${table} holds a worker's words or code`);
    for (const picked of PICKED)
      assert.doesNotMatch(
        rows,
        new RegExp(`(^|[(,{["\\s])${picked}([),}\\]"\\s]|$)`, 'm'),
        `${table} holds what a worker picked`,
      );
  }
  const own = filesWith(t.world.config.dir, needles);
  assert.ok(own.looked >= 5, `only ${own.looked} files were seen`);
  assert.deepEqual(own.holding, []);
  const cluster = filesWith(await clusterOf(t.adminUrl), needles);
  assert.ok(
    cluster.looked > 500 && cluster.bytes > 30e6,
    `only ${cluster.looked} files of the database were seen`,
  );
  assert.deepEqual(cluster.holding, []);
  assert.ok(!found(Buffer.from(printed.join('')), needles), 'a code or a word was printed');
});

test('the search finds what is there: a word put into a table and a file by force', async () => {
  const needles = spellings(CONTROL);
  const client = new pg.Client({ connectionString: t.adminUrl });
  await client.connect();
  await client.query(`create table public.control (a text, b bytea, c text)`);
  await client.query(`insert into public.control values ($1, $2, $3)`, [
    `x${CONTROL}y`,
    Buffer.from(CONTROL),
    'no',
  ]);
  await client.query(`insert into public.control values ('no', $1, 'no')`, [Buffer.from(CONTROL)]);
  await client.query(`insert into public.control values ('no', 'no', $1)`, [
    Buffer.from(`..${CONTROL}..`).toString('base64'),
  ]);
  await client.end();
  const rows = (await dumpOf(t.adminUrl)).get('public.control')?.split('\n') ?? [];
  assert.equal(rows.length, 3);
  for (const row of rows) assert.ok(found(Buffer.from(row), needles), row);
  assert.notDeepEqual(filesWith(await clusterOf(t.adminUrl), needles).holding, []);
});
