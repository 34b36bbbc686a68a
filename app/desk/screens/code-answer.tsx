/** Opens a worker's answer and records what it says; only a worker's own statement can be coded, or "no answer". */
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { ANSWERS } from '../../features/cases/answers.ts';
import type { AskView, CaseView, ThreadView } from '../../features/cases/contract.ts';
import { useAct } from '../act.ts';
import { DESK, get } from '../api.ts';
import type { Opened } from '../opened.ts';
import { Button } from '../parts/basic.tsx';
import { Loading, Said, Wrong } from '../parts/states.tsx';
import { useOpened } from '../use-opened.ts';
import { named, w } from '../words.ts';
import { Words } from './thread.tsx';

/** What the answer itself says, as a first choice; the case worker decides. */
function suggested(ask: AskView, inside: Opened | null | undefined): string | undefined {
  if (!inside) return undefined;
  if (ask.kind === 'remedy') return ANSWERS.remedy.find((value) => value === inside.outcome);
  if (ask.kind !== 'consent') return ANSWERS[ask.kind].find((value) => value === inside.value);
  if (saidYes(ask, inside).length > 0) return 'given';
  return ask.scopes.some((scope) => inside.answers[scope] === 'no') ? 'refused' : undefined;
}

/** Silence about a scope is no yes to it. */
const saidYes = (ask: AskView, inside: Opened | null | undefined): string[] =>
  ask.scopes.filter((scope) => inside?.answers[scope] === 'yes');

export function CodeAnswer({ view, ask, close }: { view: CaseView; ask: AskView; close: () => void }) {
  const thread = useQuery({
    queryKey: ['thread', ask.threadDocket, ask.threadId],
    queryFn: () => get<ThreadView>(`${DESK}/threads/${ask.threadDocket}/${ask.threadId}`),
  });
  const kind = ask.kind === 'consent' ? 'consent_answer' : ask.kind === 'remedy' ? 'remedy_answer' : 'answer';
  const answers = useMemo(
    () =>
      (thread.data?.statements ?? []).filter(
        (one) => one.from === 'worker' && (one.id === ask.answerStatement || one.kind === kind),
      ),
    [thread.data, ask],
  );
  const opened = useOpened(
    useMemo(() => answers.flatMap(({ id, envelope }) => (envelope ? [{ id, envelope }] : [])), [answers]),
  );
  const [picked, setPicked] = useState<string>();
  const from = picked ?? ask.answerStatement ?? undefined;
  const inside = from ? opened.get(from) : undefined;
  const [value, setValue] = useState<string>();
  const chosen = value ?? suggested(ask, inside);
  const [ticked, setTicked] = useState<readonly string[]>();
  const given = ticked ?? saidYes(ask, inside);
  const needsScopes = ask.kind === 'consent' && chosen === 'given';
  const record = useAct<object>(
    `${DESK}/cases/${view.case.docket}/${view.case.caseId}/asks/${ask.askId}/code`,
    ['case', 'thread', 'inbox'],
    close,
  );
  if (thread.isError) return <Wrong error={thread.error} />;
  if (!thread.data) return <Loading rows={2} />;
  const keep = () =>
    record.mutate({
      value: chosen,
      ...(chosen !== 'no_answer' && inside?.well ? { quality: inside.well } : {}),
      ...(chosen !== 'no_answer' && from ? { answerStatement: from } : {}),
      ...(needsScopes ? { given } : {}),
      ...(ask.coded ? { was: ask.coded } : {}),
    });
  return (
    <div className="d g">
      {answers.length === 0 && <p className="dim">{w.ask.noAnswerYet}</p>}
      {answers.map((answer) => (
        <label key={answer.id} className={`statement worker ${answer.id === from ? 'on' : ''}`}>
          {answers.length > 1 && (
            <input
              type="radio"
              name="answer"
              checked={answer.id === from}
              onChange={() => setPicked(answer.id)}
            />
          )}
          <Words inside={opened.get(answer.id)} sealed={answer.envelope !== null} />
        </label>
      ))}
      <fieldset className="g tight">
        <legend>{w.ask.says}</legend>
        {ANSWERS[ask.kind].map((one) => (
          <label key={one} className="sp sm">
            <input
              type="radio"
              name="coded"
              checked={chosen === one}
              disabled={one !== 'no_answer' && from === undefined}
              onChange={() => setValue(one)}
            />
            {named(w.coded, one)}
          </label>
        ))}
      </fieldset>
      {needsScopes && (
        <fieldset className="g tight">
          <legend>{w.ask.agreedTo}</legend>
          {ask.scopes.map((scope) => (
            <label key={scope} className="sp sm">
              <input
                type="checkbox"
                checked={given.includes(scope)}
                onChange={(event) =>
                  setTicked(
                    event.currentTarget.checked ? [...given, scope] : given.filter((one) => one !== scope),
                  )
                }
              />
              {named(w.scope, scope)}
            </label>
          ))}
        </fieldset>
      )}
      <p className="xs dim">{w.ask.codeWhat}</p>
      <Said error={record.error} />
      <div className="sp">
        <Button
          go
          disabled={chosen === undefined || (needsScopes && given.length === 0) || record.isPending}
          onClick={keep}
        >
          {w.ask.record}
        </Button>
        <Button onClick={close}>{w.states.cancel}</Button>
      </div>
    </div>
  );
}
