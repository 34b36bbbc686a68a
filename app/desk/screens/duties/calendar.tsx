/** Which days are worked in the countries where reports come from: the country's, and the organisation's own. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { DaysView } from '../../../features/duties/contract.ts';
import { useAct } from '../../act.ts';
import { DESK, get } from '../../api.ts';
import { fullDay } from '../../clock.ts';
import { Button, Card } from '../../parts/basic.tsx';
import { Said } from '../../parts/states.tsx';
import { countryName, fill } from '../../words.ts';
import d from '../../words/duties.en.json' with { type: 'json' };

// 2023-01-01 was a Sunday.
const WEEKDAY = new Intl.DateTimeFormat('en', { weekday: 'long', timeZone: 'UTC' });
const weekday = (n: number): string => WEEKDAY.format(new Date(Date.UTC(2023, 0, 1 + n)));
const LIST = new Intl.ListFormat('en');

export function Calendar() {
  const [country, setCountry] = useState('');
  const found = useQuery({
    queryKey: ['days-off', country],
    queryFn: () => get<DaysView>(`${DESK}/days-off${country ? `?country=${country}` : ''}`),
    placeholderData: (before) => before,
    staleTime: 60_000,
  });
  const view = found.data;
  if (!view) return null;
  return (
    <Card
      title={d.calendar.title}
      aside={
        <select
          className="pick"
          aria-label={d.calendar.country}
          value={view.country}
          onChange={(event) => setCountry(event.currentTarget.value)}
        >
          {view.countries.map((one) => (
            <option key={one} value={one}>
              {countryName(one)}
            </option>
          ))}
        </select>
      }
    >
      <div className="in g">
        <p className="sm">
          {fill(d.calendar.weekend, { days: LIST.format(view.weekend.map(weekday)) })}{' '}
          <span className="dim">{fill(d.calendar.zone, { zone: view.zone })}</span>
        </p>
        <details>
          <summary className="sm">{d.calendar.holidays}</summary>
          <p className="sm dim">
            {view.holidays.length === 0 ? d.calendar.noHolidays : LIST.format(view.holidays.map(fullDay))}
          </p>
        </details>
        <Own view={view} />
      </div>
    </Card>
  );
}

function Own({ view }: { view: DaysView }) {
  const [day, setDay] = useState('');
  const set = useAct<object>(`${DESK}/days-off`, ['days-off', 'due'], () => setDay(''));
  const say = (on: string, works: boolean | null) => set.mutate({ country: view.country, day: on, works });
  return (
    <div>
      <h3>{d.calendar.own}</h3>
      {view.own.length === 0 && <p className="sm dim">{d.calendar.none}</p>}
      <ul className="clocklist">
        {view.own.map((own) => (
          <li key={own.day} className="sp sm">
            {fullDay(own.day)}: <b>{own.works ? d.calendar.on : d.calendar.off}</b>
            {view.may && <Button onClick={() => say(own.day, null)}>{d.calendar.remove}</Button>}
          </li>
        ))}
      </ul>
      {view.may && (
        <div className="sp wrapped">
          <input
            className="pick"
            type="date"
            aria-label={d.calendar.add}
            value={day}
            onChange={(e) => setDay(e.currentTarget.value)}
          />
          <Button disabled={!day || set.isPending} onClick={() => say(day, false)}>
            {d.calendar.off}
          </Button>
          <Button disabled={!day || set.isPending} onClick={() => say(day, true)}>
            {d.calendar.on}
          </Button>
        </div>
      )}
      <Said error={set.error} />
    </div>
  );
}
