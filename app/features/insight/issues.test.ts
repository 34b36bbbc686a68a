import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { audit } from './audit.ts';
import { atom, cell, row, tablesThatPrintTheSame } from './brute-force.ts';
import type { State } from './figure.ts';
import type { Atom, Table } from './cell.ts';
import { primary, suppress } from './suppression.ts';

const issues = (...counts: Atom[]): Table => ({ ...row(...counts), unit: 'issues' });
const of = (table: Table) => Object.fromEntries(suppress(table));

test('three issues of 60 workers are shown as 3, one issue of 4 workers is not, nor three of 9', () => {
  assert.equal(of(issues(atom(3, 60)))['0'], 'shown');
  assert.equal(of(issues(atom(1, 10)))['0'], 'shown');
  assert.equal(of(issues(atom(1, 4)))['0'], 'too_few');
  assert.equal(of(issues(atom(3, 9)))['0'], 'too_few');
});

test('of issues no whole is left from which one of few workers can be taken', () => {
  const states = of(issues(atom(3, 60), atom(1, 4)));
  assert.equal([states['total'], states[0]].filter((s) => s === 'shown').length, 1);
});

test('that nothing is left of issues tells on nobody: whole and part stand', () => {
  assert.deepEqual(of(issues(atom(3, 60), atom(0, 0, 4))), { total: 'shown', 0: 'shown', 1: 'too_few' });
});

test('what is hidden for the sake of another may be worked out, an issue of few workers may not even be one', () => {
  // 6 = 3 + 2 + 1. With the 2 hidden beside the 1, each may be anything from 0 to 3.
  assert.deepEqual(of(issues(atom(3, 30), atom(2, 20), atom(1, 4))), {
    total: 'shown',
    0: 'shown',
    1: 'too_few',
    2: 'too_few',
  });
  // 4 = 2 + 1 + 1 leaves only 0 to 2 for the two: not enough.
  const narrow = of(issues(atom(2, 30), atom(1, 20), atom(1, 4)));
  assert.equal(narrow['total'] === 'shown' && narrow[0] === 'shown', false);
});

test('an outcome of an issue is hidden with it when nearly all of those heard gave it', () => {
  assert.equal(of({ ...issues(atom(1, 30, 34)), answers: true })['0'], 'too_few');
  assert.equal(of({ ...issues(atom(1, 30, 45)), answers: true })['0'], 'shown');
  assert.equal(of({ ...issues(atom(1, 9, 45)), answers: true })['0'], 'too_few');
});

test('half of one is none: bounds that only halves could reach make no cell wide, and no issue deniable', () => {
  // a + b = 1, b + c = 1, a + c + t = 2, t + u = 1: with halves u may be 0, in whole numbers it is 1.
  const atoms = [atom(1), atom(0, 0, 3), atom(1), atom(0, 0, 3), atom(1)];
  const shown = [[0, 1], [1, 2], [0, 2, 3], [3, 4]].map((those, n) => cell(`${n}`, those, 0)); // prettier-ignore
  const u = { key: 'u', atoms: [4], width: 1 };
  const asked = (deniable: boolean) => audit(atoms, shown, { cells: [{ ...u, deniable }], seen: new Map() });
  assert.equal(asked(false)?.cell.key, 'u');
  assert.equal(asked(true)?.cell.key, 'u');
});

/** Issues of few workers whose existence can be proven, or bounded too closely, from what is shown. */
function laidOpen(
  { atoms, cells, k }: Table,
  states: Map<string, State>,
): { attacked: number; found: string[] } {
  const shown = cells.filter((c) => ['shown', 'zero'].includes(states.get(c.key)!));
  const thin = (those: readonly number[]) => {
    const own = those.map((i) => atoms[i]!);
    return own.some((a) => a.value > 0) && new Set(own.flatMap((a) => a.workers)).size < k;
  };
  const hidden = cells.filter((c) => states.get(c.key) === 'too_few' && thin(c.atoms)).map((c) => ({ ...c, width: 3 })); // prettier-ignore
  const alone = atoms.flatMap((_, i) => (thin([i]) ? [{ ...cell(`site ${i}`, [i], 3), width: 1 }] : []));
  const targets = [...hidden, ...alone].map((c) => ({ ...c, least: Infinity, most: -Infinity }));
  if (targets.length === 0 || shown.length === 0) return { attacked: 0, found: [] };
  for (const guess of tablesThatPrintTheSame(atoms, shown))
    for (const target of targets) {
      const n = target.atoms.reduce((t, i) => t + guess[i]!, 0);
      target.least = Math.min(target.least, n);
      target.most = Math.max(target.most, n);
    }
  const found = targets.filter((t) => t.least > 0 || t.most - t.least < t.width);
  return { attacked: targets.length, found: found.map((t) => `${t.key}: ${t.least}…${t.most}`) };
}

const issueTables: fc.Arbitrary<Table> = fc
  .record({
    sites: fc.array(fc.tuple(fc.nat({ max: 3 }), fc.nat({ max: 5 }), fc.nat({ max: 3 })), { minLength: 6, maxLength: 6 }), // prettier-ignore
    sets: fc.array(fc.uniqueArray(fc.nat({ max: 5 }), { minLength: 1, maxLength: 5 }), { minLength: 2, maxLength: 5 }), // prettier-ignore
    singles: fc.boolean(),
  })
  .map(({ sites, sets, singles }) => ({
    unit: 'issues',
    atoms: sites.map(([n, who, more]) => (n === 0 ? atom(0, 0, more) : atom(n, who + 1, who + 1 + more))),
    cells: [[0, 1, 2, 3, 4, 5], ...sets, ...(singles ? [[0], [1], [2]] : [])].map((set, n) =>
      cell(`${n}`, [...set].sort(), n === 0 ? 0 : set.length > 1 ? 1 : 2, { k: 3 }),
    ),
    k: 3,
  }));

test('whoever holds every released cell can’t tell that an issue of fewer than k workers exists', () => {
  let attacked = 0;
  let shown = 0;
  let openWithPrimaryAlone = 0;
  fc.assert(
    fc.property(issueTables, (table) => {
      const states = suppress(table);
      const tried = laidOpen(table, states);
      assert.deepEqual(tried.found, []);
      attacked += tried.attacked;
      shown += [...states.values()].filter((s) => s === 'shown').length;
      const first = new Map(table.cells.map((c) => [c.key, primary(c, table)]));
      openWithPrimaryAlone += laidOpen(table, first).found.length;
    }),
    { numRuns: 300 },
  );
  assert.ok(attacked > 300 && shown > 300, `${attacked} attacked, ${shown} shown`);
  assert.ok(openWithPrimaryAlone > 50, 'the adversary finds what the later steps close');
});
