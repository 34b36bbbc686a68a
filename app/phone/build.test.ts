import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { LANGUAGES, translator, WORDS } from '../../locales/index.ts';
import { openPage } from '../features/reports/code.pages.ts';
import { reportPage } from '../features/reports/pages.ts';
import { buildPhone } from './build.ts';

/** kB here are 1000 bytes, gzip at its best, as a server compresses files that it keeps. */
const KB = 1000;

let out = '';
let files: Record<string, string> = {};

before(async () => {
  out = await mkdtemp(join(tmpdir(), 'phone-'));
  ({ files } = await buildPhone(out));
});
after(() => rm(out, { recursive: true, force: true }));

const text = (name: string) => readFile(join(out, name), 'utf8');
const gzip = (content: string) => gzipSync(content, { level: 9 }).length;

/** What a script loads: at once, and in all when the worker goes on (without the library for old browsers). */
async function loads(name: string, later: boolean, seen = new Set<string>()): Promise<Set<string>> {
  if (seen.has(name) || name.startsWith('ed25519')) return seen;
  seen.add(name);
  const code = await text(name);
  const pattern = later ? /["']\.\/([\w-]+\.js)["']/g : /(?:from|import)\s*["']\.\/([\w-]+\.js)["']/g;
  for (const [, next = ''] of code.matchAll(pattern)) await loads(next, later, seen);
  return seen;
}

async function weight(names: Iterable<string>): Promise<number> {
  let sum = 0;
  for (const name of names) sum += gzip(await text(name));
  return sum;
}

const directory = {
  origin: 'x.invalid/vouch/1',
  epochSeconds: 10,
  places: [],
  receivers: [],
  unplaced: {
    docket: 0,
    kind: 'unplaced',
    id: 'deployment:x.invalid',
    receiverByCountry: { TH: 'a', MY: 'a', IN: 'a' },
    receiver: 'a',
  },
};

const shell = (language: 'en' | 'my' | 'th') => ({
  t: translator(WORDS[language]),
  language,
  languages: LANGUAGES,
  files,
});

test('the first page runs at most 5 kB of script, the whole path of a report at most 20 kB', async (context) => {
  const first = await loads(files['enhance.js'] ?? '', false);
  const whole = await loads(files['enhance.js'] ?? '', true);
  const [now, all] = [await weight(first), await weight(whole)];
  context.diagnostic(`first page ${now} B, whole path ${all} B`);
  assert.ok(whole.size > first.size, 'the sealing part is loaded later');
  assert.ok(now > 1000 && now <= 5 * KB, `${now} bytes`);
  assert.ok(all > 10 * KB && all <= 20 * KB, `${all} bytes`);
});

test('the first page is at most 35 kB in all, in every language', async (context) => {
  const scripts = await weight(await loads(files['enhance.js'] ?? '', false));
  const looks = await weight([files['phone.css'] ?? '', files['pictograms.svg'] ?? '']);
  for (const { code } of LANGUAGES) {
    const all = scripts + looks + gzip(reportPage(shell(code), directory));
    context.diagnostic(`${code}: ${all} B`);
    assert.ok(all <= 35 * KB, `${code}: ${all} bytes`);
  }
});

test('no page loads anything from elsewhere, and no script is inside a page', () => {
  for (const page of [reportPage(shell('my'), directory), openPage(shell('my'), WORDS.my)]) {
    for (const [, url = ''] of page.matchAll(/(?:src|href|action)="([^"]*)"/g)) {
      assert.match(url, /^(\/w\/|#|data:,$|tel:|https:\/\/www\.google\.com\/$)/, url);
    }
    assert.doesNotMatch(page, /<script(?![^>]*(src=|type="application\/json"))/);
    assert.doesNotMatch(page, /\son\w+=|style=/);
  }
});

test('the service worker holds every file of the build and no answer of the API', async () => {
  const worker = await text('sw.js');
  for (const name of await readdir(out)) {
    if (name !== 'sw.js') assert.ok(worker.includes(name), name);
  }
  assert.doesNotMatch(worker, /\/api\/|challenge/);
});
