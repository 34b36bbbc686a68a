import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import sharp from 'sharp';
import { open, openBytes } from '../../../seal/index.ts';
import { type Office, office } from '../../../test/office.ts';
import { type TestWorld, testWorld } from '../../../test/world.ts';

let t: TestWorld;
let o: Office;

before(async () => {
  t = await testWorld();
  o = await office(t);
});
after(() => t.close());

const post = (url: string, fields: [string, string][]) =>
  t.app.inject({
    method: 'POST',
    url,
    payload: new URLSearchParams(fields).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });

const hiddenFields = (html: string): [string, string][] =>
  [...html.matchAll(/<input\s+type="hidden"\s+name="([^"]+)"\s+value="([^"]*)"/g)].map((m) => [
    m[1] ?? '',
    decode(m[2] ?? ''),
  ]);
const decode = (text: string): string =>
  text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

function multipart(
  fields: [string, string][],
  files: Buffer<ArrayBuffer>[],
): { payload: Buffer; headers: Record<string, string> } {
  const edge = 'edgeofparts';
  const parts: Buffer<ArrayBuffer>[] = fields.map(([n, v]) =>
    Buffer.from(`--${edge}\r\ncontent-disposition: form-data; name="${n}"\r\n\r\n${v}\r\n`),
  );
  for (const file of files)
    parts.push(
      Buffer.from(
        `--${edge}\r\ncontent-disposition: form-data; name="photo"; filename="p.jpg"\r\ncontent-type: image/jpeg\r\n\r\n`,
      ),
      file,
      Buffer.from('\r\n'),
    );
  return {
    payload: Buffer.concat([...parts, Buffer.from(`--${edge}--\r\n`)]),
    headers: { 'content-type': `multipart/form-data; boundary=${edge}` },
  };
}

/** Walks the screens as a browser without script would, and stops before the last button. */
async function toTheEnd(words = 'They hold our passports.', language = 'en'): Promise<[string, string][]> {
  const chosen: Record<string, [string, string][]> = {
    what: [['what', 'DOC']],
    where: [['where', String(o.workplaces[0])]],
    words: [['words', words]],
    when: [['when', 'week']],
    safe: [['safe', 'code']],
    danger: [['danger', 'P2']],
  };
  let page = (await t.app.inject({ url: `/w/?l=${language}` })).body;
  let fields = hiddenFields(page);
  for (const step of ['what', 'where', 'words', 'when', 'safe', 'danger']) {
    const answer = await post('/w/form', [
      ...fields.filter(([n]) => n !== step),
      ...(chosen[step] ?? []),
      ['go', 'next'],
    ]);
    assert.equal(answer.statusCode, 200);
    assert.equal(answer.headers['cache-control'], 'no-store');
    page = answer.body;
    fields = hiddenFields(page);
  }
  assert.equal(fields.find(([n]) => n === 'step')?.[1], 'check', page.slice(0, 2000));
  return fields;
}

const codeIn = (fields: [string, string][]): string => fields.find(([n]) => n === 'code')?.[1] ?? '';

test('without script a report is sealed by the server, and its code reads, answers and proves it', async () => {
  const fields = await toTheEnd();
  const code = codeIn(fields);
  assert.match(code, /^\d{20}$/);
  const form = multipart([...fields, ['go', 'next']], []);
  const sent = await t.app.inject({ method: 'POST', url: '/w/send', ...form });
  assert.equal(sent.statusCode, 200, sent.body.slice(0, 500));
  const again = await t.app.inject({ method: 'POST', url: '/w/send', ...form });
  assert.equal(again.statusCode, 200, 'the same form sent twice is one report');
  const thread = await post('/w/open', [
    ['code', code],
    ['l', 'en'],
  ]);
  assert.equal(thread.statusCode, 200);
  assert.ok(thread.body.includes('They hold our passports.'));
  const reply = hiddenFields(thread.body);
  const answered = await post('/w/thread', [
    ['l', 'en'],
    ['act', 'reply'],
    ['code', code],
    ['statementId', reply.find(([n]) => n === 'statementId')?.[1] ?? ''],
    ['words', 'It happened again.'],
  ]);
  assert.ok(answered.body.includes('It happened again.'), answered.body.slice(0, 1500));
});

