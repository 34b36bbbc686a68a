import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { Tables } from './bounds.ts';
import { nameRelease } from './canonical.ts';
import { type Choice, choose } from './choose.ts';
import { type BaseRow, type Counted, isGrave, journal } from './counts.ts';
import { type Figure, MEASURES, periodKey, PUBLIC, scopeKey } from './figure.ts';
import { COUNTRIES, monthly, networkOf, releaseOn, START } from './invented.ts';
import { closedMonths, closedQuarters, nextReleaseDay } from './period.ts';
import type { Kept } from './release.ts';

/** Everything released of one measure over all audiences, exact, with the workplace-months it sums. */
function allShown(kept: Kept, measure: string) {
  return kept.decisions
    .filter((d) => d.figure.measure === measure)
    .map((d) => ({
      d,
      atoms: monthsIn(d.figure).flatMap((m) =>
        d.members.flatMap((id) => d.parts.map((p) => `${id} ${m} ${p}`)),
      ),
    }));
}
const monthsIn = (f: Figure) =>
  closedMonths(START, '2027-01-01').filter((m) => f.period.from <= `${m}-01` && `${m}-01` <= f.period.to);

/**
 * An adversary who holds the releases of every audience, unrounded, and knows which sites nobody was heard from:
 * month by month, finer than any table. Shares only the linear solver with the product, not its reasoning.
 */
function attack(kept: Kept, measure: Counted): { attacked: number; narrow: string[] } {
  const cells = allShown(kept, measure);
  const shown = cells.filter((c) => c.d.figure.value !== null);
  const truth = new Map<string, { count: number; workers: Set<string> }>();
  for (const row of kept.rows)
    for (const part of ['ordinary', 'grave'] as const) {
      if (part === 'ordinary' ? Object.keys(row.ordinary).length === 0 : !row.grave[measure]) continue;
      const tally = row[part][measure];
      truth.set(`${row.workplace} ${row.month} ${part}`, {
        count: tally?.count ?? 0,
        workers: new Set(tally?.workers),
      });
    }
  const zero = new Set(shown.filter((c) => c.d.figure.value === 0).flatMap((c) => c.atoms));
  const names = [...truth.keys()].filter((name) => !zero.has(name));
  const at = new Map(names.map((name, i) => [name, i]));
  const columns = (atoms: readonly string[]) => atoms.flatMap((name) => at.get(name) ?? []);
  const sums = shown
    .filter((c) => c.d.figure.value! > 0)
    .map((c) => ({ columns: columns(c.atoms), total: c.d.figure.value! }));
  const tables = new Tables(names.length, sums);
  assert.ok(tables.feasible, 'the released figures are true');
  const covered = new Set(sums.flatMap((s) => s.columns));
  const width = (cols: number[]) => {
    if (cols.some((c) => !covered.has(c))) return Infinity;
    return (tables.most(cols)?.value ?? Infinity) - tables.least(cols).value;
  };
  const behind = (atoms: readonly string[]) => new Set(atoms.flatMap((name) => [...(truth.get(name)?.workers ?? [])])).size; // prettier-ignore
  const thin = (atoms: readonly string[], k: number) => behind(atoms) > 0 && behind(atoms) < k;
  const issues = measure !== 'contacts';
  const hidden = cells
    .filter((c) => c.d.figure.state === 'too_few' && (!issues || thin(c.atoms, c.d.k)))
    .map((c) => ({ key: scopeKey(c.d.figure.scope) + periodKey(c.d.figure.period), cols: columns(c.atoms), width: issues ? 3 : c.d.k })); // prettier-ignore
  const few = [...truth.keys()].filter((name) => thin([name], 10)).map((name) => ({ key: name, cols: columns([name]), width: issues ? 1 : 10 })); // prettier-ignore
  const quarterOf = (name: string) => name.replace(/-(\d\d) .*$/, (_, month: string) => ` ${Math.ceil(Number(month) / 3)}`); // prettier-ignore
  const untold = issues ? [...Map.groupBy(truth.keys(), quarterOf)].filter(([, names]) => thin(names, 10)).map(([key, names]) => ({ key, cols: columns(names), width: 1 })) : []; // prettier-ignore
  const targets = [...hidden, ...few, ...untold].filter((t) => t.cols.length > 0);
  const provable = (cols: number[]) =>
    issues && tables.least(cols.filter((c) => covered.has(c))).value > 1e-6;
  return {
    attacked: targets.length,
    narrow: targets.filter((t) => width(t.cols) < t.width - 1e-6 || provable(t.cols)).map((t) => t.key),
  };
}

