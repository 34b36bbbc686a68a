import { Select } from '@mantine/core';
import { useState } from 'react';
import { ENDS } from '../../../features/joint/joint.ts';
import type { JointView, PartyView } from '../../../features/joint/contract.ts';
import { useAct } from '../../act.ts';
import { DESK } from '../../api.ts';
import { day } from '../../clock.ts';
import { Button } from '../../parts/basic.tsx';
import { Said } from '../../parts/states.tsx';
import { countryName, fill, named } from '../../words.ts';
import j from '../../words/joint.en.json' with { type: 'json' };
import { nameOf } from './names.ts';

const READS = ['joint', 'together'] as const;

export const Parties = ({ view }: { view: JointView }) => (
  <section>
    <h2>{j.who.title}</h2>
    <ul className="plainlist parties g">
      {view.parties.map((party) => (
        <Party key={party.no} view={view} party={party} />
      ))}
    </ul>
    <Own view={view} />
    {view.may.includes('invite') && <Bring view={view} />}
    {view.may.includes('close') && <Close view={view} />}
  </section>
);

const Party = ({ view, party }: { view: JointView; party: PartyView }) => (
  <li>
    <b>{nameOf(view, party.no)}</b>
    {party.role !== 'party' && <span className="dim sm"> {j.who[party.role]}</span>}
    <div className="xs dim">
      {party.country && `${countryName(party.country)}, `}
      {fill(j.who[party.state], { day: day(party.since) })}
    </div>
  </li>
);

/** What the organisation that looks decides for itself. */
function Own({ view }: { view: JointView }) {
  const at = `${DESK}/together/${view.docket}/${view.jointId}`;
  const name = useAct<object>(`${at}/named`, READS);
  const leave = useAct<object>(`${at}/leave`, READS);
  const [sure, setSure] = useState(false);
  return (
    <div className="g">
      {view.may.includes('name') && view.you.state === 'joined' && (
        <div className="sp wrapped">
          <span className="xs dim">{view.you.named ? j.who.named : j.who.hidden}</span>
          <Button disabled={name.isPending} onClick={() => name.mutate({ named: !view.you.named })}>
            {view.you.named ? j.who.hide : j.who.show}
          </Button>
        </div>
      )}
      {view.may.includes('leave') && (
        <div className="g">
          {sure && <span className="sm">{j.who.leaveSure}</span>}
          <span>
            <Button disabled={leave.isPending} onClick={() => (sure ? leave.mutate({}) : setSure(true))}>
              {j.who.leave}
            </Button>
          </span>
        </div>
      )}
      <Said error={name.error ?? leave.error} />
    </div>
  );
}

function Bring({ view }: { view: JointView }) {
  const bring = useAct<object>(`${DESK}/together/${view.docket}/${view.jointId}/invitations`, READS);
  if (view.others.length === 0) return null;
  return (
    <div className="g">
      <Select
        label={j.who.bringLabel}
        placeholder={j.who.bring}
        searchable
        value={null}
        data={view.others.map(({ orgId, name, country }) => ({
          value: orgId,
          label: `${name}, ${countryName(country)}`,
        }))}
        onChange={(org) => org && bring.mutate({ org })}
      />
      <Said error={bring.error} />
    </div>
  );
}

function Close({ view }: { view: JointView }) {
  const close = useAct<object>(`${DESK}/together/${view.docket}/${view.jointId}/close`, READS);
  const [end, setEnd] = useState<string | null>(null);
  return (
    <div className="g">
      <Select
        label={j.who.closeAs}
        value={end}
        onChange={setEnd}
        data={ENDS.map((value) => ({ value, label: named(j.end, value) }))}
      />
      <Said error={close.error} />
      <span>
        <Button disabled={!end || close.isPending} onClick={() => close.mutate({ end })}>
          {j.who.close}
        </Button>
      </span>
    </div>
  );
}
