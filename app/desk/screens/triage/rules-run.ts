/**
 * Rules on words, run where the words are: in this browser. What they ask for is sent as a code, never as a word, and
 * only ever raises (app/features/triage/signals.ts). A person decides after that, within the hour.
 */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { InboxRow, ThreadView } from '../../../features/cases/contract.ts';
import { type Raised, raisedBy } from '../../../features/triage/signals.ts';
import { DESK, post } from '../../api.ts';
import type { Opened } from '../../opened.ts';

type Seen = Pick<
  InboxRow,
  'docket' | 'threadId' | 'urgency' | 'knownAt' | 'loweredAt' | 'withdrawn' | 'erasing'
>;

/** Asked for once a sitting, so that a rule that was refused isn't tried at every look. */
const asked = new Set<string>();

/** Undefined where nothing is to be raised. */
export function missing(row: Seen, raised: Raised): Raised | undefined {
  const urgency = raised.urgency && row.urgency !== 'P0' ? raised.urgency : undefined;
  const known = raised.known && row.knownAt === null ? raised.known : undefined;
  return urgency || known ? { ...(urgency ? { urgency } : {}), ...(known ? { known } : {}) } : undefined;
}

async function raise(row: Seen, raised: Raised): Promise<boolean> {
  const was = { urgency: row.urgency, known: row.knownAt !== null };
  const path = `${DESK}/triage/threads/${row.docket}/${row.threadId}/urgency`;
  const done = await post<{ changed: boolean }>(path, { ...raised, by: 'rule', was });
  return done.changed;
}

type Found = { row: Seen; key: string; raised: Raised };

function useRaising(found: readonly Found[]): unknown {
  const client = useQueryClient();
  const [error, setError] = useState<unknown>();
  const key = found.map((one) => one.key).join(' ');
  useEffect(() => {
    const fresh = found.filter((one) => !asked.has(one.key));
    if (fresh.length === 0) return;
    fresh.forEach((one) => asked.add(one.key));
    void (async () => {
      let changed = false;
      for (const { row, raised } of fresh)
        try {
          changed = (await raise(row, raised)) || changed;
        } catch (problem) {
          setError(problem);
        }
      if (changed)
        for (const first of ['inbox', 'thread']) void client.invalidateQueries({ queryKey: [first] });
    })();
  }, [key]);
  return error;
}

/** First reports, as the list opened them. */
export function useListRules(
  rows: readonly InboxRow[],
  inside: (row: InboxRow) => Opened | null | undefined,
): unknown {
  const found = rows.flatMap((row): Found[] => {
    const said = row.withdrawn || row.erasing || row.loweredAt || row.state === 'closed' ? null : inside(row);
    const raised = said ? missing(row, raisedBy(said)) : undefined;
    return raised ? [{ row, raised, key: `${row.threadId} first` }] : [];
  });
  return useRaising(found);
}

/** What the worker said later, once the thread is open; not what a person already decided about. */
export function useThreadRules(
  view: ThreadView | undefined,
  opened: ReadonlyMap<string, Opened | null>,
): unknown {
  const found = (view?.statements ?? []).flatMap((statement): Found[] => {
    if (!view || statement.from !== 'worker' || view.thread.withdrawn || view.thread.erasing) return [];
    const { loweredAt } = view.thread;
    if (loweredAt && Date.parse(statement.recorded) <= Date.parse(loweredAt)) return [];
    const inside = opened.get(statement.id);
    const raised = inside ? missing(view.thread, raisedBy(inside)) : undefined;
    return raised ? [{ row: view.thread, raised, key: `${view.thread.threadId} ${statement.id}` }] : [];
  });
  return useRaising(found);
}
