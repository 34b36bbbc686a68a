/** A message, a task, a decision, or what a buyer did: words are sealed here, once for each reader. */
import { Checkbox, FileInput, Select, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { JointView } from '../../../features/joint/contract.ts';
import { DECISIONS, LEVERS, TASKS } from '../../../features/joint/joint.ts';
import { DESK, post } from '../../api.ts';
import { useKeys } from '../../keyboard.tsx';
import { Button, Card, Icon } from '../../parts/basic.tsx';
import { Said } from '../../parts/states.tsx';
import { newId } from '../../sealing.ts';
import { useMember } from '../../session.ts';
import { fill, named, w } from '../../words.ts';
import j from '../../words/joint.en.json' with { type: 'json' };
import { sealCopies, writeTo } from './copies.ts';
import { nameOf } from './names.ts';

type Kind = 'message' | 'task' | 'decision' | 'act';
const CODES: Record<Exclude<Kind, 'message'>, { codes: readonly string[]; words: Record<string, string> }> = {
  task: { codes: TASKS, words: j.tasks.code },
  decision: { codes: DECISIONS, words: j.decision },
  act: { codes: LEVERS, words: j.lever },
};
const today = (): string => new Date().toISOString().slice(0, 10);
type Draft = { kind: Kind; code: string | null; owner: string | null; date: string; words: string };
const EMPTY: Draft = { kind: 'message', code: null, owner: null, date: today(), words: '' };

const kindsOf = (view: JointView): Kind[] => [
  'message',
  ...(view.may.includes('task') ? (['task'] as const) : []),
  ...(view.may.includes('decide') ? (['decision'] as const) : []),
  ...(view.may.includes('act') ? (['act'] as const) : []),
];

const isReady = (d: Draft): boolean =>
  d.kind === 'message'
    ? d.words.trim() !== ''
    : d.code !== null && (d.kind !== 'task' || d.owner !== null) && (d.kind === 'decision' || d.date !== '');

const bodyOf = (d: Draft): object => ({
  kind: d.kind,
  ...(d.code ? { code: d.code } : {}),
  ...(d.kind === 'task' ? { dueDay: d.date, owner: Number(d.owner) } : {}),
  ...(d.kind === 'act' ? { day: d.date } : {}),
});

export function Writer({ view }: { view: JointView }) {
  const me = useMember();
  const client = useQueryClient();
  const box = useRef<HTMLTextAreaElement>(null);
  const [draft, setDraft] = useState<Draft>(EMPTY);
  const [files, setFiles] = useState<File[]>([]);
  const [readers, setReaders] = useState(false);
  const [itemId, setItemId] = useState(newId);
  const set = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const to = writeTo(view, readers);
  useKeys([{ key: 'W', does: j.keys.write, run: () => box.current?.focus() }]);
  const send = useMutation({
    mutationFn: async () => {
      const words = draft.words.trim();
      const copies = words || files.length > 0 ? await sealCopies(me, view, { words, files, to }) : [];
      await post(`${DESK}/together/${view.docket}/${view.jointId}/items`, {
        ...bodyOf(draft),
        itemId,
        copies,
      });
    },
    onSuccess: async () => {
      setDraft(EMPTY);
      setFiles([]);
      setItemId(newId());
      await client.invalidateQueries({ queryKey: ['joint'] });
    },
  });
  return (
    <Card title={j.write.as}>
      <div className="in g">
        <Fields view={view} draft={draft} set={set} />
        <Textarea
          ref={box}
          label={j.write.label}
          minRows={3}
          autosize
          maxLength={8_000}
          value={draft.words}
          onChange={(event) => set({ words: event.currentTarget.value })}
        />
        <FileInput
          label={j.write.files}
          multiple
          clearable
          accept="image/jpeg,image/png,image/webp,application/pdf"
          value={files}
          onChange={(chosen) => setFiles(chosen.slice(0, 6))}
        />
        {
          view.sealTo.some(({ reader, no }) => reader && no !== view.you.no) &&
          <Checkbox label={j.write.readers} checked={readers} onChange={(event) => setReaders(event.currentTarget.checked)} /> // prettier-ignore
        }
        <Said error={send.error} />
        <div className="sp wrapped">
          <SealedTo view={view} to={to} />
          <span className="grow" />
          <Button go disabled={!isReady(draft) || send.isPending} onClick={() => send.mutate()}>
            {send.isPending ? w.states.sending : j.write.send}
          </Button>
        </div>
      </div>
    </Card>
  );
}

function SealedTo({ view, to }: { view: JointView; to: JointView['sealTo'] }) {
  const names = to.filter(({ no }) => no !== view.you.no).map(({ no }) => nameOf(view, no));
  return (
    <span className="xs dim measure">
      <Icon id="lock" />{' '}
      {names.length > 0 ? fill(j.write.sealed, { names: names.join(', ') }) : j.write.nobody}
    </span>
  );
}

type FieldsProps = { view: JointView; draft: Draft; set: (part: Partial<Draft>) => void };
function Fields({ view, draft, set }: FieldsProps) {
  const list = draft.kind === 'message' ? undefined : CODES[draft.kind];
  return (
    <>
      <div className="sp wrapped" role="group" aria-label={j.write.as}>
        {kindsOf(view).map((kind) => (
          <button
            key={kind}
            type="button"
            className={`bt ${draft.kind === kind ? 'on' : ''}`}
            aria-pressed={draft.kind === kind}
            onClick={() => set({ kind, code: null })}
          >
            {j.write.kinds[kind]}
          </button>
        ))}
      </div>
      {list && (
        <Select
          label={j.write.what}
          value={draft.code}
          onChange={(code) => set({ code })}
          data={list.codes.map((value) => ({ value, label: named(list.words, value) }))}
        />
      )}
      {draft.kind === 'task' && (
        <Select
          label={j.write.who}
          value={draft.owner}
          onChange={(owner) => set({ owner })}
          data={view.sealTo
            .filter(({ reader }) => !reader)
            .map(({ no }) => ({ value: String(no), label: nameOf(view, no) }))}
        />
      )}
      {(draft.kind === 'task' || draft.kind === 'act') && (
        <TextInput
          type="date"
          label={draft.kind === 'task' ? j.write.due : j.write.day}
          {...(draft.kind === 'task' ? { min: today() } : { max: today(), min: view.openedOn })}
          value={draft.date}
          onChange={(event) => set({ date: event.currentTarget.value })}
        />
      )}
    </>
  );
}
