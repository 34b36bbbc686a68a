/**
 * What a sample of a finite number of workers says of all of them (reference.md 9.8). Counts are whole workers; `N` is
 * how many there are, `n` how many answered, `x` how many of those say it is not (fully) done. Exact tails come from
 * logarithms of factorials, so that a workplace of 10 000 is no harder than one of 60.
 */
export type Interval = { low: number; high: number };

/** 97.5th percentile of the normal distribution. */
const Z = 1.959963984540054;

/** ln n!, by a table that grows once. */
const table: number[] = [0, 0];
function lnFactorial(n: number): number {
  for (let i = table.length; i <= n; i++) table.push((table[i - 1] ?? 0) + Math.log(i));
  return table[n] ?? 0;
}
const lnChoose = (n: number, k: number): number =>
  k < 0 || k > n ? -Infinity : lnFactorial(n) - lnFactorial(k) - lnFactorial(n - k);

/** Chance that exactly x of n drawn are affected where M of N are. */
export const hypergeometric = (x: number, { N, M, n }: { N: number; M: number; n: number }): number =>
  Math.exp(lnChoose(M, x) + lnChoose(N - M, n - x) - lnChoose(N, n));

function atMost(x: number, of: { N: number; M: number; n: number }): number {
  let sum = 0;
  for (let i = Math.max(0, of.n + of.M - of.N); i <= x; i++) sum += hypergeometric(i, of);
  return sum;
}
function atLeast(x: number, of: { N: number; M: number; n: number }): number {
  let sum = 0;
  for (let i = x; i <= Math.min(of.n, of.M); i++) sum += hypergeometric(i, of);
  return sum;
}

/** Largest M in [from, to] for which `holds` is true; it holds up to some M and not beyond. */
function lastWhere(from: number, to: number, holds: (M: number) => boolean): number {
  let [low, high] = [from, to];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (holds(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

/**
 * How many of all N may be affected, exactly: every M that the sample does not speak against (5 %, half in each tail).
 * Whoever was seen is in it for certain: low ≥ x, high ≤ N − (n − x).
 */
export function exactInterval({ N, n, x }: { N: number; n: number; x: number }): Interval {
  if (n >= N) return { low: x, high: x };
  const most = N - (n - x);
  const high = lastWhere(x, most, (M) => atMost(x, { N, M, n }) > 0.025);
  const low = x === 0 ? 0 : lastWhere(x, most, (M) => atLeast(x, { N, M, n }) <= 0.025);
  return { low: x === 0 || atLeast(x, { N, M: x, n }) > 0.025 ? x : low + 1, high };
}

/** "None found" is not none: as many may still be affected (95 %, one-sided). */
export const mayRemain = ({ N, n }: { N: number; n: number }): number =>
  n >= N ? 0 : lastWhere(0, N - n, (M) => atMost(0, { N, M, n }) > 0.05);

/** Smallest sample that finds at least one of M affected among N with 95 %. */
export function detectionSize(N: number, M: number): number {
  for (let n = 1; n <= N; n++) if (atMost(0, { N, M, n }) <= 0.05) return n;
  return N;
}

/** n0 for ±5 % of an infinite number, and n for N of them: whole workers, rounded up. */
export const N0 = (Z * Z * 0.25) / (0.05 * 0.05);
export const estimateSize = (N: number): number => Math.min(N, Math.ceil(N0 / (1 + (N0 - 1) / N)));

/** Wald with the correction for a finite number; shares, not counts. */
export function waldFinite({
  N,
  n,
  x,
}: {
  N: number;
  n: number;
  x: number;
}): Interval & { se: number; fpc: number } {
  const p = x / n;
  const fpc = Math.sqrt((N - n) / (N - 1));
  const se = Math.sqrt((p * (1 - p)) / n) * fpc;
  return { low: p - Z * se, high: p + Z * se, se, fpc };
}

export function wilson(x: number, n: number, p = x / n): Interval {
  const z2 = Z * Z;
  const middle = (p + z2 / (2 * n)) / (1 + z2 / n);
  const half = (Z / (1 + z2 / n)) * Math.sqrt((p * (1 - p)) / n + z2 / (4 * n * n));
  return { low: middle - half, high: middle + half };
}
/** How much a sample of n is worth where a large part of N was asked. */
export const effectiveSize = (N: number, n: number): number => (n * (N - 1)) / (N - n);
export const wilsonFinite = ({ N, n, x }: { N: number; n: number; x: number }): Interval =>
  wilson(x, effectiveSize(N, n), x / n);

type Sample = { n: number; x: number };
/** Change of a share from a first to a second sample of the same N workers. */
export function change(N: number, a: Sample, b: Sample): Interval & { diff: number; se: number; z: number } {
  const variance = ({ n, x }: Sample) => (((x / n) * (1 - x / n)) / n) * ((N - n) / (N - 1));
  const diff = a.x / a.n - b.x / b.n;
  const se = Math.sqrt(variance(a) + variance(b));
  return { diff, se, z: diff / se, low: diff - Z * se, high: diff + Z * se };
}

/** Newcombe's interval of a difference, from two Wilson intervals; no correction for a finite number. */
export function newcombe(a: Sample, b: Sample): Interval {
  const [p, q] = [a.x / a.n, b.x / b.n];
  const [i, j] = [wilson(a.x, a.n), wilson(b.x, b.n)];
  return {
    low: p - q - Math.hypot(p - i.low, j.high - q),
    high: p - q + Math.hypot(i.high - p, q - j.low),
  };
}

/** Fisher's exact test of a 2 × 2 table, two-sided: all tables at most as likely as the one that was seen. */
export function fisher(a: Sample, b: Sample): number {
  const of = { N: a.n + b.n, M: a.x + b.x, n: a.n };
  const seen = hypergeometric(a.x, of) * (1 + 1e-7);
  let p = 0;
  for (let i = Math.max(0, of.n + of.M - of.N); i <= Math.min(of.n, of.M); i++) {
    const one = hypergeometric(i, of);
    if (one <= seen) p += one;
  }
  return Math.min(1, p);
}

/** McNemar on pairs that changed: the same workers before and after. */
export function mcnemar(fixed: number, fresh: number): { chi2: number; p: number } {
  const n = fixed + fresh;
  let tail = 0;
  for (let i = 0; i <= Math.min(fixed, fresh); i++) tail += Math.exp(lnChoose(n, i) - n * Math.LN2);
  return { chi2: n === 0 ? 0 : (fixed - fresh) ** 2 / n, p: Math.min(1, 2 * tail) };
}
