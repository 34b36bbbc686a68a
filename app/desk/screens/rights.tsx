/** What workers may ask for and what follows: erasing, moving, what has no workplace, how long words stay, who must delete. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ErasureList, MoveList, UnplacedList } from '../../features/rights/contract.ts';
import { useAct } from '../act.ts';
import { DESK, get } from '../api.ts';
import { day, fullDay } from '../clock.ts';
import { Barred, Button, Card, Icon, Tag } from '../parts/basic.tsx';
import { Empty, Loading, Said, Wrong } from '../parts/states.tsx';
import { useMe } from '../session.ts';
import { fill, many, named, w } from '../words.ts';
import { Notices } from './rights-notices.tsx';
import { Retention } from './rights-retention.tsx';

export const RIGHTS = `${DESK}/rights`;
const READERS = ['cso', 'union'];

export function Rights() {
  const me = useMe();
  const reads = READERS.includes(me.data?.member.kind ?? '');
  return (
    <>
      <div className="bar1">
        <h1>{w.rights.title}</h1>
      </div>
      <div className="g pad measure">
        {reads && (
          <>
            <p>{w.rights.what}</p>
            <Erasures />
            <Moves />
            <Unplaced />
            <Retention />
          </>
        )}
        <Notices quiet={reads} />
      </div>
    </>
  );
}

function Erasures() {
  const list = useQuery({
    queryKey: ['rights', 'erasures'],
    queryFn: () => get<ErasureList>(`${RIGHTS}/erasures`),
    refetchInterval: 30_000,
  });
  return (
    <Card title={w.rights.erasures}>
      <div className="in g">
        {list.isError && <Wrong error={list.error} />}
        {list.isPending && <Loading rows={2} />}
        {list.data?.erasures.length === 0 && <Empty>{w.rights.noErasures}</Empty>}
        {list.data?.erasures.map((one) => (
          <Erasure key={one.erasureId} one={one} />
        ))}
      </div>
    </Card>
  );
}

function Erasure({ one }: { one: ErasureList['erasures'][number] }) {
  const decide = useAct<{ approve: boolean }>(`${RIGHTS}/erasures/${one.docket}/${one.erasureId}/decide`, ['rights', 'thread', 'inbox']); // prettier-ignore
  return (
    <div className="statement">
      <h3>
        {named(w.rights.scope, one.scope)} <Tag>{named(w.rights.reason, one.reason)}</Tag>
        <span className="grow" />
        <span className="dim">{day(one.askedAt)}</span>
      </h3>
      <p className="sm">
        {named(w.rights.askedBy, one.askedBy)}
        {one.asker && `: ${one.asker}`}. {fill(named(w.rights.state, one.state), { name: one.decider ?? '' })}
        {one.erasedAt && ` ${fill(w.rights.erasedOn, { day: fullDay(one.erasedAt) })}`}
      </p>
      {one.urgent && one.state === 'asked' && <p className="note1">{w.rights.urgent}</p>}
      <Said error={decide.error} />
      <div className="sp wrapped">
        {one.threadId && (
          <Link
            to="/inbox/$docket/$thread"
            params={{ docket: String(one.docket), thread: one.threadId }}
            className="bt"
          >
            {w.rights.see}
          </Link>
        )}
        {one.state === 'asked' &&
          (one.own ? (
            <Barred why={w.rights.other}>{w.rights.approve}</Barred>
          ) : (
            <Button go disabled={decide.isPending} onClick={() => decide.mutate({ approve: true })}>
              {w.rights.approve}
            </Button>
          ))}
        {one.state === 'asked' && (
          <Button disabled={decide.isPending} onClick={() => decide.mutate({ approve: false })}>
            {one.own ? w.rights.takeBack : w.rights.decline}
          </Button>
        )}
      </div>
      {one.state === 'asked' && <p className="xs dim">{w.rights.forGood}</p>}
      <code className="xs dim selectable">{one.erasureId}</code>
    </div>
  );
}

function Moves() {
  const list = useQuery({ queryKey: ['rights', 'moves'], queryFn: () => get<MoveList>(`${RIGHTS}/moves`) });
  if (list.data?.moves.length === 0) return null;
  return (
    <Card title={w.rights.moves}>
      <div className="in g">
        {list.isError && <Wrong error={list.error} />}
        {list.isPending && <Loading rows={2} />}
        {list.data?.moves.map((one) => (
          <Move key={one.moveId} one={one} />
        ))}
      </div>
    </Card>
  );
}

function Move({ one }: { one: MoveList['moves'][number] }) {
  const at = `${RIGHTS}/moves/${one.docket}/${one.moveId}`;
  const reads = ['rights', 'thread', 'inbox', 'case', 'cases'];
  const correct = useAct<object>(`${at}/correct`, reads);
  const back = useAct<object>(`${at}/take-back`, reads);
  const [from, to] = [one.from.name ?? one.from.id, one.to.name ?? one.to.id];
  return (
    <div className="statement">
      <h3>
        {fill(w.rights.fromTo, { from, to })}
        <span className="grow" />
        <span className="dim">{day(one.askedAt)}</span>
      </h3>
      <p className="sm">{named(w.rights.moveState, one.state)}</p>
      <Said error={correct.error ?? back.error} />
      <div className="sp wrapped">
        <Link
          to="/inbox/$docket/$thread"
          params={{ docket: String(one.docket), thread: one.threadId }}
          className="bt"
        >
          {w.rights.see}
        </Link>
        {one.correctable && (
          <Button disabled={correct.isPending} onClick={() => correct.mutate({})}>
            {w.rights.correct}
          </Button>
        )}
        {one.state === 'asked' && !one.correctable && (
          <Barred why={fill(w.rights.correctFrom, { day: one.correctableFrom })}>{w.rights.correct}</Barred>
        )}
        {one.state === 'asked' && (
          <Button disabled={back.isPending} onClick={() => back.mutate({})}>
            {w.rights.takeBack}
          </Button>
        )}
      </div>
    </div>
  );
}

function Unplaced() {
  const list = useQuery({
    queryKey: ['rights', 'unplaced'],
    queryFn: () => get<UnplacedList>(`${RIGHTS}/unplaced`),
  });
  const say = useAct<{ docket: number; threadId: string; reason: string }>(`${RIGHTS}/unplaced`, ['rights']);
  if (list.data?.waiting.length === 0) return null;
  return (
    <Card title={w.rights.unplaced}>
      <div className="in g">
        <p className="sm">{w.rights.unplacedWhat}</p>
        {list.isError && <Wrong error={list.error} />}
        {list.isPending && <Loading rows={2} />}
        <Said error={say.error} />
        {list.data?.waiting.map((one) => (
          <div key={one.threadId} className="sp wrapped">
            <Link to="/inbox/$docket/$thread" params={{ docket: String(one.docket), thread: one.threadId }}>
              <Icon id="place" /> {many(w.rights.days, one.days)}
            </Link>
            <span className="grow" />
            <select
              className="pick"
              aria-label={w.rights.reasonFor}
              value={one.reason ?? ''}
              disabled={say.isPending}
              onChange={(event) =>
                say.mutate({ docket: one.docket, threadId: one.threadId, reason: event.currentTarget.value })
              }
            >
              <option value="" disabled>
                {w.rights.noReason}
              </option>
              {list.data.reasons.map((reason) => (
                <option key={reason} value={reason}>
                  {named(w.rights.unplacedReason, reason)}
                </option>
              ))}
            </select>
          </div>
        ))}
      </div>
    </Card>
  );
}
