// What the page says. Plain words, what is so and what it rests on; never praise for a "yes".

import type { Counts } from '../../ledger/bundle.ts';
import type { Verdict } from '../../ledger/verify.ts';
import type { Mark } from './figures.ts';

export function unalteredWords({ unaltered, header, reasons }: Verdict): string {
  if (reasons.includes('malformed'))
    return 'This file is not a whole evidence bundle. Nothing in it can be relied on.';
  if (!unaltered)
    return 'The file does not match the record. Do not rely on it. Ask who made it, and keep it.';
  return header?.type === 'single'
    ? 'This one statement is what was put on record. It was not changed afterwards.'
    : 'What is shown here is what was put on record. No statement was changed afterwards.';
}

export function completeWords({ complete, header, reasons }: Verdict): string {
  if (complete)
    return `This is all there is for this docket up to ${when(header?.epoch.closed)}. Nothing was picked out or cut off.`;
  if (header?.type === 'single') return 'This is one statement. It can’t say what else there is.';
  if (reasons.length === 1 && reasons[0] === 'unaudited') {
    return 'Every line on record is accounted for here. But no independent auditor confirms that the record itself was never cut, so the answer is no.';
  }
  return 'This may not be all there is.';
}

/** A time of the protocol as a reader's own, with the zone. */
export const when = (time: string | undefined): string =>
  time === undefined
    ? 'an unknown time'
    : new Date(time).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' }) +
      ' UTC';

export const PROMISE: Record<NonNullable<Verdict['receipt']>, string> = {
  kept: 'The receipt’s promise was kept: its statement is on record.',
  BROKEN:
    'The receipt’s promise was BROKEN: its statement was taken, and it is not on record. Keep the receipt and this file.',
  'not due yet': 'The receipt’s promise is not due yet. Ask again with a later bundle.',
  unknown: 'A bundle of one statement can’t say whether the receipt’s promise was kept.',
  'about another docket': 'The receipt is about another docket than this bundle.',
};

export type Row = { n: number; mark: Mark; name: string; note: string };

/** Every statement in exactly one row; rows without any are left out, but for the first. */
export function rows({ disclosed, withheld, erased, moved }: Counts): Row[] {
  const all: Row[] = [
    { n: disclosed, mark: 'shown', name: 'Shown', note: 'statements you can read here' },
    {
      n: withheld['not-licensed'],
      mark: 'grey',
      name: 'Withheld by the operator',
      note: 'no licence to show them to you',
    },
    {
      n: withheld.suppressed,
      mark: 'grey',
      name: 'Withheld by the operator',
      note: 'too few people to show',
    },
    {
      n: withheld.sealed,
      mark: 'sealed',
      name: 'Sealed',
      note: 'only those they are sealed to can open them',
    },
    {
      n: withheld.withdrawn,
      mark: 'hatched',
      name: 'Withdrawn by the worker',
      note: 'signed with the worker’s own key',
    },
    {
      n: erased.by_worker,
      mark: 'crossed',
      name: 'Erased by the worker',
      note: 'signed; the gap proves itself',
    },
    {
      n: erased.unsigned,
      mark: 'heeded',
      name: 'Erased, no worker’s signature',
      note: 'counted apart, ask why',
    },
    { n: moved, mark: 'away', name: 'Moved to another workplace', note: 'each shown to stand there' },
  ];
  return all.filter(({ n }, at) => n > 0 || at === 0);
}
