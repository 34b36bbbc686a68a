/** What the business says it will do and has done. */
import { useMemo } from 'react';
import type { ActionView, CaseView } from '../../features/cases/contract.ts';
import { day } from '../clock.ts';
import { Attachments } from '../parts/attachments.tsx';
import { Card } from '../parts/basic.tsx';
import { Empty } from '../parts/states.tsx';
import { type Found, useOpened } from '../use-opened.ts';
import { fill, named, w } from '../words.ts';
import { causeWords } from './case-disclosures.tsx';

export function Actions({ view }: { view: CaseView }) {
  const opened = useOpened(
    useMemo(
      () =>
        view.actions.flatMap(({ actionId, envelope, report }) => [
          ...(envelope ? [{ id: actionId, envelope }] : []),
          ...(report?.envelope ? [{ id: report.statementId, envelope: report.envelope }] : []),
        ]),
      [view.actions],
    ),
  );
  if (view.disclosures.length === 0 && view.actions.length === 0) return null;
  return (
    <Card title={w.actions.title} aside={<span className="xs dim">{w.actions.rule}</span>}>
      {view.actions.length === 0 && <Empty>{w.actions.empty}</Empty>}
      {view.actions.map((action) => (
        <OneAction
          key={action.actionId}
          action={action}
          code={view.issues.find(({ issueId }) => issueId === action.issueId)?.code ?? ''}
          proposed={opened.get(action.actionId)}
          reported={action.report ? opened.get(action.report.statementId) : undefined}
        />
      ))}
    </Card>
  );
}

type Props = { action: ActionView; code: string; proposed: Found; reported: Found };

const OneAction = ({ action, code, proposed, reported }: Props) => (
  <div className="statement">
    <h3>
      <span className="codeid">{code}</span> {named(w.remedyType, action.remedyType)}
      <span className="grow" />
      <span className="dim">{causeWords(action.rootCause)}</span>
      {action.dueDate && <span className="dim">{fill(w.actions.due, { day: day(action.dueDate) })}</span>}
      <b>{named(w.actionState, action.state)}</b>
    </h3>
    <p className="said">{proposed?.words ?? (action.envelope ? w.states.opening : w.thread.noWords)}</p>
    {action.report && (
      <>
        <p className="sm">
          <b>{fill(w.actions.saysDone, { day: day(action.reportedAt) })}</b> {reported?.words ?? ''}
        </p>
        <Attachments files={action.report.attachments} what="evidence" />
      </>
    )}
  </div>
);
