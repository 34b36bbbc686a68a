import { S3Tiles } from '../../platform/tile-store-s3.ts';
import { DiskTiles, type TileStore } from '../../platform/tile-store.ts';
import type { World } from '../../platform/world.ts';

const stores = new WeakMap<World, TileStore>();

/** Where this deployment's static log lies: a bucket if one is named (VOUCH_LEDGER_S3), else the data folder. */
export function tileStore(world: World): TileStore {
  const known = stores.get(world);
  if (known) return known;
  const { ledgerS3 } = world.config;
  const store = ledgerS3 ? new S3Tiles(ledgerS3) : new DiskTiles(world.ledgerDir);
  stores.set(world, store);
  return store;
}
