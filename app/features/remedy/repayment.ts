/**
 * What a worker who paid to get the job is owed (reference.md 2.5): the full amount, with the interest that was paid, less
 * what came back. Nothing is netted off, nothing is less for time served, and nobody carries the burden of a missing
 * receipt. Amounts are whole numbers of a currency's smallest unit.
 */
export const COST_TYPES = [
  ...['RF-01', 'RF-02', 'RF-03', 'RF-04'],
  ...['RC-01', 'RC-02', 'RC-03', 'RC-04', 'RC-05', 'RC-06', 'RC-07'],
  ...['RI-01', 'RI-02', 'RI-03', 'RI-04', 'RI-05'],
] as const;
export type CostType = string;

/** Corridor × recruiter × quarter of arrival; one currency. */
export type Cohort = { corridor: string; recruiter: string; quarter: string; currency: string };
export type Cost = { type: CostType; amount: number; evidenced: boolean };
export type Paid = Cohort & {
  costs: readonly Cost[];
  interest: number;
  reimbursed: number;
  /** The worker does not agree with the cohort's figure: then what the worker says counts. */
  contested: boolean;
};

export const cohortOf = ({ corridor, recruiter, quarter, currency }: Cohort): string =>
  [corridor, recruiter, quarter, currency].join('|');

/** Fewer evidenced workers than this are no cohort: one receipt would set what the others get. */
export const LEAST_EVIDENCED = 10;

/** Half of them paid at least so much. Of an even number the lower middle rounds up to the worker's good. */
function median(amounts: readonly number[]): number {
  const sorted = [...amounts].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : Math.ceil(((sorted[middle - 1] ?? 0) + upper) / 2);
}

/**
 * What a kind of cost came to, in the median, among those of one cohort who have evidence of it; undefined below
 * `least`. A worker with several receipts for one kind of cost is one payment, their sum.
 */
export function benchmarkOf(
  cohort: readonly Paid[],
  type: CostType,
  least: number = LEAST_EVIDENCED,
): number | undefined {
  const payments = cohort
    .map((paid) => paid.costs.filter((cost) => cost.type === type && cost.evidenced))
    .filter((costs) => costs.length > 0)
    .map((costs) => costs.reduce((sum, cost) => sum + cost.amount, 0));
  return payments.length < least ? undefined : median(payments);
}

export type Due = { due: number; benchmarked: number | null };

/**
 * `repaymentDue = Σ max(declared, benchmark where there is no evidence) + interest − reimbursed`, never below nothing.
 * `benchmarked`: what the cohort's figures came to, where one was used; it is shown, and the worker may contest it.
 */
export function repaymentDue(paid: Paid, benchmark: (type: CostType) => number | undefined): Due {
  let sum = 0;
  let used: number | null = null;
  for (const cost of paid.costs) {
    const usual = cost.evidenced || paid.contested ? undefined : benchmark(cost.type);
    if (usual !== undefined) used = (used ?? 0) + usual;
    sum += Math.max(cost.amount, usual ?? 0);
  }
  return { due: Math.max(0, sum + paid.interest - paid.reimbursed), benchmarked: used };
}

/** What each worker of an issue is owed, cohort by cohort. */
export function duesOf<T extends Paid>(all: readonly T[]): (T & Due)[] {
  const cohorts = Map.groupBy(all, cohortOf);
  const known = new Map<string, number | undefined>();
  return all.map((paid) => {
    const cohort = cohortOf(paid);
    const usual = (type: CostType) => {
      const key = `${cohort} ${type}`;
      if (!known.has(key)) known.set(key, benchmarkOf(cohorts.get(cohort) ?? [], type));
      return known.get(key);
    };
    return { ...paid, ...repaymentDue(paid, usual) };
  });
}

/** Six months at most are usual; more than twelve from the first to the last are none (reference.md 2.5). */
export const USUAL_MONTHS = 6;
export const MOST_MONTHS = 12;
const monthsBetween = (from: string, to: string): number =>
  (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 +
  Number(to.slice(5, 7)) -
  Number(from.slice(5, 7)) +
  (to.slice(8) > from.slice(8) ? 1 : 0);

export type PlanFault = 'order' | 'too_long';
/** `dates`: of the instalments, by their number. `long`: allowed, and longer than is usual. */
export function judgeInstalments(dates: readonly string[]): {
  fault?: PlanFault;
  long: boolean;
  months: number;
} {
  const [first, last] = [dates[0] ?? '', dates.at(-1) ?? ''];
  const months = dates.length < 2 ? 0 : monthsBetween(first, last);
  const ordered = dates.every((date, n) => n === 0 || date > (dates[n - 1] ?? ''));
  if (!ordered) return { fault: 'order', long: false, months };
  return {
    ...(months > MOST_MONTHS ? { fault: 'too_long' as const } : {}),
    long: months > USUAL_MONTHS,
    months,
  };
}
