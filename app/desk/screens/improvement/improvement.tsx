/** A business's own recruitment system: what is in place, how far it has come, what comes next, and who may see it. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ImprovementView } from '../../../features/improvement/contract.ts';
import { useAct } from '../../act.ts';
import { DESK, get, post } from '../../api.ts';
import { day } from '../../clock.ts';
import { useKeys } from '../../keyboard.tsx';
import { Button, Card, Icon, Tag } from '../../parts/basic.tsx';
import { Loading, Said, Wrong } from '../../parts/states.tsx';
import { newId } from '../../sealing.ts';
import { fill, named } from '../../words.ts';
import i from '../../words/improvement.en.json' with { type: 'json' };
import { Checklist } from './checklist.tsx';
import { OverTime } from './over-time.tsx';
import { Plan } from './plan.tsx';
import { Reviews } from './reviews.tsx';

export function Improvement() {
  const own = useQuery({
    queryKey: ['improvement'],
    queryFn: () => get<ImprovementView>(`${DESK}/improvement`),
  });
  return (
    <main className="view">
      <div className="bar1">
        <h1>{i.title}</h1>
        <span className="grow" />
        {own.data?.zeroFees && <Tag>{i.zero}</Tag>}
      </div>
      {own.isPending && <Loading rows={6} />}
      {own.isError && <Wrong error={own.error} again={() => void own.refetch()} />}
      {own.data && <Own view={own.data} />}
    </main>
  );
}

function Own({ view }: { view: ImprovementView }) {
  const { current } = view;
  return (
    <div className="withside">
      <div className="g pad">
        {!current ? (
          <Begin words={i.begin} hint={i.empty} />
        ) : (
          <>
            {current.handedInOn ? (
              <Begin words={i.beginNext} hint={fill(i.handedIn, { day: day(current.handedInOn) })} />
            ) : (
              <Going view={view} current={current} />
            )}
            <Plan view={view} />
            <OverTime history={view.history} />
            <Checklist view={view} current={current} />
          </>
        )}
      </div>
      <aside className="side">
        <Shares view={view} />
        <Reviews view={view} />
        <p className="xs dim">
          <b>{i.zero}</b>: {i.zeroWhy}
        </p>
      </aside>
    </div>
  );
}

function Begin({ words, hint }: { words: string; hint: string }) {
  const begin = useAct<{ assessmentId: string }>(`${DESK}/improvement/assessments`, ['improvement']);
  const start = () => begin.mutate({ assessmentId: newId() });
  useKeys([{ key: 'B', does: words, run: start }]);
  return (
    <Card title={words}>
      <div className="in g">
        <p className="measure">{hint}</p>
        <Said error={begin.error} />
        <div>
          <Button go disabled={begin.isPending} onClick={start}>
            {words}
          </Button>
        </div>
      </div>
    </Card>
  );
}

type GoingProps = { view: ImprovementView; current: NonNullable<ImprovementView['current']> };
function Going({ view, current }: GoingProps) {
  const client = useQueryClient();
  const all = view.checklist.questions.length;
  const done = current.answers.length;
  const handIn = useMutation({
    mutationFn: () => post(`${DESK}/improvement/assessments/${current.assessmentId}/hand-in`, {}),
    onSettled: () => client.invalidateQueries({ queryKey: ['improvement'] }),
  });
  return (
    <Card title={fill(i.goOn, { done, all })}>
      <div className="in g">
        <progress max={all} value={done} aria-label={fill(i.goOn, { done, all })} />
        <p className="sm dim measure">{i.handInWhy}</p>
        <Said error={handIn.error} />
        <div>
          <Button go disabled={done < all || handIn.isPending} onClick={() => handIn.mutate()}>
            {i.handIn}
          </Button>
        </div>
      </div>
    </Card>
  );
}

function Shares({ view }: { view: ImprovementView }) {
  const share = useAct<{ with: string; share: boolean }>(`${DESK}/improvement/shares`, ['improvement']);
  const with_ = new Map(view.shares.map((one) => [one.with, one]));
  const all = [{ org: 'buyers', name: i.buyers }, ...view.mayShare];
  return (
    <section className="g tight">
      <h2>
        <Icon id="hidden" /> {i.share}
      </h2>
      <p className="sm dim">{i.shareWhy}</p>
      <ul className="plainlist">
        {all.map(({ org, name }) => {
          const since = with_.get(org)?.since;
          return (
            <li key={org} className="sp sm">
              <span className="grow">
                {name} {since && <span className="dim">{fill(i.since, { day: day(since) })}</span>}
              </span>
              <Button
                disabled={share.isPending}
                aria-label={`${since ? i.shareEnd : i.shareDo}: ${name}`}
                onClick={() => share.mutate({ with: org, share: !since })}
              >
                {since ? i.shareEnd : i.shareDo}
              </Button>
            </li>
          );
        })}
      </ul>
      <Said error={share.error} />
    </section>
  );
}

export const levelWords = (level: number): string => named(i.levels, String(level));
