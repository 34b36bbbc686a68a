/** A small database on this phone: one store, opened for each act and closed after it. */
export type Shelf = { readonly name: string; readonly store: string };

function database({ name, store }: Shelf): Promise<IDBDatabase> {
  return new Promise((done, failed) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(store);
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error ?? new Error('no database'));
  });
}

export async function onShelf<T>(
  shelf: Shelf,
  mode: IDBTransactionMode,
  ask: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const db = await database(shelf);
  try {
    return await new Promise<T>((done, failed) => {
      const transaction = db.transaction(shelf.store, mode);
      const request = ask(transaction.objectStore(shelf.store));
      // Not onsuccess of the request: what is kept must be kept when this resolves.
      transaction.oncomplete = () => done(request.result);
      transaction.onabort = () => failed(transaction.error ?? new Error('not kept'));
    });
  } finally {
    db.close();
  }
}

/** Also where there is none. */
export const clearShelf = ({ name }: Shelf): Promise<void> =>
  new Promise((done) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = request.onerror = request.onblocked = () => done();
  });

/** What a worker asked to keep; what a coordinator wrote down and a code locks. */
export const NOTES: Shelf = { name: 'notes', store: 'kept' };
export const BOX: Shelf = { name: 'box', store: 'locked' };
