/** In a thread: ask that words be erased, and ask the worker whether it was at another workplace. */
import { Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import type { z } from 'zod';
import type { ThreadView } from '../../features/cases/contract.ts';
import type { directoryAnswer } from '../../features/network/contract.ts';
import { useAct } from '../act.ts';
import { DESK, get } from '../api.ts';
import { day } from '../clock.ts';
import { Button, Icon } from '../parts/basic.tsx';
import { Empty, Loading, Said, Wrong } from '../parts/states.tsx';
import { newId } from '../sealing.ts';
import { countryName, fill, named, w } from '../words.ts';

const REASONS = ['worker_asked_us', 'law', 'mistake'] as const;

export function ThreadRights({ view }: { view: ThreadView }) {
  const [open, setOpen] = useState<'erase' | 'move'>();
  const close = () => setOpen(undefined);
  if (view.thread.erasing) return <p className="sm dim">{w.rights.threadGoing}</p>;
  return (
    <>
      <div className="sp wrapped">
        <Button onClick={() => setOpen('erase')}>{w.rights.askErase}</Button>
        {view.thread.place.kind !== 'unplaced' && (
          <Button onClick={() => setOpen('move')}>{w.rights.askMove}</Button>
        )}
      </div>
      <Modal opened={open === 'erase'} onClose={close} title={w.rights.askErase} size="lg">
        <AskErase view={view} close={close} />
      </Modal>
      <Modal opened={open === 'move'} onClose={close} title={w.rights.askMoveTitle} size="lg">
        <AskMove view={view} close={close} />
      </Modal>
    </>
  );
}

function AskErase({ view, close }: { view: ThreadView; close: () => void }) {
  const [erasureId] = useState(newId);
  const [reason, setReason] = useState<string>('worker_asked_us');
  const [about, setAbout] = useState('');
  const { docket, threadId } = view.thread;
  const ask = useAct<object>(`${DESK}/rights/erasures`, ['rights', 'thread'], close);
  return (
    <div className="d g">
      <p className="sm">{w.rights.askEraseWhat}</p>
      <label className="g tight">
        {w.rights.about}
        <select className="pick" value={about} onChange={(event) => setAbout(event.currentTarget.value)}>
          <option value="">{w.rights.scope.all}</option>
          {view.statements
            .filter((one) => one.from === 'worker')
            .map((one) => (
              <option key={one.id} value={one.id}>
                {fill(w.rights.aboutOne, { kind: named(w.kind, one.kind), day: day(one.recorded) })}
              </option>
            ))}
        </select>
      </label>
      <div className="radios sm" role="radiogroup" aria-label={w.rights.whyAsk}>
        {REASONS.map((one) => (
          <label key={one}>
            <input type="radio" name="reason" checked={reason === one} onChange={() => setReason(one)} />
            {named(w.rights.reason, one)}
          </label>
        ))}
      </div>
      <Said error={ask.error} />
      <Button
        go
        disabled={ask.isPending}
        onClick={() =>
          ask.mutate({ erasureId, docket, threadId, reason, ...(about ? { statementId: about } : {}) })
        }
      >
        {w.rights.askNow}
      </Button>
      <p className="xs dim">{w.rights.forGood}</p>
    </div>
  );
}

type Places = z.infer<typeof directoryAnswer>['workplaces'];
const fits = (place: Places[number], typed: string): boolean => {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const text = `${place.name} ${place.region} ${place.country}`.toLowerCase();
  return words.length > 0 && words.every((word) => text.includes(word));
};

function AskMove({ view, close }: { view: ThreadView; close: () => void }) {
  const [moveId] = useState(newId);
  const [typed, setTyped] = useState('');
  const search = useDeferredValue(typed);
  const directory = useQuery({
    queryKey: ['directory'],
    queryFn: () => get<z.infer<typeof directoryAnswer>>(`${DESK}/directory`),
    staleTime: 300_000,
  });
  const { docket, threadId, placedIn } = view.thread;
  const ask = useAct<object>(`${DESK}/rights/moves`, ['rights', 'thread'], close);
  const found = (directory.data?.workplaces ?? [])
    .filter((place) => place.docket !== placedIn && fits(place, search))
    .slice(0, 12);
  return (
    <div className="d g">
      <p className="sm">{w.rights.askMoveWhat}</p>
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
      <Said error={ask.error} />
      <div className="picks">
        {found.map((place) => (
          <button
            key={place.docket}
            type="button"
            className="pickrow"
            disabled={ask.isPending}
            onClick={() => ask.mutate({ moveId, docket, threadId, toDocket: place.docket })}
          >
            <b>{place.name}</b>
            <span className="grow dim cut">
              {[place.region, countryName(place.country)].filter(Boolean).join(', ')}
            </span>
          </button>
        ))}
      </div>
    </div>
  );
}
