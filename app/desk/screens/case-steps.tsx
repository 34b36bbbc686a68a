/** Where the case stands and which steps the rules allow; the server's table draws the buttons. */
import { Modal, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { AllowedStep, CaseView } from '../../features/cases/contract.ts';
import type { CaseState } from '../../features/cases/case-states.ts';
import { useAct } from '../act.ts';
import { DESK, isProblem } from '../api.ts';
import { day } from '../clock.ts';
import c from '../words/cases.en.json' with { type: 'json' };
import { Barred, Button, Card } from '../parts/basic.tsx';
import { Said } from '../parts/states.tsx';
import { fill, named, w } from '../words.ts';

/** The way of a case in nine stations; the 24 states of reference.md 5.3 each belong to one. */
const STATIONS = ['received', 'triaged', 'consented', 'investigated', 'found', 'plan', 'done', 'asked', 'verified', 'watch', 'closed'] as const; // prettier-ignore
const STATION: Readonly<Record<CaseState, (typeof STATIONS)[number]>> = {
  received: 'received',
  acknowledged: 'received',
  triaged: 'triaged',
  protection_response: 'triaged',
  consent_pending: 'consented',
  consented: 'consented',
  consent_declined: 'consented',
  no_contact_anonymous: 'consented',
  referred: 'investigated',
  under_investigation: 'investigated',
  reopened: 'investigated',
  substantiated: 'found',
  partially_substantiated: 'found',
  unsubstantiated: 'found',
  inconclusive: 'found',
  cap_proposed: 'plan',
  cap_agreed: 'plan',
  remediation_in_progress: 'plan',
  remediation_reported: 'done',
  worker_verification: 'asked',
  remediation_disputed: 'asked',
  verified_remediated: 'verified',
  retaliation_monitoring: 'watch',
  closed: 'closed',
};

export function Steps({ state }: { state: CaseState }) {
  const at = STATIONS.indexOf(STATION[state]);
  return (
    // Scrolls on a narrow screen: by keys too.
    <div className="stepsbar" tabIndex={0} role="group" aria-label={w.case.steps}>
      <ol className="steps" aria-label={w.case.steps}>
        {STATIONS.map((station, n) => (
          <li
            key={station}
            className={n < at ? 'ok' : n === at ? 'on' : ''}
            aria-current={n === at ? 'step' : undefined}
          >
            {named(w.station, station)}
          </li>
        ))}
      </ol>
    </div>
  );
}

export function Transitions({ view }: { view: CaseView }) {
  const [step, setStep] = useState<AllowedStep>();
  const state = view.case.state;
  return (
    <Card
      title={fill(w.case.standsAt, { state: named(w.caseState, state) })}
      aside={<span className="xs dim">{w.case.rule}</span>}
    >
      <div className="in transitions">
        {view.case.closure && <p className="sm">{named(w.closure, view.case.closure)}</p>}
        {view.case.reviewOn && <p className="sm">{fill(c.review.due, { day: day(view.case.reviewOn) })}</p>}
        {view.allowed.map((allowed) => {
          const words = named(w.step, allowed.to);
          return allowed.blocked.length > 0 ? (
            <Barred key={allowed.to} why={allowed.blocked.map(({ why }) => why).join(' ')}>
              {words}
            </Barred>
          ) : (
            <Button key={allowed.to} onClick={() => setStep(allowed)}>
              {words}
            </Button>
          );
        })}
        {view.allowed.length === 0 && <span className="dim">{w.case.noStep}</span>}
      </div>
      <Modal
        opened={step !== undefined}
        onClose={() => setStep(undefined)}
        title={step ? named(w.step, step.to) : ''}
      >
        {step && <StepForm view={view} step={step} close={() => setStep(undefined)} />}
      </Modal>
    </Card>
  );
}

function StepForm({ view, step, close }: { view: CaseView; step: AllowedStep; close: () => void }) {
  const [reason, setReason] = useState('');
  const [closure, setClosure] = useState<string | null>(
    step.closures.length === 1 ? (step.closures[0] ?? null) : null,
  );
  const [reviewDate, setReviewDate] = useState(view.case.reviewOn ?? '');
  const stops = closure === 'unsafe_to_proceed';
  const { docket, caseId, seq } = view.case;
  const go = useAct<object>(
    `${DESK}/cases/${docket}/${caseId}/transitions`,
    ['case', 'cases', 'inbox'],
    close,
  );
  const needsClosure = step.closures.length > 0;
  const can =
    reason.trim().length >= 3 &&
    (!needsClosure || closure !== null) &&
    (!stops || reviewDate !== '') &&
    !go.isPending;
  return (
    <form
      className="d g"
      onSubmit={(event) => {
        event.preventDefault();
        go.mutate({
          to: step.to,
          reason: reason.trim(),
          closure: closure ?? undefined,
          ...(stops ? { reviewDate } : {}),
          seq,
        });
      }}
    >
      {needsClosure && (
        <Select
          label={w.case.closure}
          value={closure}
          onChange={setClosure}
          comboboxProps={{ withinPortal: false }}
          data={step.closures.map((value) => ({ value, label: named(w.closure, value) }))}
        />
      )}
      {stops && (
        <TextInput
          type="date"
          label={c.review.date}
          description={c.review.hint}
          required
          value={reviewDate}
          onChange={(event) => setReviewDate(event.currentTarget.value)}
        />
      )}
      <TextInput
        label={w.case.reason}
        description={w.case.reasonHint}
        data-autofocus
        required
        minLength={3}
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      {isProblem(go.error, 409) && <p className="note1">{w.case.moved}</p>}
      <Said error={go.error} />
      <div className="sp">
        <Button go type="submit" disabled={!can}>
          {named(w.step, step.to)}
        </Button>
        <Button onClick={close}>{w.states.cancel}</Button>
      </div>
    </form>
  );
}
