import type { World } from '../../platform/world.ts';
import { hashesOf, watched, whoOf } from './watch.actions.ts';
import type { Watcher } from './watch.ts';
import {
  type WatchCount,
  type WatchLine,
  type WatchQuery,
  watchCounts,
  watchLines,
} from './watch-view.store.ts';
import { csvOf, whatWords } from './watch-words.ts';

export type WatchView = {
  /** All members: how often, by month, act and kind of role. */
  counts: WatchCount[];
  /** Whoever leads: who and when; null for the others. */
  lines: { total: number; rows: WatchLine[] } | null;
};

/** What one's own organisation did. `leads`: whether this member sees names and times. */
export const watchView = (
  world: World,
  who: Watcher,
  { leads, ...query }: WatchQuery & { leads: boolean },
): Promise<WatchView> =>
  world.app.read(whoOf(who, world.clock.now()), async (db) => {
    const unseen = hashesOf(world, who.hidden);
    return {
      counts: await watchCounts(db, who.orgId, unseen),
      lines: leads ? await watchLines(db, who.orgId, { ...query, unseen }) : null,
    };
  });

const MOST_LINES = 100_000;

/** The same as a table to take away; taking it away is on record first. */
export async function watchCsv(
  world: World,
  who: Watcher,
  query: Omit<WatchQuery, 'from' | 'limit'> & { leads: boolean },
): Promise<string> {
  const { counts, lines } = await watchView(world, who, { ...query, from: 0, limit: MOST_LINES });
  const { orgId: org, memberId: member, role } = who;
  const n = lines?.rows.length ?? counts.length;
  await world.app.write(whoOf(who, world.clock.now()), (tx) =>
    watched(tx, world, { org, member, role, act: 'exported', what: 'watch', n }),
  );
  return lines
    ? csvOf(
        ['at', 'member', 'role', 'act', 'what', 'words', 'reports_or_statements', 'about'],
        lines.rows.map((l) => [
          l.at.toISOString(),
          l.name,
          l.role,
          l.act,
          l.what,
          whatWords(l.act, l.what),
          l.n,
          l.about,
        ]),
      )
    : csvOf(
        ['month', 'role', 'act', 'what', 'words', 'times'],
        counts.map((c) => [c.month, c.role, c.act, c.what, whatWords(c.act, c.what), c.n]),
      );
}
