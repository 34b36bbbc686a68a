/** The stop rule: where acting would do more harm than not acting. */
import { NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Protection } from '../../../features/protection/contract.ts';
import { useAct } from '../../act.ts';
import { DESK } from '../../api.ts';
import { day } from '../../clock.ts';
import { Button, Card } from '../../parts/basic.tsx';
import { Said } from '../../parts/states.tsx';
import { newId } from '../../sealing.ts';
import { fill, named } from '../../words.ts';
import p from '../../words/protection.en.json' with { type: 'json' };
import { type About, READS, pathOf, soon } from './use-protection.ts';

const GRADES = ['1', '2', '3', '4'] as const;

export function Stop({ data }: { data: Protection }) {
  const standing = data.stops.find(({ reviewedAt }) => reviewedAt === null);
  return (
    <Card title={p.stop.title}>
      <div className="in g">
        <p className="xs dim">{p.stop.hint}</p>
        {data.stops.map((stop) => (
          <p key={stop.stopId} className="sm">
            {fill(p.stop.stands, { acting: named(p.stop.grades, String(stop.harmActing)), waiting: named(p.stop.grades, String(stop.harmWaiting)), day: day(stop.reviewOn) })}{' '}
            {stop.outcome &&
              fill(p.stop.reviewed, { outcome: stop.outcome === 'again' ? p.stop.again : p.stop.stays })}
          </p>
        ))}
        {standing ? <Review stop={standing} /> : <Judge data={data} />}
      </div>
    </Card>
  ); // prettier-ignore
}

function Review({ stop }: { stop: Protection['stops'][number] }) {
  const review = useAct<object>(`${DESK}/stops/${stop.docket}/${stop.stopId}`, READS);
  return (
    <div className="sp wrap">
      {(['again', 'stays'] as const).map((outcome) => (
        <Button key={outcome} disabled={review.isPending} onClick={() => review.mutate({ outcome })}>
          {p.stop[outcome]}
        </Button>
      ))}
      <Said error={review.error} />
    </div>
  );
}

function Judge({ data }: { data: Protection }) {
  const [stopId] = useState(newId);
  const [acting, setActing] = useState('3');
  const [waiting, setWaiting] = useState('2');
  const [worker, setWorker] = useState('not_asked');
  const [reviewOn, setReviewOn] = useState(soon(30));
  const judge = useAct<object>(`${pathOf(data as About)}/stop`, READS);
  const grades = GRADES.map((value) => ({ value, label: p.stop.grades[value] }));
  return (
    <form
      className="sp wrap planadd"
      onSubmit={(event) => {
        event.preventDefault();
        judge.mutate({ stopId, harmActing: Number(acting), harmWaiting: Number(waiting), worker, reviewOn });
      }}
    >
      <NativeSelect
        label={p.stop.acting}
        value={acting}
        onChange={(e) => setActing(e.currentTarget.value)}
        data={grades}
      />
      <NativeSelect
        label={p.stop.waiting}
        value={waiting}
        onChange={(e) => setWaiting(e.currentTarget.value)}
        data={grades}
      />
      <NativeSelect
        label={p.stop.worker}
        value={worker}
        onChange={(e) => setWorker(e.currentTarget.value)}
        data={Object.entries(p.stop.workers).map(([value, label]) => ({ value, label }))}
      />
      <TextInput
        type="date"
        label={p.stop.review}
        value={reviewOn}
        onChange={(e) => setReviewOn(e.currentTarget.value)}
      />
      <Button go type="submit" disabled={judge.isPending}>
        {p.stop.go}
      </Button>
      <Said error={judge.error} />
    </form>
  );
}
