/** Both sides of each remedy of a case, side by side, with the numbers behind the word. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { CaseView, IssueView } from '../../../features/cases/contract.ts';
import { showAmount } from '../../../features/cases/money.ts';
import type { RoundView } from '../../../features/cases/round.contract.ts';
import type { RemedyView, SidesView } from '../../../features/remedy/sides.contract.ts';
import { DESK, get } from '../../api.ts';
import { day } from '../../clock.ts';
import { Button, Card, Outcome, Tag } from '../../parts/basic.tsx';
import { Empty, Loading, Wrong } from '../../parts/states.tsx';
import r from '../../words/remedy.en.json' with { type: 'json' };
import { fill, many, named, w } from '../../words.ts';
import { Amounts } from './amounts.tsx';
import { askable } from './ask-workers.tsx';
import { RecordAnswers } from './record-answers.tsx';
import { Relapse } from './relapse.tsx';
import { Round } from './round.tsx';

export const issueAddress = (view: CaseView, issueId: string): string =>
  `${DESK}/cases/${view.case.docket}/${view.case.caseId}/issues/${issueId}`;

export function RemedyPanel({ view }: { view: CaseView }) {
  const [recording, setRecording] = useState<{ issueId: string; currency: string | undefined }>();
  const issues = view.issues.filter((issue) => askable(view).includes(issue) || issue.relapses > 0);
  if (recording) return <RecordAnswers view={view} {...recording} close={() => setRecording(undefined)} />;
  if (issues.length === 0) return <Empty>{r.none}</Empty>;
  return issues.map((issue) => (
    <Both
      key={issue.issueId}
      view={view}
      issue={issue}
      record={(currency) => setRecording({ issueId: issue.issueId, currency })}
    />
  ));
}

type BothProps = { view: CaseView; issue: IssueView; record: (currency: string | undefined) => void };
function Both({ view, issue, record }: BothProps) {
  const at = issueAddress(view, issue.issueId);
  const stamp = `${issue.fully} ${issue.partly} ${issue.not} ${issue.asked} ${issue.outcome}`;
  const sides = useQuery({
    queryKey: ['sides', issue.issueId, stamp],
    queryFn: () => get<SidesView>(`${at}/sides`),
  });
  const rounds = useQuery({
    queryKey: ['rounds', issue.issueId, stamp],
    queryFn: () => get<{ rows: RoundView[] }>(`${at}/rounds`),
  });
  const failed = sides.error ?? rounds.error;
  if (failed) return <Wrong error={failed} />;
  if (!sides.data || !rounds.data) return <Loading rows={4} />;
  const round = rounds.data.rows.at(-1);
  const waiting = view.asks.filter(
    (ask) =>
      ask.issueId === issue.issueId && !ask.coded && ask.answerStatement !== null && ask.kind !== 'consent',
  ).length;
  const currency = sides.data.money.owed[0]?.currency;
  return (
    <Card
      title={
        <>
          <span className="codeid">{issue.code}</span> {issue.label}
        </>
      }
      aside={
        <>
          <Outcome outcome={issue.outcome} />
        </>
      }
    >
      <div className="g pad">
        <div className="sp wrap">
          {issue.remediedBy && <Tag>{r.by[issue.remediedBy]}</Tag>}
          {issue.relapses > 0 && (
            <Tag>
              {fill(many(r.relapses, issue.relapses), { day: day(issue.firstRaisedAt ?? issue.raisedAt) })}
            </Tag>
          )}
          <span className="grow" />
          {waiting > 0 && (
            <Button go onClick={() => record(currency)}>
              {many(r.record, waiting)}
            </Button>
          )}
          <Relapse at={at} issue={issue} />
        </div>
        <div className="bothsides">
          <Business remedies={sides.data.remedies} back={issue.relapsedAt} />
          <Workers sides={sides.data} />
        </div>
        <p className="xs dim">{r.apart}</p>
        {round && <Round view={view} at={at} round={round} />}
        <Amounts view={view} at={at} issueId={issue.issueId} sides={sides.data} />
      </div>
    </Card>
  );
}

/** `back`: when it came back; what was done before that is another remedy. */
function Business({ remedies, back }: { remedies: readonly RemedyView[]; back: string | null }) {
  return (
    <section className="g tight">
      <h3>{r.business}</h3>
      {remedies.length === 0 && <p className="sm dim">{r.noRecord}</p>}
      {remedies.map((one) => (
        <div key={one.remedyId} className="sm" data-remedy={one.doneDate ? 'done' : 'planned'}>
          {one.tranche !== null && <b>{fill(r.instalment, { n: one.tranche })}: </b>}
          {fill(r.planned, { type: named(r.type, one.type), day: one.dueDate ? day(one.dueDate) : '–' })}
          {one.amount !== null && one.currency && (
            <>, {showAmount({ amount: one.amount, currency: one.currency })}</>
          )}
          {one.doneDate && one.outcome && (
            <div>
              {fill(r.doneOn, { day: day(one.doneDate), outcome: r.outcome[one.outcome] })},{' '}
              <b>{fill(r.grade, { n: one.quality ?? 0 })}</b>
              {back !== null && one.doneDate < back && <span className="dim">, {r.beforeBack}</span>}
            </div>
          )}
          <div className="xs dim">
            {one.workersReceived !== null &&
              fill(r.received, { n: one.workersReceived, of: one.workersEntitled ?? '?' })}{' '}
            {one.evidence.length > 0 && many(r.files, one.evidence.length)}
          </div>
        </div>
      ))}
    </section>
  );
}

const PARTS = ['fully', 'partly', 'not', 'open'] as const;
function Workers({ sides }: { sides: SidesView }) {
  const { workers } = sides;
  const shown = PARTS.filter((part) => workers[part] > 0);
  return (
    <section className="g tight">
      <h3>{r.workers}</h3>
      <div className="tallybar" aria-hidden="true">
        {shown.map((part) => (
          <i key={part} className={part} style={{ flexGrow: workers[part] }} />
        ))}
      </div>
      <p className="sm" data-tally="">
        {shown.length === 0 && workers.unreachable === 0 && w.issues.notAsked}
        {shown.map((part) => fill(r.tally[part], { n: workers[part] })).join(', ')}
        {workers.unreachable > 0 && <b className="apart"> {many(r.unreachable, workers.unreachable)}</b>}
      </p>
      <Certain sides={sides} />
      {workers.quality.some((n) => n > 0) && (
        <p className="xs dim">{fill(r.workersGrade, { list: workers.quality.join(' · ') })}</p>
      )}
    </section>
  );
}

/** The word with its numbers, and what may be true of those who were not asked. */
function Certain({ sides: { workers, affected, roster, verdict } }: { sides: SidesView }) {
  const n = workers.fully + workers.partly + workers.not;
  const x = workers.partly + workers.not;
  if (n === 0) return null;
  const of = roster ? (roster.from === roster.to ? roster.to : `${roster.from}–${roster.to}`) : '';
  return (
    <p className="sm">
      <b data-disputed="">{x > 0 ? fill(r.disputed, { x, n: `${n}` }) : fill(r.nobodyDisputes, { n })}</b>{' '}
      {!affected
        ? r.noRoster
        : affected.low === affected.high
          ? fill(r.exactly, { x: affected.low, of })
          : affected.noneFound
            ? fill(r.remain, { high: affected.high, of })
            : fill(r.between, { low: affected.low, high: affected.high, of })}{' '}
      {verdict && r.verdict[verdict]}
    </p>
  );
}
