// A consistency proof out of a log's public tiles, for whoever is asked by nobody and must look for itself.
import { type LogReader, TILE_WIDTH, consistencyProofAt, merkleRoot, tilePath } from '../ledger/index.ts';

const NOT_YET = new Uint8Array(32);

/** `PROOF(older, D[size])`; undefined if a tile that it needs is missing or too short. */
export async function proofFromTiles(
  read: LogReader,
  older: number,
  size: number,
): Promise<Uint8Array[] | undefined> {
  const wanted = new Map<string, { level: number; index: number }>();
  consistencyProofAt(older, size, (level, index) => {
    wanted.set(`${level} ${index}`, { level, index });
    return NOT_YET;
  });
  const tiles = new Map<string, Uint8Array | undefined>();
  const hashes = new Map<string, Uint8Array>();
  for (const [key, { level, index }] of wanted) {
    const row = Math.floor(level / 8);
    const first = index * 2 ** (level % 8);
    const count = 2 ** (level % 8);
    const tile = Math.floor(first / TILE_WIDTH);
    const width = Math.min(TILE_WIDTH, Math.floor(size / TILE_WIDTH ** row) - tile * TILE_WIDTH);
    const path = tilePath({ level: row, index: tile, width });
    if (!tiles.has(path))
      tiles.set(path, (await read(path)) ?? (await read(tilePath({ level: row, index: tile, width: 256 }))));
    const bytes = tiles.get(path);
    const at = (first - tile * TILE_WIDTH) * 32;
    if (!bytes || bytes.length < at + count * 32) return undefined;
    hashes.set(
      key,
      merkleRoot(Array.from({ length: count }, (_, i) => bytes.subarray(at + i * 32, at + i * 32 + 32))),
    );
  }
  return consistencyProofAt(older, size, (level, index) => hashes.get(`${level} ${index}`) ?? NOT_YET);
}
