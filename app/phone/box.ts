/**
 * What a coordinator keeps on the phone: sealed reports that wait, locked once more by the coordinator's code, so that
 * not even the workplace or how urgent it is can be read from a phone that was taken. A short PIN would not do: who has
 * the phone could try all of them.
 */
import { text, utf8, type SecretKey } from '../../seal/bytes.ts';
import { unwrapBytes, wrapBytes } from '../../seal/keys.ts';
import { BOX, onShelf } from './shelf.ts';
import type { SealedReport } from '../features/reports/phone/compose.ts';

export type Waiting = {
  readonly sealed: SealedReport;
  readonly origin: string;
  readonly epochSeconds: number;
};

/** Each is as long as the next of its size: how much somebody wrote doesn't show. */
const STEP = 4096;

export async function lock(waiting: Waiting, key: SecretKey): Promise<void> {
  const words = JSON.stringify(waiting);
  const bytes = utf8(words + ' '.repeat(STEP - (utf8(words).length % STEP)));
  const locked = await wrapBytes(bytes, key);
  // A name of its own: the statement's would be found on the server.
  await onShelf(BOX, 'readwrite', (store) => store.put(locked, crypto.randomUUID()));
}

export const howMany = (): Promise<number> => onShelf<number>(BOX, 'readonly', (store) => store.count());

/** Those that this code opens; another coordinator's on the same phone stay closed. */
export async function unlocked(key: SecretKey): Promise<(readonly [name: string, waiting: Waiting])[]> {
  const names = await onShelf<IDBValidKey[]>(BOX, 'readonly', (store) => store.getAllKeys());
  const found: (readonly [string, Waiting])[] = [];
  for (const name of names) {
    const locked = await onShelf<string>(BOX, 'readonly', (store) => store.get(name) as IDBRequest<string>);
    const bytes = await unwrapBytes(locked, key);
    if (bytes) found.push([String(name), JSON.parse(text(bytes)) as Waiting]);
  }
  return found;
}

export const drop = (name: string): Promise<undefined> =>
  onShelf<undefined>(BOX, 'readwrite', (store) => store.delete(name));
