/** A question answered from the directory: found, sealed to the worker, sent and counted as help. Two keys. */
import { Modal } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type KeyboardEvent, useDeferredValue, useState } from 'react';
import type { ThreadView } from '../../../features/cases/contract.ts';
import type { Entry } from '../../../features/triage/contract.ts';
import { DESK, get, isProblem, post } from '../../api.ts';
import { fullDay } from '../../clock.ts';
import { Button, Icon } from '../../parts/basic.tsx';
import { Empty, Loading, Said, Wrong } from '../../parts/states.tsx';
import { newId, sealToWorker } from '../../sealing.ts';
import { useMember } from '../../session.ts';
import type { Found } from '../../use-opened.ts';
import { countryName, fill, languageName, named } from '../../words.ts';
import t from '../../words/triage.en.json' with { type: 'json' };
import { ranked, textIn } from './entry-rank.ts';
import { insertIntoAnswer, useQueueNav } from './nav.ts';

export const useEntries = () =>
  useQuery({
    queryKey: ['entries'],
    queryFn: () => get<{ entries: Entry[] }>(`${DESK}/triage/entries`),
    staleTime: 300_000,
  });

type Props = { view: ThreadView; inside: Found; base: string; close: () => void };

export function FromDirectory({ view, inside, base, close }: Props) {
  const me = useMember();
  const client = useQueryClient();
  const { next } = useQueueNav();
  const entries = useEntries();
  const [typed, setTyped] = useState('');
  const search = useDeferredValue(typed);
  const [at, setAt] = useState(0);
  const [ids, setIds] = useState(() => ({ helpId: newId(), statementId: newId() }));
  const language = view.thread.language ?? inside?.language ?? 'und';
  const found = ranked(entries.data?.entries ?? [], { words: inside?.words ?? '', language }, search).slice(0, 8); // prettier-ignore
  const chosen = found[Math.min(at, found.length - 1)];
  const send = useMutation({
    mutationFn: async (entry: Entry) => {
      const said = textIn(entry, language);
      const envelope = await sealToWorker(me, view.publicKey, { v: 1, kind: 'message', ...said });
      const { topic, entryId } = entry;
      return post(`${base}/help-answers`, { ...ids, topic, entryId, envelope, seen: view.statements.length });
    },
    onSuccess: () => {
      close();
      next();
    },
    onSettled: (_, error) => {
      if (isProblem(error, 409)) setIds({ helpId: newId(), statementId: newId() });
      for (const first of ['thread', 'inbox']) void client.invalidateQueries({ queryKey: [first] });
    },
  });
  const may = (entry: Entry | undefined): entry is Entry => entry !== undefined && !entry.expired && !send.isPending; // prettier-ignore
  const press = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setAt(Math.min(found.length - 1, at + 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(0, at - 1));
    else if (event.key === 'Enter' && may(chosen)) send.mutate(chosen);
    else return;
    event.preventDefault();
  };
  return (
    <Modal opened transitionProps={{ duration: 0 }} onClose={close} title={t.info.title} size="lg">
      <div className="d g">
        <p className="sm">{t.info.what}</p>
        <label className="searchbox">
          <Icon id="search" />
          <span className="vh">{t.info.search}</span>
          <input
            data-autofocus
            type="search"
            placeholder={t.info.search}
            value={typed}
            onChange={(event) => {
              setTyped(event.currentTarget.value);
              setAt(0);
            }}
            onKeyDown={press}
          />
        </label>
        {entries.isPending && <Loading rows={3} />}
        {entries.isError && <Wrong error={entries.error} again={() => void entries.refetch()} />}
        {entries.data && found.length === 0 && <Empty>{t.info.none}</Empty>}
        <div className="picks" role="listbox" aria-label={t.info.title}>
          {found.map((entry, i) => (
            <button
              key={entry.entryId}
              type="button"
              role="option"
              aria-selected={entry === chosen}
              className={`pickrow ${entry === chosen ? 'chosen' : ''}`}
              onClick={() => setAt(i)}
            >
              <Icon id="inf" />
              <b>{entry.title}</b>
              <span className="grow dim cut">
                {[named(t.topic, entry.topic), entry.place, entry.country && countryName(entry.country)]
                  .filter(Boolean)
                  .join(', ')}{' '}
              </span>
              <span className="dim">{Object.keys(entry.texts).join(' ')}</span>
              {entry.expired && entry.validUntil && (
                <span className="heedc">{fill(t.info.expired, { day: fullDay(entry.validUntil) })}</span>
              )}
            </button>
          ))}
        </div>
        {chosen && <Preview entry={chosen} language={language} />}
        <Said error={send.error} />
        <div className="sp">
          <Button go hotkey="↵" disabled={!may(chosen)} onClick={() => may(chosen) && send.mutate(chosen)}>
            {t.info.send}
          </Button>
          <Button
            disabled={!may(chosen)}
            onClick={() => {
              if (chosen) insertIntoAnswer(textIn(chosen, language));
              close();
            }}
          >
            {t.info.insert}
          </Button>
        </div>
      </div>
    </Modal>
  );
}

function Preview({ entry, language }: { entry: Entry; language: string }) {
  const { words, language: found } = textIn(entry, language);
  return (
    <div className="note1">
      <p className="xs dim">
        {found === language || language === 'und'
          ? fill(t.info.inLanguage, { language: languageName(found) })
          : fill(t.info.english, { language: languageName(language), found: languageName(found) })}
      </p>
      <p className="said pre" lang={found} dir="auto">
        {words}
      </p>
    </div>
  );
}
