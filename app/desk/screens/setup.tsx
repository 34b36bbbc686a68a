/** The first visit of an empty installation: organisation, lead, second step; keys follow at the gate. */
import { Checkbox, PasswordInput, Select, TextInput, Textarea } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type Dispatch, type SetStateAction, useState } from 'react';
import type { z } from 'zod';
import type { setupAnswer, setupState } from '../../features/network/contract.ts';
import { get, post } from '../api.ts';
import { Button, Icon } from '../parts/basic.tsx';
import { Loading, Said, Wrong } from '../parts/states.tsx';
import { languageName, w } from '../words.ts';
import { onSubmit } from '../parts/on-submit.ts';
import { EnrolmentView } from './sign-in.tsx';

const LANGUAGES = ['en', 'my', 'th', 'km', 'lo', 'ne', 'hi', 'bn', 'id', 'vi', 'ms', 'ta'] as const;
export const COUNTRIES = ['TH', 'MY', 'IN', 'MM', 'KH', 'LA', 'NP', 'BD', 'ID', 'VN', 'PH', 'LK', 'SG', 'TW', 'KR', 'JP', 'JO', 'QA', 'AE', 'SA', 'GB', 'DE', 'US'] as const; // prettier-ignore

type Form = {
  setupToken: string;
  name: string;
  kind: string;
  country: string;
  languages: readonly string[];
  about: string;
  leadName: string;
  email: string;
  password: string;
};
const EMPTY: Form = { setupToken: '', name: '', kind: 'cso', country: '', languages: ['en'], about: '', leadName: '', email: '', password: '' }; // prettier-ignore

export function Setup() {
  const state = useQuery({
    queryKey: ['setup'],
    queryFn: () => get<z.infer<typeof setupState>>('/api/v1/setup'),
    staleTime: Infinity,
    retry: false,
  });
  const [form, setForm] = useState<Form>(EMPTY);
  const make = useMutation({
    mutationFn: () =>
      post<z.infer<typeof setupAnswer>>('/api/v1/setup', {
        setupToken: form.setupToken.trim(),
        organisation: {
          name: form.name,
          kind: form.kind,
          country: form.country,
          languages: form.languages,
          about: form.about.trim(),
        },
        lead: { name: form.leadName, email: form.email, password: form.password },
      }),
  });
  return (
    <main className="d alone">
      <header className="sp alonehead">
        <Icon id="mark" size="i28" />
        <div>
          <h1>{make.data ? w.setup.secondStep : w.setup.title}</h1>
          <p className="dim sm">{make.data ? w.signIn.enrolWhy : w.setup.what}</p>
        </div>
      </header>
      {state.isPending && <Loading rows={3} />}
      {state.isError && <Wrong error={state.error} again={() => void state.refetch()} />}
      {make.data ? (
        <EnrolmentView enrolment={make.data} done={() => location.assign('/desk')} />
      ) : (
        state.data && (state.data.needed ? <Fields form={form} set={setForm} make={make} /> : <Done />)
      )}
    </main>
  );
}

const Done = () => (
  <p>
    {w.setup.done} <a href="/desk">{w.states.home}</a>
  </p>
);

type FieldsProps = {
  form: Form;
  set: Dispatch<SetStateAction<Form>>;
  make: { mutate: () => void; isPending: boolean; error: unknown };
};

function Fields({ form, set, make }: FieldsProps) {
  const text = (key: keyof Form) => ({
    value: String(form[key]),
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget;
      set((before) => ({ ...before, [key]: value }));
    },
  });
  const can = form.country !== '' && form.languages.length > 0 && !make.isPending;
  return (
    <form className="g formcol" onSubmit={onSubmit(() => make.mutate())}>
      <TextInput
        label={w.setup.token}
        description={w.setup.tokenHint}
        required
        autoComplete="off"
        {...text('setupToken')}
      />
      <h2>{w.setup.organisation}</h2>
      <TextInput label={w.members.name} required {...text('name')} />
      <Select
        label={w.setup.kind}
        value={form.kind}
        onChange={(value) => set((before) => ({ ...before, kind: value ?? 'cso' }))}
        data={[
          { value: 'cso', label: w.orgKind.cso },
          { value: 'union', label: w.orgKind.union },
        ]}
      />
      <Select
        label={w.setup.country}
        searchable
        value={form.country || null}
        onChange={(value) => set((before) => ({ ...before, country: value ?? '' }))}
        data={COUNTRIES.map((code) => ({ value: code, label: new Intl.DisplayNames('en', { type: 'region' }).of(code) ?? code }))} // prettier-ignore
      />
      <fieldset>
        <legend>{w.setup.languages}</legend>
        <div className="langs">
          {LANGUAGES.map((tag) => (
            <Checkbox
              key={tag}
              size="xs"
              label={languageName(tag)}
              checked={form.languages.includes(tag)}
              onChange={(event) => {
                const { checked } = event.currentTarget;
                set((before) => ({ ...before, languages: checked ? [...before.languages, tag] : before.languages.filter((one) => one !== tag) })); // prettier-ignore
              }}
            />
          ))}
        </div>
      </fieldset>
      <Textarea label={w.setup.about} description={w.setup.aboutHint} maxLength={500} {...text('about')} />
      <h2>{w.setup.lead}</h2>
      <TextInput label={w.members.name} required autoComplete="name" {...text('leadName')} />
      <TextInput label={w.signIn.email} type="email" required autoComplete="username" {...text('email')} />
      <PasswordInput
        label={w.setup.password}
        description={w.setup.passwordHint}
        required
        minLength={12}
        autoComplete="new-password"
        {...text('password')}
      />
      <Said error={make.error} />
      <Button go type="submit" disabled={!can}>
        {w.signIn.next}
      </Button>
    </form>
  );
}
