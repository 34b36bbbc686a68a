/** One round of questions: who was drawn by what, who is silent, and its end. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { CaseView } from '../../../features/cases/contract.ts';
import type { RoundView } from '../../../features/cases/round.contract.ts';
import { useAct } from '../../act.ts';
import { DESK } from '../../api.ts';
import { day } from '../../clock.ts';
import { Button } from '../../parts/basic.tsx';
import { Said } from '../../parts/states.tsx';
import { newId } from '../../sealing.ts';
import { useMember } from '../../session.ts';
import r from '../../words/remedy.en.json' with { type: 'json' };
import { fill, many, named, w } from '../../words.ts';
import { askDrawn, firstWords, useLanguages } from './ask-workers.tsx';

const READS = ['case', 'rounds', 'sides'];
type Props = { view: CaseView; at: string; round: RoundView };
export function Round({ view, at, round }: Props) {
  const draw = useAct<object>(`${at}/rounds/${round.roundId}/draw`, READS);
  const end = useAct<object>(`${at}/rounds/${round.roundId}/end`, READS);
  const unasked = round.drawn.filter(({ askId }) => askId === null).length;
  const silent = round.drawn.filter((one) => one.askId !== null && !one.answered && one.coded === null);
  return (
    <section className="g tight" data-round={round.closedAt ? 'ended' : 'open'}>
      <h3>
        {fill(r.round, { n: round.n })}:{' '}
        <span className="sm">
          {round.way === 'census'
            ? fill(r.census, { n: round.size })
            : fill(r.sample, { size: round.size, frame: round.frame })}
          {round.seedEpoch !== null && `, ${fill(r.drawnBy, { n: round.seedEpoch })}`}
          {', '}
          {round.closedAt
            ? fill(r.ended, { day: day(round.closedAt) })
            : fill(r.ends, { day: day(round.endsOn) })}
        </span>
      </h3>
      {!round.drawnAt && (
        <div className="sp wrap">
          <span className="sm">{r.notDrawn}</span>
          <Button onClick={() => draw.mutate({})}>{r.draw}</Button>
        </div>
      )}
      {round.drawnAt && !round.closedAt && unasked > 0 && (
        <AskThose view={view} at={at} round={round} n={unasked} />
      )}
      {!round.closedAt && silent.length > 0 && <Silent view={view} silent={silent} />}
      {!round.closedAt && round.drawn.length > unasked && (
        <div className="sp wrap">
          <Button onClick={() => end.mutate({})}>{r.end}</Button>
          <span className="xs dim">{r.endWhat}</span>
        </div>
      )}
      <Said error={draw.error ?? end.error} />
    </section>
  );
}

function AskThose({ view, at, round, n }: Props & { n: number }) {
  const me = useMember();
  const client = useQueryClient();
  const languageOf = useLanguages(view);
  const [sent, setSent] = useState(0);
  const send = useMutation({
    mutationFn: () =>
      askDrawn(me, {
        at,
        round,
        words: (language) => firstWords(round.about, language),
        languageOf,
        sent: setSent,
      }),
    onSettled: () => Promise.all(READS.map((first) => client.invalidateQueries({ queryKey: [first] }))),
  });
  return (
    <div className="sp wrap">
      <Button go disabled={send.isPending} onClick={() => send.mutate()}>
        {many(r.askDrawn, n)}
      </Button>
      {send.isPending && <span className="sm">{fill(w.ask.sentOf, { n: sent, of: n })}</span>}
      <Said error={send.error} />
    </div>
  );
}

/** The ways that a team tries by; whether one is safe for this worker stands at the top of the worker's thread. */
const CHANNELS = Object.keys(r.channel);
const MOST = 12;
function Silent({ view, silent }: { view: CaseView; silent: RoundView['drawn'] }) {
  const numberOf = (threadId: string) => view.threads.findIndex((thread) => thread.threadId === threadId) + 1;
  return (
    <details>
      <summary className="sm">{many(r.silent, silent.length)}</summary>
      <table className="t">
        <tbody>
          {silent.slice(0, MOST).map((one) => (
            <tr key={one.threadId}>
              <td>{fill(r.worker, { n: numberOf(one.threadId) })}</td>
              <td>{many(r.tries, one.attempts)}</td>
              <td className="num">
                <Try view={view} askId={one.askId ?? ''} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

function Try({ view, askId }: { view: CaseView; askId: string }) {
  const [channel, setChannel] = useState(CHANNELS[0] ?? 'thread');
  const tried = useAct<object>(
    `${DESK}/cases/${view.case.docket}/${view.case.caseId}/asks/${askId}/attempts`,
    READS,
  );
  return (
    <span className="sp">
      <Said error={tried.error} />
      <select aria-label={r.try} value={channel} onChange={(event) => setChannel(event.currentTarget.value)}>
        {CHANNELS.map((one) => (
          <option key={one} value={one}>
            {named(r.channel, one)}
          </option>
        ))}
      </select>
      <Button disabled={tried.isPending} onClick={() => tried.mutate({ attemptId: newId(), channel })}>
        {r.try}
      </Button>
    </span>
  );
}
