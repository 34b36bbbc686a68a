/**
 * What a coordinator keeps on the phone: sealed reports that wait, locked once more by the coordinator's code, so that
 * not even the workplace or how urgent it is can be read from a phone that was taken. A short PIN would not do: who has
 * the phone could try all of them.
 */
import { text, utf8, type SecretKey } from '../../seal/bytes.ts';
import { unwrapBytes, wrapBytes } from '../../seal/keys.ts';
import type { SealedReport } from '../features/reports/phone/compose.ts';

export type Waiting = {
  readonly sealed: SealedReport;
  readonly origin: string;
  readonly epochSeconds: number;
};

const NAME = 'box';
const STORE = 'locked';
/** Each is as long as the next of its size: how much somebody wrote doesn't show. */
const STEP = 4096;

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
      transaction.oncomplete = () => done(request.result);
      transaction.onabort = () => failed(transaction.error ?? new Error('not kept'));
    });
  } finally {
    db.close();
  }
}

export async function lock(waiting: Waiting, key: SecretKey): Promise<void> {
  const words = JSON.stringify(waiting);
  const bytes = utf8(words + ' '.repeat(STEP - (utf8(words).length % STEP)));
  const locked = await wrapBytes(bytes, key);
  // A name of its own: the statement's would be found on the server.
  await inStore('readwrite', (store) => store.put(locked, crypto.randomUUID()));
}

export const howMany = (): Promise<number> => inStore<number>('readonly', (store) => store.count());

/** Those that this code opens; another coordinator's on the same phone stay closed. */
export async function unlocked(key: SecretKey): Promise<(readonly [name: string, waiting: Waiting])[]> {
  const names = await inStore<IDBValidKey[]>('readonly', (store) => store.getAllKeys());
  const found: (readonly [string, Waiting])[] = [];
  for (const name of names) {
    const locked = await inStore<string>('readonly', (store) => store.get(name) as IDBRequest<string>);
    const bytes = await unwrapBytes(locked, key);
    if (bytes) found.push([String(name), JSON.parse(text(bytes)) as Waiting]);
  }
  return found;
}

export const drop = (name: string): Promise<undefined> =>
  inStore<undefined>('readwrite', (store) => store.delete(name));
