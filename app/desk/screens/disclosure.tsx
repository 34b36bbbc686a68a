/** One disclosure, and what the business answers with: its plan, its questions, its proof. */
import { Modal } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import type { EmployerAction, EmployerDisclosureView } from '../../features/remedy/contract.ts';
import { mayBecome, mayReport } from '../../features/remedy/plan.ts';
import { DESK, Halt } from '../api.ts';
import { day } from '../clock.ts';
import { Barred, Button, Card, Icon, Outcome, Tag } from '../parts/basic.tsx';
import { Empty } from '../parts/states.tsx';
import { sealFileToOther, sealToOther } from '../sealing.ts';
import { useMember } from '../session.ts';
import { type Sealed, useOpened } from '../use-opened.ts';
import { fill, named, w } from '../words.ts';
import b from '../words/business.en.json' with { type: 'json' };
import { PlanForm, type Writing } from './business/plan-form.tsx';
import { PlanItem, Talk, sealedIn } from './business/plan-item.tsx';
import { WordForm } from './business/word-form.tsx';
import { ToldRemedies } from './remedy/told-remedies.tsx';
import { WhatYouSee } from './what-you-see.tsx';

const sealedOf = (view: EmployerDisclosureView): Sealed[] => [
  ...(view.envelope ? [{ id: view.id, envelope: view.envelope }] : []),
  ...sealedIn(view.actions, view.words),
];
type Open =
  | { form: 'propose' }
  | { form: 'ask' }
  | { form: 'change' | 'begin' | 'giveUp' | 'report' | 'proof'; action: EmployerAction }
  | undefined;
const TITLES = {
  propose: w.told.propose,
  ask: b.talk.ask,
  change: b.plan.change,
  begin: b.plan.begin,
  giveUp: b.plan.giveUp,
  report: w.told.reportDone,
  proof: b.plan.addProof,
};

export function DisclosureView({ view }: { view: EmployerDisclosureView }) {
  const opened = useOpened(useMemo(() => sealedOf(view), [view]));
  const [open, setOpen] = useState<Open>();
  const inside = opened.get(view.id);
  const close = () => setOpen(undefined);
  const canWrite = view.sealTo !== null;
  const title = (action: EmployerAction) =>
    fill(w.told.yourAction, { type: named(w.remedyType, action.remedyType) });
  return (
    <article className="detail" aria-label={view.label}>
      <div className="bar1 wrap">
        <Link to="/disclosures" className="bt narrow" aria-label={w.rail.disclosures}>
          <Icon id="back" />
        </Link>
        <span className="codeid">{view.code}</span>
        <h1>{view.label}</h1>
        <Tag>{fill(w.told.from, { name: view.from })}</Tag>
        <span className="grow" />
        <Outcome outcome={view.outcome} side="employer" />
      </div>
      <div className="withside">
        <div className="g pad">
          <p className="sm dim">
            <Icon id="place" /> {view.place}, {fill(w.thread.received, { day: day(view.visibleFrom) })}
            {view.dueDay && `, ${fill(w.disclosures.due, { day: day(view.dueDay) })}`}
          </p>
          <p className="told said">
            {inside === undefined ? w.states.opening : (inside?.words ?? w.thread.notOurs)}
          </p>
          <p className="sm dim measure">{w.told.please}</p>
          {view.actions.length === 0 && <Empty>{w.told.noAction}</Empty>}
          {view.actions.map((action) => (
            <PlanItem
              key={action.actionId}
              title={title(action)}
              action={action}
              words={view.words}
              opened={opened}
            >
              {canWrite && <ItemButtons action={action} choose={(form) => setOpen({ form, action })} />}
            </PlanItem>
          ))}
          <div className="sp wrapped">
            {canWrite ? (
              <Button go={view.actions.length === 0} onClick={() => setOpen({ form: 'propose' })}>
                {w.told.propose}
              </Button>
            ) : (
              <Barred why={w.told.noKey}>{w.told.propose}</Barred>
            )}
            <Barred why={w.told.verifiedRule}>{w.told.markVerified}</Barred>
            <Barred why={w.told.closeRule}>{w.told.close}</Barred>
          </div>
          <ToldRemedies docket={view.docket} id={view.id} />
          <Card
            title={b.talk.title}
            aside={canWrite && <Button onClick={() => setOpen({ form: 'ask' })}>{b.talk.ask}</Button>}
          >
            <Talk words={view.words} opened={opened} own />
          </Card>
        </div>
        <aside className="side">
          <WhatYouSee />
        </aside>
      </div>
      <Modal opened={open !== undefined} onClose={close} title={open && TITLES[open.form]} size="lg">
        {open && <Form view={view} open={open} opened={opened} close={close} />}
      </Modal>
    </article>
  );
}