test('nobody who holds every release can bound hidden people closer than k, or prove an issue of fewer than k', () => {
  let attacked = 0;
  fc.assert(
    fc.property(
      fc.nat({ max: 100_000 }),
      fc.constantFrom<Counted>('contacts', 'raised', 'verified', 'disputed'),
      (seed, measure) => {
        const found = attack(releaseOn(monthly, networkOf(seed)).kept, measure);
        attacked += found.attacked;
        assert.deepEqual(found.narrow, []);
      },
    ),
    {
      numRuns: 12,
      examples: [
        [0, 'verified'],
        [5446, 'verified'],
      ],
    },
  );
  assert.ok(attacked > 1000, `${attacked} targets`);
});

test('what an organisation gets is its own chain: nothing of sites it does not buy from', () => {
  const made = networkOf(3);
  for (const r of releaseOn(monthly, made).releases) {
    const chain = made.network.chains.find((c) => c.audience === r.audience);
    for (const { scope } of r.figures)
      if (scope.kind === 'workplace') assert.ok(chain?.named && chain.workplaces.includes(scope.workplace));
      else if (scope.kind === 'chain' || scope.kind === 'chain_country')
        assert.equal(scope.chain, r.audience);
      else assert.equal(r.audience, PUBLIC);
  }
});

test('the public sees rounded counts, no workplace, and a hidden figure carries neither value nor base', () => {
  const figures = releaseOn(monthly, networkOf(5)).releases.flatMap((r) =>
    r.figures.map((f) => ({ ...f, open: r.audience === PUBLIC })),
  );
  assert.ok(figures.some((f) => f.open && f.state === 'shown') && figures.some((f) => f.state === 'too_few'));
  for (const f of figures) {
    if (f.open) assert.notEqual(f.scope.kind, 'workplace');
    if (f.open && f.value !== null) assert.equal(f.value % 5, 0);
    if (f.state === 'shown') assert.ok(f.value! > 0 && f.base! >= 10);
    if (f.state === 'zero') assert.ok(f.value === 0 && f.base! >= 10);
    if (f.state === 'too_few' || f.state === 'not_heard') assert.deepEqual([f.value, f.base], [null, null]);
  }
});

test('each figure is released once: later days add periods and change none', () => {
  const made = networkOf(8);
  const seen = new Set<string>();
  for (const r of releaseOn(monthly, made).releases)
    for (const f of r.figures) {
      const key = `${r.audience} ${f.measure} ${scopeKey(f.scope)} ${periodKey(f.period)}`;
      assert.ok(!seen.has(key), key);
      seen.add(key);
    }
  assert.ok(seen.size > 100);
});

test('one more report about a closed month moves no released figure and is counted in the next open month', () => {
  const made = networkOf(8);
  const first = releaseOn(['2025-04-10'], made).kept;
  const late: BaseRow = {
    workplace: 's0',
    month: '2025-02',
    ordinary: { contacts: { count: 1, workers: ['late'] } },
    grave: {},
  };
  const was = made.rows.find((r) => r.workplace === 's0' && r.month === '2025-02')!;
  const now = made.rows.map((r) => (r === was ? { ...was, ordinary: { ...was.ordinary, contacts: { count: was.ordinary.contacts!.count + 1, workers: [...was.ordinary.contacts!.workers, ...late.ordinary.contacts!.workers] } } } : r)); // prettier-ignore
  const fresh = ['2025-04'];
  const rows = journal(first.rows, now, fresh);
  const inMonth = (month: string, of: BaseRow[]) =>
    of.find((r) => r.workplace === 's0' && r.month === month)!.ordinary.contacts!;
  assert.deepEqual(inMonth('2025-02', rows), was.ordinary.contacts);
  assert.equal(inMonth('2025-04', rows).count, inMonth('2025-04', made.rows).count + 1);
  assert.ok(inMonth('2025-04', rows).workers.includes('late'));
});

test('who joins a case later stands behind its issue by then, and the month keeps its count', () => {
  const of = (workers: string[], count = 1): BaseRow => ({ workplace: 's0', month: '2025-02', ordinary: { raised: { count, workers } }, grave: {} }); // prettier-ignore
  const grown = journal([of(['a'])], [of(['a', 'b', 'c'])], ['2025-04']);
  assert.deepEqual(grown, [of(['a', 'b', 'c'])]);
  // Another issue of that month was confirmed late: whose worker is whose is not known, so nobody is added.
  const other = journal([of(['a'])], [of(['a', 'b', 'c'], 2)], ['2025-04']);
  assert.deepEqual(other[0], of(['a']));
  assert.deepEqual(other[1]!.ordinary.raised, { count: 1, workers: [] });
});

