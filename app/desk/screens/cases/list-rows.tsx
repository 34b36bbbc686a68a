/** The cases in sight of a list that may be thousands long. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { Link } from '@tanstack/react-router';
import { type RefObject, useEffect, useSyncExternalStore } from 'react';
import type { CaseLine } from '../../../features/cases/list.contract.ts';
import { day } from '../../clock.ts';
import { Outcome, Urgency } from '../../parts/basic.tsx';
import { fill, many, named, w } from '../../words.ts';
import c from '../../words/cases.en.json' with { type: 'json' };
import { type Sort, chooseLine, noteTop, setLook, useLook } from './list-state.ts';
import { pagesOf } from './use-lines.ts';

const ROW = 44;
/** The gravest of a case's issues; how many more there are is said. */
const SHOWN = 2;
const NARROW_ROW = 84;
const narrow = matchMedia('(max-width:820px)');
const useNarrow = () =>
  useSyncExternalStore(
    (listener) => {
      narrow.addEventListener('change', listener);
      return () => narrow.removeEventListener('change', listener);
    },
    () => narrow.matches,
  );

type Props = {
  scroll: RefObject<HTMLDivElement | null>;
  total: number;
  lines: ReadonlyMap<number, CaseLine>;
  /** Place of the line that the keys stand on. */
  at: number;
  look: (pages: readonly number[]) => void;
};

const HEADS: readonly { sort: Sort | null; words: string; className?: string }[] = [
  { sort: 'urgency', words: w.cases.urgency },
  { sort: 'number', words: w.cases.case },
  { sort: 'place', words: w.cases.place },
  { sort: null, words: w.cases.issues },
  { sort: null, words: w.cases.reports, className: 'num' },
  { sort: 'owner', words: c.list.owner },
  { sort: 'due', words: c.list.due, className: 'num' },
  { sort: 'state', words: w.cases.state },
  { sort: 'first', words: w.cases.first, className: 'num' },
];

/** A second press on the same heading turns the order round. */
export function Heads() {
  const { filters } = useLook();
  const sort = filters.sort ?? 'urgency';
  const dir = filters.dir ?? 'asc';
  const press = (by: Sort) =>
    setLook({
      filters: { ...filters, sort: by, dir: by === sort && dir === 'asc' ? 'desc' : 'asc' },
      top: 0,
    });
  return (
    <div role="row" className="caseline casehead" aria-rowindex={1}>
      <span role="columnheader" className="vh">
        {fill(c.list.choose, { case: '' })}
      </span>
      {HEADS.map(({ sort: by, words, className }) => (
        <span
          key={words}
          role="columnheader"
          className={className}
          aria-sort={by === sort ? (dir === 'asc' ? 'ascending' : 'descending') : undefined}
        >
          {by ? (
            <button
              type="button"
              className="lnk"
              aria-label={fill(c.list.sortBy, { what: words })}
              onClick={() => press(by)}
            >
              {words}
              {by === sort && <span aria-hidden="true">{dir === 'asc' ? '↑' : '↓'}</span>}
            </button>
          ) : (
            words
          )}
        </span>
      ))}
    </div>
  );
}

export function Rows({ scroll, total, lines, at, look }: Props) {
  const { chosen, top } = useLook();
  const height = useNarrow() ? NARROW_ROW : ROW;
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => scroll.current,
    estimateSize: () => height,
    overscan: 12,
    initialOffset: top,
  });
  useEffect(() => virtual.measure(), [height]);
  const seen = virtual.getVirtualItems();
  const pages = pagesOf(seen[0]?.index ?? 0, seen.at(-1)?.index ?? 0).join();
  useEffect(() => look(pages.split(',').map(Number)), [pages]);
  useEffect(() => noteTop(virtual.scrollOffset ?? 0), [virtual.scrollOffset]);
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at, { align: 'auto' });
  }, [at]);
  return (
    <div role="rowgroup" className="caselines" style={{ height: virtual.getTotalSize() }}>
      {seen.map(({ index, start }) => {
        const line = lines.get(index);
        return (
          <div
            key={line?.caseId ?? index}
            role="row"
            aria-rowindex={index + 2}
            aria-selected={line ? chosen.has(line.caseId) : undefined}
            className={`caseline slot ${index === at ? 'on' : ''}`}
            style={{ height, transform: `translateY(${start}px)` }}
          >
            {line ? (
              <Cells line={line} chosen={chosen.has(line.caseId)} />
            ) : (
              <span className="sk" role="cell" aria-label={c.list.wait} />
            )}
          </div>
        );
      })}
    </div>
  );
}

function Cells({ line, chosen }: { line: CaseLine; chosen: boolean }) {
  const words = fill(w.cases.number, { n: line.number });
  return (
    <>
      <span role="cell" className="pickcell">
        <input
          type="checkbox"
          aria-label={fill(c.list.choose, { case: words })}
          checked={chosen}
          onChange={() => chooseLine(line)}
        />
      </span>
      <span role="cell">
        <Urgency code={line.urgency} />
      </span>
      <span role="cell" className="nw">
        <Link
          to="/cases/$docket/$case"
          params={{ docket: String(line.docket), case: line.caseId }}
          className="b"
        >
          {words}
        </Link>
      </span>
      <span role="cell" className="cut">
        {line.place ?? w.inbox.noPlace}
      </span>
      <span role="cell" className="cut">
        {line.issues.length === 0 && <span className="dim">{w.cases.noIssues}</span>}
        {line.issues.slice(0, SHOWN).map((issue) => (
          <span key={issue.code} className="sp nw inissue">
            <span className="codeid">{issue.code}</span>{' '}
            {issue.outcome && <Outcome outcome={issue.outcome} />}
          </span>
        ))}
        {line.issues.length > SHOWN && <span className="dim xs">+{line.issues.length - SHOWN}</span>}
      </span>
      <span role="cell" className="num wideonly">
        {line.threads}
      </span>
      <span role="cell" className="cut">
        {line.owner ?? <span className="dim">{c.list.nobodyName}</span>}
        {line.tasks > 0 && <span className="xs dim"> {many(c.list.openTasks, line.tasks)}</span>}
      </span>
      <span role="cell" className={`num nw ${line.overdue ? 'heedc b' : ''}`}>
        {line.due ? day(line.due) : <span className="dim">{c.list.none}</span>}
      </span>
      <span role="cell" className="cut">
        {named(w.caseState, line.state)}
        {line.closure && <span className="xs dim"> {named(w.closure, line.closure)}</span>}
      </span>
      <span role="cell" className="num nw wideonly">
        {day(line.first)}
      </span>
    </>
  );
}
