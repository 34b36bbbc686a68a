/** What organisations do together: the list, and one of them. */
import { useQuery } from '@tanstack/react-query';
import { Link, useLocation, useNavigate, useParams } from '@tanstack/react-router';
import type { z } from 'zod';
import type { JointRow, JointView, jointList } from '../../../features/joint/contract.ts';
import { DESK, get } from '../../api.ts';
import { useKeys } from '../../keyboard.tsx';
import { Icon, Kbd, Outcome } from '../../parts/basic.tsx';
import { Empty, Loading, Wrong } from '../../parts/states.tsx';
import { useMember } from '../../session.ts';
import { fill, many, w } from '../../words.ts';
import j from '../../words/joint.en.json' with { type: 'json' };
import { JointDetail } from './joint-detail.tsx';
import { Pace, Sectors } from './pace.tsx';

/** What else stands here for some: the answers of suppliers for a buyer, of sectors for an association. */
const TABLES: Readonly<Record<string, { words: string; View: () => React.ReactNode }>> = {
  buyer: { words: j.pace.title, View: Pace },
  association: { words: j.sectors.title, View: Sectors },
};

export function Together() {
  const { docket, joint } = useParams({ strict: false });
  const { kind } = useMember().member;
  const table = TABLES[kind];
  const answering = useLocation().pathname.endsWith('/answering');
  const list = useQuery({
    queryKey: ['together'],
    queryFn: () => get<z.infer<typeof jointList>>(`${DESK}/together`),
    refetchInterval: 60_000,
  });
  const rows = list.data?.rows ?? [];
  const navigate = useNavigate();
  const go = (row: JointRow | undefined) =>
    row &&
    void navigate({
      to: '/together/$docket/$joint',
      params: { docket: String(row.docket), joint: row.jointId },
    });
  const at = rows.findIndex((row) => row.jointId === joint);
  useKeys([
    { key: 'J', does: w.keys.next, run: () => go(rows[Math.min(rows.length - 1, at + 1)]) },
    { key: 'K', does: w.keys.previous, run: () => go(rows[Math.max(0, at - 1)]) },
  ]);
  return (
    <div className={`inbox ${joint || answering ? 'chosen' : ''}`}>
      <section className="list" aria-label={j.rail}>
        <div className="bar1">
          <h1>{j.rail}</h1>
          {list.data && <span className="dim sm">{many(j.count, rows.length)}</span>}
          <span className="grow" />
          <span className="xs dim wide">
            <Kbd>J</Kbd> <Kbd>K</Kbd>
          </span>
        </div>
        {list.isPending && <Loading rows={5} />}
        {list.isError && <Wrong error={list.error} again={() => void list.refetch()} />}
        {list.data && rows.length === 0 && <Empty>{kind === 'buyer' ? j.emptyBuyer : j.empty}</Empty>}
        {rows.map((row) => (
          <Line key={row.jointId} row={row} on={row.jointId === joint} go={() => go(row)} />
        ))}
        {table && (
          <Link to="/together/answering" className="pickrow" aria-current={answering ? 'page' : undefined}>
            {table.words}
          </Link>
        )}
      </section>
      {docket && joint ? (
        <One key={joint} docket={docket} joint={joint} />
      ) : (
        <div className="detail">
          {table && (
            <div className="bar1">
              {answering && (
                <Link to="/together" className="bt narrow" aria-label={j.rail}>
                  <Icon id="back" />
                </Link>
              )}
              <h2>{table.words}</h2>
            </div>
          )}
          {table ? <table.View /> : <Empty>{rows.length > 0 ? j.choose : ''}</Empty>}
        </div>
      )}
    </div>
  );
}

const Line = ({ row, on, go }: { row: JointRow; on: boolean; go: () => void }) => (
  <button
    type="button"
    className={`it told ${on ? 'on' : ''} ${row.you.state === 'invited' ? '' : 'read'}`}
    aria-current={on ? 'true' : undefined}
    onClick={go}
  >
    <span className="codeid">{row.code ?? '–'}</span>
    <span className="t">{row.label ?? j.kind[row.kind]}</span>
    <span className="xs dim">{row.state === 'closed' ? j.closed : j.you[row.you.state]}</span>
    <span className="m">
      {row.kind === 'remediation' && <Outcome outcome={row.outcome} side="employer" />}
      <span className="cut">
        {row.place.name ?? '–'}
        {row.place.tier !== null && `, ${fill(j.tier, { n: row.place.tier })}`}
      </span>
    </span>
  </button>
);

function One({ docket, joint }: { docket: string; joint: string }) {
  const one = useQuery({
    queryKey: ['joint', docket, joint],
    queryFn: () => get<JointView>(`${DESK}/together/${docket}/${joint}`),
    refetchInterval: 60_000,
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
  return <JointDetail view={one.data} />;
}
