/** Questions to the workers of a case, and the coding of their answers: read first, then recorded. */
import { Modal, Select, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { AskView, CaseView, ThreadView } from '../../features/cases/contract.ts';
import { DESK, get, post } from '../api.ts';
import { day } from '../clock.ts';
import { useKeys } from '../keyboard.tsx';
import { Barred, Button, Card, Icon } from '../parts/basic.tsx';
import { Said } from '../parts/states.tsx';
import { newId, sealToWorker } from '../sealing.ts';
import { useMember } from '../session.ts';
import { REMEDY_QUESTION, inLanguage } from '../templates.ts';
import { useOpened } from '../use-opened.ts';
import { fill, languageName, many, named, w } from '../words.ts';
import { CodeAnswer } from './code-answer.tsx';

/** Issues of which the business says something is done: only then is there something to ask about. */
const askable = (view: CaseView) => view.issues.filter(({ claimedAt }) => claimedAt !== null);

export function AskWorkers({ view }: { view: CaseView }) {
  const [asking, setAsking] = useState(false);
  const can = askable(view).length > 0;
  useKeys(can ? [{ key: 'W', does: w.keys.ask, run: () => setAsking(true) }] : []);
  if (!can) return <Barred why={w.ask.nothingClaimed}>{w.ask.workers}</Barred>;
  return (
    <>
      <Button go hotkey="W" onClick={() => setAsking(true)}>
        {w.ask.workers}
      </Button>
      <Modal opened={asking} onClose={() => setAsking(false)} title={w.ask.workersTitle} size="lg">
        <RemedyForm view={view} close={() => setAsking(false)} />
      </Modal>
    </>
  );
}

function RemedyForm({ view, close }: { view: CaseView; close: () => void }) {
  const me = useMember();
  const client = useQueryClient();
  const issues = askable(view);
  const [issueId, setIssueId] = useState(issues[0]?.issueId ?? '');
  const threads = view.threads.filter((thread) => !thread.withdrawn);
  const [chosen, setChosen] = useState<readonly string[]>(threads.map(({ threadId }) => threadId));
  const opened = useOpened(
    useMemo(() => threads.flatMap(({ first }) => (first ? [{ id: first.statementId, envelope: first.envelope }] : [])), [view.threads]), // prettier-ignore
  );
  const languageOf = (threadId: string): string => {
    const first = threads.find((thread) => thread.threadId === threadId)?.first;
    return (first && opened.get(first.statementId)?.language) ?? 'en';
  };
  const languages = [...new Set(chosen.map((id) => inLanguage(REMEDY_QUESTION, languageOf(id)).language))];
  const [words, setWords] = useState<Readonly<Record<string, string>>>({});
  const wordsIn = (language: string) => words[language] ?? REMEDY_QUESTION.text[language] ?? '';
  const [sent, setSent] = useState(0);
  const send = useMutation({
    mutationFn: async () => {
      for (const [n, threadId] of chosen.entries()) {
        const thread = threads.find((one) => one.threadId === threadId);
        if (!thread) continue;
        const { publicKey } = await get<ThreadView>(`${DESK}/threads/${thread.docket}/${threadId}`);
        const { language } = inLanguage(REMEDY_QUESTION, languageOf(threadId));
        const said = { v: 1, kind: 'remedy_question', language, words: wordsIn(language) };
        await post(`${DESK}/cases/${view.case.docket}/${view.case.caseId}/asks`, {
          askId: newId(),
          statementId: newId(),
          kind: 'remedy',
          issueId,
          threadDocket: thread.docket,
          threadId,
          envelope: await sealToWorker(me, publicKey, said),
        });
        setSent(n + 1);
        // Whoever has the question is not asked again when a later one fails and the button is pressed again.
        setChosen((before) => before.filter((one) => one !== threadId));
      }
    },
    onSuccess: close,
    onSettled: () => client.invalidateQueries({ queryKey: ['case'] }),
  });
  return (
    <div className="d g">
      <Select
        label={w.ask.issue}
        value={issueId}
        onChange={(value) => setIssueId(value ?? '')}
        comboboxProps={{ withinPortal: false }}
        data={issues.map((issue) => ({ value: issue.issueId, label: `${issue.code} ${issue.label}` }))}
      />
      <fieldset className="g tight">
        <legend>{w.ask.whom}</legend>
        {threads.map((thread, n) => (
          <label key={thread.threadId} className="sp sm">
            <input
              type="checkbox"
              checked={chosen.includes(thread.threadId)}
              onChange={
                (event) =>
                setChosen(event.currentTarget.checked ? [...chosen, thread.threadId] : chosen.filter((one) => one !== thread.threadId)) // prettier-ignore
              }
            />
            {fill(w.ask.worker, {
              n: n + 1,
              language: languageName(languageOf(thread.threadId)),
              day: day(thread.receivedDay),
            })}
          </label>
        ))}
      </fieldset>
      {languages.map((language) => (
        <Textarea
          key={language}
          label={fill(w.ask.words, { language: languageName(language) })}
          lang={language}
          dir="auto"
          value={wordsIn(language)}
          onChange={(event) => {
            const typed = event.currentTarget.value;
            setWords((before) => ({ ...before, [language]: typed }));
          }}
        />
      ))}
      <Said error={send.error} />
      <div className="sp">
        <span className="xs dim">
          <Icon id="lock" /> {w.answerBox.sealed}
        </span>
        <span className="grow" />
        {send.isPending && <span className="sm">{fill(w.ask.sentOf, { n: sent, of: chosen.length })}</span>}
        <Button go disabled={chosen.length === 0 || !issueId || send.isPending} onClick={() => send.mutate()}>
          {many(w.ask.sendTo, chosen.length)}
        </Button>
      </div>
    </div>
  );
}

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
