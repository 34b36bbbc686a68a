/** What a worker's answer about money may be coded as (reference.md 9.8: within one unit of what was due). */
import { type Refusal, refuse } from '../refusal.ts';
import { type Money, isFull, sharesOf, showAmount } from './money.ts';

export type Owed = { due: number; currency: string };
export type Coming = {
  value: string;
  /** In the smallest unit; left out where the worker did not say. */
  amount: number | undefined;
  currency: string | undefined;
};

/** What this worker gets of one instalment; all of it where there are none. */
export function expectedOf(
  owed: Owed | undefined,
  tranche: number | null,
  planned: readonly number[],
): Money | undefined {
  if (!owed) return undefined;
  if (tranche === null || planned.length === 0) return { amount: owed.due, currency: owed.currency };
  const amount = sharesOf(owed.due, planned)[tranche - 1];
  return amount === undefined ? undefined : { amount, currency: owed.currency };
}

const no = (why: string, path: string, field: string): Refusal =>
  refuse('invalid', why, [{ path, why: field }]);

/** The amount to keep, null where none was said; or why it can't be so. */
export function judgeAmount(said: Coming, expected: Money | undefined): Money | null | Refusal {
  const currency = expected?.currency ?? said.currency;
  if (expected && said.currency !== undefined && said.currency !== expected.currency)
    return no(
      `This worker is owed ${expected.currency}. Two currencies are never added.`,
      'currency',
      'another',
    );
  if (said.value === 'not') return currency ? { amount: 0, currency } : null;
  if (said.value === 'no_answer') return null;
  if (said.amount === undefined) return said.value === 'fully' ? (expected ?? null) : null;
  if (!currency) return no('Say in which currency.', 'currency', 'missing');
  const came = { amount: said.amount, currency };
  if (came.amount === 0) return no('Nothing came: then say so.', 'amount', 'nothing');
  if (!expected) return came;
  const full = isFull(came, expected.amount);
  if (said.value === 'fully' && !full)
    return no(
      `${showAmount(expected)} were due, and less came: then it is a part.`,
      'amount',
      'less than due',
    );
  if (said.value === 'partly' && full)
    return no(
      `${showAmount(expected)} were due, and they came: then it is all.`,
      'amount',
      'all that is due',
    );
  return came;
}