test('other words under one form number are refused and stay in the form', async () => {
  const fields = await toTheEnd();
  await t.app.inject({ method: 'POST', url: '/w/send', ...multipart(fields, []) });
  const changed = fields.map(([n, v]): [string, string] => (n === 'words' ? [n, 'Other words'] : [n, v]));
  const second = await t.app.inject({ method: 'POST', url: '/w/send', ...multipart(changed, []) });
  assert.equal(second.statusCode, 409);
  assert.ok(second.body.includes('Other words'));
});

test('a photo loses its metadata and is sealed; a .jpg that is none is refused in the worker’s language', async () => {
  const photo = await sharp({ create: { width: 2400, height: 1200, channels: 3, background: '#345' } })
    .withExif({ IFD0: { Copyright: 'MARKER-EXIF' } })
    .jpeg()
    .toBuffer();
  assert.ok(photo.includes('MARKER-EXIF'));
  const fields = await toTheEnd('With a photo', 'my');
  const sent = await t.app.inject({ method: 'POST', url: '/w/send', ...multipart(fields, [photo]) });
  assert.equal(sent.statusCode, 200, sent.body.slice(0, 800));
  const { rows } = await t.world.jobs.pool.query('select 1');
  assert.equal(rows.length, 1);
  const found = await t.world.app.read({ org: o.org, kind: 'cso' }, (db) =>
    db.selectFrom('attachment').selectAll().execute(),
  );
  const attachment = found.at(-1);
  assert.ok(attachment);
  const file = await t.world.files.read(Buffer.from(attachment.sha256).toString('hex'));
  assert.ok(file);
  const sealed = Buffer.concat(await file.stream.toArray());
  assert.ok(!sealed.includes('MARKER-EXIF') && !sealed.includes('\xff\xd8\xff', 0, 'latin1'));
  const opened = await openBytes(new Uint8Array(sealed), o.ring.privateJwk);
  assert.ok(opened);
  assert.equal((await sharp(opened.bytes).metadata()).width, 1600);
  assert.ok(!Buffer.from(opened.bytes).includes('MARKER-EXIF'));

  const bad = await t.app.inject({
    method: 'POST',
    url: '/w/send',
    ...multipart(await toTheEnd('နှစ်လ လစာမရ', 'my'), [Buffer.from('not a picture')]),
  });
  assert.equal(bad.statusCode, 422);
  assert.ok(bad.body.includes('lang="my"') && bad.body.includes('နှစ်လ လစာမရ'));
});

test('a wrong code opens nothing, in the same words whether it exists or not', async () => {
  const wrong = await post('/w/open', [
    ['code', '1234'],
    ['l', 'th'],
  ]);
  assert.equal(wrong.statusCode, 422);
  assert.ok(wrong.body.includes('lang="th"'));
});

test('hidden, half and turning characters are taken out, a long text is asked for again with every word kept', async () => {
  const fields = await toTheEnd('a\u0000b\ud800c\u202ed');
  await t.app.inject({ method: 'POST', url: '/w/send', ...multipart(fields, []) });
  const envelope = await t.world.app.read({ org: o.org, kind: 'cso' }, (db) =>
    db
      .selectFrom('envelope')
      .select('content')
      .where('statement_id', '=', fields.find(([n]) => n === 'statementId')?.[1] ?? '')
      .executeTakeFirst(),
  );
  const said = (await open(envelope?.content ?? '', o.ring.privateJwk)) as { words: string };
  assert.ok(!/[\u0000\u202e]/.test(said.words) && said.words.isWellFormed(), JSON.stringify(said.words));
  const long = await post('/w/form', [
    ['l', 'en'],
    ['step', 'words'],
    ['words', 'x'.repeat(30_000)],
    ['go', 'next'],
  ]);
  assert.equal(long.statusCode, 200);
  assert.ok(long.body.includes('x'.repeat(30_000)));
  const huge = await post('/w/form', [
    ['l', 'en'],
    ['step', 'words'],
    ['words', 'x'.repeat(10_000_000)],
  ]);
  assert.equal(huge.statusCode, 413);
});
