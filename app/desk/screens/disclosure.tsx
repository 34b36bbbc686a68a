/** One disclosure, and what the business answers with. */
import { Modal } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import type { EmployerAction, EmployerDisclosureView } from '../../features/remedy/contract.ts';
import { day } from '../clock.ts';
import { Attachments } from '../parts/attachments.tsx';
import { Barred, Button, Card, Icon, Outcome, Tag } from '../parts/basic.tsx';
import { Empty } from '../parts/states.tsx';
import { type Sealed, useOpened } from '../use-opened.ts';
import { fill, named, w } from '../words.ts';
import { causeWords } from './case-disclosures.tsx';
import { ProposeForm, ReportForm } from './disclosure-forms.tsx';
import { ToldRemedies } from './remedy/told-remedies.tsx';
import { WhatYouSee } from './what-you-see.tsx';

const sealedOf = (view: EmployerDisclosureView): Sealed[] => [
  ...(view.envelope ? [{ id: view.id, envelope: view.envelope }] : []),
  ...view.actions.flatMap(({ actionId, envelope, report }) => [
    ...(envelope ? [{ id: actionId, envelope }] : []),
    ...(report?.envelope ? [{ id: `${actionId} report`, envelope: report.envelope }] : []),
  ]),
];

export function DisclosureView({ view }: { view: EmployerDisclosureView }) {
  const opened = useOpened(useMemo(() => sealedOf(view), [view]));
  const [form, setForm] = useState<'propose' | EmployerAction>();
  const inside = opened.get(view.id);
  const close = () => setForm(undefined);
  const canWrite = view.sealTo !== null;
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
            <OwnAction
              key={action.actionId}
              action={action}
              words={opened.get(action.actionId)?.words ?? ''}
              reported={opened.get(`${action.actionId} report`)?.words ?? ''}
              report={canWrite ? () => setForm(action) : undefined}
            />
          ))}
          <ToldRemedies docket={view.docket} id={view.id} />
          <div className="sp wrapped">
            {canWrite ? (
              <Button go={view.actions.length === 0} onClick={() => setForm('propose')}>
                {w.told.propose}
              </Button>
            ) : (
              <Barred why={w.told.noKey}>{w.told.propose}</Barred>
            )}
            <Barred why={w.told.verifiedRule}>{w.told.markVerified}</Barred>
            <Barred why={w.told.closeRule}>{w.told.close}</Barred>
          </div>
        </div>
        <aside className="side">
          <WhatYouSee />
        </aside>
      </div>
      <Modal opened={form === 'propose'} onClose={close} title={w.told.propose} size="lg">
        <ProposeForm view={view} close={close} />
      </Modal>
      <Modal opened={typeof form === 'object'} onClose={close} title={w.told.reportDone} size="lg">
        {typeof form === 'object' && <ReportForm view={view} action={form} close={close} />}
      </Modal>
    </article>
  );
}

type OwnProps = { action: EmployerAction; words: string; reported: string; report: (() => void) | undefined };

const OwnAction = ({ action, words, reported, report }: OwnProps) => (
  <Card
    title={fill(w.told.yourAction, { type: named(w.remedyType, action.remedyType) })}
    aside={<Tag>{named(w.actionState, action.state)}</Tag>}
  >
    <div className="in">
      <p className="said">{words}</p>
      <dl className="kv sm">
        <dt>{w.told.cause}</dt>
        <dd>{causeWords(action.rootCause)}</dd>
        <dt>{w.told.dueDate}</dt>
        <dd>{day(action.dueDate)}</dd>
        <dt>{w.told.proposedOn}</dt>
        <dd>{day(action.proposedDay)}</dd>
        {action.reportedDay && (
          <>
            <dt>{w.told.reportedOn}</dt>
            <dd>{day(action.reportedDay)}</dd>
          </>
        )}
      </dl>
      {reported && <p className="said">{reported}</p>}
      {action.report && <Attachments files={action.report.attachments} what="evidence" />}
    </div>
    {action.state !== 'done_reported' && report && (
      <div className="sp foot">
        <Button go onClick={report}>
          {w.told.reportDone}
        </Button>
      </div>
    )}
  </Card>
);
