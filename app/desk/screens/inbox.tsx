/** Rail | list | detail: one list of all channels, in the order in which people need somebody. */
import { useNavigate, useParams } from '@tanstack/react-router';
import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import type { InboxRow } from '../../features/cases/contract.ts';
import type { Filters } from '../../features/triage/contract.ts';
import { useKeys } from '../keyboard.tsx';
import type { Opened } from '../opened.ts';
import { Button } from '../parts/basic.tsx';
import { Empty, Loading, Wrong } from '../parts/states.tsx';
import { useOpened } from '../use-opened.ts';
import { fill, w } from '../words.ts';
import t from '../words/triage.en.json' with { type: 'json' };
import { matches } from './inbox-order.ts';
import { Thread } from './thread.tsx';
import { focusNextLine } from './triage/line.tsx';
import { QueueNavContext, passed, takeWanted } from './triage/nav.ts';
import { QueueHead } from './triage/queue-head.tsx';
import { QueueList } from './triage/queue-list.tsx';
import { useQueue } from './triage/queue-pages.ts';
import { useListRules } from './triage/rules-run.ts';

export { Line } from './triage/line.tsx';

const groupOf = (row: InboxRow): 'known' | 'waiting' | 'rest' =>
  row.state !== 'waiting' || row.withdrawn ? 'rest' : row.knownAt ? 'known' : 'waiting';

/** How many pages a search goes through when somebody asks for more. */
const MORE = 3;

export function Inbox() {
  const { docket, thread } = useParams({ strict: false });
  const [filters, setFilters] = useState<Filters>({ state: 'open' });
  const [typed, setTyped] = useState('');
  const search = useDeferredValue(typed);
  const [seen, setSeen] = useState<readonly number[]>([0]);
  const [deep, setDeep] = useState(MORE);
  const pages = search ? Array.from({ length: deep }, (_, page) => page) : seen;
  const queue = useQueue(filters, pages);
  const all = useMemo(() => [...queue.rows.entries()].sort(([a], [b]) => a - b), [queue.rows]);
  const opened = useOpened(
    useMemo(() => all.flatMap(([, { first }]) => (first ? [{ id: first.statementId, envelope: first.envelope }] : [])), [all]), // prettier-ignore
  );
  const inside = (row: InboxRow): Opened | null | undefined =>
    row.first ? opened.get(row.first.statementId) : null;
  const fault = useListRules(
    all.map(([, row]) => row),
    inside,
  );
  const found = useMemo(
    () => (search ? all.map(([, row]) => row).filter((row) => matches(row, inside(row), search)) : undefined),
    [all, opened, search],
  );
  const order = found ?? all.map(([, row]) => row);
  const rows = found ? new Map(found.map((row, at) => [at, row])) : queue.rows;
  const groups = { ...(queue.head?.groups ?? { known: 0, waiting: 0, rest: 0 }) };
  if (found) for (const key of ['known', 'waiting', 'rest'] as const) groups[key] = found.filter((row) => groupOf(row) === key).length; // prettier-ignore
  const { go, step, next } = useSteps(order, thread);
  useKeys([
    { key: 'J', does: w.keys.next, run: () => step(1) },
    { key: 'K', does: w.keys.previous, run: () => step(-1) },
    { key: 'G', does: t.keys.go, run: next },
  ]);
  const scroll = useRef<HTMLDivElement>(null);
  const row = order.find((one) => one.threadId === thread);
  return (
    <QueueNavContext value={{ next }}>
      <div className={`inbox ${thread ? 'chosen' : ''}`}>
        <section className="list queue" aria-label={w.inbox.title}>
          <QueueHead head={queue.head} {...{ filters, setFilters, typed, setTyped }} />
          <div className="rows" ref={scroll} tabIndex={-1}>
            {queue.pending && <Loading rows={10} />}
            {Boolean(queue.error) && <Wrong error={queue.error} again={queue.again} />}
            {queue.head && order.length === 0 && (
              <Empty>{typed ? w.inbox.nothingFound : w.inbox.empty}</Empty>
            )}
            <QueueList
              {...{ scroll, groups, rows, inside, go }}
              chosen={thread}
              look={search ? () => {} : setSeen}
            />
          </div>
          {Boolean(fault) && <p className="note1">{fill(t.list.failed, { why: '' })}</p>}
          {found && queue.head && queue.head.total > all.length && (
            <div className="foot">
              <span className="xs dim grow">
                {fill(t.list.some, { n: all.length, of: queue.head.total })}
              </span>
              <Button onClick={() => setDeep(deep + MORE)}>{t.list.more}</Button>
            </div>
          )}
        </section>
        {thread && docket ? (
          <Thread key={thread} docket={Number(docket)} threadId={thread} row={row} />
        ) : (
          <div className="detail">
            <Empty>{t.list.choose}</Empty>
          </div>
        )}
      </div>
    </QueueNavContext>
  );
}

/** By key from line to line, and from one that is done to the next that waits. */
function useSteps(order: readonly InboxRow[], thread: string | undefined) {
  const navigate = useNavigate();
  const go = (row: InboxRow | undefined) =>
    row && void navigate({ to: '/inbox/$docket/$thread', params: { docket: String(row.docket), thread: row.threadId } }); // prettier-ignore
  // The line gets the focus too, so that a screen reader says it and Tab goes on from there.
  const focus = (row: InboxRow | undefined) => {
    if (!row) return;
    focusNextLine();
    go(row);
  };
  const at = order.findIndex(({ threadId }) => threadId === thread);
  const next = () => {
    if (thread) passed.add(thread);
    const waits = order.filter((row) => row.state === 'waiting' && !row.withdrawn && row.threadId !== thread);
    const fresh = waits.find(({ threadId }) => !passed.has(threadId));
    if (!fresh) passed.clear();
    focus(fresh ?? waits[0]);
  };
  // Left for a case by key, and back by key.
  const ready = order.length > 0;
  useEffect(() => {
    if (ready && takeWanted()) next();
  }, [ready]);
  return {
    go,
    step: (by: 1 | -1) => focus(order[Math.min(order.length - 1, Math.max(0, at + by))]),
    next,
  };
}
