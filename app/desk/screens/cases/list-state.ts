/** What of the list somebody looks at. Kept in this tab's memory only: what is searched for may be a person's name. */
import { useSyncExternalStore } from 'react';
import type { CaseLine, LinesQuery } from '../../../features/cases/list.contract.ts';

export type Filters = Partial<Pick<LinesQuery, 'state' | 'urgency' | 'owner' | 'overdue' | 'tasks' | 'sort' | 'dir'>>; // prettier-ignore
export type Sort = LinesQuery['sort'];
export type Look = {
  readonly filters: Filters;
  readonly typed: string;
  /** Where the list was scrolled to, for the way back from a case. */
  readonly top: number;
  readonly chosen: ReadonlyMap<string, CaseLine>;
};

let look: Look = { filters: { state: 'open' }, typed: '', top: 0, chosen: new Map() };
const listeners = new Set<() => void>();
const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useLook = (): Look => useSyncExternalStore(subscribe, () => look);
export function setLook(change: Partial<Look>): void {
  look = { ...look, ...change };
  listeners.forEach((listener) => listener());
}
/** Scrolling draws nothing anew. */
export const noteTop = (top: number): void => {
  look = { ...look, top };
};

export const PAGE = 100;
export function addressOf({ filters, typed }: Pick<Look, 'filters' | 'typed'>, page: number): string {
  const said: Record<string, string> = { limit: String(PAGE), from: String(page * PAGE) };
  for (const [name, value] of Object.entries(filters))
    if (value !== undefined && value !== false) said[name] = value === true ? '1' : String(value);
  if (typed.trim()) said.search = typed.trim();
  return new URLSearchParams(said).toString();
}

export function chooseLine(line: CaseLine): void {
  const chosen = new Map(look.chosen);
  if (!chosen.delete(line.caseId)) chosen.set(line.caseId, line);
  setLook({ chosen });
}
