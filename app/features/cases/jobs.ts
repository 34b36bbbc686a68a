import type { World } from '../../platform/world.ts';
import { agedIssues, remedyAsks, saveAged } from './issue.store.ts';
import { outcomeOf, tally } from './outcome.ts';

/**
 * Time passes for both sides: where the last question's 30 days are over, the issue gets the outcome, and the business
 * the word, that the same table gives when somebody codes an answer. Repeatable; gives how many issues changed.
 */
export async function closeOldQuestions(world: World): Promise<number> {
  const now = world.clock.now();
  return world.jobs.write({}, async (tx) => {
    let changed = 0;
    for (const issue of await agedIssues(tx)) {
      const told = tally(await remedyAsks(tx, issue), now);
      if (told.open > 0) continue;
      const outcome = outcomeOf({ claimed: true, ...told });
      if (outcome === issue.outcome && !issue.unshown) continue;
      await saveAged(tx, { ...issue, outcome, at: now });
      changed++;
    }
    return changed;
  });
}
