import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type Closed, ORIGIN, Operator, SEAL_KEY, bytesOf, commitment, statement } from './audit.fixture.ts';
import { FeedCut, auditFeed } from './audit-feed.ts';
import { Remembered } from './audit-memory.ts';
import { type AuditReason, auditReasons } from './audit-reasons.ts';
import { equalBytes, hex } from './bytes.ts';
import { growthProof } from './growth.ts';
import { Frontier, Tree, verifyConsistency } from './merkle.ts';
import { sealId } from './sealed.ts';

const wants = (epoch: number) => ({
  origin: ORIGIN,
  sealKey: SEAL_KEY,
  epoch,
  isReason: (reason: string) => reason === 'asked-again',
});

const audit = (memory: Remembered, closed: Closed, lines: Iterable<string> = closed.lines()) =>
  auditFeed(bytesOf(lines), memory, wants(closed.epoch));

/** What the auditor says to the last of an operator's epochs; those before must be in order. */
async function last(...epochs: Closed[]): Promise<AuditReason[]> {
  const memory = new Remembered();
  for (const epoch of epochs.slice(0, -1)) assert.deepEqual(await audit(memory, epoch), []);
  const closed = epochs.at(-1);
  assert.ok(closed);
  const faults = await audit(memory, closed);
  if (faults.length === 0)
    assert.ok(equalBytes(Frontier.fromJSON(memory.log().frontier).root(), closed.root), 'the log’s root');
  return auditReasons(faults);
}

const none = { open: 0 };

test('growth is proven out of the edge and the new leaves, as out of the whole tree', () => {
  const hashes = Array.from({ length: 70 }, (_, i) => new Uint8Array(32).fill(i));
  for (let older = 0; older <= 33; older++)
    for (let size = older; size <= 70; size++) {
      const [frontier, tree] = [new Frontier(), Tree.of(hashes.slice(0, size))];
      for (const hash of hashes.slice(0, older)) frontier.append(hash);
      const proof = growthProof(frontier.toJSON(), hashes.slice(older, size));
      assert.deepEqual(proof.map(hex), tree.consistencyProof(older).map(hex), `${older} to ${size}`);
      const [a, b] = [
        { size: older, root: frontier.root() },
        { size, root: tree.root() },
      ];
      assert.ok(verifyConsistency(a, b, proof));
    }
});

test('an operator in order is cosigned, epoch after epoch', async () => {
  const o = new Operator();
  const a = o.register('facility osid:TH2019083D6R1XS');
  o.add(a, statement(1), statement(2));
  o.add(0, statement(3));
  const e0 = o.close(1, { open: 1, oldest: '2026-01-02' });
  const b = o.register('recruiter th-doe:1234');
  o.entry('alias 1 gln:1234567890123\n');
  o.add(b, statement(4));
  o.add(0, `moved 0 ${b} ${commitment(4)}\n`);
  o.add(a, 'erased 1\n', 'erased 0\n');
  const e1 = o.close(1, none);
  o.add(b, `erased 0\n`);
  assert.deepEqual(await last(e0, e1, o.close(1, none)), []);
});

/** A log with two dockets and a statement each, and what is done to it then. */
async function after(harm: (o: Operator, a: number, b: number) => Closed): Promise<AuditReason[]> {
  const o = new Operator();
  const [a, b] = [o.register('facility osid:A'), o.register('facility osid:B')];
  o.add(a, statement(1), statement(2));
  o.add(b, statement(3));
  o.add(0, statement(4), statement(5));
  const first = o.close(1, { open: 2, oldest: '2026-01-02' });
  return last(first, harm(o, a, b));
}
const open = { open: 2, oldest: '2026-01-02' };
const one = { open: 1, oldest: '2026-01-02' };

