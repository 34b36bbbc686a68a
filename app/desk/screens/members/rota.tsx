/** The rota: a week at a time, who is on shift now, and the hours in which nobody could be called. */
import { NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { z } from 'zod';
import type { rota } from '../../../features/shifts/contract.ts';
import { useAct } from '../../act.ts';
import { DESK, get } from '../../api.ts';
import { day, time } from '../../clock.ts';
import { Button, Card, Icon, Tag } from '../../parts/basic.tsx';
import { onSubmit } from '../../parts/on-submit.ts';
import { Loading, Said, Wrong } from '../../parts/states.tsx';
import { newId } from '../../sealing.ts';
import { useMember } from '../../session.ts';
import { fill, many, named } from '../../words.ts';
import words from '../../words/members.en.json' with { type: 'json' };
import { useMembers } from '../members.tsx';

type Rota = z.infer<typeof rota>;
const w = words.rota;
const DAYS = 7;
const WEEKDAY = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'short' });

/** Monday, 00:00 in this computer's zone, of the week that a moment is in. */
function mondayOf(at: Date): Date {
  const monday = new Date(at.getFullYear(), at.getMonth(), at.getDate());
  monday.setDate(monday.getDate() - ((monday.getDay() + 6) % 7));
  return monday;
}
const plusDays = (at: Date, days: number): Date =>
  new Date(at.getFullYear(), at.getMonth(), at.getDate() + days);

export function Shifts() {
  const [monday, setMonday] = useState(() => mondayOf(new Date()));
  const week = useQuery({
    queryKey: ['shifts', monday.toISOString()],
    queryFn: () => get<Rota>(`${DESK}/shifts?from=${encodeURIComponent(monday.toISOString())}&days=${DAYS}`),
    refetchInterval: 60_000,
  });
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <>
      <div className="bar1 wrap">
        <Link to="/members" className="bt narrow" aria-label={words.rota.back}>
          <Icon id="back" />
        </Link>
        <h1>{w.title}</h1>
        <span className="dim">{fill(w.week, { day: day(monday) })}</span>
        <span className="grow" />
        <Button onClick={() => setMonday(plusDays(monday, -DAYS))}>{w.previous}</Button>
        <Button onClick={() => setMonday(mondayOf(new Date()))}>{w.today}</Button>
        <Button onClick={() => setMonday(plusDays(monday, DAYS))}>{w.next}</Button>
      </div>
      <div className="g pad">
        <p className="sm">{w.what}</p>
        {week.isError && <Wrong error={week.error} again={() => void week.refetch()} />}
        {!week.data && !week.isError && <Loading rows={6} />}
        {week.data && <Now rota={week.data} />}
        {week.data && <Week rota={week.data} monday={monday} />}
        <AddShift monday={monday} leads={week.data?.leads ?? false} />
        <p className="xs dim">{fill(w.zone, { zone })}</p>
      </div>
    </>
  );
}

function Now({ rota }: { rota: Rota }) {
  const members = useMembers();
  const on = members.data?.members.filter(({ memberId }) => rota.onShift.includes(memberId)) ?? [];
  return (
    <Card title={w.now}>
      <div className="in g tight">
        <p>
          {on.length > 0 ? on.map(({ name }) => name).join(', ') : <span className="dim">{w.nobody}</span>}
        </p>
        {rota.uncovered.length > 0 && (
          <details>
            <summary className="heedc">{many(w.uncovered, rota.uncovered.length)}</summary>
            <ul className="sm">
              {rota.uncovered.map((gap) => (
                <li key={gap.startsAt}>
                  {fill(w.uncoveredSpan, {
                    from: `${day(gap.startsAt)}, ${time(gap.startsAt)}`,
                    to: `${day(gap.endsAt)}, ${time(gap.endsAt)}`,
                  })}
                </li>
              ))}
            </ul>
          </details>
        )}
      </div>
    </Card>
  );
}

function Week({ rota, monday }: { rota: Rota; monday: Date }) {
  if (rota.shifts.length === 0) return <p className="dim">{w.empty}</p>;
  const days = Array.from({ length: DAYS }, (_, i) => plusDays(monday, i));
  return (
    <div className="rotaweek">
      {days.map((date) => {
        const until = plusDays(date, 1);
        const those = rota.shifts.filter((s) => new Date(s.startsAt) < until && new Date(s.endsAt) > date);
        return (
          <section key={date.toISOString()} className="card">
            <header>
              <h2>{WEEKDAY.format(date)}</h2>
            </header>
            <ul className="in g tight plainlist">
              {those.map((shift) => (
                <OneShift key={shift.shiftId} shift={shift} leads={rota.leads} />
              ))}
              {those.length === 0 && <li className="dim">–</li>}
            </ul>
          </section>
        );
      })}
    </div>
  );
}

