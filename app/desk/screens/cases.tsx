/** All cases of this organisation. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useDeferredValue, useState } from 'react';
import type { CaseRow, CasesList } from '../../features/cases/contract.ts';
import { DESK, get } from '../api.ts';
import { day } from '../clock.ts';
import { Icon, Kbd, Outcome, Urgency } from '../parts/basic.tsx';
import { Empty, Loading, Wrong } from '../parts/states.tsx';
import { fill, many, named, w } from '../words.ts';

const VIEWS = [
  'open',
  'worker_verification',
  'remediation_disputed',
  'retaliation_monitoring',
  'closed',
  'all',
] as const;
type View = (typeof VIEWS)[number];

const searchable = (row: CaseRow): string =>
  `${row.number} ${row.place.name ?? ''} ${row.state.replaceAll('_', ' ')} ${row.urgency} ${row.issues.map(({ code }) => code).join(' ')}`.toLowerCase();

export function Cases() {
  const [view, setView] = useState<View>('open');
  const [typed, setTyped] = useState('');
  const search = useDeferredValue(typed.trim().toLowerCase());
  const cases = useQuery({
    queryKey: ['cases', view],
    queryFn: () => get<CasesList>(`${DESK}/cases?state=${view}&limit=500`),
  });
  const rows = (cases.data?.rows ?? []).filter((row) => search.split(/\s+/).every((word) => searchable(row).includes(word))); // prettier-ignore
  return (
    <>
      <div className="bar1 wrap">
        <h1>{w.cases.title}</h1>
        {cases.data && <span className="dim sm">{many(w.cases.count, cases.data.total)}</span>}
        <span className="grow" />
        <label className="searchbox">
          <Icon id="search" />
          <span className="vh">{w.cases.search}</span>
          <input
            data-search
            type="search"
            placeholder={w.cases.search}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <Kbd>/</Kbd>
        </label>
        <label>
          <span className="vh">{w.inbox.show}</span>
          <select
            className="pick"
            value={view}
            onChange={(event) => setView(VIEWS.find((one) => one === event.currentTarget.value) ?? 'open')}
          >
            {VIEWS.map((one) => (
              <option key={one} value={one}>
                {named(w.cases.views, one)}
              </option>
            ))}
          </select>
        </label>
      </div>
      {cases.isPending && <Loading rows={10} />}
      {cases.isError && <Wrong error={cases.error} again={() => void cases.refetch()} />}
      {cases.data && rows.length === 0 && <Empty>{typed ? w.inbox.nothingFound : w.cases.empty}</Empty>}
      {rows.length > 0 && (
        <div className="tablewrap">
          <table className="t">
            <thead>
              <tr>
                <th>{w.cases.urgency}</th>
                <th>{w.cases.case}</th>
                <th>{w.cases.place}</th>
                <th>{w.cases.issues}</th>
                <th className="num">{w.cases.reports}</th>
                <th>{w.cases.state}</th>
                <th className="num">{w.cases.first}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <Row key={row.caseId} row={row} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}

const Row = ({ row }: { row: CaseRow }) => (
  <tr>
    <td>
      <Urgency code={row.urgency} />
    </td>
    <td className="nw">
      <Link to="/cases/$docket/$case" params={{ docket: String(row.docket), case: row.caseId }} className="b">
        {fill(w.cases.number, { n: row.number })}
      </Link>
    </td>
    <td>{row.place.name ?? w.inbox.noPlace}</td>
    <td>
      <span className="issues">
        {row.issues.length === 0 && <span className="dim">{w.cases.noIssues}</span>}
        {row.issues.map((issue) => (
          <span key={issue.code} className="sp nw">
            <span className="codeid">{issue.code}</span> <Outcome outcome={issue.outcome} />
          </span>
        ))}
      </span>
    </td>
    <td className="num">{row.threads}</td>
    <td>
      {named(w.caseState, row.state)}
      {row.closure && <span className="xs dim"> {named(w.closure, row.closure)}</span>}
    </td>
    <td className="num">{day(row.firstReceived)}</td>
  </tr>
);
