/** A question to a worker that is answered scope by scope, in the worker's language. */
import { Modal, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ThreadView } from '../../features/cases/contract.ts';
import { SCOPES } from '../../features/cases/consent.ts';
import { DESK, post } from '../api.ts';
import { Button, Icon } from '../parts/basic.tsx';
import { Said } from '../parts/states.tsx';
import { newId, sealToWorker } from '../sealing.ts';
import { useMember } from '../session.ts';
import { CONSENT_QUESTION, inLanguage } from '../templates.ts';
import { fill, languageName, named, w } from '../words.ts';

type Props = {
  caseDocket: number;
  caseId: string;
  thread: Pick<ThreadView['thread'], 'docket' | 'threadId'>;
  publicKey: unknown;
  language: string;
};

export function AskConsent(props: Props) {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <div>
        <Button onClick={() => setAsking(true)}>{w.ask.consent}</Button>
      </div>
      <Modal opened={asking} onClose={() => setAsking(false)} title={w.ask.consentTitle} size="lg">
        <ConsentForm {...props} close={() => setAsking(false)} />
      </Modal>
    </>
  );
}

/**
 * Those that a case worker may need; nothing is ticked beforehand. A yes to an office or another organisation names it,
 * so it is asked where a referral begins.
 */
const ELSEWHERE = ['audio_recording', 'photo', 'data_licence', 'share_with_named_ngo_or_union', 'share_with_authority']; // prettier-ignore
const ASKED = SCOPES.filter((scope) => !ELSEWHERE.includes(scope));

function ConsentForm({
  caseDocket,
  caseId,
  thread,
  publicKey,
  language,
  close,
}: Props & { close: () => void }) {
  const me = useMember();
  const client = useQueryClient();
  const draft = inLanguage(CONSENT_QUESTION, language);
  const [scopes, setScopes] = useState<readonly string[]>([]);
  const [words, setWords] = useState(draft.words);
  const [ids] = useState(() => ({ askId: newId(), statementId: newId() }));
  const send = useMutation({
    mutationFn: async () => {
      const said = { v: 1, kind: 'consent_question', language: draft.language, words: words.trim(), scopes };
      const envelope = await sealToWorker(me, publicKey, said);
      await post(`${DESK}/cases/${caseDocket}/${caseId}/asks`, {
        ...ids,
        kind: 'consent',
        threadDocket: thread.docket,
        threadId: thread.threadId,
        scopes,
        envelope,
      });
    },
    onSuccess: async () => {
      await Promise.all(
        ['thread', 'case', 'inbox'].map((first) => client.invalidateQueries({ queryKey: [first] })),
      );
      close();
    },
  });
  return (
    <div className="d g">
      <fieldset className="g tight">
        <legend>{w.ask.scopes}</legend>
        {ASKED.map((scope) => (
          <label key={scope} className="sp sm">
            <input
              type="checkbox"
              checked={scopes.includes(scope)}
              onChange={(event) =>
                setScopes(
                  event.currentTarget.checked ? [...scopes, scope] : scopes.filter((one) => one !== scope),
                )
              }
            />
            {named(w.scope, scope)}
          </label>
        ))}
      </fieldset>
      <Textarea
        label={fill(w.ask.words, { language: languageName(draft.language) })}
        lang={draft.language}
        dir="auto"
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      {draft.language !== language && language !== 'und' && (
        <p className="note1">{fill(w.answerBox.notTranslated, { language: languageName(language) })}</p>
      )}
      <Said error={send.error} />
      <div className="sp">
        <span className="xs dim">
          <Icon id="lock" /> {w.answerBox.sealed}
        </span>
        <span className="grow" />
        <Button
          go
          disabled={scopes.length === 0 || words.trim() === '' || send.isPending}
          onClick={() => send.mutate()}
        >
          {w.ask.send}
        </Button>
      </div>
    </div>
  );
}
