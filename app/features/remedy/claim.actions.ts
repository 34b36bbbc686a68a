import type { World } from '../../platform/world.ts';
import { claimRemedied } from '../cases/index.ts';
import { doneDuty } from '../duties/index.ts';
import { nowOf } from '../network/index.ts';
import { markTaken, waitingClaims } from './claim.store.ts';
import { actionDuty, planDuty } from './owed.ts';

/**
 * Takes up what businesses say is planned or done. They only put it down: no wall opens to them an issue, its outcome, its
 * counts, or a clock.
 * Right after a business has spoken, and again by a job, for what a crash left. Repeatable; gives how many there were.
 */
export async function takeClaims(world: World): Promise<number> {
  return world.jobs.write({}, async (tx) => {
    const waiting = await waitingClaims(tx);
    for (const claim of waiting) {
      const { docket: docketId, at } = claim;
      if (claim.kind === 'done') await claimRemedied(tx, claim, at);
      await doneDuty(tx, { docketId, dutyId: claim.kind === 'planned' ? planDuty(claim.disclosureId) : actionDuty(claim.actionId) }, at); // prettier-ignore
      await markTaken(tx, claim, nowOf(world));
    }
    return waiting.length;
  });
}
