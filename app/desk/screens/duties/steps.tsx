/** What an organisation has set to happen when something is late. Who leads sets it, the others see it. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { DUTY_KINDS, STEP_ACTS } from '../../../features/duties/clocks.ts';
import type { StepsView } from '../../../features/duties/contract.ts';
import { DESK, get, isProblem, post } from '../../api.ts';
import { Button, Card } from '../../parts/basic.tsx';
import { Said } from '../../parts/states.tsx';
import { many, named } from '../../words.ts';
import d from '../../words/duties.en.json' with { type: 'json' };

type Step = StepsView['steps'][number];
/** A task is one's own, and an answer to a referral is the receiver's: nothing follows by itself. */
const KINDS = DUTY_KINDS.filter((kind) => kind !== 'task');

export function Steps() {
  const found = useQuery({
    queryKey: ['duty-steps'],
    queryFn: () => get<StepsView>(`${DESK}/duty-steps`),
    staleTime: 60_000,
  });
  if (!found.data) return null;
  return <Form key={found.data.version} view={found.data} />;
}

function Form({ view }: { view: StepsView }) {
  const client = useQueryClient();
  const [steps, setSteps] = useState<readonly Step[]>(view.ownSteps ? view.steps : []);
  const again = () => client.invalidateQueries({ queryKey: ['duty-steps'] });
  const save = useMutation({
    mutationFn: () => post(`${DESK}/duty-steps`, { steps, was: view.version }),
    onSettled: again,
  });
  const change = (at: number, over: Partial<Step>) =>
    setSteps(steps.map((step, n) => (n === at ? { ...step, ...over } : step)));
  return (
    <Card title={d.steps.title} aside={<span className="xs dim wide">{d.steps.what}</span>}>
      {!view.ownSteps && steps.length === 0 && (
        <ul className="clocklist">
          <li className="sm">{d.steps.standard}</li>
          {view.steps.slice(0, 2).map((step) => (
            <li key={step.act} className="sm">
              {named(d.setAct, step.act)}, {many(d.afterDays, step.afterDays)}
            </li>
          ))}
        </ul>
      )}
      <ul className="clocklist">
        {steps.map((step, n) => (
          <li key={n} className="sp wrapped">
            <select
              className="pick"
              aria-label={d.steps.kind}
              disabled={!view.may}
              value={step.kind}
              onChange={(e) =>
                change(n, { kind: KINDS.find((kind) => kind === e.currentTarget.value) ?? 'cap' })
              }
            >
              {KINDS.map((kind) => (
                <option key={kind} value={kind}>
                  {named(d.kind, kind)}
                </option>
              ))}
            </select>
            <input
              className="pick"
              type="number"
              min={0}
              max={365}
              aria-label={d.steps.after}
              disabled={!view.may}
              value={step.afterDays}
              onChange={(e) =>
                change(n, {
                  afterDays: Math.min(365, Math.max(0, Math.round(Number(e.currentTarget.value)))),
                })
              }
            />
            <span className="sm dim">{d.steps.after}</span>
            <select
              className="pick"
              aria-label={d.steps.act}
              disabled={!view.may}
              value={step.act}
              onChange={(e) =>
                change(n, { act: STEP_ACTS.find((act) => act === e.currentTarget.value) ?? 'remind_owner' })
              }
            >
              {STEP_ACTS.map((act) => (
                <option key={act} value={act}>
                  {named(d.setAct, act)}
                </option>
              ))}
            </select>
            <label className="sp sm" title={d.steps.mailHint}>
              <input
                type="checkbox"
                disabled={!view.may}
                checked={step.mail}
                onChange={(e) => change(n, { mail: e.currentTarget.checked })}
              />
              {d.steps.mail}
            </label>
            {view.may && (
              <Button onClick={() => setSteps(steps.filter((_, at) => at !== n))}>{d.steps.remove}</Button>
            )}
          </li>
        ))}
      </ul>
      {view.may && (
        <div className="in sp wrapped">
          <Button
            onClick={() =>
              setSteps([...steps, { kind: 'remedy', afterDays: 7, act: 'remind_lead', mail: false }])
            }
          >
            {d.steps.add}
          </Button>
          <Button
            go
            disabled={save.isPending || (steps.length === 0 && !view.ownSteps)}
            onClick={() => save.mutate()}
          >
            {d.steps.save}
          </Button>
          {isProblem(save.error, 409) ? (
            <span className="note1">{d.steps.moved}</span>
          ) : (
            <Said error={save.error} />
          )}
        </div>
      )}
    </Card>
  );
}
