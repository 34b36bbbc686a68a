/** Raising a pattern, adding cases to one, and sending it to an office. */
import { MultiSelect, Select, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import type { CasesList } from '../../../features/cases/contract.ts';
import { PURPOSES, SERVICES } from '../../../features/referral/codes.ts';
import type { PatternView, broker, brokersView } from '../../../features/referral/contract.ts';
import { DESK, Halt, get, post } from '../../api.ts';
import { Button, Icon } from '../../parts/basic.tsx';
import { Empty, Loading, Said } from '../../parts/states.tsx';
import { newId, sealToOther } from '../../sealing.ts';
import { useMember } from '../../session.ts';
import { fill, w } from '../../words.ts';
import r from '../../words/referral.en.json' with { type: 'json' };
import { paceWords, useReceivers } from './offer-form.tsx';
import { options } from './parts.tsx';

const NEW = 'new';
type Picked = { docket: number; caseId: string }[];

function CasePicker({
  value,
  onChange,
}: {
  value: readonly string[];
  onChange: (ids: string[], cases: Picked) => void;
}) {
  const cases = useQuery({ queryKey: ['cases', 'open'], queryFn: () => get<CasesList>(`${DESK}/cases?state=open&limit=500`) }); // prettier-ignore
  const rows = cases.data?.rows ?? [];
  if (cases.data && rows.length === 0) return <Empty>{r.patterns.noCases}</Empty>;
  return (
    <MultiSelect
      label={r.patterns.cases}
      searchable
      value={[...value]}
      comboboxProps={{ withinPortal: false }}
      data={rows.map((c) => ({ value: c.caseId, label: `${fill(w.cases.number, { n: c.number })}, ${c.place.name ?? ''}, ${c.issues.map((i) => i.code).join(' ')}` }))} // prettier-ignore
      onChange={(ids) =>
        onChange(
          ids,
          rows.filter((c) => ids.includes(c.caseId)).map(({ docket, caseId }) => ({ docket, caseId })),
        )
      }
    />
  );
}

const useAgain = (close: () => void) => {
  const client = useQueryClient();
  return async () => {
    await Promise.all(
      ['patterns', 'brokers', 'referrals'].map((one) => client.invalidateQueries({ queryKey: [one] })),
    );
    close();
  };
};

export function RaiseForm({ close }: { close: () => void }) {
  const me = useMember();
  const again = useAgain(close);
  const receivers = useReceivers();
  const brokers = useQuery({ queryKey: ['brokers'], queryFn: () => get<z.infer<typeof brokersView>>(`${DESK}/brokers`) }); // prettier-ignore
  const [patternId] = useState(newId);
  const [about, setAbout] = useState<string | null>(null);
  const [name, setName] = useState('');
  const [country, setCountry] = useState('');
  const [ids, setIds] = useState<readonly string[]>([]);
  const [cases, setCases] = useState<Picked>([]);
  const [shared, setShared] = useState<string[]>([]);
  const leads = me.member.role === 'lead';
  const raise = useMutation({
    mutationFn: async () => {
      const docket =
        about === NEW
          ? (await post<z.infer<typeof broker>>(`${DESK}/brokers`, { name: name.trim(), country: country.toUpperCase() })).docket // prettier-ignore
          : Number(about);
      await post(`${DESK}/patterns`, { patternId, docket, cases, with: shared });
    },
    onSuccess: again,
  });
  if (!brokers.data || !receivers.data) return <Loading rows={3} />;
  const can = about !== null && (about !== NEW || (name.trim() && country.length === 2)) && cases.length > 0;
  return (
    <div className="d g">
      <Select
        label={r.patterns.about}
        description={leads ? undefined : r.patterns.brokerLead}
        value={about}
        onChange={setAbout}
        searchable
        comboboxProps={{ withinPortal: false }}
        data={[
          ...brokers.data.brokers.map((b) => ({
            value: String(b.docket),
            label: `${b.name} (${b.country})`,
          })),
          ...(leads ? [{ value: NEW, label: r.patterns.newBroker }] : []),
        ]}
      />
      {about === NEW && (
        <div className="sp wrapped">
          <TextInput
            label={r.patterns.brokerName}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <TextInput
            label={r.patterns.brokerCountry}
            maxLength={2}
            value={country}
            onChange={(event) => setCountry(event.currentTarget.value)}
          />
        </div>
      )}
      <CasePicker
        value={ids}
        onChange={(chosen, found) => {
          setIds(chosen);
          setCases(found);
        }}
      />
      <MultiSelect
        label={r.patterns.with}
        searchable
        value={shared}
        onChange={setShared}
        comboboxProps={{ withinPortal: false }}
        data={receivers.data.receivers.filter(({ kind }) => kind !== 'labour_office').map((one) => ({ value: one.orgId, label: `${one.name} (${one.country})` }))} // prettier-ignore
      />
      <Said error={raise.error} />
      <div className="sp">
        <span className="grow" />
        <Button go disabled={!can || raise.isPending} onClick={() => raise.mutate()}>
          {r.patterns.keep}
        </Button>
      </div>
    </div>
  );
}

type OneProps = { pattern: PatternView; close: () => void };

export function CasesForm({ pattern, close }: OneProps) {
  const again = useAgain(close);
  const [ids, setIds] = useState<readonly string[]>([]);
  const [cases, setCases] = useState<Picked>([]);
  const add = useMutation({
    mutationFn: () => post(`${DESK}/patterns/${pattern.docket}/${pattern.patternId}/cases`, { cases }),
    onSuccess: again,
  });
  return (
    <div className="d g">
      <CasePicker
        value={ids}
        onChange={(chosen, found) => {
          setIds(chosen);
          setCases(found);
        }}
      />
      <Said error={add.error} />
      <div className="sp">
        <span className="grow" />
        <Button go disabled={cases.length === 0 || add.isPending} onClick={() => add.mutate()}>
          {r.patterns.addKeep}
        </Button>
      </div>
    </div>
  );
}

export function SendPattern({ pattern, close }: OneProps) {
  const me = useMember();
  const again = useAgain(close);
  const receivers = useReceivers();
  const [referralId] = useState(newId);
  const [toOrg, setTo] = useState<string | null>(null);
  const [service, setService] = useState<string | null>('recruitment_licensing');
  const [purpose, setPurpose] = useState<string | null>('enforce_law');
  const [words, setWords] = useState('');
  const offices = (receivers.data?.receivers ?? []).filter(({ kind }) => kind === 'labour_office');
  const office = offices.find(({ orgId }) => orgId === toOrg);
  const send = useMutation({
    mutationFn: async () => {
      if (!office?.key) throw new Halt(fill(r.offer.noKey, { name: office?.name ?? '' }));
      const said = { v: 1, kind: 'pattern', language: 'en', words: words.trim() };
      const envelope = await sealToOther(me, office.key, said);
      await post(`${DESK}/patterns/${pattern.docket}/${pattern.patternId}/send`, { referralId, toOrg, service, purpose, envelope }); // prettier-ignore
    },
    onSuccess: again,
  });
  return (
    <div className="d g">
      <Select
        label={r.offer.to}
        description={office && paceWords(office)}
        value={toOrg}
        onChange={setTo}
        comboboxProps={{ withinPortal: false }}
        data={offices.map((one) => ({ value: one.orgId, label: `${one.name} (${one.country})` }))}
      />
      <Select
        label={r.offer.service}
        value={service}
        onChange={setService}
        comboboxProps={{ withinPortal: false }}
        data={options(r.service, SERVICES)}
      />
      <Select
        label={r.offer.purpose}
        value={purpose}
        onChange={setPurpose}
        comboboxProps={{ withinPortal: false }}
        data={options(r.purpose, PURPOSES)}
      />
      {pattern.facts && (
        <p className="note1">
          {fill(r.patterns.counts, { workers: pattern.facts.workers, codes: pattern.facts.codes.join(', ') })}
        </p>
      )}
      <Textarea
        label={fill(r.patterns.words, { name: pattern.about.name })}
        description={r.patterns.wordsHint}
        required
        minRows={4}
        autosize
        maxLength={8_000}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      <Said error={send.error} />
      <div className="sp">
        <span className="xs dim">
          <Icon id="lock" /> {office && fill(r.pack.sealed, { name: office.name })}
        </span>
        <span className="grow" />
        <Button go disabled={!office || words.trim() === '' || send.isPending} onClick={() => send.mutate()}>
          {r.patterns.sendKeep}
        </Button>
      </div>
    </div>
  );
}
