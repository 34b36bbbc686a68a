import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { Publisher, Sequencer, policyText } from '../../app/features/log/index.ts';
import { type Watchers, startWatchers } from '../../app/watchers.ts';
import { type Worked, openedCase } from '../case.ts';
import { openCase } from './casework.ts';
import { DESKTOP, type Ground, ground, shot } from './ground.ts';
import { atDesk } from './partner.ts';

let g: Ground;
let worked: Worked;
let lines: string[];
let verify: Page;
let watchers: Watchers | undefined;
let asked: string[] = [];
const folder = mkdtempSync(join(tmpdir(), 'vouch-proof-'));
const policy = join(folder, 'policy');

before(async () => {
  g = await ground(new Date(Date.now() - 3_600_000).toISOString());
  worked = await openedCase(g.t, g.o, 3);
  for (const by of worked.phones) {
    g.t.clock.forward(60);
    await g.t.closeEpoch();
    await by.say('message', { words: 'It goes on.' });
  }
  // Witnesses and auditors are in a process of their own, whose clock is nobody's but its own. The auditors begin at the
  // log's beginning.
  watchers = await startWatchers(g.t.world);
  g.t.clock.set(new Date().toISOString());
  await new Sequencer(g.t.world).close(g.t.clock.now());
  await new Publisher(g.t.world, watchers.cosigners, { patienceMs: 30_000 }).publish();
  writeFileSync(policy, policyText(g.t.world, watchers.cosigners));
});
after(async () => {
  await watchers?.stop();
  await g.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A moment after the last epoch closed: a file that is judged much later is stale, which is another story. */
const soon = (): Date => new Date(g.t.clock.now().getTime() + 5000);

function write(name: string, content: readonly string[]): string {
  const path = join(folder, `${name}.vouch.jsonl`);
  writeFileSync(path, content.join(''));
  return path;
}

type Said = { unaltered: boolean; complete: boolean; reasons: string[] };

async function inBrowser(path: string): Promise<Said> {
  await verify.setInputFiles('.drop input', path);
  await verify.locator('[aria-busy=false]').waitFor({ state: 'attached' });
  const [unaltered, complete] = await verify.locator('.word').allInnerTexts();
  return {
    unaltered: unaltered === 'yes',
    complete: complete === 'yes',
    reasons: await verify.locator('.why .rs').allInnerTexts(),
  };
}

function byCommand(path: string): Said & { code: number | null } {
  const file = fileURLToPath(new URL('../../cli/verify.ts', import.meta.url));
  const script = `const { run } = await import(${JSON.stringify(file)}); process.exitCode = await run(process.argv.slice(1));`;
  const at = `${soon().toISOString().slice(0, 19)}Z`;
  const args = [path, '--policy', policy, '--at', at, '--json'];
  const done = spawnSync(process.execPath, ['--input-type=module', '-e', script, '--', ...args], {
    encoding: 'utf8',
  });
  assert.ok(done.stdout, done.stderr);
  const { unaltered, complete, reasons } = JSON.parse(done.stdout) as Said;
  return { code: done.status, unaltered, complete, reasons };
}

/** Both must say the same; gives it. */
async function judged(name: string, content: readonly string[]): Promise<Said> {
  const path = write(name, content);
  const { code, ...said } = byCommand(path);
  assert.equal(code, said.unaltered && said.complete ? 0 : 1, 'only both verdicts are a success');
  assert.deepEqual(await inBrowser(path), said, name);
  return said;
}

test('a case worker takes the evidence out of the desk, and it verifies offline: unaltered and complete', async () => {
  const desk = await atDesk(g, 'Mon');
  await openCase(desk, `Case ${(await worked.see()).case.number}`);
  const saved = desk.waitForEvent('download');
  await desk.getByRole('button', { name: 'Evidence' }).click();
  const file = await saved;
  assert.match(file.suggestedFilename(), /^docket-\d+-epoch-\d+\.vouch\.jsonl$/);
  lines = readFileSync(await file.path(), 'utf8').match(/[^\n]*\n/g) ?? [];
  assert.ok(lines.length > 8);

  const visitor = await g.visitor({ ...DESKTOP });
  verify = await visitor.newPage();
  await verify.clock.setFixedTime(soon());
  await verify.goto(`${g.base}/verify`);
  await verify.setInputFiles('.card1.own input', policy);
  await verify.getByText('himal-migrant-union').first().waitFor();
  await visitor.setOffline(true);
  verify.on('request', (request) => asked.push(request.url()));
  asked = [];
  const good = await judged('good', lines);
  assert.deepEqual(good, { unaltered: true, complete: true, reasons: [] });
  await shot(verify, 'j8-good');
});

test('a dropped statement, a cut tail, a new label, a flipped byte: each is named, by the page as by the command', async () => {
  const at = lines.findIndex((line) => line.includes('"value":"report"'));
  assert.ok(at > 0);
  const dropped = await judged('dropped', lines.toSpliced(at, 1));
  assert.ok(!dropped.unaltered && !dropped.complete);
  assert.ok(
    dropped.reasons.includes('root-mismatch') && dropped.reasons.includes('count-mismatch'),
    dropped.reasons.join(),
  );
  await shot(verify, 'j8-dropped');

  const cut = await judged('cut', lines.toSpliced(-2, 1));
  assert.ok(!cut.complete && cut.reasons.includes('count-mismatch'), cut.reasons.join());
  const torn = await judged('torn', lines.slice(0, -1));
  assert.deepEqual(torn, { unaltered: false, complete: false, reasons: ['malformed'] });

  const relabelled = (lines[at] ?? '')
    .replace('"state":"disclosed"', '"state":"withheld","reason":"withdrawn"')
    .replace('"fields"', '"shown"');
  assert.notEqual(relabelled, lines[at]);
  const named = await judged('relabelled', lines.with(at, relabelled));
  assert.ok(!named.complete && named.reasons.includes('withdrawal-unproven'), named.reasons.join());

  const flipped = (lines[at] ?? '').replace('"value":"report"', '"value":"retort"');
  const bit = await judged('flipped', lines.with(at, flipped));
  assert.ok(!bit.unaltered && bit.reasons.includes('opening-mismatch'), bit.reasons.join());
  await shot(verify, 'j8-flipped');
});

test('the page can be saved from the site, and the saved one judges the same without the site’s word', async () => {
  await verify.context().setOffline(false);
  const saved = verify.waitForEvent('download');
  await verify.getByRole('link', { name: 'Save this page' }).click();
  const file = join(folder, (await saved).suggestedFilename());
  assert.match(file, /vouch-verify\.html$/);
  await (await saved).saveAs(file);
  const built = fileURLToPath(new URL('../../build/verify/verify.html', import.meta.url));
  assert.deepEqual(readFileSync(file), readFileSync(built), 'what is served is what the source builds');
  const alone = await (await g.visitor({ ...DESKTOP, offline: true })).newPage();
  alone.on('request', (request) => asked.push(request.url().replace(/^file:/, 'blob:')));
  await alone.clock.setFixedTime(soon());
  await alone.goto(pathToFileURL(file).href);
  assert.equal(await alone.locator('.card1.site').count(), 0, 'whom to trust is the reader’s to say');
  await alone.setInputFiles('.card1.own input', policy);
  await alone.getByText('himal-migrant-union').first().waitFor();
  verify = alone;
  const good = await judged('good', lines);
  assert.deepEqual(good, { unaltered: true, complete: true, reasons: [] });
});

test('the page asked for nothing while it judged, and fell over nothing', () => {
  assert.deepEqual(
    asked.filter((url) => !url.startsWith('blob:') && !url.endsWith('/vouch-verify.html')),
    [],
  );
  assert.deepEqual(g.faults, []);
});

test('no business, buyer or stranger gets the bundle, and a docket that exists looks to them like none', async () => {
  const get = async (name: string, docket: number) => {
    const page = await atDesk(g, name);
    const answer = await page.request.get(`${g.base}/api/v1/desk/evidence/docket/${docket}`);
    const said = [answer.status(), await answer.text()];
    await page.context().close();
    return said;
  };
  for (const name of ['Hari', 'Nils']) {
    const there = await get(name, worked.docket);
    assert.equal(there[0], 404);
    assert.deepEqual(there, await get(name, 9999));
  }
});
