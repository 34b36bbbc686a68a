/** The list as the server orders it, page by page: what is in sight is asked for, the rest is only counted. */
import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Inbox, InboxRow } from '../../../features/cases/contract.ts';
import type { Filters } from '../../../features/triage/contract.ts';
import { DESK, get } from '../../api.ts';

export const PAGE = 60;

export const addressOf = (filters: Filters): string =>
  new URLSearchParams(
    Object.entries(filters)
      .filter(([, value]) => value !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  ).toString();

export type Queue = {
  readonly head: Inbox | undefined;
  /** By place in the list; with holes where nothing was asked for yet. */
  readonly rows: ReadonlyMap<number, InboxRow>;
  readonly pending: boolean;
  readonly error: unknown;
  readonly again: () => void;
};

/** `pages`: numbers of the pages that are looked at. The first is always among them: it counts the groups. */
export function useQueue(filters: Filters, pages: readonly number[]): Queue {
  const query = addressOf(filters);
  const found = useQueries({
    queries: pages.map((page) => ({
      queryKey: ['inbox', query, page],
      queryFn: () => get<Inbox>(`${DESK}/inbox?${query}${query ? '&' : ''}limit=${PAGE}&from=${page * PAGE}`),
      // Danger is looked for on top; what is far down is read again when somebody scrolls there.
      refetchInterval: page === 0 ? 30_000 : (false as const),
      placeholderData: (before: Inbox | undefined) => before,
    })),
  });
  const answers = found.map(({ data }) => data);
  const rows = useMemo(() => {
    const map = new Map<number, InboxRow>();
    const seen = new Set<string>();
    // Pages are read at different moments: whoever moved up meanwhile stands where it was seen first.
    pages.forEach((page, i) =>
      answers[i]?.rows.forEach((row, at) => {
        if (seen.has(row.threadId)) return;
        seen.add(row.threadId);
        map.set(page * PAGE + at, row);
      }),
    );
    return map;
  }, [query, pages.join(), found.map(({ dataUpdatedAt }) => dataUpdatedAt).join()]);
  const first = found[0];
  return {
    head: answers[0],
    rows,
    pending: first?.isPending ?? true,
    error: found.find(({ error }) => error)?.error ?? null,
    again: () => found.forEach(({ refetch }) => void refetch()),
  };
}
