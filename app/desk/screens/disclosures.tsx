/** What a business sees: the text written for it, its own plan, and how each issue stands. Nothing else exists here. */
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
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
import { DisclosureView } from './disclosure.tsx';
import { WhatYouSee } from './what-you-see.tsx';

export function Disclosures() {
  const { docket, id } = useParams({ strict: false });
  const list = useQuery({
    queryKey: ['disclosures'],
    queryFn: () => get<z.infer<typeof employerDisclosures>>(`${DESK}/disclosures`),
    refetchInterval: 60_000,
  });
  const rows = list.data?.rows ?? [];
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
        {list.data && rows.length === 0 && <Empty>{w.told.empty}</Empty>}
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
