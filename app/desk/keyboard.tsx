/** Keys of the desk. A single key works outside fields only, and can be turned off (WCAG 2.1.4). */
import { useEffect, useRef, useSyncExternalStore } from 'react';

export type Key = {
  /** As on the button: `J`, `/`, `?`, `Ctrl+Enter`. */
  readonly key: string;
  readonly does: string;
  readonly run: () => void;
};

const held = new Set<{ readonly keys: readonly Key[] }>();
const listeners = new Set<() => void>();
let known: readonly Key[] = [];
let on = (() => {
  try {
    return localStorage.getItem('vouch.keys') !== 'off';
  } catch {
    return true;
  }
})();

function changed(): void {
  known = [...held].flatMap(({ keys }) => keys);
  listeners.forEach((listener) => listener());
}
const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useKnownKeys = (): readonly Key[] => useSyncExternalStore(subscribe, () => known);
export const useKeysOn = (): boolean => useSyncExternalStore(subscribe, () => on);
export function setKeysOn(next: boolean): void {
  on = next;
  try {
    localStorage.setItem('vouch.keys', next ? 'on' : 'off');
  } catch {
    // A browser without storage forgets the choice; nothing else hangs on it.
  }
  changed();
}

const inField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

const nameOf = (event: KeyboardEvent): string =>
  (event.ctrlKey || event.metaKey ? 'Ctrl+' : '') +
  (event.key.length === 1 ? event.key.toUpperCase() : event.key);

function press(event: KeyboardEvent): void {
  if (event.altKey || event.defaultPrevented || event.isComposing) return;
  const name = nameOf(event);
  const single = !name.startsWith('Ctrl+') && name !== 'Escape';
  if (single && (!on || inField(event.target) || document.querySelector('[role=dialog]'))) return;
  // The view that came last answers first.
  const found = [...held].reverse().flatMap(({ keys }) => keys.filter(({ key }) => key === name))[0];
  if (!found) return;
  event.preventDefault();
  found.run();
}
addEventListener('keydown', press);

/** Registers keys while the view stands; `run` may change from draw to draw. */
export function useKeys(keys: readonly Key[]): void {
  const latest = useRef(keys);
  latest.current = keys;
  const shape = keys.map(({ key, does }) => `${key} ${does}`).join('|');
  useEffect(() => {
    const mine = {
      keys: latest.current.map(({ key, does }, at) => ({ key, does, run: () => latest.current[at]?.run() })),
    };
    held.add(mine);
    changed();
    return () => {
      held.delete(mine);
      changed();
    };
  }, [shape]);
}