type Choose = (form: 'change' | 'begin' | 'giveUp' | 'report' | 'proof') => void;
/** As the table of states has it; the server judges again. */
function ItemButtons({ action, choose }: { action: EmployerAction; choose: Choose }) {
  const next = mayBecome(action.state);
  const done = action.state === 'done_reported';
  return (
    <>
      {mayReport(action.state) && !done && (
        <Button go onClick={() => choose('report')}>
          {w.told.reportDone}
        </Button>
      )}
      {action.state === 'open' && next.includes('in_progress') && (
        <Button onClick={() => choose('begin')}>{b.plan.begin}</Button>
      )}
      {next.length > 0 && <Button onClick={() => choose('change')}>{b.plan.change}</Button>}
      {action.state !== 'cancelled_with_reason' && (
        <Button onClick={() => choose('proof')}>{b.plan.addProof}</Button>
      )}
      {next.includes('cancelled_with_reason') && (
        <Button onClick={() => choose('giveUp')}>{b.plan.giveUp}</Button>
      )}
    </>
  );
}

type FormProps = {
  view: EmployerDisclosureView;
  open: NonNullable<Open>;
  opened: ReturnType<typeof useOpened>;
  close: () => void;
};
function Form({ view, open, opened, close }: FormProps) {
  const me = useMember();
  const to = view.sealTo;
  if (!to) throw new Halt(w.told.noKey);
  const at = `${DESK}/disclosures/${view.docket}/${view.id}`;
  const writing: Omit<Writing, 'path'> = {
    seal: (said) => sealToOther(me, to, said),
    how: false,
    note: fill(w.told.sealedTo, { name: view.from }),
  };
  const file = (one: File) => sealFileToOther(me, to, one);
  if (open.form === 'ask')
    return (
      <WordForm
        {...writing}
        path={`${at}/questions`}
        kind="business_question"
        label={b.talk.words}
        hint={b.talk.hint}
        send={b.talk.send}
        close={close}
      />
    );
  if (open.form === 'propose')
    return (
      <PlanForm
        {...writing}
        path={`${at}/actions`}
        send={w.told.sendProposal}
        close={close}
        {...(view.dueDay ? { due: view.dueDay } : {})}
      />
    );
  const { action } = open;
  const own = `${at}/actions/${action.actionId}`;
  if (open.form === 'report')
    return (
      <WordForm
        {...writing}
        path={`${own}/report`}
        kind="action_report"
        label={w.told.whatDone}
        hint={w.told.whatDoneHint}
        send={w.told.reportDone}
        file={file}
        after={w.told.askedNext}
        close={close}
      />
    );
  if (open.form === 'proof')
    return (
      <WordForm
        {...writing}
        path={`${own}/evidence`}
        kind="action_evidence"
        label={b.plan.proofWords}
        send={b.plan.addProof}
        file={file}
        close={close}
      />
    );
  const state =
    open.form === 'begin' ? 'in_progress' : open.form === 'giveUp' ? 'cancelled_with_reason' : undefined;
  return (
    <PlanForm
      {...writing}
      path={`${at}/actions`}
      action={action}
      inside={opened.get(`${action.actionId} ${action.n}`)}
      send={b.plan.keep}
      close={close}
      {...(state ? { state } : {})}
    />
  );
}
