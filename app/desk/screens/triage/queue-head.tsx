/** Above the list: how many wait, search, filters by code, views that are kept, calls, shifts. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { CHANNELS } from '../../../features/cases/channels.ts';
import type { Inbox as Answer } from '../../../features/cases/contract.ts';
import type { Filters, Views } from '../../../features/triage/contract.ts';
import { DESK, get, post } from '../../api.ts';
import { useKeys } from '../../keyboard.tsx';
import { Button, Icon, Kbd } from '../../parts/basic.tsx';
import { newId } from '../../sealing.ts';
import { fill, languageName, many, named, w } from '../../words.ts';
import t from '../../words/triage.en.json' with { type: 'json' };
import { LANGUAGES, Pick, useSettings } from './pick.tsx';
import { Shifts } from './shifts.tsx';
import { WriteDown } from './write-down.tsx';

type Props = {
  head: Answer | undefined;
  filters: Filters;
  setFilters: (filters: Filters) => void;
  typed: string;
  setTyped: (typed: string) => void;
};

export function QueueHead({ head, filters, setFilters, typed, setTyped }: Props) {
  const [open, setOpen] = useState(false);
  const [doing, setDoing] = useState<'write' | 'shift'>();
  useKeys([{ key: 'W', does: t.keys.write, run: () => setDoing('write') }]);
  const counts = head?.counts;
  const waiting = counts ? counts.P0 + counts.P1 + counts.P2 + counts.P3 : 0;
  const now = Date.now();
  const over = head?.rows.filter((r) => r.state === 'waiting' && !r.withdrawn && r.dueAt && Date.parse(r.dueAt) < now).length; // prettier-ignore
  const set = Object.entries(filters).filter(([name, value]) => value !== undefined && name !== 'state').length; // prettier-ignore
  return (
    <>
      <div className="bar1">
        <h1>{w.inbox.title}</h1>
        {head && (
          <span className="dim sm">
            {many(w.inbox.wait, waiting)}
            {over ? `, ${fill(w.inbox.over, { n: over })}` : ''}
          </span>
        )}
        <span className="grow" />
        <span className="xs dim wide">
          <Kbd>J</Kbd> <Kbd>K</Kbd>
        </span>
      </div>
      <div className="sp filters">
        <label className="searchbox">
          <Icon id="search" />
          <span className="vh">{w.inbox.search}</span>
          <input
            data-search
            type="search"
            placeholder={w.inbox.search}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
          />
          <Kbd>/</Kbd>
        </label>
        <Pick
          name={w.inbox.show}
          value={filters.state ?? 'open'}
          all={['open', 'waiting', 'answered', 'closed', 'all']}
          words={(one) => named(w.inbox.states, one)}
          pick={(state) => setFilters({ ...filters, state })}
          bare
        />
        <Button aria-expanded={open} onClick={() => setOpen(!open)}>
          {set > 0 ? many(t.head.set, set) : t.head.filters}
        </Button>
        <Button
          icon="call"
          aria-label={t.head.write}
          title={t.head.write}
          onClick={() => setDoing('write')}
        />
        <Button onClick={() => setDoing('shift')}>{t.head.shift}</Button>
        <Link to="/directory" className="bt">
          {t.head.directory}
        </Link>
      </div>
      {open && <More filters={filters} setFilters={setFilters} />}
      <SavedViews filters={filters} setFilters={setFilters} open={open} />
      {doing === 'write' && <WriteDown close={() => setDoing(undefined)} />}
      {doing === 'shift' && <Shifts close={() => setDoing(undefined)} />}
    </>
  );
}

function More({ filters, setFilters }: Pick2) {
  const settings = useSettings();
  const set = (more: Partial<Filters>) => setFilters({ ...filters, ...more });
  const statuses = settings.data?.subStatuses ?? [];
  return (
    <div className="choices">
      <Pick
        name={t.head.urgency}
        value={filters.urgency}
        all={['P0', 'P1', 'P2', 'P3']}
        words={(one) => one}
        pick={(urgency) => set({ urgency })}
      />{' '}
      <Pick
        name={t.head.channel}
        value={filters.channel}
        all={CHANNELS}
        words={(one) => named(t.channel, one)}
        pick={(channel) => set({ channel })}
      />{' '}
      <Pick
        name={t.head.assignee}
        value={filters.assignee}
        all={['mine', 'nobody']}
        words={(one) => named(t.assignees, one)}
        pick={(assignee) => set({ assignee })}
      />{' '}
      <Pick
        name={t.head.subStatus}
        value={filters.subStatus}
        all={statuses.map(({ code }) => code)}
        words={(one) => statuses.find(({ code }) => code === one)?.words ?? one}
        pick={(subStatus) => set({ subStatus })}
      />{' '}
      <Pick
        name={t.head.only}
        value={filters.only}
        all={['known', 'late', 'help', 'jobseekers', 'linked']}
        words={(one) => named(t.only, one)}
        pick={(only) => set({ only })}
      />{' '}
      <Pick
        name={t.head.language}
        value={filters.language}
        all={LANGUAGES}
        words={languageName}
        pick={(language) => set({ language })}
      />{' '}
      <Pick
        name={t.head.snoozed}
        value={filters.snoozed}
        all={['hide', 'only', 'any']}
        words={(one) => named(t.snoozed, one)}
        pick={(snoozed) => set({ snoozed })}
      />{' '}
      <Button onClick={() => setFilters({ state: filters.state })}>{t.head.clear}</Button>
    </div>
  );
}
type Pick2 = { filters: Filters; setFilters: (filters: Filters) => void };

function SavedViews({ filters, setFilters, open }: Pick2 & { open: boolean }) {
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [shared, setShared] = useState(false);
  const views = useQuery({ queryKey: ['triage-views'], queryFn: () => get<Views>(`${DESK}/triage/views`), staleTime: 60_000 }); // prettier-ignore
  const again = () => client.invalidateQueries({ queryKey: ['triage-views'] });
  const save = async () => {
    const kept = Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined));
    await post(`${DESK}/triage/views/${newId()}`, { name: name.trim(), shared, filters: kept });
    setName('');
    await again();
  };
  const all = views.data?.views ?? [];
  if (all.length === 0 && !open) return null;
  return (
    <div className="viewsbar" role="group" aria-label={t.head.views}>
      {all.map((view) => (
        <span key={view.viewId} className="sp nw">
          <Button onClick={() => setFilters(view.filters)}>{view.name}</Button>
          {open && view.mine && (
            <Button
              aria-label={`${t.head.forget}: ${view.name}`}
              icon="close"
              onClick={() => void post(`${DESK}/triage/views/${view.viewId}/forget`).then(again)}
            />
          )}
        </span>
      ))}
      {open && (
        <form
          className="sp nw"
          onSubmit={(event) => {
            event.preventDefault();
            if (name.trim() !== '') void save();
          }}
        >
          <label className="searchbox">
            <span className="vh">{t.head.saveName}</span>
            <input
              placeholder={t.head.saveName}
              maxLength={40}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />{' '}
          </label>
          <label className="sp xs nw">
            <input
              type="checkbox"
              checked={shared}
              onChange={(event) => setShared(event.currentTarget.checked)}
            />{' '}
            {t.head.shared}
          </label>
          <button type="submit" className="bt" disabled={name.trim() === ''}>
            {t.head.save}
          </button>
        </form>
      )}
    </div>
  );
}
