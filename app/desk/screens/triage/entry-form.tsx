/** One entry of the directory. */
import { Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Entry } from '../../../features/triage/contract.ts';
import { type HelpCode, helpCodes } from '../../../features/triage/topics.ts';
import { useAct } from '../../act.ts';
import { DESK } from '../../api.ts';
import { Button } from '../../parts/basic.tsx';
import { Said } from '../../parts/states.tsx';
import { newId } from '../../sealing.ts';
import { countryName, named, w } from '../../words.ts';
import t from '../../words/triage.en.json' with { type: 'json' };
import { Pick } from './pick.tsx';
import { TextsField, filled } from './texts-field.tsx';

const COUNTRIES = ['TH', 'MY', 'MM', 'KH', 'LA', 'NP', 'BD', 'VN', 'ID', 'IN', 'PH', 'SG', 'TW', 'JP', 'KR'] as const; // prettier-ignore

const fresh = { topic: 'INF-01' as HelpCode, country: 'TH' as string | null, place: '', title: '', texts: { en: '' } as Record<string, string>, phone: '', address: '', validUntil: null as string | null }; // prettier-ignore

export function EntryForm({ entry, close }: { entry: Entry | undefined; close: () => void }) {
  const [entryId] = useState(() => entry?.entryId ?? newId());
  const [said, setSaid] = useState(() => (entry ? { ...fresh, ...pickOf(entry) } : fresh));
  const set = (more: Partial<typeof fresh>) => setSaid({ ...said, ...more });
  const keep = useAct<object>(`${DESK}/triage/entries/${entryId}`, ['entries'], close);
  const save = (retired: boolean) =>
    keep.mutate({ ...said, texts: filled(said.texts), version: entry?.version ?? 0, retired });
  return (
    <Modal opened onClose={close} title={entry?.title ?? t.book.add} size="lg">
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
          maxLength={120}
          value={said.title}
          onChange={(event) => set({ title: event.currentTarget.value })}
        />{' '}
        <div className="choices">
          <Pick
            name={t.book.topic}
            value={said.topic}
            all={helpCodes}
            words={(one) => named(t.topic, one)}
            pick={(topic) => topic && set({ topic })}
          />
          <Pick
            name={t.book.country}
            value={said.country ?? undefined}
            all={COUNTRIES}
            words={countryName}
            pick={(country) => set({ country: country ?? null })}
          />
        </div>
        <TextInput
          label={t.book.place}
          maxLength={120}
          value={said.place}
          onChange={(event) => set({ place: event.currentTarget.value })}
        />{' '}
        <TextInput
          label={t.book.phone}
          maxLength={60}
          value={said.phone}
          onChange={(event) => set({ phone: event.currentTarget.value })}
        />{' '}
        <TextInput
          label={t.book.address}
          maxLength={300}
          value={said.address}
          onChange={(event) => set({ address: event.currentTarget.value })}
        />{' '}
        <TextInput
          type="date"
          label={t.book.valid}
          value={said.validUntil ?? ''}
          onChange={(event) => set({ validUntil: event.currentTarget.value || null })}
        />{' '}
        <TextsField texts={said.texts} set={(texts) => set({ texts })} />
        <Said error={keep.error} />
        <div className="sp">
          <button type="submit" className="bt go" disabled={keep.isPending}>
            {t.book.save}
          </button>
          {entry && (
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

const pickOf = ({ topic, country, place, title, texts, phone, address, validUntil }: Entry) => ({ topic, country, place, title, texts, phone, address, validUntil }); // prettier-ignore
