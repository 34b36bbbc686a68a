import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Cosigner, allKeys, readOwnPolicy } from './features/log/index.ts';
import type { World } from './platform/world.ts';
import { vkeyOf } from '../ledger/index.ts';

/**
 * Who watches a real installation's log: the witnesses and auditors that its operator wrote into the policy file beside
 * it. Throws in words if the file can't stand: a log whose policy is a typing mistake must not go on as if it had none.
 */
export function readWatchers(world: World): Cosigner[] {
  const file = join(world.ledgerDir, 'policy');
  if (!existsSync(file)) return [];
  const vkeys = (purpose: 'log' | 'receipt') => allKeys(world, purpose).map((key) => vkeyOf(key).vkey);
  const read = readOwnPolicy(readFileSync(file, 'utf8'), {
    log: vkeys('log'),
    receipt: vkeys('receipt'),
    epochSeconds: world.config.epochSeconds,
  });
  if (typeof read === 'string') throw new Error(`${file}: ${read}.`);
  world.config.quorum = read.thresholds;
  return read.cosigners;
}
