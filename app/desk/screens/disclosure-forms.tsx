/** A business proposes what it will do, and later reports it done with evidence. Both are sealed to the CSO and itself. */
import { FileInput, Select, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import type { EmployerAction, EmployerDisclosureView, fileStored } from '../../features/remedy/contract.ts';
import { REMEDY_TYPES, ROOT_CAUSES } from '../../features/remedy/remedy-types.ts';
import { DESK, Halt, post, putBytes } from '../api.ts';
import { Button, Icon } from '../parts/basic.tsx';
import { Said } from '../parts/states.tsx';
import { newId, sealFileToOther, sealToOther } from '../sealing.ts';
import { useMember } from '../session.ts';
import { fill, named, w } from '../words.ts';

type Form = { view: EmployerDisclosureView; close: () => void };

const today = (): string => new Date().toISOString().slice(0, 10);
const again = (client: ReturnType<typeof useQueryClient>) =>
  Promise.all(['disclosure', 'disclosures'].map((first) => client.invalidateQueries({ queryKey: [first] })));

export function ProposeForm({ view, close }: Form) {
  const me = useMember();
  const client = useQueryClient();
  const [actionId] = useState(newId);
  const [remedyType, setType] = useState<string | null>(null);
  const [rootCause, setCause] = useState<string | null>(null);
  const [dueDate, setDue] = useState(view.dueDay ?? '');
  const [words, setWords] = useState('');
  const propose = useMutation({
    mutationFn: async () => {
      if (!view.sealTo) throw new Halt(w.told.noKey);
      const envelope = await sealToOther(me, view.sealTo, {
        v: 1,
        kind: 'action',
        language: 'en',
        words: words.trim(),
      });
      await post(`${DESK}/disclosures/${view.docket}/${view.id}/actions`, {
        actionId,
        remedyType,
        rootCause,
        dueDate,
        envelope,
      });
    },
    onSuccess: async () => {
      await again(client);
      close();
    },
  });
  const can = remedyType && rootCause && dueDate && words.trim() && !propose.isPending;
  return (
    <div className="d g">
      <Textarea
        label={w.told.whatWill}
        data-autofocus
        required
        maxLength={8_000}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      <Select
        label={w.told.kind}
        value={remedyType}
        onChange={setType}
        comboboxProps={{ withinPortal: false }}
        data={REMEDY_TYPES.map((value) => ({ value, label: named(w.remedyType, value) }))}
      />
      <Select
        label={w.told.cause}
        description={w.told.causeHint}
        value={rootCause}
        onChange={setCause}
        comboboxProps={{ withinPortal: false }}
        data={ROOT_CAUSES.map((value) => ({ value, label: named(w.cause, value) }))}
      />
      <TextInput
        label={w.told.dueDate}
        type="date"
        required
        min={today()}
        value={dueDate}
        onChange={(event) => setDue(event.currentTarget.value)}
      />
      <Said error={propose.error} />
      <div className="sp">
        <SealedNote view={view} />
        <span className="grow" />
        <Button go disabled={!can} onClick={() => propose.mutate()}>
          {propose.isPending ? w.states.sending : w.told.sendProposal}
        </Button>
      </div>
    </div>
  );
}

const SealedNote = ({ view }: { view: EmployerDisclosureView }) => (
  <span className="xs dim">
    <Icon id="lock" /> {fill(w.told.sealedTo, { name: view.from })}
  </span>
);

export function ReportForm({ view, action, close }: Form & { action: EmployerAction }) {
  const me = useMember();
  const client = useQueryClient();
  const [words, setWords] = useState('');
  const [files, setFiles] = useState<File[]>([]);
  const report = useMutation({
    mutationFn: async () => {
      if (!view.sealTo) throw new Halt(w.told.noKey);
      const attachments: { sha256: string; size: number }[] = [];
      for (const file of files) {
        const sealed = await sealFileToOther(me, view.sealTo, file);
        const { sha256, size } = await putBytes<z.infer<typeof fileStored>>(`${DESK}/files`, sealed);
        attachments.push({ sha256, size });
      }
      const said = { v: 1, kind: 'action_report', language: 'en', words: words.trim() };
      const envelope = await sealToOther(me, view.sealTo, said);
      await post(`${DESK}/disclosures/${view.docket}/${view.id}/actions/${action.actionId}/report`, {
        envelope,
        attachments,
      });
    },
    onSuccess: async () => {
      await again(client);
      close();
    },
  });
  return (
    <div className="d g">
      <Textarea
        label={w.told.whatDone}
        description={w.told.whatDoneHint}
        data-autofocus
        required
        maxLength={8_000}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      <FileInput
        label={w.told.evidence}
        description={w.told.evidenceHint}
        multiple
        clearable
        accept="image/jpeg,image/png,image/webp,application/pdf"
        value={files}
        onChange={(chosen) => setFiles(chosen.slice(0, 6))}
      />
      <p className="note1">{w.told.askedNext}</p>
      <Said error={report.error} />
      <div className="sp">
        <SealedNote view={view} />
        <span className="grow" />
        <Button go disabled={words.trim() === '' || report.isPending} onClick={() => report.mutate()}>
          {report.isPending ? w.states.sending : w.told.reportDone}
        </Button>
      </div>
    </div>
  );
}
