/** Who was met where, in numbers. The place is sealed. */
import { NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import { TOPICS, type outreachAnswer } from '../../../features/community/contract.ts';
import { DESK, get, post } from '../../api.ts';
import { fullDay } from '../../clock.ts';
import { Button, Card } from '../../parts/basic.tsx';
import { onSubmit } from '../../parts/on-submit.ts';
import { Empty, Loading, Said, Wrong } from '../../parts/states.tsx';
import { newId, sealToTeam } from '../../sealing.ts';
import { useMember } from '../../session.ts';
import { fill, many, named } from '../../words.ts';
import words from '../../words/community.en.json' with { type: 'json' };
import { useNames } from '../assisted/use-names.ts';

const w = words.outreach;
const PATH = `${DESK}/community/outreach`;
const today = (): string => new Date().toISOString().slice(0, 10);

export function Outreach() {
  const list = useQuery({ queryKey: ['outreach'], queryFn: () => get<z.infer<typeof outreachAnswer>>(PATH) });
  const rows = list.data?.outreach ?? [];
  const places = useNames(rows.map(({ outreachId: id, envelope }) => ({ id, envelope })));
  return (
    <Card title={w.title} aside={list.data && <span className="xs dim">{many(w.year, list.data.year)}</span>}>
      <div className="in g">
        {list.isError && <Wrong error={list.error} />}
        {list.isPending && <Loading rows={2} />}
        {list.data && rows.length === 0 && <Empty>{w.none}</Empty>}
        {rows.slice(0, 20).map((one) => (
          <div key={one.outreachId} className="sp wrapped sm" data-outreach>
            <span>
              {fill(w.row, {
                day: fullDay(one.heldOn),
                country: one.country,
                topic: named(w.topics, one.topic),
                reached: one.reached,
              })}
            </span>
            <span className="dim">{places.get(one.outreachId)?.place}</span>
          </div>
        ))}
        <Log />
      </div>
    </Card>
  );
}

function Log() {
  const me = useMember();
  const client = useQueryClient();
  const [draft, setDraft] = useState({ heldOn: today(), country: '', side: 'destination', topic: 'rights', reached: 0, place: '' }); // prettier-ignore
  const set = (more: Partial<typeof draft>) => setDraft((before) => ({ ...before, ...more }));
  const log = useMutation({
    mutationFn: async () => {
      const { place, ...plain } = draft;
      await post(PATH, {
        outreachId: newId(),
        ...plain,
        envelope: await sealToTeam(me, { place, note: '' }),
      });
    },
    onSuccess: () => {
      set({ reached: 0, place: '' });
      return client.invalidateQueries({ queryKey: ['outreach'] });
    },
  });
  return (
    <form className="formrow" onSubmit={onSubmit(() => log.mutate())}>
      <TextInput
        type="date"
        label={w.day}
        required
        max={today()}
        value={draft.heldOn}
        onChange={(event) => set({ heldOn: event.currentTarget.value })}
      />
      <TextInput
        label={w.country}
        required
        maxLength={2}
        value={draft.country}
        onChange={(event) => set({ country: event.currentTarget.value.toUpperCase() })}
      />
      <NativeSelect
        label={w.side}
        value={draft.side}
        onChange={(event) => set({ side: event.currentTarget.value })}
        data={Object.entries(w.sides).map(([value, label]) => ({ value, label }))}
      />
      <NativeSelect
        label={w.topic}
        value={draft.topic}
        onChange={(event) => set({ topic: event.currentTarget.value })}
        data={TOPICS.map((value) => ({ value, label: named(w.topics, value) }))}
      />
      <NumberInput
        label={w.reached}
        required
        min={0}
        max={100000}
        value={draft.reached}
        onChange={(value) => set({ reached: Number(value) || 0 })}
      />
      <TextInput
        label={w.place}
        maxLength={120}
        value={draft.place}
        onChange={(event) => set({ place: event.currentTarget.value })}
      />
      <Button type="submit" disabled={log.isPending}>
        {w.log}
      </Button>
      <Said error={log.error} />
    </form>
  );
}
