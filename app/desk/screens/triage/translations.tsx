/** What it says in another language, below the original, and whose translation it is. */
import { Modal, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { ThreadView } from '../../../features/cases/contract.ts';
import type { BesideView } from '../../../features/triage/contract.ts';
import { useAct } from '../../act.ts';
import { DESK, post } from '../../api.ts';
import { day } from '../../clock.ts';
import { Button } from '../../parts/basic.tsx';
import { Said } from '../../parts/states.tsx';
import { newId, sealToTeam } from '../../sealing.ts';
import { useMember } from '../../session.ts';
import { useOpened } from '../../use-opened.ts';
import { fill, languageName, w } from '../../words.ts';
import t from '../../words/triage.en.json' with { type: 'json' };
import { LANGUAGES, Pick } from './pick.tsx';

type Props = { view: ThreadView; statementId: string; beside: BesideView | undefined };

export function Translations({ view, statementId, beside }: Props) {
  const mine = useMemo(
    () => (beside?.translations ?? []).filter((one) => one.statementId === statementId),
    [beside, statementId],
  );
  const opened = useOpened(mine.map(({ translationId, envelope }) => ({ id: translationId, envelope })));
  const [adding, setAdding] = useState(false);
  return (
    <>
      {mine.map((one) => (
        <div key={one.translationId} className="trans">
          <p className="xs dim">
            {fill(one.machine ? t.translation.machine : t.translation.by, {
              language: languageName(one.language),
              name: one.by ?? w.notes.left,
              machine: one.machine ?? '',
            })}
            {', '}
            {day(one.at)}
          </p>
          <p className="pre" lang={one.language} dir="auto">
            {opened.get(one.translationId)?.words ?? w.states.opening}
          </p>
        </div>
      ))}
      <Split view={view} statementId={statementId} beside={beside} add={() => setAdding(true)} />
      {adding && <Add view={view} statementId={statementId} close={() => setAdding(false)} />}
    </>
  );
}

/** Under each message of the worker's: translate, or mark that somebody else speaks from here on. */
function Split({ view, statementId, beside, add }: Props & { add: () => void }) {
  const { docket, threadId } = view.thread;
  const [tieId, setTieId] = useState(newId);
  const tie = useAct<object>(`${DESK}/triage/threads/${docket}/${threadId}/ties`, ['thread', 'inbox'], () => setTieId(newId())); // prettier-ignore
  if (view.thread.withdrawn || view.thread.erasing) return null;
  const marked = beside?.ties.some(
    ({ fromStatement, undoneAt }) => fromStatement === statementId && !undoneAt,
  );
  return (
    <p className="sp xs">
      <Button onClick={add}>{t.translation.add}</Button>
      {statementId !== threadId && !marked && (
        <Button
          disabled={tie.isPending}
          onClick={() => tie.mutate({ kind: 'other_person', tieId, fromStatement: statementId })}
        >
          {t.beside.split}
        </Button>
      )}
      <Said error={tie.error} />
    </p>
  );
}

function Add({ view, statementId, close }: { view: ThreadView; statementId: string; close: () => void }) {
  const { docket, threadId } = view.thread;
  const me = useMember();
  const client = useQueryClient();
  const [translationId] = useState(newId);
  const [language, setLanguage] = useState<(typeof LANGUAGES)[number]>('en');
  const [words, setWords] = useState('');
  const [machine, setMachine] = useState<string>();
  const keep = useMutation({
    mutationFn: async () => {
      const envelope = await sealToTeam(me, { v: 1, kind: 'translation', language, words: words.trim() });
      const path = `${DESK}/triage/threads/${docket}/${threadId}/translations`;
      return post(path, { translationId, statementId, language, machine: machine?.trim() || undefined, envelope }); // prettier-ignore
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['thread', docket, threadId, 'beside'] });
      close();
    },
  });
  return (
    <Modal opened onClose={close} title={t.translation.add} size="lg">
      <form
        className="d g"
        onSubmit={(event) => {
          event.preventDefault();
          keep.mutate();
        }}
      >
        <p className="sm">{t.translation.original}</p>
        <Pick
          name={t.translation.language}
          value={language}
          all={LANGUAGES}
          words={languageName}
          pick={(one) => one && setLanguage(one)}
        />{' '}
        <Textarea
          data-autofocus
          label={t.translation.words}
          lang={language}
          autosize
          minRows={3}
          maxLength={20_000}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />{' '}
        <div className="radios sm" role="radiogroup" aria-label={t.translation.who}>
          <label>
            <input
              type="radio"
              name="who"
              checked={machine === undefined}
              onChange={() => setMachine(undefined)}
            />
            {t.translation.own}
          </label>
          <label>
            <input type="radio" name="who" checked={machine !== undefined} onChange={() => setMachine('')} />
            {t.translation.aMachine}
          </label>
        </div>
        {machine !== undefined && (
          <label className="searchbox">
            <span className="vh">{t.translation.machineName}</span>
            <input
              required
              placeholder={t.translation.machineName}
              pattern="[A-Za-z0-9][A-Za-z0-9 ._\-]*"
              maxLength={60}
              value={machine}
              onChange={(event) => setMachine(event.currentTarget.value)}
            />{' '}
          </label>
        )}
        <Said error={keep.error} />
        <div className="sp">
          <button
            type="submit"
            className="bt go"
            disabled={words.trim() === '' || keep.isPending || machine?.trim() === ''}
          >
            {' '}
            {t.translation.keep}
          </button>
          <Button onClick={close}>{w.states.cancel}</Button>
        </div>
      </form>
    </Modal>
  );
}
