import { cpus, totalmem } from 'node:os';

/** What a benchmark found; the baseline is measured in the same run on the same machine, and ratios are what is judged. */
export type Measured = { figures: object; baseline: object; ratio: object };

export const machine = (): object => ({
  cpu: cpus()[0]?.model.trim() ?? 'unknown',
  cores: cpus().length,
  memory_mb: Math.round(totalmem() / 1_048_576),
  node: process.version,
  platform: `${process.platform}-${process.arch}`,
});

/** `values` need not be sorted; 0.99 is the smallest value that 99 in 100 do not exceed. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(q * sorted.length) - 1))] ?? Number.NaN;
}

export const round = (n: number, digits = 1): number => Number(n.toFixed(digits));
