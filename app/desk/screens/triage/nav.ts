/** From one piece of work to the next, and words from the directory into the answer box. */
import { createContext, useContext } from 'react';

export type QueueNav = {
  /** To the next that waits, after the one that is open. */
  readonly next: () => void;
};
export const QueueNavContext = createContext<QueueNav>({ next: () => {} });
export const useQueueNav = (): QueueNav => useContext(QueueNavContext);

type Insert = { readonly words: string; readonly language: string };
let box: ((insert: Insert) => void) | undefined;
/** The answer box that stands open takes what is put in. */
export function takeInserts(into: (insert: Insert) => void): () => void {
  box = into;
  return () => {
    if (box === into) box = undefined;
  };
}
export const insertIntoAnswer = (insert: Insert): void => box?.(insert);

/** Left behind by "next" in this sitting: what comes in on top meanwhile is next all the same. */
export const passed = new Set<string>();
let wanted = false;
/** Asked for from another place of the desk: the list opens with the next one. */
export const wantNext = (): void => void (wanted = true);
export function takeWanted(): boolean {
  const was = wanted;
  wanted = false;
  return was;
}
