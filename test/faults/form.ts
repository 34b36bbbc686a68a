// A browser without script: forms as they are served, posted as they are filled in.
import { strict as assert } from 'node:assert';
import type { TestWorld } from '../world.ts';

export type Fields = [string, string][];

const decode = (text: string): string =>
  text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

export const hiddenFields = (html: string): Fields =>
  [...html.matchAll(/<input\s+type="hidden"\s+name="([^"]+)"\s+value="([^"]*)"/g)].map((m) => [
    m[1] ?? '',
    decode(m[2] ?? ''),
  ]);

export const posted = async (t: TestWorld, url: string, fields: Fields) =>
  t.app.inject({
    method: 'POST',
    url,
    payload: new URLSearchParams(fields).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });

export function multipart(
  fields: Fields,
  files: readonly Buffer[],
  name = 'photo',
): { payload: Buffer; headers: Record<string, string> } {
  const edge = 'edgeofparts';
  const part = (head: string, body: Buffer): Buffer =>
    Buffer.concat([
      Buffer.from(`--${edge}\r\ncontent-disposition: form-data; ${head}\r\n\r\n`),
      body,
      Buffer.from('\r\n'),
    ]);
  const parts = [
    ...fields.map(([n, v]) => part(`name="${n}"`, Buffer.from(v))),
    ...files.map((f, i) =>
      part(`name="${name}${name === 'photo' ? '' : i}"; filename="p.jpg"\r\ncontent-type: image/jpeg`, f),
    ),
  ];
  return {
    payload: Buffer.concat([...parts, Buffer.from(`--${edge}--\r\n`)]),
    headers: { 'content-type': `multipart/form-data; boundary=${edge}` },
  };
}

const SCREENS = ['what', 'where', 'words', 'when', 'safe', 'danger'];

/** Walks the screens with these answers, and stops before the last button. */
export async function filledIn(
  t: TestWorld,
  answers: Record<string, string>,
  language = 'en',
): Promise<Fields> {
  let page = (await t.app.inject({ url: `/w/?l=${language}` })).body;
  let fields = hiddenFields(page);
  for (const step of SCREENS) {
    const own = Object.entries(answers).filter(([name]) => onScreen(step).includes(name));
    const kept = fields.filter(([n]) => !own.some(([name]) => name === n));
    const answer = await posted(t, '/w/form', [...kept, ...own, ['go', 'next']]);
    assert.equal(answer.statusCode, 200);
    page = answer.body;
    fields = hiddenFields(page);
  }
  assert.equal(fields.find(([n]) => n === 'step')?.[1], 'check', `not at the end: ${page.slice(0, 1500)}`);
  return fields;
}

const onScreen = (step: string): string[] =>
  ({
    where: ['where', 'name', 'described', 'country'],
    when: ['when', 'date'],
    safe: ['safe', 'to', 'hours', 'cover'],
  })[step] ?? [step];
