/** What may be done with a thread: make or join a case, file it under its workplace, mark a call for help. */
import { Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useDeferredValue, useState } from 'react';
import type { z } from 'zod';
import type { CasesList, ThreadView, caseRef } from '../../features/cases/contract.ts';
import type { directoryAnswer } from '../../features/network/contract.ts';
import { useAct } from '../act.ts';
import { DESK, get } from '../api.ts';
import { useKeys } from '../keyboard.tsx';
import { Button, Icon, Urgency } from '../parts/basic.tsx';
import { Empty, Loading, Said, Wrong } from '../parts/states.tsx';
import { newId } from '../sealing.ts';
import { countryName, fill, named, w } from '../words.ts';
import { passed } from './triage/nav.ts';

export function ThreadActs({ view }: { view: ThreadView; language: string }) {
  const [filing, setFiling] = useState<'case' | 'place'>();
  const navigate = useNavigate();
  const { thread } = view;
  const base = `${DESK}/threads/${thread.docket}/${thread.threadId}`;
  const toCase = () =>
    view.case
      ? void navigate({ to: '/cases/$docket/$case', params: { docket: String(view.case.docket), case: view.case.caseId } }) // prettier-ignore
      : setFiling('case');
  useKeys([{ key: 'C', does: view.case ? w.keys.openCase : w.keys.makeCase, run: toCase }]);
  const unplaced = thread.place.kind === 'unplaced';
  return (
    <>
      {unplaced && (
        <Button icon="place" onClick={() => setFiling('place')}>
          {w.acts.place}
        </Button>
      )}
      <Button go hotkey="C" onClick={toCase}>
        {view.case ? fill(w.acts.openCase, { n: view.case.number }) : w.acts.makeCase}
      </Button>
      <Modal
        opened={filing === 'case'}
        onClose={() => setFiling(undefined)}
        title={w.acts.caseTitle}
        size="lg"
      >
        <IntoCase view={view} base={base} close={() => setFiling(undefined)} />
      </Modal>
      <Modal
        opened={filing === 'place'}
        onClose={() => setFiling(undefined)}
        title={w.acts.placeTitle}
        size="lg"
      >
        <IntoPlace base={base} close={() => setFiling(undefined)} />
      </Modal>
    </>
  );
}

type CaseRef = z.infer<typeof caseRef>;

function IntoCase({ view, base, close }: { view: ThreadView; base: string; close: () => void }) {
  const navigate = useNavigate();
  const [newCase] = useState(newId);
  const [other, setOther] = useState(false);
  const cases = useQuery({
    queryKey: ['cases', 'open'],
    queryFn: () => get<CasesList>(`${DESK}/cases?state=open&limit=500`),
  });
  const here = cases.data?.rows.filter((row) => row.placedIn === view.thread.placedIn) ?? [];
  const file = useAct<{ caseId: string; caseDocket?: number; distinct?: string }, CaseRef>(
    `${base}/case`,
    ['thread', 'inbox', 'cases', 'case'],
    (made) => {
      passed.add(view.thread.threadId);
      close();
      void navigate({
        to: '/cases/$docket/$case',
        params: { docket: String(made.docket), case: made.caseId },
      });
    },
  );
  const distinct = view.thread.distinct === 'unconfirmed' ? (other ? 'distinct' : undefined) : undefined;
  return (
    <div className="d g">
      <p className="sm">{w.acts.caseWhat}</p>
      {view.thread.distinct === 'unconfirmed' && (
        <label className="sp sm">
          <input
            type="checkbox"
            checked={other}
            onChange={(event) => setOther(event.currentTarget.checked)}
          />
          {w.acts.alsoDistinct}
        </label>
      )}
      <Said error={file.error} />
      <Button
        go
        data-autofocus
        disabled={file.isPending}
        onClick={() => file.mutate({ caseId: newCase, distinct })}
      >
        {w.acts.newCase}
      </Button>
      <h3>{w.acts.joinCase}</h3>
      {cases.isPending && <Loading rows={2} />}
      {cases.isError && <Wrong error={cases.error} />}
      {cases.data && here.length === 0 && <Empty>{w.acts.noCaseHere}</Empty>}
      <div className="picks">
        {here.map((row) => (
          <button
            key={row.caseId}
            type="button"
            className="pickrow"
            disabled={file.isPending}
            onClick={() => file.mutate({ caseId: row.caseId, caseDocket: row.docket, distinct })}
          >
            <Urgency code={row.urgency} />
            <b>{fill(w.cases.number, { n: row.number })}</b>
            <span className="grow cut">
              {row.issues.map(({ code }) => code).join(', ') || w.cases.noIssues}
            </span>
            <span className="dim">{named(w.caseState, row.state)}</span>
          </button>
        ))}
      </div>
    </div>
  );
}

type Places = z.infer<typeof directoryAnswer>['workplaces'];

const fits = (place: Places[number], typed: string): boolean => {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const text = `${place.name} ${place.region} ${place.country} ${place.sector}`.toLowerCase();
  return words.length > 0 && words.every((word) => text.includes(word));
};

/** The report stays where it was first put on record; from here on it counts and is read under its workplace. */
function IntoPlace({ base, close }: { base: string; close: () => void }) {
  const [typed, setTyped] = useState('');
  const search = useDeferredValue(typed);
  const directory = useQuery({
    queryKey: ['directory'],
    queryFn: () => get<z.infer<typeof directoryAnswer>>(`${DESK}/directory`),
    staleTime: 300_000,
  });
  const move = useAct<{ docket: number }>(`${base}/place`, ['thread', 'inbox'], close);
  const found = (directory.data?.workplaces ?? []).filter((place) => fits(place, search)).slice(0, 12);
  return (
    <div className="d g">
      <p className="sm">{w.acts.placeWhat}</p>
      <label className="searchbox">
        <Icon id="search" />
        <span className="vh">{w.acts.placeSearch}</span>
        <input
          data-autofocus
          type="search"
          placeholder={w.acts.placeSearch}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      </label>
      {directory.isPending && <Loading rows={2} />}
      {directory.isError && <Wrong error={directory.error} />}
      {search !== '' && found.length === 0 && directory.data && <Empty>{w.acts.placeNone}</Empty>}
      <Said error={move.error} />
      <div className="picks">
        {found.map((place) => (
          <button
            key={place.docket}
            type="button"
            className="pickrow"
            disabled={move.isPending}
            onClick={() => move.mutate({ docket: place.docket })}
          >
            <b>{place.name}</b>
            <span className="grow dim cut">
              {[place.region, countryName(place.country)].filter(Boolean).join(', ')}
            </span>
            <span className="dim">{place.sector}</span>
          </button>
        ))}
      </div>
    </div>
  );
}
