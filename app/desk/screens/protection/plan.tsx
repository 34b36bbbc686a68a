/** The plan that keeps a worker safe: risks, steps, who does what by when, and when it is looked at again. */
import { NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Protection } from '../../../features/protection/contract.ts';
import { RISKS, STEPS, STEP_OWNERS } from '../../../features/protection/watch.ts';
import { useAct } from '../../act.ts';
import { DESK } from '../../api.ts';
import { day, time } from '../../clock.ts';
import { Button, Card } from '../../parts/basic.tsx';
import { Said } from '../../parts/states.tsx';
import { newId, sealToTeam } from '../../sealing.ts';
import { useMember } from '../../session.ts';
import { fill, named } from '../../words.ts';
import p from '../../words/protection.en.json' with { type: 'json' };
import { Sealed } from './safe-contact.tsx';
import { type About, READS, pathOf, soon } from './use-protection.ts';

type Plan = Protection['plans'][number];

export function Plans({ data }: { data: Protection }) {
  const [planId, setPlanId] = useState(newId);
  const open = useAct<object>(`${pathOf(data as About)}/plans`, READS, () => setPlanId(newId()));
  const standing = data.plans.some(({ state }) => state === 'open');
  return (
    <Card title={p.plan.title}>
      <div className="in g">
        {data.plans.length === 0 && <p className="sm dim">{p.plan.none}</p>}
        {data.plans.map((plan) => (
          <OnePlan key={plan.planId} plan={plan} />
        ))}
        {!standing && (
          <span>
            <Button disabled={open.isPending} onClick={() => open.mutate({ planId, why: 'by_hand' })}>
              {p.plan.open}
            </Button>
          </span>
        )}
        <Said error={open.error} />
      </div>
    </Card>
  );
}

function OnePlan({ plan }: { plan: Plan }) {
  const at = `${DESK}/plans/${plan.docket}/${plan.planId}`;
  const [reviewOn, setReviewOn] = useState(plan.reviewOn ?? soon(14));
  const change = useAct<object>(at, READS);
  const live = plan.state === 'open';
  return (
    <section className="g">
      <p className="sm">
        <b>{named(p.plan.why, plan.why)}</b>{' '}
        {live && plan.steps.length === 0
          ? fill(p.plan.due, { time: `${day(plan.dueAt)}, ${time(Date.parse(plan.dueAt))}` })
          : plan.reviewOn && fill(p.plan.reviewed, { day: day(plan.reviewOn) })}{' '}
        {!live && <span className="dim">{p.plan.closed}</span>}
      </p>
      <ul className="plansteps">
        {plan.steps.map((step) => (
          <Step key={step.stepId} plan={plan} step={step} />
        ))}
      </ul>
      {live && <AddStep plan={plan} />}
      {live && (
        <div className="sp wrap">
          <TextInput
            type="date"
            label={p.plan.review}
            value={reviewOn}
            onChange={(event) => setReviewOn(event.currentTarget.value)}
          />
          <Button
            disabled={change.isPending}
            onClick={() => change.mutate({ reviewOn, close: false, seq: plan.seq })}
          >
            {p.plan.save}
          </Button>
          <Button disabled={change.isPending} onClick={() => change.mutate({ close: true, seq: plan.seq })}>
            {p.plan.close}
          </Button>
        </div>
      )}
      <Said error={change.error} />
    </section>
  );
}

function Step({ plan, step }: { plan: Plan; step: Plan['steps'][number] }) {
  const done = useAct<object>(`${DESK}/plans/${plan.docket}/${plan.planId}/steps/${step.stepId}/done`, READS);
  return (
    <li className="sm">
      <b>{named(p.steps, step.step)}</b> ({named(p.risks, step.risk)}), {named(p.who, step.who)},{' '}
      {day(step.dueOn)}{' '}
      {step.doneAt ? (
        <span className="dim">{p.plan.isDone}</span>
      ) : (
        <Button disabled={done.isPending} onClick={() => done.mutate({})}>
          {p.plan.done}
        </Button>
      )}
      {step.envelope && <Sealed id={step.stepId} envelope={step.envelope} />}
      <Said error={done.error} />
    </li>
  );
}

function AddStep({ plan }: { plan: Plan }) {
  const me = useMember();
  const [stepId, setStepId] = useState(newId);
  const [risk, setRisk] = useState<string>('violence');
  const [step, setStep] = useState<string>('safe_place');
  const [who, setWho] = useState<string>('together');
  const [dueOn, setDueOn] = useState(soon(1));
  const [words, setWords] = useState('');
  const add = useAct<object>(`${DESK}/plans/${plan.docket}/${plan.planId}/steps`, READS, () => {
    setStepId(newId());
    setWords('');
  });
  async function go(): Promise<void> {
    const said = words.trim();
    const envelope = said === '' ? undefined : await sealToTeam(me, { v: 1, kind: 'step', words: said });
    add.mutate({ stepId, risk, step, who, dueOn, envelope });
  }
  type Pick = { label: string; value: string; set: (v: string) => void; of: readonly string[] };
  const pick = ({ label, value, set, of }: Pick, list: Record<string, string>) => (
    <NativeSelect
      label={label}
      value={value}
      onChange={(event) => set(event.currentTarget.value)}
      data={of.map((code) => ({ value: code, label: named(list, code) }))}
    />
  );
  return (
    <form
      className="sp wrap planadd"
      onSubmit={(event) => {
        event.preventDefault();
        void go();
      }}
    >
      {pick({ label: p.plan.risk, value: risk, set: setRisk, of: RISKS }, p.risks)}
      {pick({ label: p.plan.step, value: step, set: setStep, of: STEPS }, p.steps)}
      {pick({ label: p.plan.who, value: who, set: setWho, of: STEP_OWNERS }, p.who)}
      <TextInput
        type="date"
        label={p.plan.by}
        value={dueOn}
        onChange={(e) => setDueOn(e.currentTarget.value)}
      />
      <TextInput
        label={p.plan.words}
        maxLength={500}
        value={words}
        onChange={(e) => setWords(e.currentTarget.value)}
      />
      <Button go type="submit" disabled={add.isPending}>
        {p.plan.add}
      </Button>
      <Said error={add.error} />
    </form>
  );
}
