import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { Malformed } from './bundle-shape.ts';
import { leafLine, leafText, openFields } from './bundle.ts';
import type { LeafLine } from './bundle.ts';
import { equalBytes, hex, utf8 } from './bytes.ts';
import { parseBodyLine } from './leaf-shape.ts';
import { HERE, LineChecker, uncheckedLines } from './line-check.ts';
import { lineText } from './line-reader.ts';
import { formatLeaf, isDate, parseSubject, parseTime } from './lines.ts';
import { leafHash } from './merkle.ts';
import { isQuickDate, isQuickTime } from './quick-bytes.ts';
import { MARK, stateOfMark } from './quick-line.ts';
import type { LineContext } from './quick-line.ts';
import { commit } from './statement.ts';
import { LeavesJudge } from './verify-leaves.ts';
import type { Place } from './verify-header.ts';
import { oursPath, policyAt } from './vectors.ts';
import { verifyBundle } from './verify.ts';

const nowhere: Place = {
  checkpoint: { origin: 'demo.vouch.invalid/vouch/1', size: 1, root: new Uint8Array(32), extensions: [] },
  epoch: { number: 0, dockets: 1, root: '', closed: '', index: 0, proof: [] },
};

type Said = { state: string; withKey: boolean; leaf: Uint8Array };

/** What the plain way says of a line, if it says nothing against it; undefined for any fault. */
function plainly(line: Uint8Array, context: LineContext): Said | undefined {
  const subject = parseSubject(context.subject);
  assert.ok(subject);
  const judge = new LeavesJudge(nowhere, { index: 0, ...subject });
  try {
    const body = parseBodyLine(lineText(line, 0, line.length));
    if ('end' in body || judge.take(body.leaf, body.line).length > 0) return undefined;
    const state = body.line.state === 'withheld' ? body.line.reason : (body.line.state ?? 'control');
    return { state, withKey: judge.withKey === 1, leaf: leafHash(utf8(formatLeaf(body.leaf))) };
  } catch (error) {
    assert.ok(error instanceof Malformed);
    return undefined;
  }
}

/** The quick way may not know a line. If it does, it says what the plain way says. */
function compare(line: Uint8Array, context: LineContext): boolean {
  if (line.includes(10)) return false;
  const batch = Uint8Array.from([...line, 10]);
  const { marks, ends, leaves } = new LineChecker(context).check(batch);
  assert.deepEqual([...ends], [batch.length]);
  const mark = marks[0] ?? 0;
  if (mark === MARK.unknown) return false;
  const plain = plainly(line, context);
  assert.ok(plain, `only the quick way knows ${new TextDecoder().decode(line)}`);
  assert.equal(stateOfMark(mark), plain.state);
  assert.equal((mark & MARK.key) !== 0, plain.withKey);
  assert.ok(equalBytes(leaves.subarray(0, 32), plain.leaf));
  return true;
}

const programme: LineContext = { subject: 'programme local:better-homes', kind: 'programme' };

const text = fc.string({ unit: 'grapheme', maxLength: 40 });
const fieldsOf = fc
  .record({
    more: fc.dictionary(
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).filter((name) => !ALWAYS.has(name)),
      text,
      { maxKeys: 12 },
    ),
    key: fc.option(fc.uint8Array({ minLength: 32, maxLength: 32 })),
    content: fc.uint8Array({ minLength: 32, maxLength: 32 }),
    day: fc.integer({ min: 0, max: 40_000 }),
    schema: text,
  })
  .map(({ more, key, content, day, schema }) => [
    ...Object.entries(more).map(([name, value]) => ({ name, value })),
    ...(key ? [{ name: 'key', value: `sha256:${hex(key)}` }] : []),
    { name: 'content', value: `sha256:${hex(content)}` },
    { name: 'kind', value: 'report' },
    { name: 'occurred', value: new Date(day * 86_400_000).toISOString().slice(0, 10) },
    { name: 'recorded', value: `${new Date(day * 86_399_000).toISOString().slice(0, 19)}Z` },
    { name: 'schema', value: schema },
    { name: 'subject', value: programme.subject },
  ]);
const ALWAYS = new Set(['content', 'key', 'kind', 'occurred', 'recorded', 'schema', 'subject']);

const anyLine = fc
  .record({
    fields: fieldsOf,
    m: fc.uint8Array({ minLength: 32, maxLength: 32 }),
    shown: fc.infiniteStream(fc.boolean()),
    reason: fc.constantFrom('not-licensed', 'suppressed', 'sealed', undefined),
  })
  .map(({ fields, m, shown, reason }): string => {
    const committed = commit(fields, m);
    const must = new Set(['kind', 'schema', 'subject', 'content']);
    const opened = openFields(committed, (name) => must.has(name) || shown.next().value);
    const leaf = leafText({ type: 'statement', commitment: committed.commitment });
    const line: LeafLine =
      reason === undefined
        ? { leaf, state: 'disclosed', ...opened }
        : { leaf, state: 'withheld', reason, shown: opened.fields, hidden: opened.hidden };
    return leafLine(line).slice(0, -1);
  });

