// What the page says. Plain words, what is so and what it rests on; never praise for a "yes".

import type { Counts, Header } from '../../ledger/bundle.ts';
import type { Verdict } from '../../ledger/verify.ts';
import type { State } from './line-table.ts';

export function unalteredWords({ unaltered, header, reasons }: Verdict): string {
  if (reasons.includes('malformed'))
    return 'This file is not a whole evidence bundle. Nothing in it can be relied on.';
  if (!unaltered)
    return 'The file does not match the record. Do not rely on it. Ask who made it, and keep it.';
  return header?.type === 'single'
    ? 'This one statement is what was put on record. It was not changed afterwards.'
    : 'What is shown here is what was put on record. No statement was changed afterwards.';
}

/** The wrong conclusion that lies nearest to this answer. */
export const unalteredNot = ({ unaltered }: Verdict): string =>
  unaltered
    ? 'It does not say that what was stated is true.'
    : 'It does not say who changed it, nor that the record itself is false.';

export function completeWords({ complete, header, reasons }: Verdict): string {
  if (complete)
    return `This is all there is for this docket up to ${when(header?.epoch.closed)}. Nothing was picked out or cut off.`;
  if (reasons.includes('malformed')) return 'Nothing can be said about what is missing.';
  if (header?.type === 'single') return 'This is one statement. It can’t say what else there is.';
  if (reasons.length === 1 && reasons[0] === 'unaudited') {
    return 'Every line on record is accounted for here. But no independent auditor confirms that the record itself was never cut, so the answer is no.';
  }
  return 'This may not be all there is.';
}

export const completeNot = ({ complete }: Verdict): string =>
  complete
    ? 'It does not say that everything that happened was reported.'
    : 'It does not say that anything was hidden on purpose.';

/** A time of the protocol as a reader's own, with the zone. */
export const when = (time: string | number | undefined): string =>
  time === undefined
    ? 'an unknown time'
    : new Date(typeof time === 'number' ? time * 1000 : time).toLocaleString('en-GB', {
        dateStyle: 'medium',
        timeStyle: 'short',
        timeZone: 'UTC',
      }) + ' UTC';

export const PROMISE: Record<NonNullable<Verdict['receipt']>, string> = {
  kept: 'The receipt’s promise was kept: its statement is on record.',
  BROKEN:
    'The receipt’s promise was BROKEN: its statement was taken, and it is not on record. Keep the receipt and this file.',
  'not due yet': 'The receipt’s promise is not due yet. Ask again with a later bundle.',
  unknown: 'A bundle of one statement can’t say whether the receipt’s promise was kept.',
  'about another docket': 'The receipt is about another docket than this bundle.',
};

type StateWords = { name: string; note: string; means: string };

/** What became of a statement: its name, a few words in a table, a sentence or two where it is opened. */
export const STATE_WORDS: Record<State, StateWords> = {
  shown: {
    name: 'Shown',
    note: 'statements you can read here',
    means:
      'The shown fields are what was put on record. Of a hidden field the name is seen, its value is not in this file.',
  },
  'not-licensed': {
    name: 'Withheld by the operator',
    note: 'no licence to show them to you',
    means:
      'Nobody has given a licence to show this to you. Its kind is always shown, so that it can be counted.',
  },
  suppressed: {
    name: 'Withheld by the operator',
    note: 'too few people to show',
    means:
      'So few people stand behind it that one could be recognised. This exists only in dockets of programmes.',
  },
  sealed: {
    name: 'Sealed',
    note: 'only those they are sealed to can open them',
    means:
      'The words are locked to certain readers. Their fingerprint is shown, so that they can’t be swapped later.',
  },
  withdrawn: {
    name: 'Withdrawn by the worker',
    note: 'signed with the worker’s own key',
    means:
      'The worker took back the leave to show it. The signature in this file was checked with the statement’s own key.',
  },
  'erased by the worker': {
    name: 'Erased by the worker',
    note: 'signed; the gap proves itself',
    means:
      'The worker had it erased and signed that with the statement’s own key. What it said is gone for everybody.',
  },
  'erased, unsigned': {
    name: 'Erased, no worker’s signature',
    note: 'counted apart, ask why',
    means:
      'It was erased, and no worker’s signature stands in this file: it was taken without a worker’s phone, or the operator erased it. Ask why.',
  },
  moved: {
    name: 'Moved to another workplace',
    note: 'each shown to stand there',
    means: 'It was put on record under another workplace. A later line says where, with the proof.',
  },
  control: {
    name: 'Control line',
    note: 'says that an earlier line was erased or moved',
    means: 'No statement: it records what was done with an earlier one.',
  },
};

export type Row = { n: number; state: State };

/** Every statement in exactly one row; rows without any are left out, but for the first. */
export function rows({ disclosed, withheld, erased, moved }: Counts): Row[] {
  const all: Row[] = [
    { n: disclosed, state: 'shown' },
    { n: withheld['not-licensed'], state: 'not-licensed' },
    { n: withheld.suppressed, state: 'suppressed' },
    { n: withheld.sealed, state: 'sealed' },
    { n: withheld.withdrawn, state: 'withdrawn' },
    { n: erased.by_worker, state: 'erased by the worker' },
    { n: erased.unsigned, state: 'erased, unsigned' },
    { n: moved, state: 'moved' },
  ];
  return all.filter(({ n }, at) => n > 0 || at === 0);
}

export const number = (n: number): string => n.toLocaleString('en-GB');
export const counted = (n: number, one: string, many: string): string =>
  `${number(n)} ${n === 1 ? one : many}`;
export const statements = (n: number): string => counted(n, 'statement', 'statements');

export const docketName = ({ docket }: Header): string =>
  `${docket.kind} ${docket.id}${docket.opening ? ` (${docket.opening.id})` : ''}`;

export function bytes(n: number): string {
  if (n < 1000) return `${n} bytes`;
  if (n < 1e6) return `${Math.round(n / 1000)} kB`;
  return n < 1e9 ? `${(n / 1e6).toFixed(1)} MB` : `${(n / 1e9).toFixed(2)} GB`;
}

/** A length of time in words a person would use. */
export function lasting(seconds: number): string {
  const hours = seconds / 3600;
  if (hours < 1) return counted(Math.max(1, Math.round(seconds / 60)), 'minute', 'minutes');
  if (hours < 48) return counted(Math.round(hours), 'hour', 'hours');
  return counted(Math.round(hours / 24), 'day', 'days');
}
