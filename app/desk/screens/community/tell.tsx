/** One act that tells every worker of a closed case what changed, each in the language of their report. */
import { Checkbox, Textarea } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { TellView } from '../../../features/community/contract.ts';
import { DESK, get, post } from '../../api.ts';
import { Button } from '../../parts/basic.tsx';
import { Loading, Said, Wrong } from '../../parts/states.tsx';
import { newId, sealToWorker } from '../../sealing.ts';
import { useMember } from '../../session.ts';
import { useOpened } from '../../use-opened.ts';
import { fill, many, named } from '../../words.ts';
import words from '../../words/community.en.json' with { type: 'json' };

const w = words.tell;
const LANGUAGES = ['en', 'my', 'th'] as const;
type Language = (typeof LANGUAGES)[number];
type Thread = TellView['threads'][number];

export function Tell({ docket, caseId, close }: { docket: number; caseId: string; close: () => void }) {
  const view = useQuery({
    queryKey: ['telling', docket, caseId],
    queryFn: () => get<TellView>(`${DESK}/community/owed/${docket}/${caseId}`),
    staleTime: Infinity,
  });
  if (view.isError) return <Wrong error={view.error} />;
  return view.data ? <Form view={view.data} close={close} /> : <Loading rows={3} />;
}

function Form({ view, close }: { view: TellView; close: () => void }) {
  const me = useMember();
  const client = useQueryClient();
  const [texts, setTexts] = useState<Record<Language, string>>(view.drafts);
  const [ask, setAsk] = useState(true);
  const [done, setDone] = useState(0);
  const open = view.threads.filter(({ told }) => !told);
  const may = open.filter(({ held }) => held === null);
  const opened = useOpened(may.flatMap(({ threadId: id, envelope }) => (envelope ? [{ id, envelope }] : [])));
  const languageOf = ({ threadId }: Thread): Language =>
    LANGUAGES.find((one) => one === opened.get(threadId)?.language) ?? 'en';
  const used = LANGUAGES.filter((one) => may.some((thread) => languageOf(thread) === one));
  const send = useMutation({
    mutationFn: async () => {
      // One after another: what was sent stays sent if the next can't be, and pressed again it goes on from there.
      for (const thread of may.slice(done)) {
        const language = languageOf(thread);
        const said = { v: 1, kind: 'what_changed', language, words: texts[language] };
        await post(`${DESK}/community/told`, {
          subjectKind: 'case',
          subjectId: view.case.caseId,
          docket: thread.docket,
          threadId: thread.threadId,
          statementId: newId(),
          envelope: await sealToWorker(me, thread.publicKey, said),
          ...(ask ? { askId: newId() } : {}),
        });
        setDone((before) => before + 1);
      }
    },
    onSuccess: () => Promise.all(['owed', 'telling'].map((first) => client.invalidateQueries({ queryKey: [first], refetchType: first === 'owed' ? 'active' : 'none' }))), // prettier-ignore
  });
  const held = open.length - may.length;
  const before = view.threads.length - open.length;
  return (
    <div className="g" data-telling>
      <h3>{fill(w.title, { number: view.case.number })}</h3>
      <p className="sm">{w.what}</p>
      {used.map((language) => (
        <Textarea
          key={language}
          label={named(w.languages, language)}
          lang={language}
          autosize
          minRows={3}
          maxLength={4000}
          value={texts[language]}
          onChange={(event) => {
            const { value } = event.currentTarget;
            setTexts((all) => ({ ...all, [language]: value }));
          }}
        />
      ))}
      <Checkbox label={w.ask} checked={ask} onChange={(event) => setAsk(event.currentTarget.checked)} />
      {held > 0 && <p className="note1">{many(w.held, held)}</p>}
      {before > 0 && <p className="xs dim">{fill(w.already, { n: before })}</p>}
      <div className="sp wrapped" role="status">
        {done < may.length ? (
          <Button
            go
            disabled={
              send.isPending || opened.size < may.length || used.some((one) => texts[one].trim() === '')
            }
            onClick={() => send.mutate()}
          >
            {send.isPending ? fill(w.progress, { done, all: may.length }) : many(w.send, may.length - done)}
          </Button>
        ) : (
          <span>{w.done}</span>
        )}
        <Button onClick={close}>{w.close}</Button>
      </div>
      <Said error={send.error} />
    </div>
  );
}
