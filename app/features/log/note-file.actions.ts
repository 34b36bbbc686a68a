import { utf8 } from '../../../ledger/index.ts';
import { OtherBytes, type TileStore } from '../../platform/tile-store.ts';

/** `checkpoint.<size>`: the log's own signature is fixed; a file from before that rule bears cosignatures behind it. */
export async function keepNote(store: TileStore, path: string, note: string): Promise<void> {
  try {
    await store.once(path, utf8(note));
  } catch (error) {
    const there = Buffer.from((await store.read(path)) ?? []).toString('utf8');
    if (!(error instanceof OtherBytes) || !there.startsWith(note)) throw error;
  }
}
