/** One workplace by hand. */
import { NumberInput, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { z } from 'zod';
import type { orgsAnswer } from '../../features/network/contract.ts';
import { useAct } from '../act.ts';
import { DESK } from '../api.ts';
import { Button, Card } from '../parts/basic.tsx';
import { Said } from '../parts/states.tsx';
import { newId } from '../sealing.ts';
import { countryName, w } from '../words.ts';
import { COUNTRIES } from './setup.tsx';
import { onSubmit } from '../parts/on-submit.ts';

type Orgs = z.infer<typeof orgsAnswer>['orgs'];

const EMPTY = { name: '', country: '', region: '', sector: '', headcount: '' as number | '', employer: '' };

export function AddWorkplaces({ orgs }: { orgs: Orgs }) {
  const [form, setForm] = useState(EMPTY);
  const [id, setId] = useState(newId);
  const add = useAct<object>(`${DESK}/workplaces`, ['directory'], () => {
    setForm(EMPTY);
    setId(newId());
  });
  const set = (key: keyof typeof EMPTY) => (event: { currentTarget: { value: string } }) => {
    const { value } = event.currentTarget;
    setForm((before) => ({ ...before, [key]: value }));
  };
  const can = form.country !== '' && form.headcount !== '' && !add.isPending;
  const row = { ...form, scheme: 'vouch', id, employer: form.employer || null };
  return (
    <Card title={w.network.addPlace}>
      <form className="in g fields" onSubmit={onSubmit(() => add.mutate({ rows: [row] }))}>
        <TextInput label={w.members.name} required value={form.name} onChange={set('name')} />
        <Select
          label={w.setup.country}
          searchable
          value={form.country || null}
          onChange={(value) => setForm((before) => ({ ...before, country: value ?? '' }))}
          data={COUNTRIES.map((code) => ({ value: code, label: countryName(code) }))}
        />
        <TextInput label={w.network.region} value={form.region} onChange={set('region')} />
        <TextInput label={w.network.sector} required value={form.sector} onChange={set('sector')} />
        <NumberInput
          label={w.network.headcount}
          required
          min={0}
          allowDecimal={false}
          value={form.headcount}
          onChange={(value) =>
            setForm((before) => ({ ...before, headcount: typeof value === 'number' ? value : '' }))
          }
        />
        <Select
          label={w.network.employer}
          clearable
          allowDeselect
          value={form.employer || null}
          onChange={(value) => setForm((before) => ({ ...before, employer: value ?? '' }))}
          data={orgs
            .filter(({ kind }) => kind === 'employer')
            .map((org) => ({ value: org.id, label: org.name }))}
        />
        <div className="fieldsend">
          <Said error={add.error} />
          <Button type="submit" disabled={!can}>
            {w.network.add}
          </Button>
        </div>
      </form>
    </Card>
  );
}
