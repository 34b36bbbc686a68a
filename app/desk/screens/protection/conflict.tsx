/** Who may not see this: conflicts of interest and compartments. */
import { Modal, NativeSelect } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { COMPARTMENTS, CONFLICTS } from '../../../features/protection/compartments.ts';
import type { Protection } from '../../../features/protection/contract.ts';
import { useAct } from '../../act.ts';
import { DESK } from '../../api.ts';
import { day } from '../../clock.ts';
import { Button, Card } from '../../parts/basic.tsx';
import { Said } from '../../parts/states.tsx';
import { newId } from '../../sealing.ts';
import { fill, named, w } from '../../words.ts';
import p from '../../words/protection.en.json' with { type: 'json' };
import { type About, READS, pathOf } from './use-protection.ts';

export function Conflict({ data }: { data: Protection }) {
  const [open, setOpen] = useState<'me' | 'other'>();
  return (
    <Card title={p.conflict.title}>
      <div className="in g">
        {data.recusals.map((r) => (
          <div key={r.recusalId} className="sp">
            <span className="sm">
              {fill(p.conflict.gone, { name: r.name, why: named(p.conflicts, r.why) })}
            </span>
            {data.leads && r.memberId !== data.me && <End data={data} recusalId={r.recusalId} />}
          </div>
        ))}
        <div className="sp wrap">
          <Button onClick={() => setOpen('me')}>{p.conflict.button}</Button>
          {data.leads && <Button onClick={() => setOpen('other')}>{p.conflict.of}</Button>}
        </div>
        <Compartments data={data} />
      </div>
      <Modal
        opened={open !== undefined}
        onClose={() => setOpen(undefined)}
        title={open === 'other' ? p.conflict.of : p.conflict.button}
      >
        {open && <RecusalForm data={data} mine={open === 'me'} close={() => setOpen(undefined)} />}
      </Modal>
    </Card>
  );
}

function End({ data, recusalId }: { data: Protection; recusalId: string }) {
  const end = useAct<object>(
    `${DESK}/recusals/${data.docket}/${data.about}/${data.id}/${recusalId}/end`,
    READS,
  );
  return (
    <>
      <Button disabled={end.isPending} onClick={() => end.mutate({})}>
        {p.conflict.end}
      </Button>
      <Said error={end.error} />
    </>
  );
}

function RecusalForm({ data, mine, close }: { data: Protection; mine: boolean; close: () => void }) {
  const others = data.colleagues.filter(({ memberId }) => memberId !== data.me);
  const [recusalId] = useState(newId);
  const [why, setWhy] = useState<string>('family');
  const [who, setWho] = useState(others[0]?.memberId ?? '');
  const navigate = useNavigate();
  const client = useQueryClient();
  const go = useAct<object>(`${pathOf(data as About)}/recusals`, READS, () => {
    close();
    if (!mine) return;
    // Nothing of it stays in this tab's memory: every list is asked for anew.
    client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'me' });
    void navigate({ to: data.about === 'case' ? '/cases' : '/inbox' });
  });
  return (
    <form
      className="d g"
      onSubmit={(event) => {
        event.preventDefault();
        go.mutate({ recusalId, why, ...(mine ? {} : { memberId: who }) });
      }}
    >
      {!mine && (
        <NativeSelect
          label={p.conflict.who}
          value={who}
          onChange={(event) => setWho(event.currentTarget.value)}
          data={others.map(({ memberId, name }) => ({ value: memberId, label: name }))}
        />
      )}
      <NativeSelect
        label={p.conflict.why}
        value={why}
        onChange={(event) => setWhy(event.currentTarget.value)}
        data={CONFLICTS.map((value) => ({ value, label: named(p.conflicts, value) }))}
      />
      {mine && <p className="sm">{p.conflict.sure}</p>}
      <Said error={go.error} />
      <div className="sp">
        <Button go type="submit" disabled={go.isPending || (!mine && who === '')}>
          {mine ? p.conflict.go : p.conflict.goOther}
        </Button>
        <Button onClick={close}>{w.states.cancel}</Button>
      </div>
    </form>
  );
}

function Compartments({ data }: { data: Protection }) {
  const put = useAct<object>(`${pathOf(data as About)}/compartment`, READS);
  const leave = useAct<object>(`${pathOf(data as About)}/compartment/leave`, READS);
  const inside = new Set(data.compartments.map(({ kind }) => kind));
  return (
    <>
      {data.compartments.map((c) => (
        <div key={c.kind} className="sp wrap">
          <span className="sm">
            {fill(p.compartment.in, { kind: p.compartment[c.kind], day: day(c.since) })}
            {c.leaveBy && ` ${fill(p.compartment.leaveAsked, { name: c.leaveByName ?? '' })}`}
          </span>
          <Button
            disabled={leave.isPending || c.leaveBy === data.me}
            onClick={() => leave.mutate({ kind: c.kind })}
          >
            {c.leaveBy && c.leaveBy !== data.me ? p.compartment.agree : p.compartment.leave}
          </Button>
        </div>
      ))}
      <div className="sp wrap">
        {COMPARTMENTS.filter((kind) => !inside.has(kind)).map((kind) => (
          <Button key={kind} disabled={put.isPending} onClick={() => put.mutate({ kind })}>
            {fill(p.compartment.put, { kind: p.compartment[kind] })}
          </Button>
        ))}
      </div>
      <p className="xs dim">{p.compartment.hint}</p>
      <Said error={put.error ?? leave.error} />
    </>
  );
}
