import type { Tx } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import { type Aged, agedIssues, saveAged } from './issue.store.ts';
import { standOf } from './judge.actions.ts';
import { saveClosed } from './round.store.ts';

/**
 * Time passes for both sides: where the last question's 30 days are over, the issue gets the outcome, and the business
 * the word, that the same table gives when somebody codes an answer. A round that nobody ended ends after its last day.
 * Repeatable; gives how many issues changed.
 */
export async function closeOldQuestions(world: World): Promise<number> {
  const now = world.clock.now();
  return world.jobs.write({}, async (tx) => {
    let changed = 0;
    for (const issue of await agedIssues(tx)) if (await closeOne(tx, issue, now)) changed++;
    return changed;
  });
}

async function closeOne(tx: Tx, issue: Aged, now: Date): Promise<boolean> {
  const { told, outcome, verdict, round } = await standOf(tx, { ...issue, claimed: true }, now);
  if (told.open > 0) return false;
  const ends = round?.closed_at === null ? round : undefined;
  if (ends && ends.ends_on >= now.toISOString().slice(0, 10)) return false;
  if (ends) await saveClosed(tx, { docket: ends.docket_id, roundId: ends.round_id }, now);
  else if (outcome === issue.outcome && !issue.unshown) return false;
  await saveAged(tx, { ...issue, outcome, verdict, unreachable: told.unreachable, at: now });
  return true;
}
