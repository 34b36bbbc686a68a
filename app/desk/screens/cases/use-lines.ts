/** The pages of the list that are in sight; what was in sight before stands until the next is there. */
import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import type { CaseLine, CaseLines } from '../../../features/cases/list.contract.ts';
import { DESK, get } from '../../api.ts';
import { type Look, PAGE, addressOf } from './list-state.ts';

const FRESH = 15_000;

export function useLines(look: Pick<Look, 'filters' | 'typed'>, pages: readonly number[]) {
  const of = (page: number) => {
    const address = addressOf(look, page);
    return {
      queryKey: ['cases', 'lines', address],
      queryFn: () => get<CaseLines>(`${DESK}/case-lines?${address}`),
      staleTime: FRESH,
    };
  };
  const first = useQuery({ ...of(0), placeholderData: keepPreviousData });
  const rest = useQueries({ queries: pages.filter((page) => page > 0).map(of) });
  const lines = new Map<number, CaseLine>();
  for (const { data } of [first, ...rest]) data?.rows.forEach((line, n) => lines.set(data.from + n, line));
  return {
    total: first.data?.total,
    lines,
    pending: first.isPending,
    error: first.error,
    again: () => void first.refetch(),
  };
}

export const pagesOf = (from: number, to: number): number[] =>
  Array.from({ length: Math.floor(to / PAGE) - Math.floor(from / PAGE) + 1 }, (_, n) => Math.floor(from / PAGE) + n); // prettier-ignore
