/**
 * What a worker asked to keep on this phone, and nothing before: sealed reports that wait for a network. The phone
 * cannot open them again, only send them. `localStorage.kept` says that there is one, so that no database is made to
 * look for it.
 */
import type { Bytes } from '../../seal/bytes.ts';
import type { SealedReport } from '../features/reports/phone/compose.ts';

export type Kept = {
  readonly sealed: SealedReport;
  readonly files: readonly Bytes[];
  readonly origin: string;
  readonly epochSeconds: number;
};

const NAME = 'notes';
const STORE = 'kept';

function database(): Promise<IDBDatabase> {
  return new Promise((done, failed) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error ?? new Error('no database'));
  });
}

async function inStore<T>(
  mode: IDBTransactionMode,
  ask: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const db = await database();
  try {
    return await new Promise<T>((done, failed) => {
      const transaction = db.transaction(STORE, mode);
      const request = ask(transaction.objectStore(STORE));
      // Not onsuccess of the request: what is kept must be kept when this resolves.
      transaction.oncomplete = () => done(request.result);
      transaction.onabort = () => failed(transaction.error ?? new Error('not kept'));
    });
  } finally {
    db.close();
  }
}

export async function keep(kept: Kept): Promise<void> {
  await inStore('readwrite', (store) => store.put(kept, kept.sealed.statementId));
  localStorage.setItem('kept', '1');
}

export const allKept = (): Promise<Kept[]> => inStore<Kept[]>('readonly', (store) => store.getAll());

const deleteDatabase = (): Promise<void> =>
  new Promise((done) => {
    const request = indexedDB.deleteDatabase(NAME);
    request.onsuccess = request.onerror = request.onblocked = () => done();
  });

/** The last one takes the whole database along. */
export async function dropKept(statementId: string): Promise<void> {
  await inStore('readwrite', (store) => store.delete(statementId));
  if ((await allKept()).length > 0) return;
  localStorage.removeItem('kept');
  await deleteDatabase();
}

/** Everything of these pages on this phone: kept reports and code, the pages themselves. */
export async function forgetAll(): Promise<void> {
  localStorage.clear();
  sessionStorage.clear();
  await deleteDatabase();
  for (const name of await caches.keys()) await caches.delete(name);
  const workers = (await navigator.serviceWorker?.getRegistrations()) ?? [];
  for (const worker of workers) await worker.unregister();
}
