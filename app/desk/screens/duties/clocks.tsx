/** All clocks of a case: what runs, what waits for a worker, what was late and what was done about it. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { CaseView } from '../../../features/cases/contract.ts';
import type { DutyView } from '../../../features/duties/contract.ts';
import { DESK, post } from '../../api.ts';
import { day } from '../../clock.ts';
import { Button, Card } from '../../parts/basic.tsx';
import { Empty } from '../../parts/states.tsx';
import { fill, many, named } from '../../words.ts';
import d from '../../words/duties.en.json' with { type: 'json' };
import { openOnes, sayClock, useDuties } from './use-duties.ts';

export function Clocks({ view }: { view: CaseView }) {
  const all = useDuties(view.case);
  const duties = all ?? [];
  const running = openOnes(duties);
  const over = duties.filter(({ doneAt }) => doneAt);
  return (
    <Card title={d.clocks} aside={<span className="xs dim wide">{d.rule}</span>}>
      {all?.length === 0 && <Empty>{d.empty}</Empty>}
      <ul className="clocklist">
        {running.map((duty) => (
          <OneClock key={duty.dutyId} duty={duty} />
        ))}
      </ul>
      {over.length > 0 && (
        <details className="in">
          <summary className="sm">
            {d.earlier} ({over.length})
          </summary>
          <ul className="clocklist">
            {over.map((duty) => (
              <OneClock key={duty.dutyId} duty={duty} />
            ))}
          </ul>
        </details>
      )}
    </Card>
  );
}

function OneClock({ duty }: { duty: DutyView }) {
  const said = sayClock(duty);
  return (
    <li>
      <div className="sp wrapped">
        <b>{named(d.kind, duty.kind)}</b>
        {duty.code && <span className="codeid">{duty.code}</span>}
        {duty.owedBy && <span className="dim sm">{fill(d.owedBy, { name: duty.owedBy })}</span>}
        <span className="grow" />
        {duty.pausedDays > 0 && <span className="xs dim">{many(d.pausedFor, duty.pausedDays)}</span>}
        <span className={`sm ${said.tone === 'late' ? 'heedc b' : ''}`}>{said.words}</span>
      </div>
      <Events duty={duty} />
    </li>
  );
}

/** What was done about it, and who saw to it. */
export function Events({ duty }: { duty: Pick<DutyView, 'docket' | 'dutyId' | 'events' | 'doneAt'> }) {
  const client = useQueryClient();
  const see = useMutation({
    mutationFn: (n: number) => post(`${DESK}/duties/${duty.docket}/${duty.dutyId}/events/${n}/seen`),
    onSettled: () =>
      Promise.all(['case', 'due'].map((first) => client.invalidateQueries({ queryKey: [first] }))),
  });
  return duty.events.map((event) => (
    <div key={event.n} className="sp xs dim">
      <span>{fill(d.event, { day: day(event.at), what: named(d.act, event.act) })}</span>
      {event.seenBy ? (
        <span>{fill(d.seenBy, { name: event.seenBy })}</span>
      ) : (
        event.act !== 'overdue' &&
        !duty.doneAt && (
          <Button disabled={see.isPending} onClick={() => see.mutate(event.n)}>
            {d.seen}
          </Button>
        )
      )}
    </div>
  ));
}
