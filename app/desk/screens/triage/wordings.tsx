/** The team's own wordings of answers, each version kept. */
import { Modal, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Templates } from '../../../features/triage/contract.ts';
import { useAct } from '../../act.ts';
import { DESK, get } from '../../api.ts';
import { day } from '../../clock.ts';
import { Button, Card } from '../../parts/basic.tsx';
import { Empty, Said, Wrong } from '../../parts/states.tsx';
import { newId } from '../../sealing.ts';
import { fill, w } from '../../words.ts';
import t from '../../words/triage.en.json' with { type: 'json' };
import { TextsField, filled } from './texts-field.tsx';

type Wording = Templates['templates'][number];

export const useWordings = () =>
  useQuery({
    queryKey: ['wordings'],
    queryFn: () => get<Templates>(`${DESK}/triage/templates`),
    staleTime: 300_000,
  });

export function Wordings() {
  const wordings = useWordings();
  const [open, setOpen] = useState<Wording | 'new'>();
  const all = wordings.data?.templates ?? [];
  return (
    <Card
      title={t.book.templates}
      aside={<Button onClick={() => setOpen('new')}>{t.book.addTemplate}</Button>}
    >
      <div className="in g">
        <p className="sm dim">{t.book.templatesWhat}</p>
        {wordings.isError && <Wrong error={wordings.error} again={() => void wordings.refetch()} />}
        {wordings.data && all.length === 0 && <Empty>{t.book.none}</Empty>}
        <div className="picks">
          {all.map((one) => (
            <button key={one.templateId} type="button" className="pickrow" onClick={() => setOpen(one)}>
              <b>{one.name}</b>
              <span className="grow dim cut">{Object.values(one.texts)[0]}</span>
              {one.retired && <span className="dim">{t.book.retired}</span>}
              <span className="dim">{Object.keys(one.texts).join(' ')}</span>
              <span className="xs dim">
                {fill(t.book.version, {
                  n: one.version,
                  by: one.by ?? w.notes.left,
                  day: day(one.changedAt),
                })}
              </span>
            </button>
          ))}
        </div>
      </div>
      {open && (
        <Form
          key={open === 'new' ? 'new' : open.templateId}
          wording={open === 'new' ? undefined : open}
          close={() => setOpen(undefined)}
        />
      )}{' '}
    </Card>
  );
}

function Form({ wording, close }: { wording: Wording | undefined; close: () => void }) {
  const [templateId] = useState(() => wording?.templateId ?? newId());
  const [name, setName] = useState(wording?.name ?? '');
  const [texts, setTexts] = useState<Record<string, string>>(wording?.texts ?? { en: '' });
  const keep = useAct<object>(`${DESK}/triage/templates/${templateId}`, ['wordings'], close);
  const save = (retired: boolean) =>
    keep.mutate({ name: name.trim(), texts: filled(texts), version: wording?.version ?? 0, retired });
  return (
    <Modal opened onClose={close} title={wording?.name ?? t.book.addTemplate} size="lg">
      <form
        className="d g"
        onSubmit={(event) => {
          event.preventDefault();
          save(false);
        }}
      >
        <TextInput
          data-autofocus
          required
          label={t.book.name}
          maxLength={60}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />{' '}
        <TextsField texts={texts} set={setTexts} />
        <Said error={keep.error} />
        <div className="sp">
          <button type="submit" className="bt go" disabled={keep.isPending}>
            {t.book.save}
          </button>
          {wording && (
            <Button disabled={keep.isPending} onClick={() => save(true)}>
              {t.book.retire}
            </Button>
          )}
          <Button onClick={close}>{w.states.cancel}</Button>
        </div>
      </form>
    </Modal>
  );
}
