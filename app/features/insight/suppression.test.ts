import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { atom, cell, row, tablesThatPrintTheSame } from './brute-force.ts';
import type { Atom, Table } from './cell.ts';
import { suppress } from './suppression.ts';

const of = (table: Table) => Object.fromEntries(suppress(table));

test('row 42 = [25, 14, 3] with k = 10 hides 3, and 14 with it, and keeps 42 and 25', () => {
  assert.deepEqual(of(row(atom(25), atom(14), atom(3))), {
    total: 'shown',
    0: 'shown',
    1: 'too_few',
    2: 'too_few',
  });
});

test('the smallest other cell goes first, a wide enough one follows if that is not enough', () => {
  // 31 − 20 = 11 leaves {10, 1}: width 11, enough.
  assert.deepEqual(of(row(atom(20), atom(10), atom(1))), {
    total: 'shown',
    0: 'shown',
    1: 'too_few',
    2: 'too_few',
  });
});

test('a total that would bound a hidden cell closer than k is hidden too', () => {
  // Twelve workers share 12 in one cell; 9 things said by 30 others can't be shown, nor a total that leaves them alone.
  const states = of(row(atom(12), atom(4, 4), atom(3, 3)));
  assert.equal(states[0] === 'shown' && states['total'] === 'shown', false);
});

test('a cell needs k distinct workers, not k contacts', () => {
  assert.equal(of(row(atom(40, 3)))['total'], 'too_few');
  assert.equal(of(row(atom(40, 10)))['total'], 'shown');
});

test('a value below k is never printed, however many stand behind it', () => {
  assert.equal(of(row(atom(9, 30)))['total'], 'too_few');
});

test('zero is shown only where k or more were heard, and differs from nobody heard', () => {
  assert.equal(of(row(atom(0, 0, 10)))['0'], 'zero');
  assert.equal(of(row(atom(0, 0, 9)))['0'], 'too_few');
  assert.equal(of(row(atom(0, 0, 0)))['0'], 'not_heard');
});

test('a complement of 1 to k−1 workers hides the part, or the whole', () => {
  const states = of(row(atom(57), atom(1)));
  assert.equal([states['total'], states[0]].filter((s) => s === 'shown').length, 1);
});

test('two audiences whose populations differ by one worker do not both get a figure', () => {
  // A buyer's chain holds sites 0 and 1, the other's only 0. Site 1 has one voice.
  const table: Table = {
    unit: 'contacts',
    atoms: [atom(56), atom(1), atom(80)],
    cells: [cell('network', [0, 1, 2], 0), cell('chain A', [0, 1], 2), cell('chain B', [0], 2)],
    k: 10,
  };
  const states = of(table);
  assert.equal(states['network'], 'shown');
  assert.equal([states['chain A'], states['chain B']].filter((s) => s === 'shown').length, 1);
});

test('a running total moves only when k or more workers are new since it was last released', () => {
  const older = cell('to June', [0], 3, { frozen: 'shown' });
  const grew = (by: Atom) => of({ unit: 'contacts', atoms: [atom(57), by, atom(90)], cells: [cell('network 2', [1, 2], 0), older, cell('to July', [0, 1], 3)], k: 10 }); // prettier-ignore
  assert.equal(grew(atom(1))['to July'], 'too_few');
  assert.equal(grew(atom(12))['to July'], 'shown');
  assert.equal(grew(atom(1))['to June'], 'shown');
});

test('sites that no table lists are not laid open together by what is left of a total', () => {
  // Sites 1 and 2 said 30 things, but six people said them: 70 − 40 would speak of six people.
  const table: Table = {
    unit: 'contacts',
    atoms: [atom(40, 20), atom(15, 3), atom(15, 3)],
    cells: [cell('network', [0, 1, 2], 0), cell('chain', [0], 1)],
    k: 10,
  };
  assert.deepEqual(of(table), { network: 'shown', chain: 'too_few' });
});