test('control leaves name a statement of their docket, each once, and a move has a target of its own', async () => {
  const erasing = (...lines: string[]) => after((o, a) => (o.add(a, ...lines), o.close(1, open)));
  assert.deepEqual(await erasing('erased 1\n', 'erased 1\n'), ['erasure-unproven']);
  assert.deepEqual(await erasing('erased 2\n'), ['erasure-unproven']);
  assert.deepEqual(await erasing('erased 1\n', 'erased 2\n'), ['erasure-unproven'], 'an erased leaf');
  assert.deepEqual(await erasing('erased 1\n', statement(9)), ['malformed'], 'a statement behind a control');
  assert.deepEqual(await erasing('erased 01\n'), ['malformed']);
  const moving = (claim: object, ...lines: string[]) =>
    after((o, _a, b) => (o.add(b, statement(6)), o.add(0, ...lines), o.close(1, { ...none, ...claim })));
  assert.deepEqual(await moving(one, `moved 0 2 ${commitment(6)}\n`), []);
  assert.deepEqual(await moving(one, `moved 0 1 ${commitment(6)}\n`), ['move-unproven']);
  assert.deepEqual(await moving(one, `moved 0 9 ${commitment(6)}\n`), ['move-unproven']);
  assert.deepEqual(await moving(one, `moved 0 0 ${commitment(5)}\n`), ['move-unproven'], 'to itself');
  const twice = [`moved 0 2 ${commitment(6)}\n`, `moved 1 2 ${commitment(6)}\n`];
  assert.deepEqual(await moving(none, ...twice), ['move-unproven'], 'two behind one');
});

test('what bundles will say of the unplaced is true, and nothing stays there a day too long without a reason', async () => {
  const close = (days: number, claim: { open: number; oldest?: string }, reasons?: number[], why = 'asked-again') =>
    after((o) => o.close(days, claim, reasons?.map((leaf) => ({ leaf, reason: why })))); // prettier-ignore
  assert.deepEqual(await close(30, open), [], 'thirty days are allowed');
  assert.deepEqual(await close(31, open), ['unplaced-too-long']);
  assert.deepEqual(await close(31, open, [0]), ['unplaced-too-long'], 'one has no reason');
  assert.deepEqual(await close(31, open, [0, 1]), []);
  assert.deepEqual(await close(31, open, [0, 1], 'no time'), ['unplaced-too-long'], 'the list is closed');
  assert.deepEqual(await close(1, one), ['totals-mismatch']);
  assert.deepEqual(await close(1, { ...open, oldest: '2026-01-03' }), ['totals-mismatch']);
  assert.deepEqual(await close(1, none), ['totals-mismatch']);
});

test('the log’s own lines: no id twice, one place for what is unplaced, no way back in time', async () => {
  const entry = (line: string, opens?: string) =>
    after((o) => (opens ? o.opening(1, opens) : undefined, o.entry(line), o.close(1, open)));
  const { sealed } = sealId(SEAL_KEY, 'lei:5493001KJTIIGC8Y1R12');
  assert.deepEqual(await entry(`alias 1 ${sealed}\n`, 'lei:5493001KJTIIGC8Y1R12'), []);
  assert.deepEqual(await entry(`alias 1 ${sealed}\n`), ['seal-mismatch'], 'without its opening');
  assert.deepEqual(await entry(`alias 1 ${sealed}\n`, 'lei:5493001KJTIIGC8Y1R13'), ['seal-mismatch']);
  const twin = sealId(SEAL_KEY, 'osid:B');
  assert.deepEqual(await entry(`alias 1 ${twin.sealed}\n`, 'osid:B'), ['duplicate-registration']);
  assert.deepEqual(await entry('alias 1 internal:x\n'), []);
  assert.deepEqual(await entry('alias 1 osid:B\n'), ['duplicate-registration']);
  assert.deepEqual(await entry('alias 7 internal:x\n'), ['malformed']);
  assert.deepEqual(await entry('hello\n'), ['malformed']);
  const again = (subject: string) => after((o) => (o.register(subject), o.close(1, open)));
  assert.deepEqual(await again('facility internal:Aa'), []);
  assert.deepEqual(await again('recruiter osid:B'), ['duplicate-registration'], 'of another kind');
  assert.deepEqual(await again('unplaced deployment:other.invalid'), ['malformed']);
  assert.deepEqual(await after((o) => o.close(-1, open)), ['malformed'], 'closed before the last one');
  const cased = await after(
    (o) => (o.register('facility internal:Aa'), o.register('facility internal:aA'), o.close(1, open)),
  );
  assert.deepEqual(cased, ['duplicate-registration'], 'in another case');
});

