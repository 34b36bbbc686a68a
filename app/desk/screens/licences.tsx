/** Offices and auditors: the evidence of a place under a recorded licence. A refusal looks like an empty docket. */
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import type { z } from 'zod';
import type { licencesAnswer } from '../../features/evidence/contract.ts';
import type { directoryAnswer } from '../../features/network/contract.ts';
import { DESK, get } from '../api.ts';
import { Card, Icon, Kbd } from '../parts/basic.tsx';
import { Empty, Loading, Wrong } from '../parts/states.tsx';
import { countryName, w } from '../words.ts';
import { DownloadBundle } from './case-bundle.tsx';

export function Licences() {
  const [typed, setTyped] = useState('');
  const search = useDeferredValue(typed.trim().toLowerCase());
  const directory = useQuery({
    queryKey: ['directory'],
    queryFn: () => get<z.infer<typeof directoryAnswer>>(`${DESK}/directory`),
    staleTime: 300_000,
  });
  const [chosen, setChosen] = useState<number>();
  const found = (directory.data?.workplaces ?? []).filter(({ name, region, country, id }) =>
    search.split(/\s+/).every((word) => `${name} ${region} ${country} ${id}`.toLowerCase().includes(word)),
  );
  const place = directory.data?.workplaces.find(({ docket }) => docket === chosen);
  return (
    <>
      <div className="bar1">
        <h1>{w.rail.licences}</h1>
      </div>
      <div className="g pad measure">
        <p>{w.licences.what}</p>
        <Held choose={setChosen} />
        <Card title={w.licences.fetch}>
          <div className="in g">
            <label className="searchbox">
              <Icon id="search" />
              <span className="vh">{w.acts.placeSearch}</span>
              <input
                data-search
                type="search"
                placeholder={w.acts.placeSearch}
                value={typed}
                onChange={(event) => setTyped(event.currentTarget.value)}
              />
              <Kbd>/</Kbd>
            </label>
            {directory.isPending && <Loading rows={3} />}
            {directory.isError && <Wrong error={directory.error} again={() => void directory.refetch()} />}
            {directory.data && found.length === 0 && <Empty>{w.licences.none}</Empty>}
            <div className="picks short">
              {found.slice(0, 60).map((one) => (
                <button
                  key={one.docket}
                  type="button"
                  className={`pickrow ${one.docket === chosen ? 'on' : ''}`}
                  aria-pressed={one.docket === chosen}
                  onClick={() => setChosen(one.docket)}
                >
                  <b>{one.name}</b>
                  <span className="grow dim cut">
                    {[one.region, countryName(one.country)].filter(Boolean).join(', ')}
                  </span>
                  <span className="codeid">{one.docket}</span>
                </button>
              ))}
            </div>
            {place && (
              <div className="sp wrapped">
                <b className="grow">{place.name}</b>
                <DownloadBundle key={place.docket} docket={place.docket} />
              </div>
            )}
          </div>
        </Card>
        <p className="sm dim">{w.licences.rule}</p>
      </div>
    </>
  );
}

/** What this office holds today: one press away from its bundle. */
function Held({ choose }: { choose: (docket: number) => void }) {
  const held = useQuery({
    queryKey: ['licences'],
    queryFn: () => get<z.infer<typeof licencesAnswer>>(`${DESK}/licences`),
  });
  if (!held.data) return held.isError ? <Wrong error={held.error} /> : <Loading rows={2} />;
  const { licences } = held.data;
  return (
    <Card title={w.licences.held}>
      {licences.length === 0 && <Empty>{w.licences.heldNone}</Empty>}
      <div className="picks">
        {licences.map((one) => (
          <button
            key={`${one.docketId} ${one.from}`}
            type="button"
            className="pickrow"
            onClick={() => choose(one.docketId)}
          >
            <b>{one.place ?? one.docketId}</b>
            <span className="grow dim cut">{one.purpose}</span>
            <span className="xs dim nw">
              {one.from} – {one.until}
            </span>
          </button>
        ))}
      </div>
    </Card>
  );
}