test('the quick way knows every good line without an escape, and says what the plain way says', () => {
  fc.assert(
    fc.property(anyLine, (line) => {
      assert.ok(plainly(utf8(line), programme));
      assert.equal(compare(utf8(line), programme), !line.includes('\\'));
    }),
    { numRuns: 300 },
  );
});

test('of a line with one byte, or two neighbours, changed the quick way never says what the plain way does not', () => {
  let known = 0;
  const change = fc.record({
    line: anyLine,
    at: fc.array(fc.tuple(fc.nat(), fc.nat(255), fc.nat(255)), { minLength: 1, maxLength: 30 }),
  });
  fc.assert(
    fc.property(change, ({ line, at }) => {
      const bytes = utf8(line);
      for (const [where, one, two] of at) {
        for (const width of [1, 2]) {
          const changed = Uint8Array.from(bytes);
          changed[where % bytes.length] = one;
          if (width === 2) changed[(where + 1) % bytes.length] = two;
          if (compare(changed, programme) && !equalBytes(bytes, changed)) known++;
        }
        // A piece taken out, or standing twice: lists, positions and members go wrong together.
        const [from, to] = [where % bytes.length, (where % bytes.length) + (one % 64)];
        compare(Uint8Array.from([...bytes.subarray(0, from), ...bytes.subarray(to)]), programme);
        compare(Uint8Array.from([...bytes.subarray(0, to), ...bytes.subarray(from)]), programme);
      }
    }),
    { numRuns: 200 },
  );
  assert.equal(known, 0, 'a changed line still opens');
});

test('of every line of every vector the quick way says what the plain way says', () => {
  let known = 0;
  for (const name of readdirSync(oursPath('bundles')).filter((file) => file.endsWith('.jsonl'))) {
    const lines = readFileSync(oursPath(`bundles/${name}`), 'latin1').split('\n');
    const named = /"docket":\{"index":\d+,"kind":"([a-z]+)","id":"([^"]+)"/.exec(lines[0] ?? '');
    const subject = parseSubject(`${named?.[1]} ${named?.[2]}`);
    if (!subject) continue;
    const context = { subject: `${subject.kind} ${subject.id}`, kind: subject.kind };
    for (const line of lines.slice(1)) if (compare(Buffer.from(line, 'latin1'), context)) known++;
  }
  assert.ok(known > 300, `${known} lines are known`);
});

test('days and times read off bytes are those read off text', () => {
  const digits = fc.nat(99).map((n) => String(n).padStart(2, '0'));
  const year = fc.oneof(
    fc.constantFrom('0000', '1900', '2000', '2024', '9999', '20x4'),
    fc.nat(9999).map(String),
  );
  fc.assert(
    fc.property(year, fc.array(digits, { minLength: 5, maxLength: 5 }), ([...letters], rest) => {
      const [month, day, hour, minute, second] = rest.map((n, i) =>
        i === 0
          ? String(Number(n) % 14).padStart(2, '0')
          : i === 1
            ? String(Number(n) % 34).padStart(2, '0')
            : n,
      );
      const date = `${letters.join('').padStart(4, '0')}-${month}-${day}`;
      assert.equal(isQuickDate(utf8(date), 0, date.length), isDate(date), date);
      for (const time of [`${date}T${hour}:${minute}:${second}Z`, `${date}T24:00:00Z`, `${date}T23:59:60Z`])
        assert.equal(isQuickTime(utf8(time), 0, time.length), parseTime(time) !== undefined, time);
    }),
    { numRuns: 3000 },
  );
});

test('the verdict is the same whoever checks the lines, and however late', async () => {
  const late = {
    ahead: 5,
    begin(context: LineContext) {
      const check = HERE.begin(context);
      return async (batch: Uint8Array<ArrayBuffer>) => {
        await new Promise((later) => setTimeout(later, Math.random() * 3));
        return check(batch);
      };
    },
  };
  const asText = { ahead: 1, begin: () => uncheckedLines };
  for (const name of readdirSync(oursPath('bundles')).filter((file) => file.endsWith('.jsonl'))) {
    const bytes = readFileSync(oursPath(`bundles/${name}`));
    const pieces = Array.from({ length: Math.ceil(bytes.length / 999) }, (_, i) =>
      bytes.subarray(i * 999, (i + 1) * 999),
    );
    const options = { policy: policyAt(oursPath('policy')), at: 1_767_337_200 };
    const whole = JSON.stringify(await verifyBundle([bytes], options));
    for (const lineWorks of [late, asText])
      assert.equal(JSON.stringify(await verifyBundle(pieces, { ...options, lineWorks })), whole, name);
  }
});

test('who checks lines and fails is heard; the file is let go', async () => {
  let closed = false;
  async function* source(): AsyncGenerator<Uint8Array> {
    try {
      for (const chunk of Buffer.from(readFileSync(oursPath('bundles/good-full.vouch.jsonl')))
        .toString()
        .split(/(?<=\n)/))
        yield utf8(chunk);
    } finally {
      closed = true;
    }
  }
  const failing = { ahead: 2, begin: () => () => Promise.reject(new Error('a thread ended')) };
  const options = { policy: policyAt(oursPath('policy')), at: 1_767_337_200, lineWorks: failing };
  await assert.rejects(verifyBundle(source(), options), /a thread ended/);
  assert.ok(closed);
});