test('in a table of two ways no hidden cell is left alone in a row or a column', () => {
  // Rows: sites; columns: months. One small cell.
  const counts = [
    [20, 30, 40],
    [25, 2, 30],
    [30, 22, 28],
  ];
  const atoms = counts.flat().map((n) => atom(n));
  const at = (r: number, c: number) => r * 3 + c;
  const cells = [cell('all', [...atoms.keys()], 0)];
  for (let i = 0; i < 3; i++) {
    cells.push(cell(`row ${i}`, [0, 1, 2].map((c) => at(i, c)), 1)); // prettier-ignore
    cells.push(cell(`column ${i}`, [0, 1, 2].map((r) => at(r, i)), 1)); // prettier-ignore
  }
  for (let r = 0; r < 3; r++) for (let c = 0; c < 3; c++) cells.push(cell(`${r}${c}`, [at(r, c)], 2));
  const states = suppress({ unit: 'contacts', atoms, cells, k: 10 });
  assert.equal(states.get('11'), 'too_few');
  assert.equal(states.get('all'), 'shown');
  for (let i = 0; i < 3; i++) {
    const inRow = [0, 1, 2].filter((c) => states.get(`${i}${c}`) === 'too_few').length;
    const inColumn = [0, 1, 2].filter((r) => states.get(`${r}${i}`) === 'too_few').length;
    assert.notEqual(inRow, 1);
    assert.notEqual(inColumn, 1);
  }
  assert.ok([...states.values()].filter((s) => s === 'too_few').length <= 6);
});

test('answers that nearly all of a small group share are not shown', () => {
  const answers = (value: number, heard: number) =>
    of({ ...row(atom(value, value, heard)), answers: true })['0'];
  assert.equal(answers(14, 15), 'too_few');
  assert.equal(answers(15, 15), 'too_few');
  assert.equal(answers(40, 45), 'too_few');
  assert.equal(answers(30, 45), 'shown');
  assert.equal(answers(40, 40), 'shown');
});

test('a barred cell is never shown, whatever it holds', () => {
  assert.equal(
    of({ unit: 'contacts', atoms: [atom(60)], cells: [cell('tiny site', [0], 0, { barred: true })], k: 10 })[
      'tiny site'
    ],
    'too_few',
  );
});

test('whoever holds every released cell can bound no hidden one closer than k', () => {
  const K = 3;
  const site = fc
    .tuple(fc.nat({ max: 7 }), fc.nat({ max: 3 }))
    .map(([n, more]) => atom(n, Math.min(n, 5), n + more));
  const groups = fc.array(fc.uniqueArray(fc.nat({ max: 5 }), { minLength: 1, maxLength: 5 }), {
    minLength: 2,
    maxLength: 5,
  });
  let hiddenSeen = 0;
  fc.assert(
    fc.property(
      fc.array(site, { minLength: 6, maxLength: 6 }),
      groups,
      fc.boolean(),
      (atoms, sets, singles) => {
        const cells = [[0, 1, 2, 3, 4, 5], ...sets, ...(singles ? [[0], [1], [2]] : [])].map((set, n) =>
          cell(`${n}`, [...set].sort(), n === 0 ? 0 : set.length > 1 ? 1 : 2, { k: K }),
        );
        const table: Table = { unit: 'contacts', atoms, cells, k: K };
        const states = suppress(table);
        const shown = cells.filter((c) => ['shown', 'zero'].includes(states.get(c.key)!));
        const zero = new Set(cells.filter((c) => states.get(c.key) === 'zero').flatMap((c) => c.atoms));
        // What a shown zero of k or more says of its parts is meant to be said; everything else stays wide.
        const hidden = cells.filter(
          (c) => states.get(c.key) === 'too_few' && c.atoms.some((i) => !zero.has(i) && !atoms[i]!.silent),
        );
        const few = atoms.flatMap((a, i) =>
          a.workers.length > 0 && a.workers.length < K ? [cell(`site ${i}`, [i], 3, { k: K })] : [],
        );
        const range = new Map([...hidden, ...few].map((c) => [c.key, { least: Infinity, most: -Infinity }]));
        if (shown.length === 0) return;
        for (const guess of tablesThatPrintTheSame(atoms, shown))
          for (const c of [...hidden, ...few]) {
            const n = c.atoms.reduce((t, i) => t + guess[i]!, 0);
            const r = range.get(c.key)!;
            r.least = Math.min(r.least, n);
            r.most = Math.max(r.most, n);
          }
        for (const c of [...hidden, ...few]) {
          const r = range.get(c.key)!;
          hiddenSeen++;
          assert.ok(r.most - r.least >= K, `${c.key}: ${r.least}…${r.most}`);
        }
      },
    ),
    { numRuns: 150 },
  );
  assert.ok(hiddenSeen > 100, 'the adversary had something to attack');
});
