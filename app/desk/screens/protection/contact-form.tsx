import { Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Protection } from '../../../features/protection/contract.ts';
import { WAYS } from '../../../features/protection/safe-contact.ts';
import { useAct } from '../../act.ts';
import { Button } from '../../parts/basic.tsx';
import { Said } from '../../parts/states.tsx';
import { sealToTeam } from '../../sealing.ts';
import { useMember } from '../../session.ts';
import { named, w } from '../../words.ts';
import p from '../../words/protection.en.json' with { type: 'json' };
import { type About, READS, pathOf } from './use-protection.ts';

const minuteOf = (text: string): number | null => {
  const [hour, minute] = text.split(':').map(Number);
  return text === '' || hour === undefined ? null : hour * 60 + (minute ?? 0);
};
const textOf = (minute: number | null): string =>
  minute === null
    ? ''
    : `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

export function ContactForm({
  of,
  contact,
  close,
}: {
  of: About;
  contact: Protection['contact'];
  close: () => void;
}) {
  const me = useMember();
  const [channel, setChannel] = useState<string>(contact?.channel ?? 'any');
  const [from, setFrom] = useState(textOf(contact?.from ?? null));
  const [to, setTo] = useState(textOf(contact?.to ?? null));
  const [never, setNever] = useState(contact?.neverCallBack ?? false);
  const [shared, setShared] = useState(contact?.sharedDevice ?? false);
  const [nothing, setNothing] = useState(contact?.doNotLeaveMessage ?? false);
  const [words, setWords] = useState('');
  const save = useAct<object>(`${pathOf(of)}/contact`, READS, close);
  const both = (minuteOf(from) === null) === (minuteOf(to) === null);
  async function go(): Promise<void> {
    const said = words.trim();
    const envelope = said === '' ? undefined : await sealToTeam(me, { v: 1, kind: 'contact', words: said });
    const wish = {
      channel: channel === 'any' ? null : channel,
      from: minuteOf(from),
      to: minuteOf(to),
      days: contact?.days ?? [],
      zone: contact?.zone ?? 'Asia/Bangkok',
      neverCallBack: never,
      sharedDevice: shared,
      doNotLeaveMessage: nothing,
    };
    save.mutate({ wish, envelope, seq: contact?.seq ?? 0 });
  }
  return (
    <form
      className="d g"
      onSubmit={(event) => {
        event.preventDefault();
        void go();
      }}
    >
      <NativeSelect
        label={p.form.way}
        value={channel}
        onChange={(event) => setChannel(event.currentTarget.value)}
        data={[
          { value: 'any', label: p.form.any },
          ...WAYS.map((value) => ({ value, label: named(p.way, value) })),
        ]}
      />
      <div className="sp">
        <TextInput
          type="time"
          label={p.form.from}
          value={from}
          onChange={(e) => setFrom(e.currentTarget.value)}
        />
        <TextInput type="time" label={p.form.to} value={to} onChange={(e) => setTo(e.currentTarget.value)} />
      </div>
      <Checkbox label={p.strip.never} checked={never} onChange={(e) => setNever(e.currentTarget.checked)} />
      <Checkbox
        label={p.strip.shared}
        checked={shared}
        onChange={(e) => setShared(e.currentTarget.checked)}
      />
      <Checkbox
        label={p.strip.nothing}
        checked={nothing}
        onChange={(e) => setNothing(e.currentTarget.checked)}
      />
      <TextInput
        label={p.form.words}
        description={p.form.wordsHint}
        maxLength={500}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      <Said error={save.error} />
      <div className="sp">
        <Button go type="submit" disabled={!both || save.isPending}>
          {p.form.save}
        </Button>
        <Button onClick={close}>{w.states.cancel}</Button>
      </div>
    </form>
  );
}