test('a feed that breaks off is asked for again; one that is another is a fault', async () => {
  const o = new Operator();
  o.register('facility osid:A');
  const closed = o.close(1, none);
  const lines = [...closed.lines()];
  const given = (changed: string[]) => audit(new Remembered(), closed, changed);
  assert.deepEqual(await given(lines), []);
  for (let n = 0; n < lines.length; n++) await assert.rejects(given(lines.slice(0, n)), FeedCut);
  const torn = lines.map((line, i) => (i === lines.length - 1 ? line.slice(0, -1) : line));
  await assert.rejects(given(torn), FeedCut);
  const broken = Promise.resolve().then(() =>
    auditFeed(
      (async function* () {
        yield* bytesOf(lines.slice(0, 2));
        throw new Error('connection reset');
      })(),
      new Remembered(),
      wants(0),
    ),
  );
  await assert.rejects(broken, /connection reset/);
  const reasons = async (changed: string[]) => auditReasons(await given(changed));
  for (const [i, line] of lines.entries()) {
    assert.deepEqual(await reasons(lines.with(i, line.replace(':', ': '))), ['malformed'], line);
    if (i > 0) assert.ok((await reasons(lines.toSpliced(i, 0, line))).length > 0, `twice: ${line}`);
  }
  assert.deepEqual(await reasons(lines.with(0, lines[0]?.replace('"epoch":0', '"epoch":1') ?? '')), ['malformed']); // prettier-ignore
  assert.deepEqual(await reasons([...lines, '{"end":true}\n']), ['malformed']);
});

test('one byte changed anywhere in a feed, and it is not cosigned, or says the same', async () => {
  const o = new Operator();
  const a = o.register('facility osid:A');
  o.add(a, statement(1), statement(2), 'erased 0\n');
  o.add(0, statement(3));
  const closed = o.close(1, { open: 1, oldest: '2026-01-02' });
  const text = [...closed.lines()].join('');
  let cosigned = 0;
  for (let at = 0; at < text.length; at++) {
    const other = text[at] === '1' ? '2' : '1';
    const changed = text.slice(0, at) + other + text.slice(at + 1);
    const memory = new Remembered();
    const faults = await audit(memory, closed, [changed]).catch((error: unknown) => {
      assert.ok(error instanceof FeedCut);
      return [error];
    });
    // The root of the log is the checkpoint's, which the auditor compares at the end.
    const root = Frontier.fromJSON(memory.log().frontier).root();
    if (faults.length === 0 && equalBytes(root, closed.root)) cosigned++;
  }
  assert.equal(cosigned, 0);
});

const collect = ((): (() => void) => {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void; // V8's own, once the flag is set
})();

test('an epoch of many dockets passes in the memory of one', async () => {
  const o = new Operator();
  for (let i = 0; i < 20_000; i++) o.register(`facility internal:${i}`);
  for (let i = 0; i < 40_000; i++) o.add(7, statement(i));
  const closed = o.close(1, none);
  // A memory that forgets what no rule of this epoch needs, so that only the audit's own is seen.
  const memory = new Remembered();
  memory.keepLeaf = () => undefined;
  memory.setDocket = () => undefined;
  memory.takeCommitment = () => true;
  memory.takeId = () => true;
  let most = 0;
  const watched = function* () {
    let n = 0;
    for (const line of closed.lines()) {
      if (++n % 4000 === 0) {
        collect();
        most = Math.max(most, process.memoryUsage().heapUsed);
      }
      yield line;
    }
  };
  collect();
  const before = process.memoryUsage().heapUsed;
  assert.deepEqual(await audit(memory, closed, watched()), []);
  // The feed itself is 6 MB of text, and many times that as objects.
  const took = (most - before) / 1e6;
  assert.ok(most > 0 && took < 2, `${took.toFixed(1)} MB`);
});
