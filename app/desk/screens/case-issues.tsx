/** What is wrong, by code; how severe; and how it stands by both sides. */
import { Modal } from '@mantine/core';
import { useState } from 'react';
import type { CaseView, IssueView } from '../../features/cases/contract.ts';
import { day } from '../clock.ts';
import { Button, Card, Outcome } from '../parts/basic.tsx';
import { Empty } from '../parts/states.tsx';
import r from '../words/remedy.en.json' with { type: 'json' };
import { fill, many, named, w } from '../words.ts';
import { IssueForm } from './issue-form.tsx';

export function Issues({ view }: { view: CaseView }) {
  const [form, setForm] = useState<'new' | IssueView>();
  return (
    <Card
      title={w.issues.title}
      aside={
        <>
          <span className="xs dim wide">{w.issues.rule}</span>
          <Button onClick={() => setForm('new')}>{w.issues.add}</Button>
        </>
      }
    >
      {view.issues.length === 0 ? (
        <Empty>{w.issues.empty}</Empty>
      ) : (
        <div className="tablewrap">
          <table className="t">
            <thead>
              <tr>
                <th>{w.issues.code}</th>
                <th>{w.issues.issue}</th>
                <th>{w.issues.severity}</th>
                <th>{w.issues.business}</th>
                <th>{w.issues.workers}</th>
                <th>{w.issues.stands}</th>
              </tr>
            </thead>
            <tbody>
              {view.issues.map((issue) => (
                <Row key={issue.issueId} issue={issue} regrade={() => setForm(issue)} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <Modal
        opened={form !== undefined}
        onClose={() => setForm(undefined)}
        title={form === 'new' ? w.issues.add : w.issues.regrade}
        size="lg"
      >
        {form && (
          <IssueForm view={view} issue={form === 'new' ? undefined : form} close={() => setForm(undefined)} />
        )}
      </Modal>
    </Card>
  );
}

const affectedWords = (affected: IssueView['affected']): string =>
  'count' in affected
    ? many(w.issues.affected, affected.count)
    : 'from' in affected
      ? fill(w.issues.affectedRange, { from: affected.from, to: affected.to })
      : w.issues.affectedUnknown;

function workersSay(issue: IssueView): string {
  if (issue.asked === 0) return w.issues.notAsked;
  const answers = issue.fully + issue.partly + issue.not;
  const parts = [
    issue.fully > 0 && fill(w.issues.fully, { n: issue.fully }),
    issue.partly > 0 && fill(w.issues.partly, { n: issue.partly }),
    issue.not > 0 && fill(w.issues.not, { n: issue.not }),
    // Silent after two tries and a month: in no other count.
    issue.unreachable > 0 && many(r.unreachable, issue.unreachable),
    issue.asked - answers > issue.unreachable &&
      fill(w.issues.noAnswer, { n: issue.asked - answers - issue.unreachable }),
  ].filter(Boolean);
  return parts.join(', ');
}

const Row = ({ issue, regrade }: { issue: IssueView; regrade: () => void }) => (
  <tr>
    <td>
      <span className="codeid">{issue.code}</span>
    </td>
    <td>
      {issue.label}
      <div className="xs dim">{affectedWords(issue.affected)}</div>
      {issue.relapses > 0 && (
        <div className="xs">
          {fill(many(r.relapses, issue.relapses), { day: day(issue.firstRaisedAt ?? issue.raisedAt) })}
        </div>
      )}
    </td>
    <td>
      <button type="button" className="lnk inline" onClick={regrade}>
        {issue.severity} {named(w.severity, String(issue.severity))}
      </button>
      <div className="xs dim nw">
        {fill(w.issues.grades, {
          scale: issue.scale,
          scope: issue.scope,
          irremediability: issue.irremediability,
        })}
      </div>
    </td>
    <td>
      {issue.claimedAt ? fill(w.issues.claimed, { day: day(issue.claimedAt) }) : w.issues.notClaimed}
      {issue.remediedBy && issue.remediedBy !== 'employer' && (
        <div className="xs">{r.by[issue.remediedBy]}</div>
      )}
      {issue.dueAt && !issue.claimedAt && (
        <div className="xs dim">{fill(w.issues.due, { day: day(issue.dueAt) })}</div>
      )}
    </td>
    <td>{workersSay(issue)}</td>
    <td>
      <Outcome outcome={issue.outcome} />
    </td>
  </tr>
);
