/** On which days businesses are told: several things together, so that no day of a call can be read from it. */
import { NumberInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import type { tellingRule } from '../../../features/remedy/contract.ts';
import { useAct } from '../../act.ts';
import { DESK, get } from '../../api.ts';
import { Button, Card } from '../../parts/basic.tsx';
import { onSubmit } from '../../parts/on-submit.ts';
import { Said } from '../../parts/states.tsx';
import { useMember } from '../../session.ts';
import b from '../../words/business.en.json' with { type: 'json' };

type Rule = z.infer<typeof tellingRule>;
type Days = Pick<Rule, 'everyDays' | 'weekday' | 'minDays' | 'extraDays'>;
const w = b.days;

export function TellingDays() {
  const found = useQuery({ queryKey: ['telling-days'], queryFn: () => get<Rule>(`${DESK}/telling-days`) });
  if (!found.data) return null;
  const { everyDays, weekday, minDays, extraDays } = found.data;
  const rule = { everyDays, weekday, minDays, extraDays };
  return <Setting key={JSON.stringify(rule)} rule={rule} />;
}

const NUMBERS = [
  ['everyDays', w.every, 1, 31],
  ['minDays', w.min, 0, 60],
  ['extraDays', w.extra, 0, 60],
] as const;

function Setting({ rule }: { rule: Days }) {
  const leads = useMember().member.role === 'lead';
  const [days, setDays] = useState(rule);
  const keep = useAct<object>(`${DESK}/telling-days`, ['telling-days', 'case']);
  return (
    <Card title={w.set}>
      <form className="in g" onSubmit={onSubmit(() => keep.mutate({ ...days, was: rule }))}>
        <p className="sm">{w.why}</p>
        <div className="formrow">
          {NUMBERS.map(([name, label, min, max]) => (
            <NumberInput
              key={name}
              label={label}
              min={min}
              max={max}
              required
              disabled={!leads}
              value={days[name]}
              onChange={(value) => setDays({ ...days, [name]: Number(value) })}
            />
          ))}
          <label className="sm b">
            {w.weekday}{' '}
            <select
              className="pick"
              disabled={!leads || days.everyDays % 7 !== 0}
              value={days.weekday}
              onChange={(event) => setDays({ ...days, weekday: Number(event.currentTarget.value) })}
            >
              {b.weekdays.map((name, i) => (
                <option key={name} value={i}>
                  {name}
                </option>
              ))}
            </select>
          </label>
          {leads && (
            <Button type="submit" disabled={keep.isPending}>
              {w.keep}
            </Button>
          )}
        </div>
        {!leads && <p className="xs dim">{w.lead}</p>}
        <Said error={keep.error} />
      </form>
    </Card>
  );
}
