/** What our own organisation did with what it holds: how often, for everybody here; who and when, for whoever leads. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import type { WatchAnswer } from '../../features/network/watch.contract.ts';
import { whatWords } from '../../features/record/watch-words.ts';
import { DESK, get } from '../api.ts';
import { monthName, moment } from '../clock.ts';
import { Button, Card, Icon, Kbd } from '../parts/basic.tsx';
import { Empty, Loading, Wrong } from '../parts/states.tsx';
import { useMember } from '../session.ts';
import { fill, many, named, w } from '../words.ts';

const ACTS = ['opened', 'exported', 'merged', 'edited', 'setting'] as const;
const PAGE = 50;

type Asked = { month: string; act: string; q: string };
const queryOf = ({ month, act, q }: Asked): string => {
  const query = new URLSearchParams();
  if (month) query.set('month', month);
  if (act) query.set('act', act);
  if (q) query.set('q', q);
  return query.toString();
};

const useWatch = (asked: Asked, limit: number) =>
  useQuery({
    queryKey: ['watch', asked, limit],
    queryFn: () => get<WatchAnswer>(`${DESK}/watch?${queryOf(asked)}&limit=${limit}`),
    placeholderData: keepPreviousData,
  });

export function WhatWeDid() {
  const me = useMember();
  const [month, setMonth] = useState('');
  const [act, setAct] = useState('');
  const [typed, setTyped] = useState('');
  const [most, setMost] = useState(PAGE);
  const asked = { month, act, q: useDeferredValue(typed.trim()) };
  const answer = useWatch(asked, most);
  if (answer.isError) return <Wrong error={answer.error} again={() => void answer.refetch()} />;
  if (!answer.data) return <Loading rows={8} />;
  const { counts, lines } = answer.data;
  const months = [...new Set(counts.map((c) => c.month))];
  return (
    <>
      <div className="bar1 wrap">
        <h1 className="nw">{w.rail.watch}</h1>
        <select
          className="pick"
          aria-label={w.watch.month}
          value={month}
          onChange={(event) => setMonth(event.currentTarget.value)}
        >
          <option value="">{w.watch.allMonths}</option>
          {months.map((one) => (
            <option key={one} value={one}>
              {monthName(one)}
            </option>
          ))}
        </select>
        <span className="grow" />
        <a className="bt" href={`${DESK}/watch.csv?${queryOf(asked)}`} download>
          {w.watch.csv}
        </a>
      </div>
      <div className="g pad watchgrid">
        <p className="sm">
          {fill(w.watch.what, { org: me.member.orgName })} {lines ? w.watch.whatLead : w.watch.whatMember}
        </p>
        <Counts counts={counts.filter((c) => !month || c.month === month)} />
        {lines && (
          <Card
            title={w.watch.list}
            aside={<span className="xs dim">{many(w.watch.found, lines.total)}</span>}
          >
            <div className="sp filters">
              <label className="searchbox">
                <Icon id="search" />
                <span className="vh">{w.watch.search}</span>
                <input
                  data-search
                  type="search"
                  placeholder={w.watch.search}
                  value={typed}
                  onChange={(event) => setTyped(event.currentTarget.value)}
                />
                <Kbd>/</Kbd>
              </label>
              <select
                className="pick"
                aria-label={w.watch.act}
                value={act}
                onChange={(event) => setAct(event.currentTarget.value)}
              >
                <option value="">{w.watch.allActs}</option>
                {ACTS.map((one) => (
                  <option key={one} value={one}>
                    {w.watch.acts[one]}
                  </option>
                ))}
              </select>
            </div>
            <Lines rows={lines.rows} />
            {lines.total > lines.rows.length && most < 200 && (
              <div className="in">
                <Button onClick={() => setMost(Math.min(200, most + PAGE))}>{w.watch.more}</Button>
              </div>
            )}
          </Card>
        )}
        <p className="xs dim">
          {lines && w.watch.marks} {w.watch.proof}
        </p>
      </div>
    </>
  );
}

/** One row for each thing that was done, one column for each kind of role that did it. */
function Counts({ counts }: { counts: WatchAnswer['counts'] }) {
  const roles = [...new Set(counts.map((c) => c.role))].sort();
  const rows = ACTS.flatMap((act) =>
    [...new Set(counts.filter((c) => c.act === act).map((c) => c.what))].map((what) => ({ act, what })),
  );
  const of = (act: string, what: string, role?: string): number =>
    counts
      .filter((c) => c.act === act && c.what === what && (role === undefined || c.role === role))
      .reduce((n, c) => n + c.n, 0);
  return (
    <Card title={w.watch.counts}>
      {rows.length === 0 ? (
        <Empty>{w.watch.none}</Empty>
      ) : (
        <div className="tablewrap" role="region" aria-label={w.watch.counts} tabIndex={0}>
          <table className="t">
            <thead>
              <tr>
                <th>{w.watch.did}</th>
                {roles.map((role) => (
                  <th key={role} className="num">
                    {named(w.role, role)}
                  </th>
                ))}
                <th className="num">{w.watch.together}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ act, what }) => (
                <tr key={`${act} ${what}`}>
                  <td>{whatWords(act, what)}</td>
                  {roles.map((role) => (
                    <td key={role} className="num">
                      {of(act, what, role) || <span className="dim">–</span>}
                    </td>
                  ))}
                  <td className="num">
                    <b>{of(act, what)}</b>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  );
}

type Line = NonNullable<WatchAnswer['lines']>['rows'][number];

function Lines({ rows }: { rows: readonly Line[] }) {
  if (rows.length === 0) return <Empty>{w.watch.nothingFound}</Empty>;
  return (
    <div className="tablewrap" role="region" aria-label={w.watch.list} tabIndex={0}>
      <table className="t">
        <thead>
          <tr>
            <th>{w.watch.when}</th>
            <th>{w.watch.who}</th>
            <th>{w.watch.did}</th>
            <th>{w.watch.mark}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, n) => (
            <tr key={`${row.at} ${n}`}>
              <td className="nw">{moment(row.at)}</td>
              <td>
                {row.name ?? w.watch.nobody} <span className="dim">{named(w.role, row.role)}</span>
              </td>
              <td>
                {whatWords(row.act, row.what)}
                {row.n > 1 && <span className="dim"> ({row.n})</span>}
              </td>
              <td>{row.about && <span className="codeid">{row.about}</span>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
