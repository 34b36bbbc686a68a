/** What anybody is given, asked for without a cookie: the same bytes that a worker's phone gets. */
import { TILE_WIDTH, parseEntryBundle, tilePath } from '../../ledger/tiles.ts';
import type { Public } from './agreement.ts';

const ANYBODY: RequestInit = { credentials: 'omit', cache: 'no-store', referrerPolicy: 'no-referrer' };

async function listed(orgId: string): Promise<unknown> {
  const answer = await fetch('/w/directory.json', ANYBODY);
  if (!answer.ok) return null;
  const { receivers } = (await answer.json()) as { receivers?: { org?: unknown; jwk?: unknown }[] };
  return receivers?.find(({ org }) => org === orgId)?.jwk ?? null;
}

/** The size stands in the checkpoint's second line (C2SP tlog-checkpoint). */
async function entry(index: number): Promise<string | undefined> {
  const checkpoint = await fetch('/ledger/checkpoint', ANYBODY);
  if (!checkpoint.ok) return undefined;
  const size = Number((await checkpoint.text()).split('\n')[1]);
  if (!(index < size)) return undefined;
  const tile = Math.floor(index / TILE_WIDTH);
  const width = Math.min(TILE_WIDTH, size - tile * TILE_WIDTH);
  const answer = await fetch(`/ledger/${tilePath({ level: -1, index: tile, width })}`, ANYBODY);
  if (!answer.ok) return undefined;
  return parseEntryBundle(new Uint8Array(await answer.arrayBuffer()))?.[index % TILE_WIDTH];
}

export const publicKeys: Public = { listed, entry };
