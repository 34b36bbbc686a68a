/** Out of the way until a time, and what it waits for. */
import { Modal } from '@mantine/core';
import { useState } from 'react';
import type { ThreadView } from '../../../features/cases/contract.ts';
import { useAct } from '../../act.ts';
import { moment } from '../../clock.ts';
import { Button } from '../../parts/basic.tsx';
import { Said } from '../../parts/states.tsx';
import { w } from '../../words.ts';
import t from '../../words/triage.en.json' with { type: 'json' };
import { useQueueNav } from './nav.ts';
import { useSettings } from './pick.tsx';

const HOUR = 3_600_000;
const WHEN = { tomorrow: 24, hour: 1, tonight: 4, week: 168, now: 0 } as const;
type When = keyof typeof WHEN;
const WHENS = Object.keys(WHEN) as When[];

type Later = { subStatus: string | null; until: string | null };

export function PutOff({ view, base, close }: { view: ThreadView; base: string; close: () => void }) {
  const { subStatus, snoozedUntil } = view.thread;
  const settings = useSettings();
  const { next } = useQueueNav();
  const [opened] = useState(() => Date.now());
  const [status, setStatus] = useState(subStatus ?? '');
  const [when, setWhen] = useState<When>('tomorrow');
  const set = useAct<Later & { was: Later }>(`${base}/later`, ['thread', 'inbox'], close);
  const timeOf = (one: When): string | null => WHEN[one] === 0 ? null : new Date(Math.floor((opened + WHEN[one] * HOUR) / 1000) * 1000).toISOString(); // prettier-ignore
  const save = () => {
    const until = timeOf(when);
    if (until) next();
    set.mutate({ subStatus: status || null, until, was: { subStatus, until: snoozedUntil } });
  };
  return (
    <Modal opened transitionProps={{ duration: 0 }} onClose={close} title={t.later.title}>
      <form
        className="d g"
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <p className="sm">{t.later.what}</p>
        <label className="g tight">
          <span className="sm">{t.later.sub}</span>
          <select className="pick" value={status} onChange={(event) => setStatus(event.currentTarget.value)}>
            <option value="">{t.later.none}</option>
            {settings.data?.subStatuses.map((one) => (
              <option key={one.code} value={one.code}>
                {one.words}
              </option>
            ))}
          </select>
        </label>
        <div className="radios" role="radiogroup" aria-label={t.later.until}>
          {WHENS.map((one) => (
            <label key={one}>
              <input
                type="radio"
                name="when"
                data-autofocus={when === one || undefined}
                checked={when === one}
                onChange={() => setWhen(one)}
              />
              {t.later[one]}
              {timeOf(one) && <span className="dim xs"> {moment(timeOf(one) ?? '')}</span>}
            </label>
          ))}
        </div>
        <Said error={set.error} />
        <div className="sp">
          <button type="submit" className="bt go" disabled={set.isPending}>
            {t.later.save}
          </button>
          <Button onClick={close}>{w.states.cancel}</Button>
        </div>
      </form>
    </Modal>
  );
}
