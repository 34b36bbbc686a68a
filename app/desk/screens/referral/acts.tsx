/** What the state did: put down by the office, seen by who referred. Never changed; a later act says what became of one. */
import { Modal, Select, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import {
  ACT_STATUS,
  STATE_ACTS,
  type ActStatus,
  type StateAct,
  isRemedy,
} from '../../../features/referral/codes.ts';
import type { ReferralView } from '../../../features/referral/contract.ts';
import { DESK, Halt, post } from '../../api.ts';
import { day } from '../../clock.ts';
import { Button, Card, Icon, Tag } from '../../parts/basic.tsx';
import { Empty, Said } from '../../parts/states.tsx';
import { newId, sealToOther } from '../../sealing.ts';
import { useMember } from '../../session.ts';
import { fill, named, w } from '../../words.ts';
import r from '../../words/referral.en.json' with { type: 'json' };
import { options } from './parts.tsx';

type Act = ReferralView['acts'][number];

export function Acts({ view, words }: { view: ReferralView; words: (seq: number) => string }) {
  const [adding, setAdding] = useState(false);
  return (
    <Card
      title={r.acts.title}
      aside={view.mayAct ? <Button onClick={() => setAdding(true)}>{r.acts.add}</Button> : undefined}
    >
      {view.acts.length === 0 && <Empty>{r.acts.none}</Empty>}
      {view.acts.map((act) => (
        <div key={act.actionId} className="statement">
          <h3>
            <Icon id="st-claimed" /> {named(r.act, act.act)}
            <Tag>{named(r.actStatus, act.status)}</Tag>
            <span className="grow" />
            <span className="dim">{day(act.day)}</span>
          </h3>
          <p className="said" dir="auto">
            {words(act.seq)}
          </p>
        </div>
      ))}
      <Modal opened={adding} onClose={() => setAdding(false)} title={r.acts.add} size="lg">
        <ActForm view={view} close={() => setAdding(false)} />
      </Modal>
    </Card>
  );
}

const openOf = (acts: readonly Act[]): Act[] =>
  acts.filter((act) => act.status === 'begun' && !acts.some((later) => later.reAction === act.actionId));

function ActForm({ view, close }: { view: ReferralView; close: () => void }) {
  const me = useMember();
  const client = useQueryClient();
  const { row } = view;
  const [actionId] = useState(newId);
  const [re, setRe] = useState('');
  const [what, setWhat] = useState<StateAct | null>(null);
  const [status, setStatus] = useState<ActStatus>('done');
  const [on, setOn] = useState(() => new Date().toISOString().slice(0, 10));
  const [words, setWords] = useState('');
  const earlier = openOf(view.acts).find((act) => act.actionId === re);
  const act = earlier?.act ?? what;
  const keep = useMutation({
    mutationFn: async () => {
      if (!view.sealTo) throw new Halt(fill(r.offer.noKey, { name: row.with.name }));
      const envelope = await sealToOther(me, view.sealTo, { v: 1, kind: 'state_action', language: 'en', words: words.trim() }); // prettier-ignore
      const about = { actionId, act, status, day: on, envelope };
      await post(`${DESK}/referrals/${row.docket}/${row.id}/acts`, {
        ...about,
        ...(earlier ? { reAction: re } : {}),
      });
    },
    onSuccess: async () => {
      await Promise.all(
        ['referral', 'referrals'].map((first) => client.invalidateQueries({ queryKey: [first] })),
      );
      close();
    },
  });
  return (
    <div className="d g">
      {openOf(view.acts).length > 0 && (
        <Select
          label={r.acts.re}
          value={re}
          onChange={(value) => setRe(value ?? '')}
          comboboxProps={{ withinPortal: false }}
          data={[
            { value: '', label: r.acts.newAct },
            ...openOf(view.acts).map((one) => ({
              value: one.actionId,
              label: `${named(r.act, one.act)}, ${day(one.day)}`,
            })),
          ]}
        />
      )}
      {!earlier && (
        <Select
          label={r.acts.what}
          value={what}
          onChange={(value) => setWhat(STATE_ACTS.find((one) => one === value) ?? null)}
          comboboxProps={{ withinPortal: false }}
          data={options(r.act, STATE_ACTS)}
        />
      )}
      <Select
        label={r.acts.status}
        value={status}
        onChange={(value) => setStatus(ACT_STATUS.find((one) => one === value) ?? 'done')}
        comboboxProps={{ withinPortal: false }}
        data={options(r.actStatus, earlier ? ['done', 'failed'] : ACT_STATUS)}
      />
      <TextInput
        label={r.acts.day}
        type="date"
        value={on}
        onChange={(event) => setOn(event.currentTarget.value)}
      />
      <Textarea
        label={fill(r.acts.words, { name: row.with.name })}
        required
        maxLength={8_000}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      {act && row.kind === 'record' && isRemedy(act, status) && <p className="note1">{r.acts.claim}</p>}
      <Said error={keep.error} />
      <div className="sp">
        <span className="xs dim">
          <Icon id="lock" /> {fill(r.pack.sealed, { name: row.with.name })}
        </span>
        <span className="grow" />
        <Button
          go
          disabled={!act || on === '' || words.trim() === '' || keep.isPending}
          onClick={() => keep.mutate()}
        >
          {keep.isPending ? w.states.sending : r.acts.keep}
        </Button>
      </div>
    </div>
  );
}
