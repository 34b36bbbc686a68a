/** Questions to the workers of a case, and the coding of their answers: read first, then recorded. */
import { Modal } from '@mantine/core';
import { useState } from 'react';
import type { AskView, CaseView } from '../../features/cases/contract.ts';
import { showAmount } from '../../features/cases/money.ts';
import { day } from '../clock.ts';
import { Button, Card } from '../parts/basic.tsx';
import { fill, many, named, w } from '../words.ts';
import { CodeAnswer } from './code-answer.tsx';

/** What waits comes first, each by itself; recorded answers that say the same of the same are one line. */
function linesOf(asks: readonly AskView[]): { ask: AskView; times: number }[] {
  const isOpen = ({ coded, closedAt }: AskView) => !coded && !closedAt;
  const alike = new Map<string, { ask: AskView; times: number }>();
  for (const ask of asks.filter((one) => !isOpen(one))) {
    const key = [ask.kind, ask.issueId, ask.scopes.join(), ask.coded, ask.answerStatement !== null].join(' ');
    alike.set(key, { ask, times: (alike.get(key)?.times ?? 0) + 1 });
  }
  return [...asks.filter(isOpen).map((ask) => ({ ask, times: 1 })), ...alike.values()];
}

/** Answers that came and wait to be read, and questions without an answer yet. */
export function Asks({ view }: { view: CaseView }) {
  const [coding, setCoding] = useState<AskView>();
  if (view.asks.length === 0) return null;
  const waiting = view.asks.filter(({ coded, closedAt }) => !coded && !closedAt);
  const codeOf = (ask: AskView) => view.issues.find(({ issueId }) => issueId === ask.issueId)?.code;
  return (
    <Card title={w.ask.title} aside={<span className="xs dim">{many(w.ask.open, waiting.length)}</span>}>
      <div className="tablewrap">
        <table className="t">
          <tbody>
            {linesOf(view.asks).map(({ ask, times }) => (
              <tr key={ask.askId}>
                <td className="nw">{day(ask.askedAt)}</td>
                <td>
                  {ask.kind === 'consent'
                    ? ask.scopes.map((scope) => named(w.scope, scope)).join('; ')
                    : fill(w.ask.about, { code: codeOf(ask) ?? '' })}
                </td>
                <td>
                  {ask.coded ? (
                    <>
                      {named(w.coded, ask.coded)}
                      {times === 1 && ask.amount !== null && ask.currency !== null && (
                        <>, {showAmount({ amount: ask.amount, currency: ask.currency })}</>
                      )}
                      {times > 1 && <span className="dim">, {fill(w.ask.times, { n: times })}</span>}
                    </>
                  ) : ask.answerStatement ? (
                    <b>{w.side.answered}</b>
                  ) : (
                    <span className="dim">{w.ask.none}</span>
                  )}
                </td>
                <td className="num">
                  {!ask.coded && !ask.closedAt && (
                    <Button icon="open" onClick={() => setCoding(ask)}>
                      {ask.answerStatement ? w.ask.read : w.ask.code}
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Modal
        opened={coding !== undefined}
        onClose={() => setCoding(undefined)}
        title={w.ask.codeTitle}
        size="lg"
      >
        {coding && <CodeAnswer view={view} ask={coding} close={() => setCoding(undefined)} />}
      </Modal>
    </Card>
  );
}
