/** How the inbox is ordered and searched; pure, so that it can be judged. */
import type { InboxRow } from '../../features/cases/contract.ts';
import type { Opened } from '../opened.ts';
import { languageName } from '../words.ts';

export type Group = { readonly key: 'known' | 'waiting' | 'rest'; readonly rows: readonly InboxRow[] };

const dueTime = (row: InboxRow): number => (row.dueAt ? Date.parse(row.dueAt) : Infinity);

/** Urgency, then due, then the day it came; ties by id, so that a list never jumps. */
export const byUrgency = (a: InboxRow, b: InboxRow): number =>
  (a.urgency < b.urgency ? -1 : a.urgency > b.urgency ? 1 : 0) ||
  (dueTime(a) === dueTime(b) ? 0 : dueTime(a) - dueTime(b)) ||
  (a.receivedDay < b.receivedDay ? -1 : a.receivedDay > b.receivedDay ? 1 : 0) ||
  (a.threadId < b.threadId ? -1 : 1);

/** Retaliation stands first: who says "they know that I called" is in danger because of us. */
export function groupsOf(
  rows: readonly InboxRow[],
  inside: (row: InboxRow) => Opened | null | undefined,
): Group[] {
  const waits = (row: InboxRow) => row.state === 'waiting' && !row.withdrawn;
  const known = rows.filter((row) => waits(row) && inside(row)?.categories.includes('GRV'));
  const waiting = rows.filter((row) => waits(row) && !known.includes(row));
  const rest = rows.filter((row) => !waits(row));
  const groups: Group[] = [
    { key: 'known', rows: known.toSorted(byUrgency) },
    { key: 'waiting', rows: waiting.toSorted(byUrgency) },
    { key: 'rest', rows: rest.toSorted((a, b) => (a.receivedDay > b.receivedDay ? -1 : a.receivedDay < b.receivedDay ? 1 : byUrgency(a, b))) }, // prettier-ignore
  ];
  return groups.filter((group) => group.rows.length > 0);
}

const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase();

/** Each typed word stands somewhere in what this browser opened or the server knows. Searched here, never sent. */
export function matches(row: InboxRow, inside: Opened | null | undefined, typed: string): boolean {
  const words = plain(typed).split(/\s+/).filter(Boolean);
  if (words.length === 0) return true;
  const text = plain(
    [
      row.urgency,
      row.place.name ?? '',
      row.place.id,
      row.caseNumber === null ? '' : `case ${row.caseNumber}`,
      inside ? `${inside.words} ${inside.categories.join(' ')} ${languageName(inside.language)}` : '',
      inside?.place?.described ?? '',
    ].join(' '),
  );
  return words.every((word) => text.includes(word));
}
