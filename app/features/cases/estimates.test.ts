// Known answers of reference.md 9.8, and of the data that came with it where it is there.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import {
  N0,
  change,
  detectionSize,
  effectiveSize,
  estimateSize,
  exactInterval,
  fisher,
  hypergeometric,
  mayRemain,
  mcnemar,
  newcombe,
  waldFinite,
  wilson,
  wilsonFinite,
} from './estimates.ts';

const near = (found: number, known: number, within = 1e-9): void =>
  assert.ok(Math.abs(found - known) <= within * Math.max(1, Math.abs(known)), `${found} is not ${known}`);
const sample = { N: 200, n: 60, x: 9 };

test('N 200, n 60, x 9: between 17 and 49 workers, exactly', () => {
  assert.deepEqual(exactInterval(sample), { low: 17, high: 49 });
});

test('the exact interval is what its words say: the two ends are not spoken against, one beyond them is', () => {
  for (const one of [sample, { N: 60, n: 40, x: 3 }, { N: 35, n: 12, x: 1 }, { N: 500, n: 30, x: 29 }]) {
    const { low, high } = exactInterval(one);
    const lower = (M: number) => sum(one.x, Math.min(one.n, M), { ...one, M });
    const upper = (M: number) => sum(0, one.x, { ...one, M });
    assert.ok(lower(low) > 0.025 && upper(high) > 0.025, JSON.stringify(one));
    if (low > one.x) assert.ok(lower(low - 1) <= 0.025, JSON.stringify(one));
    if (high < one.N - (one.n - one.x)) assert.ok(upper(high + 1) <= 0.025, JSON.stringify(one));
  }
});
function sum(from: number, to: number, of: { N: number; n: number; M: number }): number {
  let total = 0;
  for (let i = from; i <= to; i++) total += hypergeometric(i, of);
  return total;
}

test('everybody asked: the interval is the number itself', () => {
  assert.deepEqual(exactInterval({ N: 60, n: 60, x: 8 }), { low: 8, high: 8 });
  assert.equal(mayRemain({ N: 60, n: 60 }), 0);
});

test('Wald with correction, Wilson, Wilson with the effective size', () => {
  const wald = waldFinite(sample);
  near(wald.fpc, 0.83875955311);
  near(wald.se, 0.038664904945);
  near(wald.low, 0.074218178843);
  near(wald.high, 0.22578182116);
  near(wilson(9, 60).low, 0.080974405802);
  near(wilson(9, 60).high, 0.2611458907);
  near(effectiveSize(200, 60), 85.2857142857);
  near(wilsonFinite(sample).low, 0.089435271779);
  near(wilsonFinite(sample).high, 0.24073533816);
});

test('none found is not none', () => {
  const rows = [[200, 30, 17], [200, 60, 8], [200, 100, 4], [120, 20, 15], [120, 40, 7], [120, 60, 4]] as const; // prettier-ignore
  for (const [N, n, most] of rows) assert.equal(mayRemain({ N, n }), most, `${n} of ${N}`);
});

test('samples that find at least one, and samples for ±5 %', () => {
  const rows = [[200, 10, 51], [200, 4, 105], [1000, 10, 258], [1000, 50, 57]] as const; // prettier-ignore
  for (const [N, M, n] of rows) assert.equal(detectionSize(N, M), n, `${M} of ${N}`);
  near(N0, 384.1458820694);
  assert.deepEqual([200, 1000, 5000].map(estimateSize), [132, 278, 357]);
  assert.equal(estimateSize(1), 1);
});

test('change of two samples, Newcombe, Fisher, McNemar', () => {
  const [before, after] = [{ n: 60, x: 30 }, { n: 60, x: 9 }]; // prettier-ignore
  const found = change(200, before, after);
  near(found.diff, 0.35);
  near(found.se, 0.066530430312);
  near(found.low, 0.21960275271);
  near(found.high, 0.48039724729);
  near(found.z, 5.2607505823);
  const { low, high } = newcombe(before, after);
  near(low, 0.1844815054);
  near(high, 0.49073910505);
  near(fisher(before, after), 7.3748611787e-5, 1e-12);
  near(mcnemar(24, 3).chi2, 16.3333333333);
  near(mcnemar(24, 3).p, 4.9233436584e-5, 1e-12);
});

const FILE = new URL('../../../../shared/data/known_answers_statistics.json', import.meta.url);
test(
  'the same, read from the published answers',
  { skip: existsSync(FILE) ? false : 'the file is not here' },
  () => {
    const known = JSON.parse(readFileSync(FILE, 'utf8'));
    const { N, n, x, ci } = known.fpc_wald;
    near(waldFinite({ N, n, x }).low, ci[0]);
    assert.deepEqual(exactInterval({ N, n, x }), {
      low: known.hypergeom_exact.M_low,
      high: known.hypergeom_exact.M_up,
    });
    for (const zero of [known.zero_found_n30, known.zero_found_n60, known.zero_found_n100])
      assert.equal(mayRemain(zero), zero.M_up95_one_sided);
    for (const [name, size] of Object.entries(known.detect)) {
      const [, all, affected] = /N(\d+)_M(\d+)/.exec(name) ?? [];
      assert.equal(detectionSize(Number(all), Number(affected)), size, name);
    }
    near(fisher({ n: 60, x: 30 }, { n: 60, x: 9 }), known.fisher, 1e-12);
    near(mcnemar(10, 5).p, known.kappa.mcnemar_exact_p);
  },
);
