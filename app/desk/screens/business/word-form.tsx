/** Words with or without files that go to the other side: a question, a proof, that it is done, or a reason. */
import { FileInput, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import type { fileStored } from '../../../features/remedy/contract.ts';
import { DESK, post, putBytes } from '../../api.ts';
import { Button, Icon } from '../../parts/basic.tsx';
import { Said } from '../../parts/states.tsx';
import { newId } from '../../sealing.ts';
import { w } from '../../words.ts';
import { HowField, type Writing, again } from './plan-form.tsx';

type Props = Writing & {
  kind: string;
  label: string;
  hint?: string;
  send: string;
  /** Seals a file; left out = no files here. */
  file?: (file: File) => Promise<Uint8Array<ArrayBuffer>>;
  /** What else the server wants beside words and files. */
  more?: object;
  after?: string;
  close: () => void;
};

export function WordForm({
  path,
  seal,
  how,
  note,
  kind,
  label,
  hint,
  send,
  file,
  more,
  after,
  close,
}: Props) {
  const client = useQueryClient();
  const [wordId] = useState(newId);
  const [said, setSaid] = useState<string | null>(null);
  const [words, setWords] = useState('');
  const [files, setFiles] = useState<File[]>([]);
  const save = useMutation({
    mutationFn: async () => {
      const attachments: { sha256: string; size: number }[] = [];
      for (const one of file ? files : []) {
        const bytes = await file?.(one);
        if (!bytes) continue;
        const { sha256, size } = await putBytes<z.infer<typeof fileStored>>(`${DESK}/files`, bytes);
        attachments.push({ sha256, size });
      }
      const envelope = await seal({ v: 1, kind, language: 'en', words: words.trim() });
      await post(path, {
        wordId,
        envelope,
        ...(file ? { attachments } : {}),
        ...(said ? { how: said } : {}),
        ...more,
      });
    },
    onSuccess: async () => {
      await again(client);
      close();
    },
  });
  return (
    <div className="d g">
      {how && <HowField value={said} set={setSaid} />}
      <Textarea
        label={label}
        description={hint}
        data-autofocus
        required
        maxLength={8_000}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      {file && (
        <FileInput
          label={w.told.evidence}
          description={w.told.evidenceHint}
          multiple
          clearable
          accept="image/jpeg,image/png,image/webp,application/pdf"
          value={files}
          onChange={(chosen) => setFiles(chosen.slice(0, 6))}
        />
      )}
      {after && <p className="note1">{after}</p>}
      <Said error={save.error} />
      <div className="sp">
        <span className="xs dim">
          <Icon id="lock" /> {note}
        </span>
        <span className="grow" />
        <Button
          go
          disabled={words.trim() === '' || (how && !said) || save.isPending}
          onClick={() => save.mutate()}
        >
          {save.isPending ? w.states.sending : send}
        </Button>
      </div>
    </div>
  );
}
