/** Search, filters and kept lists above the cases. */
import { Modal, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { CASE_STATES } from '../../../features/cases/case-states.ts';
import type { ListsView } from '../../../features/cases/list.contract.ts';
import { useAct } from '../../act.ts';
import { DESK, get } from '../../api.ts';
import { Button, Icon, Kbd } from '../../parts/basic.tsx';
import { Said } from '../../parts/states.tsx';
import { newId } from '../../sealing.ts';
import { fill, many, named, w } from '../../words.ts';
import c from '../../words/cases.en.json' with { type: 'json' };
import { type Filters, setLook, useLook } from './list-state.ts';
import { useTeam } from './team.ts';

const STATES = ['open', 'all', ...CASE_STATES] as const;
const URGENCIES = ['P0', 'P1', 'P2', 'P3'] as const;
const stateWords = (state: (typeof STATES)[number]): string =>
  state === 'open' || state === 'all' ? named(w.cases.views, state) : named(w.caseState, state);

/** A filter changes what is in the list: it begins at the top again, and nothing stays chosen out of sight. */
const filter = (filters: Filters, change: Filters) =>
  setLook({ filters: { ...filters, ...change }, top: 0, chosen: new Map() });

export function ListHead({ total }: { total: number | undefined }) {
  const { filters, typed } = useLook();
  const team = useTeam();
  return (
    <>
      <div className="bar1 wrap">
        <h1>{w.cases.title}</h1>
        {total !== undefined && (
          <span className="dim sm" role="status">
            {many(c.list.found, total)}
          </span>
        )}
        <span className="grow" />
        <label className="searchbox">
          <Icon id="search" />
          <span className="vh">{w.cases.search}</span>
          <input
            data-search
            type="search"
            maxLength={100}
            placeholder={w.cases.search}
            value={typed}
            onChange={(event) => setLook({ typed: event.currentTarget.value, top: 0, chosen: new Map() })}
          />
          <Kbd>/</Kbd>
        </label>
      </div>
      <div className="bar1 wrap casefilters">
        <Pick
          label={c.list.state}
          value={filters.state ?? 'open'}
          options={STATES.map((value) => ({ value, words: stateWords(value) }))}
          set={(value) => filter(filters, { state: STATES.find((one) => one === value) ?? 'open' })}
        />
        <Pick
          label={c.list.urgency}
          value={filters.urgency ?? ''}
          options={[{ value: '', words: c.list.allUrgency }, ...URGENCIES.map((value) => ({ value, words: `${value} ${named(w.urgency, value)}` }))]} // prettier-ignore
          set={(value) => filter(filters, { urgency: URGENCIES.find((one) => one === value) })}
        />
        <Pick
          label={c.list.owner}
          value={filters.owner ?? ''}
          options={[
            { value: '', words: c.list.anyOwner },
            { value: 'me', words: c.list.mine },
            { value: 'nobody', words: c.list.nobody },
            ...team.map(({ memberId, name }) => ({ value: memberId, words: name })),
          ]}
          set={(value) => filter(filters, { owner: value || undefined })}
        />
        <Flag
          words={c.list.late}
          on={filters.overdue === true}
          set={(overdue) => filter(filters, { overdue })}
        />
        <Flag words={c.list.tasks} on={filters.tasks === true} set={(tasks) => filter(filters, { tasks })} />
        <span className="grow" />
        <Kept />
      </div>
    </>
  );
}

type PickProps = {
  label: string;
  value: string;
  options: readonly { value: string; words: string }[];
  set: (value: string) => void;
};
const Pick = ({ label, value, options, set }: PickProps) => (
  <label>
    <span className="vh">{label}</span>
    <select
      className="pick"
      aria-label={label}
      value={value}
      onChange={(event) => set(event.currentTarget.value)}
    >
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.words}
        </option>
      ))}
    </select>
  </label>
);

const Flag = ({ words, on, set }: { words: string; on: boolean; set: (on: boolean) => void }) => (
  <button type="button" className={`bt ${on ? 'go' : ''}`} aria-pressed={on} onClick={() => set(!on)}>
    {words}
  </button>
);

/** The database gives names in an order of its own; what is off is the same as what isn't said. */
const alike = (a: Filters, b: Filters): boolean => {
  const said = (filters: Filters) =>
    JSON.stringify(
      Object.entries(filters)
        .filter(([, value]) => value)
        .toSorted(),
    );
  return said(a) === said(b);
};

function Kept() {
  const { filters } = useLook();
  const [keeping, setKeeping] = useState(false);
  const lists = useQuery({
    queryKey: ['case-lists'],
    queryFn: () => get<ListsView>(`${DESK}/case-lists`),
    staleTime: 60_000,
  });
  const kept = lists.data?.lists ?? [];
  const now = kept.find((list) => alike(list.filters, filters));
  const drop = useAct(`${DESK}/case-lists/${now?.listId}/drop`, ['case-lists']);
  return (
    <>
      {kept.length > 0 && (
        <Pick
          label={c.list.kept}
          value={now?.listId ?? ''}
          options={[{ value: '', words: c.list.kept }, ...kept.map(({ listId, name }) => ({ value: listId, words: name }))]} // prettier-ignore
          set={(listId) => {
            const list = kept.find((one) => one.listId === listId);
            if (list) setLook({ filters: list.filters, top: 0, chosen: new Map() });
          }}
        />
      )}
      {now?.own ? (
        <Button onClick={() => drop.mutate({})}>{fill(c.list.drop, { name: now.name })}</Button>
      ) : (
        <Button onClick={() => setKeeping(true)}>{c.list.keep}</Button>
      )}
      <Modal opened={keeping} onClose={() => setKeeping(false)} title={c.list.keepTitle}>
        <KeepForm filters={filters} close={() => setKeeping(false)} />
      </Modal>
    </>
  );
}

function KeepForm({ filters, close }: { filters: Filters; close: () => void }) {
  const [listId] = useState(newId);
  const [name, setName] = useState('');
  const [shared, setShared] = useState(false);
  const keep = useAct(`${DESK}/case-lists/${listId}`, ['case-lists'], close);
  return (
    <form
      className="d g"
      onSubmit={(event) => {
        event.preventDefault();
        keep.mutate({ name: name.trim(), shared, filters });
      }}
    >
      <p className="sm dim">{c.list.keepWhat}</p>
      <TextInput
        label={c.list.name}
        data-autofocus
        required
        maxLength={60}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <label className="sp sm">
        <input
          type="checkbox"
          checked={shared}
          onChange={(event) => setShared(event.currentTarget.checked)}
        />
        {c.list.shared}
      </label>
      <Said error={keep.error} />
      <div className="sp">
        <Button go type="submit" disabled={name.trim() === '' || keep.isPending}>
          {c.list.keep}
        </Button>
        <Button onClick={close}>{w.states.cancel}</Button>
      </div>
    </form>
  );
}
