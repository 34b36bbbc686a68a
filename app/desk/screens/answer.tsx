/** The answer, in the worker's language, sealed to the worker's code. */
import { Menu, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { ThreadView, messageBody } from '../../features/cases/contract.ts';
import type { z } from 'zod';
import { DESK, isProblem, post } from '../api.ts';
import { useKeys } from '../keyboard.tsx';
import { Button, Icon, Kbd } from '../parts/basic.tsx';
import { Said } from '../parts/states.tsx';
import { newId, sealToWorker } from '../sealing.ts';
import { useMember } from '../session.ts';
import { TEMPLATES, type Template, acknowledgement, inLanguage } from '../templates.ts';
import { fill, languageName, w } from '../words.ts';
import t from '../words/triage.en.json' with { type: 'json' };
import { takeInserts } from './triage/nav.ts';
import { useWordings } from './triage/wordings.tsx';

type Kind = NonNullable<z.infer<typeof messageBody>['kind']>;
type Draft = { readonly id: string; readonly words: string; readonly kind: Kind; readonly language: string };

export function Answer({ view, language }: { view: ThreadView; language: string }) {
  const me = useMember();
  const client = useQueryClient();
  const box = useRef<HTMLTextAreaElement>(null);
  const { docket, threadId } = view.thread;
  const fresh = (): Draft => ({ id: newId(), words: '', kind: 'message', language });
  const [draft, setDraft] = useState<Draft>(fresh);
  const send = useMutation({
    mutationFn: async () => {
      const said = { v: 1, kind: draft.kind, language: draft.language === 'und' ? undefined : draft.language, words: draft.words.trim() }; // prettier-ignore
      const envelope = await sealToWorker(me, view.publicKey, said);
      const body = { statementId: draft.id, envelope, kind: draft.kind, seen: view.statements.length };
      return post(`${DESK}/threads/${docket}/${threadId}/messages`, body);
    },
    onSuccess: () => {
      setDraft(fresh());
      // Out of the box, so that the next key is one of the desk again.
      box.current?.blur();
    },
    onSettled: (_, error) => {
      // Also after a conflict: what came meanwhile is shown, the words stay in the box, and a new id is a new message.
      if (isProblem(error, 409)) setDraft((before) => ({ ...before, id: newId() }));
      void client.invalidateQueries({ queryKey: ['thread', docket, threadId] });
      void client.invalidateQueries({ queryKey: ['inbox'] });
    },
  });
  const put = (template: Template, kind: Kind) => {
    const { language: found, words } = inLanguage(template, language);
    setDraft((before) => ({ ...before, kind, language: found, words: before.words ? `${before.words}\n${words}` : words })); // prettier-ignore
    box.current?.focus();
  };
  useEffect(
    () =>
      takeInserts(({ words, language: found }) => {
        setDraft((before) => ({ ...before, language: found, words: before.words ? `${before.words}\n${words}` : words })); // prettier-ignore
        box.current?.focus();
      }),
    [],
  );
  const [templates, setTemplates] = useState(false);
  const wordings = useWordings().data?.templates.filter(({ retired }) => !retired) ?? [];
  useKeys([
    { key: 'A', does: w.keys.answer, run: () => box.current?.focus() },
    { key: 'Q', does: w.answerBox.acknowledge, run: () => put(acknowledgement, view.thread.answeredAt ? 'message' : 'acknowledgement') }, // prettier-ignore
    { key: ';', does: w.keys.template, run: () => setTemplates(true) },
  ]);
  // A wording’s own place-holders are never for the worker.
  const unfilled = /\{\w+\}/.test(draft.words);
  const can = draft.words.trim() !== '' && !unfilled && !send.isPending;
  return (
    <section className="card">
      <header>
        <h2>
          {language === 'und'
            ? w.answerBox.title
            : fill(w.answerBox.titleIn, { language: languageName(language) })}
        </h2>
        <span className="grow" />
        {!view.thread.answeredAt && (
          <Button hotkey="Q" onClick={() => put(acknowledgement, 'acknowledgement')}>
            {w.answerBox.acknowledge}
          </Button>
        )}
        <Menu opened={templates} onChange={setTemplates} position="bottom-end" shadow="md">
          <Menu.Target>
            <button type="button" className="bt" aria-keyshortcuts=";">
              {w.answerBox.template} <Kbd>;</Kbd>
            </button>
          </Menu.Target>
          <Menu.Dropdown>
            {wordings.length > 0 && <Menu.Label>{t.book.templates}</Menu.Label>}
            {wordings.map(({ templateId, name, texts }) => (
              <Menu.Item
                key={templateId}
                onClick={() => put({ id: templateId, name, text: texts }, draft.kind)}
              >
                {name}
                {!texts[language] && <span className="xs dim"> {w.answerBox.englishOnly}</span>}
              </Menu.Item>
            ))}
            {TEMPLATES.map((template) => (
              <Menu.Item key={template.id} onClick={() => put(template, draft.kind)}>
                {template.name}
                {!template.text[language] && <span className="xs dim"> {w.answerBox.englishOnly}</span>}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      </header>
      <div className="in">
        <Textarea
          ref={box}
          aria-label={w.answerBox.label}
          lang={draft.language === 'und' ? undefined : draft.language}
          dir="auto"
          placeholder={w.answerBox.placeholder}
          value={draft.words}
          maxLength={20_000}
          onChange={(event) => {
            const words = event.currentTarget.value;
            setDraft((before) => ({ ...before, words, language: words === '' ? language : before.language, kind: words === '' ? 'message' : before.kind })); // prettier-ignore
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && can) send.mutate();
            if (event.key === 'Escape') event.currentTarget.blur();
          }}
        />
        {draft.words !== '' && draft.language !== language && language !== 'und' && (
          <p className="note1">{fill(w.answerBox.notTranslated, { language: languageName(language) })}</p>
        )}
        {unfilled && <p className="note1">{t.coded.fill}</p>}
        {isProblem(send.error, 409) && (
          <p className="note1" role="alert">
            {w.answerBox.second}
          </p>
        )}
        <Said error={isProblem(send.error, 409) ? undefined : send.error} />
      </div>
      <div className="sp foot">
        <span className="xs dim">
          <Icon id="lock" /> {w.answerBox.sealed}
        </span>
        <span className="grow" />
        {draft.kind === 'acknowledgement' && <span className="tag">{w.answerBox.asAcknowledgement}</span>}
        <Button go disabled={!can} onClick={() => send.mutate()} hotkey="Ctrl ↵">
          {send.isPending ? w.states.sending : w.answerBox.send}
        </Button>
      </div>
    </section>
  );
}
