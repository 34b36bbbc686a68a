/** Money as whole numbers of a currency's smallest unit; two currencies are never added. */
export type Money = { amount: number; currency: string };

/** ISO 4217: how many digits the smallest unit is behind the point; 2 where it isn't said. */
const DIGITS: Readonly<Record<string, number>> = {
  ...{ JPY: 0, KRW: 0, VND: 0, LAK: 2, KHR: 2, MMK: 2 },
  ...{ BHD: 3, KWD: 3, OMR: 3, JOD: 3 },
};
export const digitsOf = (currency: string): number => DIGITS[currency] ?? 2;
/** One whole unit, in the smallest: how far an amount may be off (reference.md 9.8). */
export const unitOf = (currency: string): number => 10 ** digitsOf(currency);

/** "920.50" of a currency in its smallest unit; undefined where it is no amount, or finer than the currency is. */
export function parseAmount(text: string, currency: string): number | undefined {
  const found = /^(\d{1,12})(?:[.,](\d+))?$/.exec(text.replaceAll(/[\s’']/g, ''));
  if (!found) return undefined;
  const [, whole = '0', part = ''] = found;
  const digits = digitsOf(currency);
  if (part.length > digits) return undefined;
  return Number(whole) * unitOf(currency) + Number(part.padEnd(digits, '0') || '0');
}

export function showAmount({ amount, currency }: Money): string {
  const digits = digitsOf(currency);
  const whole = Math.floor(amount / unitOf(currency)).toString().replaceAll(/\B(?=(\d{3})+$)/g, ','); // prettier-ignore
  const part = String(amount % unitOf(currency)).padStart(digits, '0');
  return `${currency} ${whole}${digits > 0 ? `.${part}` : ''}`;
}

/**
 * What one worker gets of each instalment: the same share as everybody, whole smallest units, the last one the rest, so
 * that the parts are the whole. `planned`: the instalments' sums, in order.
 */
export function sharesOf(due: number, planned: readonly number[]): number[] {
  const all = planned.reduce((sum, one) => sum + one, 0);
  if (all === 0) return [due];
  const parts = planned.map((one) => Number((BigInt(due) * BigInt(one)) / BigInt(all)));
  const rest = due - parts.reduce((sum, one) => sum + one, 0);
  return parts.map((one, n) => (n === parts.length - 1 ? one + rest : one));
}

/** Whether what came is what was due, within one unit. */
export const isFull = (came: Money, expected: number): boolean =>
  came.amount >= expected - unitOf(came.currency);

/** Sums by currency, in the order of their names. */
export function sumsOf(all: readonly Money[]): Money[] {
  const sums = new Map<string, number>();
  for (const { amount, currency } of all) sums.set(currency, (sums.get(currency) ?? 0) + amount);
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([currency, amount]) => ({ amount, currency }));
}
