/** The lead of a workers' organisation brings in workplaces and other organisations: nobody else can. */
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import type { z } from 'zod';
import type { directoryAnswer, orgsAnswer } from '../../features/network/contract.ts';
import { DESK, get } from '../api.ts';
import { Card, Icon, Kbd } from '../parts/basic.tsx';
import { Empty, Loading, Wrong } from '../parts/states.tsx';
import { useMember } from '../session.ts';
import { countryName, many, named, w } from '../words.ts';
import { BringIn } from './bring-in.tsx';
import { AddWorkplaces } from './add-workplaces.tsx';

export function Network() {
  const me = useMember();
  const orgs = useQuery({
    queryKey: ['orgs'],
    queryFn: () => get<z.infer<typeof orgsAnswer>>(`${DESK}/orgs`),
  });
  const directory = useQuery({
    queryKey: ['directory'],
    queryFn: () => get<z.infer<typeof directoryAnswer>>(`${DESK}/directory`),
  });
  const [typed, setTyped] = useState('');
  const search = useDeferredValue(typed.trim().toLowerCase());
  if (orgs.isError || directory.isError) return <Wrong error={orgs.error ?? directory.error} />;
  if (!orgs.data || !directory.data) return <Loading rows={8} />;
  const nameOf = new Map(orgs.data.orgs.map((org) => [org.id, org.name]));
  const places = directory.data.workplaces.filter((place) =>
    search
      .split(/\s+/)
      .every((word) =>
        `${place.name} ${place.region} ${place.country} ${place.sector}`.toLowerCase().includes(word),
      ),
  );
  const register = me.may.includes('register');
  return (
    <>
      <div className="bar1 wrap">
        <h1>{w.rail.network}</h1>
        <span className="dim sm">{many(w.network.workplaces, directory.data.workplaces.length)}</span>
        <span className="grow" />
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
      </div>
      <div className="g pad">
        {register && <AddWorkplaces orgs={orgs.data.orgs} />}
        {register && <BringIn />}
        <Card title={w.network.places}>
          {places.length === 0 ? (
            <Empty>{typed ? w.acts.placeNone : w.network.noPlaces}</Empty>
          ) : (
            <div className="tablewrap">
              <table className="t">
                <thead>
                  <tr>
                    <th>{w.cases.place}</th>
                    <th>{w.figures.place}</th>
                    <th>{w.network.sector}</th>
                    <th className="num">{w.network.headcount}</th>
                    <th>{w.network.employer}</th>
                    <th>{w.network.reader}</th>
                  </tr>
                </thead>
                <tbody>
                  {places.map((place) => (
                    <tr key={place.docket}>
                      <td>
                        <b>{place.name}</b>
                      </td>
                      <td>{[place.region, countryName(place.country)].filter(Boolean).join(', ')}</td>
                      <td>{place.sector}</td>
                      <td className="num">{place.headcount.toLocaleString('en')}</td>
                      <td>
                        {place.employer ? (
                          (nameOf.get(place.employer) ?? place.employer)
                        ) : (
                          <span className="dim">{w.network.takesNoPart}</span>
                        )}
                      </td>
                      <td>{nameOf.get(place.receiver) ?? place.receiver}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )}
        </Card>
        <Card title={w.network.organisations}>
          <div className="tablewrap">
            <table className="t">
              <tbody>
                {orgs.data.orgs.map((org) => (
                  <tr key={org.id}>
                    <td>
                      <b>{org.name}</b>
                    </td>
                    <td>{named(w.orgKind, org.kind)}</td>
                    <td>{countryName(org.country)}</td>
                    <td className="fourwords">
                      {org.words ?? <span className="dim">{w.network.noKeyYet}</span>}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </Card>
      </div>
    </>
  );
}