test('the same day computed again is the same text under the same name, and a day on which nothing closed has none', () => {
  const made = networkOf(13);
  const named = () => releaseOn(['2025-04-10'], made).releases.map(nameRelease);
  assert.deepEqual(named(), named());
  assert.equal(named()[0]!.name, 'figures.2025-04-10.public');
  assert.match(named()[1]!.name, /^figures\.2025-04-10\.vouch\.a$/);
  assert.match(named()[0]!.sha256, /^[0-9a-f]{64}$/);
  assert.equal(
    releaseOn(['2025-04-10', '2025-04-11'], made).releases.every((r) => r.day === '2025-04-10'),
    true,
  );
});

test('a workplace with fewer than 2k people looks the same whether or not anybody spoke', () => {
  const made = networkOf(3);
  made.network.chains[0]!.workplaces = ['s0', 's1', 's2', 's9'];
  const ofTiny = (rows: BaseRow[]) =>
    releaseOn(monthly, { ...made, rows })
      .releases.flatMap((r) => r.figures)
      .filter((f) => f.scope.kind === 'workplace' && f.scope.workplace === 's9');
  const spoke = ofTiny(made.rows);
  assert.ok(spoke.length > 0 && spoke.every((f) => f.state === 'too_few'));
  assert.deepEqual(ofTiny(made.rows.filter((r) => r.workplace !== 's9')), spoke);
});

test('sexual violence, children and severity 4 never reach a figure below a country or sector', () => {
  assert.deepEqual(['VIO-02', 'VIO-03', 'CHL-05', 'VIO-04', 'WAG-01'].map((code) => isGrave(code, 3)), [true, true, true, false, false]); // prettier-ignore
  assert.equal(isGrave('MOV-01', 4), true);
  const made = networkOf(21);
  const gone = made.rows.map((r) => ({ ...r, grave: {} }));
  const ofPartners = (rows: BaseRow[]) =>
    releaseOn(['2025-04-10'], { ...made, rows }).releases.filter((r) => r.audience !== PUBLIC).flatMap((r) => r.figures.filter((f) => f.measure === 'raised' && f.value !== null)); // prettier-ignore
  const without = new Map(ofPartners(gone).map((f) => [scopeKey(f.scope) + periodKey(f.period), f.value]));
  for (const f of ofPartners(made.rows)) {
    const same = without.get(scopeKey(f.scope) + periodKey(f.period));
    if (same !== undefined) assert.equal(f.value, same);
  }
  assert.ok(without.size > 0);
});

test('periods: a month can be released a week after it ends, a quarter with its last month', () => {
  assert.deepEqual(closedMonths('2024-11', '2025-01-06'), ['2024-11']);
  assert.deepEqual(closedMonths('2024-11', '2025-01-07'), ['2024-11', '2024-12']);
  assert.deepEqual(closedQuarters('2024-11', '2025-01-07').map((q) => q.first), ['2024-10']); // prettier-ignore
  assert.equal(nextReleaseDay('2026-10-31'), '2026-11-07');
  assert.equal(nextReleaseDay('2026-11-07'), '2026-12-07');
  assert.equal(nextReleaseDay('2026-11-06'), '2026-11-07');
});

test('every measure is decided in every release', () => {
  const { releases } = releaseOn(['2025-04-10'], networkOf(1));
  assert.deepEqual(new Set(releases.flatMap((r) => r.figures.map((f) => f.measure))), new Set(MEASURES));
});

test('no filter of a buyer’s figures gives anything but rows that were released, as they were', () => {
  const figures = releaseOn(monthly, networkOf(3)).releases.filter((r) => r.audience === 'vouch:a').flatMap((r) => r.figures); // prettier-ignore
  const one = <T>(values: T[]) => fc.option(fc.constantFrom(...values), { nil: undefined });
  const choice: fc.Arbitrary<Choice> = fc.record({
    measure: one([...MEASURES]),
    scope: one(['network', 'chain', 'chain_country', 'workplace']),
    period: one(['month', 'quarter', 'window', 'start']),
    from: one(['2025-01-01', '2025-04-01']),
    to: one(['2025-03-31', '2025-12-31']),
    country: one(COUNTRIES),
    workplace: one(['s3', 's5', 's8']),
  });
  const released = new Set(figures);
  let hidden = 0;
  fc.assert(
    fc.property(choice, (by) => {
      for (const f of choose(figures, by)) {
        assert.ok(released.has(f));
        if (f.state === 'too_few') hidden++;
        assert.equal(f.value === null, f.state === 'too_few' || f.state === 'not_heard');
      }
    }),
  );
  assert.ok(hidden > 0, 'some filters did reach hidden figures');
});
