/** What a licensee must delete: place and number of a leaf, no words. And, for whoever handed it out, who has not yet. */
import { useQuery } from '@tanstack/react-query';
import type { NoticeList } from '../../features/rights/contract.ts';
import { useAct } from '../act.ts';
import { DESK, get } from '../api.ts';
import { fullDay } from '../clock.ts';
import { Button, Card, Tag } from '../parts/basic.tsx';
import { Empty, Loading, Said, Wrong } from '../parts/states.tsx';
import { fill, named, w } from '../words.ts';

const PATH = `${DESK}/rights/notices`;
type Notice = NoticeList['own'][number];
type Done = { notices: { docket: number; commitment: string; why: string }[] };

/** `quiet`: where nobody hands this organisation anything, an empty list says nothing. */
export function Notices({ quiet = false }: { quiet?: boolean }) {
  const list = useQuery({ queryKey: ['rights', 'notices'], queryFn: () => get<NoticeList>(PATH) });
  const done = useAct<Done>(PATH, ['rights']);
  const own = list.data?.own ?? [];
  const others = list.data?.others ?? [];
  const open = own.filter((one) => one.state !== 'acknowledged');
  const all = open.map(({ docket, commitment, why }) => ({ docket, commitment, why }));
  return (
    <>
      {!(quiet && own.length === 0) && (
        <Card title={w.rights.toDelete}>
          <div className="in g">
            <p className="sm">{w.rights.toDeleteWhat}</p>
            {list.isError && <Wrong error={list.error} />}
            {list.isPending && <Loading rows={2} />}
            {list.data && own.length === 0 && <Empty>{w.rights.nothingToDelete}</Empty>}
            <Lines notices={own} />
            <Said error={done.error} />
            {open.length > 0 && (
              <Button go disabled={done.isPending} onClick={() => done.mutate({ notices: all })}>
                {w.rights.deleted}
              </Button>
            )}
          </div>
        </Card>
      )}
      {others.length > 0 && (
        <Card title={w.rights.outbox}>
          <div className="in g">
            <p className="sm">{w.rights.outboxWhat}</p>
            <Lines notices={others} />
          </div>
        </Card>
      )}
    </>
  );
}

const Lines = ({ notices }: { notices: readonly (Notice & { to?: string })[] }) => (
  <>
    {notices.map((one) => (
      <div key={`${one.docket} ${one.commitment} ${one.why} ${one.to ?? ''}`} className="statement sm">
        <div className="sp wrapped">
          {one.to && <b>{one.to}</b>}
          <span>{fill(w.rights.leaf, { docket: one.docketId, n: one.leaf })}</span>
          <Tag>{named(w.rights.why, one.why)}</Tag>
          <span className="grow" />
          <span className={one.overdue ? 'heedc' : 'dim'}>
            {one.overdue
              ? fill(w.rights.late, { day: fullDay(one.dueAt) })
              : named(w.rights.noticeState, one.state)}
          </span>
        </div>
        <code className="xs dim cut">{one.commitment}</code>
      </div>
    ))}
  </>
);
