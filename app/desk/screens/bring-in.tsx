/** Another organisation, and a link for its first person. */
import { Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { z } from 'zod';
import type { orgAnswer } from '../../features/network/contract.ts';
import { useAct } from '../act.ts';
import { DESK } from '../api.ts';
import { Button, Card } from '../parts/basic.tsx';
import { InviteLink } from '../parts/invite-link.tsx';
import { Said } from '../parts/states.tsx';
import { countryName, named, w } from '../words.ts';
import { COUNTRIES } from './setup.tsx';
import { onSubmit } from '../parts/on-submit.ts';

/** The role that leads, by kind (the network's rules judge it). */
const FIRST_ROLE: Readonly<Record<string, string>> = {
  employer: 'manager',
  recruiter: 'manager',
  buyer: 'analyst',
  association: 'officer',
  labour_office: 'officer',
  auditor: 'auditor',
  cso: 'lead',
  union: 'lead',
};
const EMPTY = { name: '', kind: 'employer', country: '', first: '', email: '' };

export function BringIn() {
  const [form, setForm] = useState(EMPTY);
  const [made, setMade] = useState<z.infer<typeof orgAnswer> & { name: string }>();
  const bring = useAct<object, z.infer<typeof orgAnswer>>(`${DESK}/orgs`, ['orgs'], (answer) => {
    setMade({ ...answer, name: form.first });
    setForm(EMPTY);
  });
  const set = (key: keyof typeof EMPTY) => (event: { currentTarget: { value: string } }) => {
    const { value } = event.currentTarget;
    setForm((before) => ({ ...before, [key]: value }));
  };
  const body = {
    name: form.name,
    kind: form.kind,
    country: form.country,
    languages: ['en'],
    about: '',
    first: { name: form.first, email: form.email, role: FIRST_ROLE[form.kind] },
  };
  return (
    <Card title={w.network.bringIn}>
      <form className="in g fields" onSubmit={onSubmit(() => bring.mutate(body))}>
        <TextInput label={w.network.organisation} required value={form.name} onChange={set('name')} />
        <Select
          label={w.setup.kind}
          value={form.kind}
          onChange={(value) => setForm((before) => ({ ...before, kind: value ?? 'employer' }))}
          data={Object.keys(FIRST_ROLE).map((value) => ({ value, label: named(w.orgKind, value) }))}
        />
        <Select
          label={w.setup.country}
          searchable
          value={form.country || null}
          onChange={(value) => setForm((before) => ({ ...before, country: value ?? '' }))}
          data={COUNTRIES.map((code) => ({ value: code, label: countryName(code) }))}
        />
        <TextInput label={w.network.firstPerson} required value={form.first} onChange={set('first')} />
        <TextInput label={w.signIn.email} type="email" required value={form.email} onChange={set('email')} />
        <div className="fieldsend">
          <Said error={bring.error} />
          <Button type="submit" disabled={form.country === '' || bring.isPending}>
            {w.members.makeLink}
          </Button>
        </div>
      </form>
      {made && <InviteLink name={made.name} path={made.path} expires={made.expires} />}
    </Card>
  );
}
