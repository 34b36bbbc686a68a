/** Both sides of a remedy in one picture, from what each said. Nothing is averaged, and currencies stay apart. */
import {
  type Money,
  type Roster,
  type Tally,
  type Verdict,
  exactInterval,
  mayRemain,
  sumsOf,
} from '../cases/index.ts';
import type { RemedyView, SidesView } from './sides.contract.ts';
import type { Came, OwedRow } from './sides.store.ts';

export type Sides = {
  told: Tally;
  verdict: Verdict | null;
  roster: Roster | null;
  remedies: readonly RemedyView[];
  owed: readonly OwedRow[];
  came: readonly Came[];
  by: string;
};

/** Of a range both ends are asked, and the wider answer is given. */
export function affectedOf(
  told: Pick<Tally, 'fully' | 'partly' | 'not'>,
  roster: Roster | null,
): SidesView['affected'] {
  const n = told.fully + told.partly + told.not;
  const x = told.partly + told.not;
  if (n === 0 || !roster) return null;
  const ends = [roster.from, roster.to].map((given) => Math.max(given, n));
  const each = ends.map((N) =>
    x === 0 ? { low: 0, high: mayRemain({ N, n }) } : exactInterval({ N, n, x }),
  );
  return {
    low: Math.min(...each.map(({ low }) => low)),
    high: Math.max(...each.map(({ high }) => high)),
    noneFound: x === 0,
  };
}

const moneyIn = (all: readonly { amount: number | null; currency: string | null }[]): Money[] =>
  sumsOf(all.flatMap(({ amount, currency }) => (amount !== null && currency ? [{ amount, currency }] : [])));

function confirmationOf({ fully, partly, not }: Tally): SidesView['confirmation']['worker'] {
  const answers = fully + partly + not;
  if (answers === 0) return 'no_answer';
  if (fully === answers) return 'yes';
  return not === answers ? 'no' : 'partly';
}

const count = (came: readonly Came[], value: string): number =>
  came.filter((one) => one.coded === value).length;
const saysOf = (came: readonly Came[]) => ({
  fully: count(came, 'fully'),
  partly: count(came, 'partly'),
  not: count(came, 'not'),
});

function tranchesOf({ remedies, came }: Sides): SidesView['tranches'] {
  const numbers = remedies.flatMap(({ tranche }) => tranche ?? []);
  return [...new Set(numbers)]
    .sort((a, b) => a - b)
    .map((n) => {
      const plan = remedies.find(({ tranche }) => tranche === n);
      const said = came.filter(({ tranche }) => tranche === n);
      const currency = plan?.currency;
      return {
        n,
        dueDate: plan?.dueDate ?? null,
        amount: plan?.amount != null && currency ? { amount: plan.amount, currency } : null,
        paid: plan?.paid != null && currency ? { amount: plan.paid, currency } : null,
        confirmed: moneyIn(said),
        ...saysOf(said),
      };
    });
}

export function sidesOf(sides: Sides): SidesView {
  const { told, verdict, roster, remedies, owed, came, by } = sides;
  const sumOf = (threadId: string, currency: string): number =>
    came.reduce(
      (sum, one) => sum + (one.threadId === threadId && one.currency === currency ? (one.amount ?? 0) : 0),
      0,
    );
  return {
    remedies: [...remedies],
    workers: {
      ...{ fully: told.fully, partly: told.partly, not: told.not },
      ...{ asked: told.asked, open: told.open, unreachable: told.unreachable },
      quality: [1, 2, 3, 4, 5].map((grade) => came.filter(({ quality }) => quality === grade).length),
    },
    verdict,
    roster,
    affected: affectedOf(told, roster),
    // The worker's own thread and the organisation on the case: nothing that the employer runs (reference.md 5.2).
    confirmation: { worker: confirmationOf(told), via: 'thread', by },
    money: {
      workers: owed.length,
      owed: moneyIn(owed.map(({ due, currency }) => ({ amount: due, currency }))),
      promised: moneyIn(remedies),
      paid: moneyIn(remedies.map(({ paid, currency }) => ({ amount: paid, currency }))),
      confirmed: moneyIn(came),
    },
    amounts: owed.map((row) => ({
      docket: row.threadDocket,
      threadId: row.threadId,
      due: row.due,
      currency: row.currency,
      benchmark: row.benchmark,
      contested: row.contested,
      seq: row.seq,
      confirmed: sumOf(row.threadId, row.currency),
      coded: came.findLast(({ threadId }) => threadId === row.threadId)?.coded ?? null,
    })),
    tranches: tranchesOf(sides),
  };
}
