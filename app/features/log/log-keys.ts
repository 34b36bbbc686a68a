import type { SignerKey } from '../../../ledger/index.ts';
import type { World } from '../../platform/world.ts';

export const logKey = (world: Pick<World, 'keys'>): SignerKey => ({
  name: world.keys.origin,
  algorithm: 1,
  seed: world.keys.log,
});

export const receiptKey = (world: Pick<World, 'keys'>): SignerKey => ({
  name: world.keys.origin,
  algorithm: 1,
  seed: world.keys.receipt,
});
