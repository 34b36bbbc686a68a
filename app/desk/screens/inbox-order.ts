/** How the list is searched; pure, so that it can be judged. Its order is the server's. */
import type { InboxRow } from '../../features/cases/contract.ts';
import type { Opened } from '../opened.ts';
import { languageName } from '../words.ts';

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
      row.assignee?.name ?? '',
      row.caseNumber === null ? '' : `case ${row.caseNumber}`,
      inside ? `${inside.words} ${inside.categories.join(' ')} ${languageName(inside.language)}` : '',
      inside?.place?.described ?? '',
    ].join(' '),
  );
  return words.every((word) => text.includes(word));
}

export type Item =
  | { readonly kind: 'heading'; readonly group: 'known' | 'waiting' | 'rest'; readonly n: number }
  | { readonly kind: 'row'; readonly at: number };

/** The list as it is drawn: each group under its heading, rows by their place in the whole. */
export function itemsOf(groups: { known: number; waiting: number; rest: number }): {
  count: number;
  at: (index: number) => Item;
  indexOf: (row: number) => number;
} {
  const parts = (['known', 'waiting', 'rest'] as const).filter((group) => groups[group] > 0);
  const starts: { group: (typeof parts)[number]; from: number; index: number }[] = [];
  let [from, index] = [0, 0];
  for (const group of parts) {
    starts.push({ group, from, index });
    from += groups[group];
    index += groups[group] + 1;
  }
  return {
    count: index,
    at: (i) => {
      const part = starts.findLast((one) => one.index <= i);
      if (!part) return { kind: 'row', at: i };
      return i === part.index
        ? { kind: 'heading', group: part.group, n: groups[part.group] }
        : { kind: 'row', at: part.from + i - part.index - 1 };
    },
    indexOf: (row) => {
      const part = starts.findLast((one) => one.from <= row);
      return part ? part.index + 1 + row - part.from : row;
    },
  };
}
