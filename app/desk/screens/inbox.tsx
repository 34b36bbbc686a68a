/** Rail | list | detail: what workers said, by urgency, then by due time. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useDeferredValue, useMemo, useState } from 'react';
import type { Inbox as Answer, InboxRow } from '../../features/cases/contract.ts';
import { DESK, get } from '../api.ts';
import { useKeys } from '../keyboard.tsx';
import { type Opened, firstWords } from '../opened.ts';
import { Button, Clock, Icon, Kbd, Urgency, urgencyClock } from '../parts/basic.tsx';
import { Empty, Loading, Wrong } from '../parts/states.tsx';
import { day } from '../clock.ts';
import { useOpened } from '../use-opened.ts';
import { fill, languageName, many, named, w } from '../words.ts';
import { Thread } from './thread.tsx';
import { type Group, groupsOf, matches } from './inbox-order.ts';

const SHOWN = ['open', 'waiting', 'answered', 'closed', 'all'] as const;
type Shown = (typeof SHOWN)[number];

const PAGE = 120;

export const useInbox = (state: Shown, most: number) =>
  useQuery({
    queryKey: ['inbox', state, most],
    queryFn: () => get<Answer>(`${DESK}/inbox?state=${state}&limit=${most}`),
    refetchInterval: 30_000,
    placeholderData: keepPreviousData,
  });

/** Set by J and K: the line that is chosen next takes the focus when it is drawn. */
let focusNext = false;

export function Inbox() {
  const { docket, thread } = useParams({ strict: false });
  const [state, setState] = useState<Shown>('open');
  const [typed, setTyped] = useState('');
  const search = useDeferredValue(typed);
  const [most, setMost] = useState(PAGE);
  const inbox = useInbox(state, most);
  const rows = inbox.data?.rows ?? [];
  const opened = useOpened(
    useMemo(() => rows.flatMap(({ first }) => (first ? [{ id: first.statementId, envelope: first.envelope }] : [])), [rows]), // prettier-ignore
  );
  const groups = useMemo(
    () => groupsOf(rows.filter((row) => matches(row, openedOf(opened, row), search)), (row) => openedOf(opened, row)), // prettier-ignore
    [rows, opened, search],
  );
  const order = groups.flatMap((group) => group.rows);
  const navigate = useNavigate();
  const go = (row: InboxRow | undefined) =>
    row && void navigate({ to: '/inbox/$docket/$thread', params: { docket: String(row.docket), thread: row.threadId } }); // prettier-ignore
  // The line gets the focus too, so that a screen reader says it and Tab goes on from there.
  const step = (row: InboxRow | undefined) => {
    go(row);
    focusNext = true;
  };
  const at = order.findIndex(({ threadId }) => threadId === thread);
  useKeys([
    { key: 'J', does: w.keys.next, run: () => step(order[Math.min(order.length - 1, at + 1)]) },
    { key: 'K', does: w.keys.previous, run: () => step(order[Math.max(0, at - 1)]) },
  ]);
  const now = Date.now();
  return (
    <div className={`inbox ${thread ? 'chosen' : ''}`}>
      <section className="list" aria-label={w.inbox.title}>
        <ListHead
          answer={inbox.data}
          now={now}
          state={state}
          setState={setState}
          typed={typed}
          setTyped={setTyped}
        />
        {inbox.isPending && <Loading rows={10} />}
        {inbox.isError && <Wrong error={inbox.error} again={() => void inbox.refetch()} />}
        {inbox.data && order.length === 0 && <Empty>{typed ? w.inbox.nothingFound : w.inbox.empty}</Empty>}
        {groups.map((group) => (
          <GroupView key={group.key} group={group} chosen={thread} now={now} opened={opened} go={go} />
        ))}
        {inbox.data && inbox.data.total > rows.length && (
          <div className="pad g">
            <span className="xs dim">{fill(w.inbox.someOf, { n: rows.length, of: inbox.data.total })}</span>
            {most < 500 && (
              <Button onClick={() => setMost(Math.min(500, most + PAGE))}>{w.inbox.more}</Button>
            )}
          </div>
        )}
      </section>
      {thread && docket ? (
        <Thread key={thread} docket={Number(docket)} threadId={thread} row={rows.find((r) => r.threadId === thread)} /> // prettier-ignore
      ) : (
        <div className="detail">
          <Empty>{w.inbox.choose}</Empty>
        </div>
      )}
    </div>
  );
}

const openedOf = (opened: ReadonlyMap<string, Opened | null>, row: InboxRow) =>
  row.first ? opened.get(row.first.statementId) : null;

type HeadProps = {
  answer: Answer | undefined;
  now: number;
  state: Shown;
  setState: (state: Shown) => void;
  typed: string;
  setTyped: (typed: string) => void;
};

