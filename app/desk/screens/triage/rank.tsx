/** Urgency by a person: up at once, down with a reason that stands on record. */
import { Modal, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ThreadView } from '../../../features/cases/contract.ts';
import { post } from '../../api.ts';
import { Button, Urgency } from '../../parts/basic.tsx';
import { Said } from '../../parts/states.tsx';
import { newId, sealToTeam } from '../../sealing.ts';
import { useMember } from '../../session.ts';
import { w } from '../../words.ts';
import t from '../../words/triage.en.json' with { type: 'json' };

const ALL = ['P0', 'P1', 'P2', 'P3'] as const;

export function Rank({ view, base, close }: { view: ThreadView; base: string; close: () => void }) {
  const { thread } = view;
  const me = useMember();
  const client = useQueryClient();
  const [urgency, setUrgency] = useState(thread.urgency);
  const wasKnown = thread.knownAt !== null;
  const [known, setKnown] = useState(wasKnown);
  const [words, setWords] = useState('');
  const [noteId] = useState(newId);
  const lowers = urgency > thread.urgency || (wasKnown && !known);
  const keep = useMutation({
    mutationFn: async () => {
      const why = lowers ? { noteId, envelope: await sealToTeam(me, { v: 1, kind: 'note', words: words.trim() }) } : undefined; // prettier-ignore
      return post(`${base}/urgency`, {
        urgency,
        known,
        was: { urgency: thread.urgency, known: wasKnown },
        why,
      });
    },
    onSuccess: close,
    onSettled: () => {
      for (const first of ['thread', 'inbox', 'case', 'cases']) void client.invalidateQueries({ queryKey: [first] }); // prettier-ignore
    },
  });
  return (
    <Modal opened onClose={close} title={t.rank.title}>
      <form
        className="d g"
        onSubmit={(event) => {
          event.preventDefault();
          keep.mutate();
        }}
      >
        <p className="sm">{t.rank.what}</p>
        <div className="radios" role="radiogroup" aria-label={t.rank.title}>
          {ALL.map((one) => (
            <label key={one}>
              <input
                type="radio"
                name="urgency"
                checked={urgency === one}
                data-autofocus={urgency === one || undefined}
                onChange={() => setUrgency(one)}
              />
              <Urgency code={one} word />
            </label>
          ))}
        </div>
        <label className="sp sm">
          <input
            type="checkbox"
            checked={known}
            onChange={(event) => setKnown(event.currentTarget.checked)}
          />
          {t.rank.known}
        </label>
        {lowers && (
          <Textarea
            label={t.rank.why}
            required
            minLength={3}
            maxLength={2000}
            value={words}
            onChange={(event) => setWords(event.currentTarget.value)}
          />
        )}
        <Said error={keep.error} />
        <div className="sp">
          <button
            type="submit"
            className="bt go"
            disabled={keep.isPending || (lowers && words.trim().length < 3)}
          >
            {t.rank.save}
          </button>
          <Button onClick={close}>{w.states.cancel}</Button>
        </div>
      </form>
    </Modal>
  );
}
