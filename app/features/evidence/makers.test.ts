// Lines made by threads are the lines made here, to the byte and in order; a fault in a thread is the reader's fault too.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { type Header, type LeafLine, type Unmade, commit, docketBundle, leafText, mustHex, openFields } from '../../../ledger/index.ts'; // prettier-ignore
import { byThreads } from './makers.actions.ts';

const LARGE = 50_000;
const epoch = { number: 0, dockets: 1, root: '00', closed: '2026-01-01T00:00:00Z', index: 1, proof: [] };
const header: Header = {
  vouch: 1,
  type: 'docket',
  docket: { index: 0, kind: 'facility', id: 'osid:A' },
  registration: { index: 0, proof: [] },
  epoch,
  head: { salt: '00', size: 1, root: '00', proof: [] },
  since: [],
  checkpoint: '',
};

const statements = Array.from({ length: 2_100 }, (_, i) => {
  const fields = [
    { name: 'kind', value: 'report' },
    { name: 'note', value: `${i} “ကျေးဇူး” \\ "quoted"` },
  ];
  const m = randomBytes(32);
  return { fields, m, committed: commit(fields, m) };
});

/** As it is read out of a database: most lines wait for a thread, some are made in their place. */
function* lines(wrongAt = -1): Generator<LeafLine | Unmade> {
  for (const [i, { fields, m, committed }] of statements.entries()) {
    const { commitment } = committed;
    if (i % 700 === 3) {
      const leaf = leafText({ type: 'statement', commitment });
      yield { leaf, state: 'disclosed', ...openFields(committed, (name) => name === 'kind') };
    } else
      yield { unmade: true, fields, m: i === wrongAt ? randomBytes(32) : m, commitment: mustHex(commitment) };
  }
}

async function textOf(made: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const piece of made) text += piece;
  return text;
}

test('threads make the same bytes in the same order', async () => {
  const here = await textOf(docketBundle(header, lines()));
  assert.equal(here.split('\n').length, statements.length + 3);
  assert.match(here, /"disclosed":2100,/);
  const threads = await textOf(byThreads(LARGE, (makers) => docketBundle(header, lines(), makers)));
  assert.ok(threads === here);
});

test('a statement that is not the one on record ends the bundle, and nothing hangs', async () => {
  await assert.rejects(
    textOf(byThreads(LARGE, (makers) => docketBundle(header, lines(1_999), makers))),
    /not the one that was put on record/,
  );
});

test('a reader that goes away takes the threads with it', async () => {
  for await (const piece of byThreads(LARGE, (makers) => docketBundle(header, lines(), makers)))
    if (piece.length > 1000) break;
});
