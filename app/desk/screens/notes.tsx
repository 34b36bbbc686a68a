/** Notes of the team: sealed to this organisation's own key only. */
import { Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo, useRef, useState } from 'react';
import type { NoteView, ThreadView } from '../../features/cases/contract.ts';
import { DESK, post } from '../api.ts';
import { day } from '../clock.ts';
import { useKeys } from '../keyboard.tsx';
import { Button } from '../parts/basic.tsx';
import { Said } from '../parts/states.tsx';
import { newId, sealToTeam } from '../sealing.ts';
import { useMember } from '../session.ts';
import { useOpened } from '../use-opened.ts';
import { w } from '../words.ts';

export function NoteList({ notes }: { notes: readonly NoteView[] }) {
  const opened = useOpened(useMemo(() => notes.map(({ noteId, envelope }) => ({ id: noteId, envelope })), [notes])); // prettier-ignore
  return notes.map((note) => (
    <div key={note.noteId} className="note1">
      <b>{w.notes.title}</b>
      <span className="dim">
        , {note.by ?? w.notes.left}, {day(note.at)}.
      </span>{' '}
      <span className="pre">{opened.get(note.noteId)?.words ?? w.states.opening}</span>
    </div>
  ));
}

export function Notes({ view }: { view: ThreadView }) {
  const me = useMember();
  const client = useQueryClient();
  const { docket, threadId } = view.thread;
  const box = useRef<HTMLTextAreaElement>(null);
  const [writing, setWriting] = useState(false);
  const [words, setWords] = useState('');
  const [noteId, setNoteId] = useState(newId);
  const keep = useMutation({
    mutationFn: async () => {
      const envelope = await sealToTeam(me, { v: 1, kind: 'note', words: words.trim() });
      await post(`${DESK}/threads/${docket}/${threadId}/notes`, { noteId, envelope });
    },
    onSuccess: () => {
      setWords('');
      setNoteId(newId());
      setWriting(false);
      return client.invalidateQueries({ queryKey: ['thread', docket, threadId] });
    },
  });
  const start = () => {
    setWriting(true);
    setTimeout(() => box.current?.focus());
  };
  useKeys([{ key: 'N', does: w.keys.note, run: start }]);
  return (
    <section className="g" aria-label={w.notes.section}>
      <NoteList notes={view.notes} />
      {writing ? (
        <div className="note1 g">
          <Textarea
            ref={box}
            label={w.notes.label}
            value={words}
            maxLength={10_000}
            onChange={(event) => setWords(event.currentTarget.value)}
          />
          <Said error={keep.error} />
          <div className="sp">
            <Button disabled={words.trim() === '' || keep.isPending} onClick={() => keep.mutate()}>
              {w.notes.keep}
            </Button>
            <Button onClick={() => setWriting(false)}>{w.states.cancel}</Button>
          </div>
        </div>
      ) : (
        <div>
          <Button icon="pen" hotkey="N" onClick={start}>
            {w.notes.write}
          </Button>
        </div>
      )}
    </section>
  );
}
