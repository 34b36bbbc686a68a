// `vouch ledger close-epoch`: asks the sequencer that works, or is it where none does.
import { setTimeout as wait } from 'node:timers/promises';
import {
  type LedgerStatus,
  LeaseHeld,
  Publisher,
  Sequencer,
  lastEpoch,
  leaseOf,
  ledgerStatus,
  unplacedDocket,
} from '../app/features/log/index.ts';
import type { World } from '../app/platform/world.ts';
import { policyOf, upCosigners } from './ledger-cosigners.ts';
import { BadUse } from './ledger-inputs.ts';

/** An epoch of a hundred thousand dockets and cosigners that take their time. */
const LONGEST_MS = 60_000;

export async function closeEpoch(world: World): Promise<LedgerStatus> {
  if (!(await unplacedDocket(world)))
    throw new BadUse('Nothing is registered yet: the log begins with that.');
  try {
    await leaseOf(world).take();
  } catch (error) {
    if (!(error instanceof LeaseHeld)) throw error;
    return askToClose(world, error.message);
  }
  return closeHere(world);
}

/** Two publishers must never be at the same files: this one works only while it holds the lease. */
async function closeHere(world: World): Promise<LedgerStatus> {
  const { cosigners, stop } = await upCosigners(world);
  try {
    const publisher = new Publisher(world, cosigners);
    await publisher.start();
    await new Sequencer(world).close(world.clock.now());
    await publisher.publish();
  } finally {
    await leaseOf(world).release();
    await stop();
  }
  return ledgerStatus(world, policyOf(world));
}

async function askToClose(world: World, holder: string): Promise<LedgerStatus> {
  const before = (await world.sequencer.read({}, lastEpoch))?.n ?? -1;
  await world.sequencer.pool.query("select pg_notify('vouch_close', '')");
  const until = Date.now() + LONGEST_MS;
  for (;;) {
    await wait(100);
    const now = await ledgerStatus(world, policyOf(world));
    if (now.halted || (now.closed !== null && now.epoch > before && (now.published || now.belowSince)))
      return now;
    if (Date.now() > until)
      throw new BadUse(`${holder}. It was asked for an epoch and closed none in a minute.`);
  }
}
