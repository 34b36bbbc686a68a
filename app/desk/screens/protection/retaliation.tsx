/** Punished for speaking: what the worker touched, what a member reads in it, and who may know. */
import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { ThreadView } from '../../../features/cases/contract.ts';
import type { Protection } from '../../../features/protection/contract.ts';
import { PUNISHED } from '../../../features/protection/watch.ts';
import { useAct } from '../../act.ts';
import { DESK, get } from '../../api.ts';
import { day } from '../../clock.ts';
import { Button, Card } from '../../parts/basic.tsx';
import { Said } from '../../parts/states.tsx';
import { newId } from '../../sealing.ts';
import { useOpened } from '../../use-opened.ts';
import { fill, many, named } from '../../words.ts';
import p from '../../words/protection.en.json' with { type: 'json' };
import { type About, READS, pathOf } from './use-protection.ts';

type Flag = Protection['flags'][number];

export function Retaliation({ data }: { data: Protection }) {
  const [flagId, setFlagId] = useState(newId);
  const flag = useAct<object>(`${pathOf(data as About)}/retaliation`, READS, () => setFlagId(newId()));
  const [what, setWhat] = useState<string>('threat');
  return (
    <Card title={p.retaliation.title}>
      <div className="in g">
        {data.flags.length === 0 && <p className="sm dim">{p.retaliation.none}</p>}
        {data.flags.map((one) => (
          <OneFlag key={one.flagId} flag={one} />
        ))}
        {data.about === 'thread' && (
          <div className="sp wrap">
            <What value={what} set={setWhat} />
            <Button disabled={flag.isPending} onClick={() => flag.mutate({ flagId, what })}>
              {p.retaliation.flag}
            </Button>
          </div>
        )}
        <Said error={flag.error} />
      </div>
    </Card>
  );
}

const What = ({
  value,
  set,
  other = false,
}: {
  value: string;
  set: (value: string) => void;
  other?: boolean;
}) => (
  <NativeSelect
    aria-label={p.retaliation.code}
    value={value}
    onChange={(event) => set(event.currentTarget.value)}
    data={[...PUNISHED, ...(other ? ['not_this'] : [])].map((code) => ({
      value: code,
      label: named(p.punished, code),
    }))}
  />
);

/** The worker's own word is in the statement of the same id; it is opened here and nowhere kept. */
function useWorkersWord(flag: Flag): string | undefined {
  const thread = useQuery({
    queryKey: ['thread', flag.docket, flag.threadId],
    queryFn: () => get<ThreadView>(`${DESK}/threads/${flag.docket}/${flag.threadId}`),
    enabled: flag.raisedBy === 'worker',
  });
  const envelope = thread.data?.statements.find(({ id }) => id === flag.flagId)?.envelope;
  const sealed = useMemo(() => (envelope ? [{ id: flag.flagId, envelope }] : []), [flag.flagId, envelope]);
  return useOpened(sealed).get(flag.flagId)?.value;
}

function OneFlag({ flag }: { flag: Flag }) {
  const says = useWorkersWord(flag);
  const [chosen, setChosen] = useState<string>();
  const at = `${DESK}/retaliation/${flag.docket}/${flag.flagId}`;
  const code = useAct<object>(`${at}/code`, READS);
  const decide = useAct<object>(`${at}/decide`, READS);
  const what = chosen ?? flag.what ?? (PUNISHED.some((one) => one === says) ? says : undefined) ?? 'threat';
  const open = flag.shown === null;
  return (
    <section className="g">
      <p className="sm">
        <b>{flag.raisedBy === 'worker' ? p.retaliation.byWorker : p.retaliation.byMember}</b>{' '}
        <span className="dim">{day(flag.raisedAt)}</span> {flag.what && named(p.punished, flag.what)}
      </p>
      {says && <p className="sm">{fill(p.retaliation.says, { what: named(p.punished, says) })}</p>}
      {open && flag.what === null && (
        <div className="sp wrap">
          <What value={what} set={setChosen} other />
          <Button go disabled={code.isPending} onClick={() => code.mutate({ what, was: flag.what })}>
            {p.retaliation.codeGo}
          </Button>
        </div>
      )}
      {open && flag.what !== null && flag.issueId === null && <p className="note1">{p.retaliation.next}</p>}
      {open && flag.what !== null && (
        <div className="sp wrap">
          <span className="sm">{p.retaliation.decide}</span>
          <Button disabled={decide.isPending} onClick={() => decide.mutate({ shown: true })}>
            {p.retaliation.yes}
          </Button>
          <Button disabled={decide.isPending} onClick={() => decide.mutate({ shown: false })}>
            {p.retaliation.no}
          </Button>
        </div>
      )}
      <p className="xs dim">
        {open ? p.retaliation.hidden : flag.shown ? p.retaliation.shown : p.retaliation.kept}
      </p>
      <Said error={code.error ?? decide.error} />
    </section>
  );
}

export function Checks({ data }: { data: Protection }) {
  return (
    <Card title={p.checks.title}>
      <div className="in g">
        <p className="xs dim">{p.checks.hint}</p>
        {data.checks.length === 0 && <p className="sm dim">{p.checks.none}</p>}
        {data.checks.map((check) => (
          <OneCheck key={check.checkId} check={check} now={data.now} />
        ))}
      </div>
    </Card>
  );
}

function OneCheck({ check, now }: { check: Protection['checks'][number]; now: string }) {
  const end = useAct<object>(`${DESK}/checks/${check.docket}/${check.checkId}`, READS);
  return (
    <div className="sp wrap">
      <span className="sm">
        <b>{many(p.checks.month, check.month)}</b> {fill(p.checks.due, { day: day(check.dueAt) })}
        {check.askedAt && `, ${fill(p.checks.asked, { asked: check.asked, answered: check.answered })}`}
      </span>
      {check.outcome ? (
        <span className="sm">{fill(p.checks.done, { outcome: named(p.checks.outcome, check.outcome) })}</span>
      ) : (
        !check.doneAt &&
        check.dueAt <= now &&
        (['none', 'retaliation', 'unreachable'] as const).map((outcome) => (
          <Button key={outcome} disabled={end.isPending} onClick={() => end.mutate({ outcome })}>
            {p.checks.outcome[outcome]}
          </Button>
        ))
      )}
      <Said error={end.error} />
    </div>
  );
}
