/**
 * What a worker asked to keep on this phone, and nothing before: sealed reports that wait for a network. The phone
 * cannot open them again, only send them. `localStorage.kept` says that there is one, so that no database is made to
 * look for it.
 */
import type { Bytes } from '../../seal/bytes.ts';
import { BOX, NOTES, clearShelf, onShelf } from './shelf.ts';
import type { SealedReport } from '../features/reports/phone/compose.ts';

export type Kept = {
  readonly sealed: SealedReport;
  readonly files: readonly Bytes[];
  readonly origin: string;
  readonly epochSeconds: number;
};

export async function keep(kept: Kept): Promise<void> {
  await onShelf(NOTES, 'readwrite', (store) => store.put(kept, kept.sealed.statementId));
  localStorage.setItem('kept', '1');
}

export const allKept = (): Promise<Kept[]> => onShelf<Kept[]>(NOTES, 'readonly', (store) => store.getAll());

/** The last one takes the whole database along. */
export async function dropKept(statementId: string): Promise<void> {
  await onShelf(NOTES, 'readwrite', (store) => store.delete(statementId));
  if ((await allKept()).length > 0) return;
  localStorage.removeItem('kept');
  await clearShelf(NOTES);
}

/** Everything of these pages on this phone: kept reports and code, what a coordinator holds, the pages themselves. */
export async function forgetAll(): Promise<void> {
  localStorage.clear();
  sessionStorage.clear();
  await Promise.all([NOTES, BOX].map(clearShelf));
  for (const name of await caches.keys()) await caches.delete(name);
  const workers = (await navigator.serviceWorker?.getRegistrations()) ?? [];
  for (const worker of workers) await worker.unregister();
}
