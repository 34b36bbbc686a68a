/** What was referred to us and by us; for an office, its queue. What is late comes first. */
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import type { ReferralRow, ReferralRows, ReferralView } from '../../../features/referral/contract.ts';
import { DESK, get } from '../../api.ts';
import { day } from '../../clock.ts';
import { useKeys } from '../../keyboard.tsx';
import { Icon, Kbd, Urgency } from '../../parts/basic.tsx';
import { Empty, Loading, Wrong } from '../../parts/states.tsx';
import { readsWorkers, useMember } from '../../session.ts';
import { fill, many, named, w } from '../../words.ts';
import r from '../../words/referral.en.json' with { type: 'json' };
import { State, aboutWords, isLate } from './parts.tsx';
import { ReferralDetail } from './referral-detail.tsx';

/** Late, then what waits for an answer by its day, then the rest, newest first. */
export function inOrder(rows: readonly ReferralRow[], now: string): ReferralRow[] {
  const rank = (row: ReferralRow) =>
    isLate(row, now) ? 0 : row.withdrawn || row.endedDay ? 3 : row.answeredDay ? 2 : 1;
  return rows.toSorted(
    (a, b) =>
      Number(a.side === 'sender') - Number(b.side === 'sender') ||
      rank(a) - rank(b) ||
      (rank(a) < 2
        ? (a.dueAt ?? '9').localeCompare(b.dueAt ?? '9')
        : b.offeredDay.localeCompare(a.offeredDay)),
  );
}

export function Referrals() {
  const { docket, id } = useParams({ strict: false });
  const me = useMember();
  const navigate = useNavigate();
  const list = useQuery({
    queryKey: ['referrals'],
    queryFn: () => get<ReferralRows>(`${DESK}/referrals`),
    refetchInterval: 60_000,
    staleTime: 0,
  });
  const now = list.data?.now ?? '';
  const rows = inOrder(list.data?.rows ?? [], now);
  const go = (row: ReferralRow | undefined) =>
    row &&
    void navigate({ to: '/referrals/$docket/$id', params: { docket: String(row.docket), id: row.id } });
  const at = rows.findIndex((row) => row.id === id);
  useKeys([
    { key: 'J', does: w.keys.next, run: () => go(rows[Math.min(rows.length - 1, at + 1)]) },
    { key: 'K', does: w.keys.previous, run: () => go(rows[Math.max(0, at - 1)]) },
  ]);
  const title = readsWorkers(me) ? r.list.title : r.queue;
  const sides = [
    { words: r.list.in, rows: rows.filter((row) => row.side === 'receiver') },
    { words: r.list.out, rows: rows.filter((row) => row.side === 'sender') },
  ].filter((side) => side.rows.length > 0);
  return (
    <div className={`inbox ${id ? 'chosen' : ''}`}>
      <section className="list" aria-label={title}>
        <div className="bar1">
          <h1>{title}</h1>
          {list.data && <span className="dim sm">{many(r.list.count, rows.length)}</span>}
          <span className="grow" />
          {readsWorkers(me) && (
            <Link to="/patterns" className="bt">
              <Icon id="st-heard" /> {r.list.patterns}
            </Link>
          )}
          <span className="xs dim wide">
            <Kbd>J</Kbd> <Kbd>K</Kbd>
          </span>
        </div>
        {list.isPending && <Loading rows={5} />}
        {list.isError && <Wrong error={list.error} again={() => void list.refetch()} />}
        {list.data && rows.length === 0 && (
          <Empty>{readsWorkers(me) ? r.list.empty : r.list.emptyOffice}</Empty>
        )}
        {sides.map((side) => (
          <div key={side.words}>
            {readsWorkers(me) && (
              <div className="grp">
                {side.words} <span>{side.rows.length}</span>
              </div>
            )}
            {side.rows.map((row) => (
              <Line key={row.id} row={row} now={now} on={row.id === id} go={() => go(row)} />
            ))}
          </div>
        ))}
      </section>
      {docket && id ? (
        <One key={id} docket={docket} id={id} />
      ) : (
        <div className="detail">
          <Empty>{r.list.choose}</Empty>
        </div>
      )}
    </div>
  );
}

const isWaiting = (row: ReferralRow, now: string): boolean =>
  row.dueAt !== null && !row.answeredDay && !row.withdrawn && !isLate(row, now);

const Line = ({ row, now, on, go }: { row: ReferralRow; now: string; on: boolean; go: () => void }) => (
  <button
    type="button"
    className={`it ${on ? 'on' : ''} ${row.answeredDay ? 'read' : ''}`}
    aria-current={on ? 'true' : undefined}
    onClick={go}
  >
    <Urgency code={row.urgency} />
    <span className="t">{row.with.name}</span>
    <span className="xs dim">
      {isWaiting(row, now) ? fill(r.list.due, { day: day(row.dueAt) }) : day(row.sentDay ?? row.offeredDay)}
    </span>
    <span className="m">
      <State row={row} now={now} />
      <span className="cut">
        {aboutWords(row)}: {named(r.service, row.service)}
      </span>
    </span>
  </button>
);

function One({ docket, id }: { docket: string; id: string }) {
  const one = useQuery({
    queryKey: ['referral', docket, id],
    queryFn: () => get<ReferralView>(`${DESK}/referrals/${docket}/${id}`),
    refetchInterval: 60_000,
    staleTime: 0,
  });
  if (one.isError || !one.data)
    return (
      <div className="detail">
        {one.isError ? <Wrong error={one.error} again={() => void one.refetch()} /> : <Loading rows={4} />}
      </div>
    );
  return <ReferralDetail view={one.data} />;
}
