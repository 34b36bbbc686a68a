/** What a business sees: the text written for it, its own plan, and how each issue stands. Nothing else exists here. */
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { z } from 'zod';
import type {
  EmployerDisclosure,
  EmployerDisclosureView,
  employerDisclosures,
} from '../../features/remedy/contract.ts';
import { DESK, get } from '../api.ts';
import { day } from '../clock.ts';
import { useKeys } from '../keyboard.tsx';
import { Kbd, Outcome } from '../parts/basic.tsx';
import { Empty, Loading, Wrong } from '../parts/states.tsx';
import { fill, many, w } from '../words.ts';
import b from '../words/business.en.json' with { type: 'json' };
import { DisclosureView } from './disclosure.tsx';
import { WhatYouSee } from './what-you-see.tsx';

const WHICH = ['all', 'new', 'going', 'late', 'done'] as const;
type Which = (typeof WHICH)[number];
const FILTERS: Readonly<Record<Which, (row: EmployerDisclosure) => boolean>> = {
  all: () => true,
  new: ({ status }) => status === 'new',
  going: ({ status }) => status === 'proposed',
  late: ({ overdue }) => overdue > 0,
  done: ({ status }) => status === 'done_reported',
};

export function Disclosures() {
  const { docket, id } = useParams({ strict: false });
  const list = useQuery({
    queryKey: ['disclosures'],
    queryFn: () => get<z.infer<typeof employerDisclosures>>(`${DESK}/disclosures`),
    refetchInterval: 60_000,
  });
  const [which, setWhich] = useState<Which>('all');
  const all = list.data?.rows ?? [];
  const rows = all.filter(FILTERS[which]);
  const navigate = useNavigate();
  const go = (row: EmployerDisclosure | undefined) =>
    row &&
    void navigate({ to: '/disclosures/$docket/$id', params: { docket: String(row.docket), id: row.id } });
  const at = rows.findIndex((row) => row.id === id);
  useKeys([
    { key: 'J', does: w.keys.next, run: () => go(rows[Math.min(rows.length - 1, at + 1)]) },
    { key: 'K', does: w.keys.previous, run: () => go(rows[Math.max(0, at - 1)]) },
  ]);
  return (
    <div className={`inbox ${id ? 'chosen' : ''}`}>
      <section className="list" aria-label={w.rail.disclosures}>
        <div className="bar1">
          <h1>{w.rail.disclosures}</h1>
          {list.data && <span className="dim sm">{many(w.told.count, rows.length)}</span>}
          <span className="grow" />
          <span className="xs dim wide">
            <Kbd>J</Kbd> <Kbd>K</Kbd>
          </span>
        </div>
        {list.isPending && <Loading rows={5} />}
        {list.isError && <Wrong error={list.error} again={() => void list.refetch()} />}
        {all.length > 0 && (
          <div className="filters pick told" role="group" aria-label={w.rail.disclosures}>
            {WHICH.map((one) => (
              <button
                key={one}
                type="button"
                className="bt"
                aria-pressed={one === which}
                onClick={() => setWhich(one)}
              >
                {b.list[one]} {all.filter(FILTERS[one]).length}
              </button>
            ))}
          </div>
        )}
        {typeof list.data?.answeredIn === 'number' && (
          <p className="pad xs dim">{many(b.list.answeredIn, list.data.answeredIn)}</p>
        )}
        {list.data && rows.length === 0 && <Empty>{all.length === 0 ? w.told.empty : b.list.none}</Empty>}
        {rows.map((row) => (
          <Line key={row.id} row={row} on={row.id === id} go={() => go(row)} />
        ))}
      </section>
      {docket && id ? (
        <One key={id} docket={docket} id={id} />
      ) : (
        <div className="detail">
          <Empty>{w.inbox.choose}</Empty>
          <div className="pad">
            <WhatYouSee />
          </div>
        </div>
      )}
    </div>
  );
}

const Line = ({ row, on, go }: { row: EmployerDisclosure; on: boolean; go: () => void }) => (
  <button
    type="button"
    className={`it told ${on ? 'on' : ''} ${row.status === 'new' ? '' : 'read'}`}
    aria-current={on ? 'true' : undefined}
    onClick={go}
  >
    <span className="codeid">{row.code}</span>
    <span className="t">{row.label}</span>
    <span className="xs dim">{row.dueDay ? fill(w.disclosures.due, { day: day(row.dueDay) }) : ''}</span>
    <span className="m">
      <Outcome outcome={row.outcome} side="employer" />
      {row.overdue > 0 && <b className="xs">{many(b.list.overdue, row.overdue)}</b>}
      <span className="cut">{row.place}</span>
    </span>
  </button>
);

function One({ docket, id }: { docket: string; id: string }) {
  const one = useQuery({
    queryKey: ['disclosure', docket, id],
    queryFn: () => get<EmployerDisclosureView>(`${DESK}/disclosures/${docket}/${id}`),
  });
  if (one.isError)
    return (
      <div className="detail">
        <Wrong error={one.error} again={() => void one.refetch()} />
      </div>
    );
  if (!one.data)
    return (
      <div className="detail">
        <Loading rows={4} />
      </div>
    );
  return <DisclosureView view={one.data} />;
}