function OneShift({ shift, leads }: { shift: Rota['shifts'][number]; leads: boolean }) {
  const me = useMember();
  const remove = useAct<object>(`${DESK}/shifts/${shift.shiftId}/remove`, ['shifts']);
  const take = useAct<{ was: string }>(`${DESK}/shifts/${shift.shiftId}/take`, ['shifts']);
  const mine = shift.memberId === me.member.memberId;
  return (
    <li className="g tight">
      <div className="sp wrapped">
        <b>{shift.name}</b> <Tag>{named(w.kinds, shift.kind)}</Tag>
      </div>
      <div className="sm">
        {time(shift.startsAt)}–{time(shift.endsAt)}
      </div>
      <div className="sp wrapped">
        {!mine && (
          <Button disabled={take.isPending} onClick={() => take.mutate({ was: shift.memberId })}>
            {w.take}
          </Button>
        )}
        {(mine || leads) && (
          <Button disabled={remove.isPending} onClick={() => remove.mutate({})}>
            {w.remove}
          </Button>
        )}
      </div>
      <Said error={take.error ?? remove.error} />
    </li>
  );
}

const isoDay = (at: Date): string =>
  `${at.getFullYear()}-${String(at.getMonth() + 1).padStart(2, '0')}-${String(at.getDate()).padStart(2, '0')}`;

function AddShift({ monday, leads }: { monday: Date; leads: boolean }) {
  const me = useMember();
  const client = useQueryClient();
  const members = useMembers();
  const today = new Date();
  const [who, setWho] = useState(me.member.memberId);
  const [kind, setKind] = useState('desk');
  const [date, setDate] = useState(() => isoDay(monday > today ? monday : today));
  const [from, setFrom] = useState('09:00');
  const [hours, setHours] = useState<number | string>(8);
  const [weeks, setWeeks] = useState<number | string>(1);
  const add = useAct<object, { shifts: number }>(`${DESK}/shifts`, ['shifts'], () =>
    client.invalidateQueries({ queryKey: ['shifts'] }),
  );
  const people = (members.data?.members ?? []).filter(
    ({ state, memberId }) => state === 'active' && (leads || memberId === me.member.memberId),
  );
  const send = () => {
    const startsAt = new Date(`${date}T${from}`);
    const endsAt = new Date(startsAt.getTime() + Number(hours) * 3_600_000);
    add.mutate({
      shiftId: newId(),
      memberId: who,
      kind,
      startsAt: startsAt.toISOString(),
      endsAt: endsAt.toISOString(),
      weeks: Number(weeks),
    });
  };
  return (
    <Card title={w.add}>
      <form className="in formrow" onSubmit={onSubmit(send)}>
        <NativeSelect
          label={w.who}
          value={who}
          onChange={(e) => setWho(e.currentTarget.value)}
          data={people.map((p) => ({ value: p.memberId, label: p.name }))}
        />{' '}
        {/* prettier-ignore */}
        <NativeSelect label={w.kind} value={kind} onChange={(e) => setKind(e.currentTarget.value)} data={[{ value: 'desk', label: w.kinds.desk }, { value: 'on_call', label: w.kinds.on_call }]} />{' '}
        {/* prettier-ignore */}
        <TextInput label={w.day} type="date" required value={date} onChange={(e) => setDate(e.currentTarget.value)} />{' '}
        {/* prettier-ignore */}
        <TextInput label={w.from} type="time" required value={from} onChange={(e) => setFrom(e.currentTarget.value)} />{' '}
        {/* prettier-ignore */}
        <NumberInput label={w.hours} min={1} max={36} required value={hours} onChange={setHours} />
        <NumberInput label={w.weeks} min={1} max={26} required value={weeks} onChange={setWeeks} />
        <Button go type="submit" disabled={add.isPending}>
          {w.add}
        </Button>
        <Said error={add.error} />
        {add.data && <p role="status">{many(w.added, add.data.shifts)}</p>}
      </form>
    </Card>
  );
}