function ListHead({ answer, now, state, setState, typed, setTyped }: HeadProps) {
  const counts = answer?.counts;
  const waiting = counts ? counts.P0 + counts.P1 + counts.P2 + counts.P3 : 0;
  const over = answer?.rows.filter(
    (r) => r.state === 'waiting' && !r.withdrawn && r.dueAt && Date.parse(r.dueAt) < now,
  ).length;
  return (
    <>
      <div className="bar1">
        <h1>{w.inbox.title}</h1>
        {answer && (
          <span className="dim sm">
            {many(w.inbox.wait, waiting)}
            {over ? `, ${fill(w.inbox.over, { n: over })}` : ''}
          </span>
        )}
        <span className="grow" />
        <span className="xs dim wide">
          <Kbd>J</Kbd> <Kbd>K</Kbd>
        </span>
      </div>
      <div className="sp filters">
        <label className="searchbox">
          <Icon id="search" />
          <span className="vh">{w.inbox.search}</span>
          <input
            data-search
            type="search"
            placeholder={w.inbox.search}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
          />
          <Kbd>/</Kbd>
        </label>
        <label>
          <span className="vh">{w.inbox.show}</span>
          <select
            className="pick"
            value={state}
            onChange={(event) => setState(SHOWN.find((one) => one === event.currentTarget.value) ?? 'open')}
          >
            {SHOWN.map((one) => (
              <option key={one} value={one}>
                {named(w.inbox.states, one)}
              </option>
            ))}
          </select>
        </label>
      </div>
    </>
  );
}

type GroupProps = {
  group: Group;
  chosen: string | undefined;
  now: number;
  opened: ReadonlyMap<string, Opened | null>;
  go: (row: InboxRow) => void;
};

const GroupView = ({ group, chosen, now, opened, go }: GroupProps) => (
  <>
    <h2 className="grp">
      <span>{named(w.inbox.groups, group.key)}</span>
      <span>{group.rows.length}</span>
    </h2>
    {group.rows.map((row) => (
      <Line
        key={row.threadId}
        row={row}
        on={row.threadId === chosen}
        now={now}
        inside={openedOf(opened, row)}
        go={() => go(row)}
      />
    ))}
  </>
);

type LineProps = {
  row: InboxRow;
  on: boolean;
  now: number;
  inside: Opened | null | undefined;
  go: () => void;
};

export function Line({ row, on, now, inside, go }: LineProps) {
  const due = row.withdrawn || row.state === 'closed' ? null : row.dueAt;
  const category = inside?.categories[0];
  return (
    <button
      type="button"
      className={`it ${on ? 'on' : ''} ${row.state === 'waiting' ? '' : 'read'}`}
      aria-current={on ? 'true' : undefined}
      ref={(element) => {
        if (!on || !element) return;
        element.scrollIntoView({ block: 'nearest' });
        if (focusNext) element.focus({ preventScroll: true });
        focusNext = false;
      }}
      onClick={go}
    >
      <Urgency code={row.urgency} />
      <Title row={row} inside={inside} />
      {row.state === 'answered' && !due ? (
        <span className="due">{w.inbox.answered}</span>
      ) : (
        <Clock due={urgencyClock(row.urgency, due, now)} />
      )}
      <span className="m">
        {category && (
          <span>
            <Icon id={category.toLowerCase()} /> {category}
          </span>
        )}
        <span className="cut">{row.place.name ?? w.inbox.noPlace}</span>
        {inside && inside.language !== 'und' && (
          <span title={languageName(inside.language)}>{inside.language}</span>
        )}
        {row.caseNumber !== null && <span>{fill(w.inbox.case, { n: row.caseNumber })}</span>}
        {row.lastKind !== 'report' && <span>{named(w.inbox.last, row.lastKind)}</span>}
        {row.flagged && <span className="heedc">{w.inbox.flagged}</span>}
        {!due && <span>{day(row.receivedDay)}</span>}
      </span>
    </button>
  );
}

function Title({ row, inside }: { row: InboxRow; inside: Opened | null | undefined }) {
  if (row.withdrawn) return <span className="t">{w.inbox.withdrawn}</span>;
  if (inside === undefined) return <span className="t sk" aria-label={w.states.opening} />;
  if (inside === null) return <span className="t dim">{row.first ? w.inbox.notOurs : w.inbox.nothing}</span>;
  const words = firstWords(inside.words || inside.place?.described || '');
  return words ? (
    <span className="t" lang={inside.language} dir="auto">
      “{words}”
    </span>
  ) : (
    <span className="t dim">{w.inbox.noWords}</span>
  );
}
