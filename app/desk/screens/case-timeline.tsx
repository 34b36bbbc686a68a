/** How the case came here: every event is on record and none can be taken back. */
import { useMemo, useState } from 'react';
import type { CaseView } from '../../features/cases/contract.ts';
import { day } from '../clock.ts';
import { Icon } from '../parts/basic.tsx';
import { useOpened } from '../use-opened.ts';
import type { DutyView } from '../../features/duties/contract.ts';
import c from '../words/cases.en.json' with { type: 'json' };
import d from '../words/duties.en.json' with { type: 'json' };
import { fill, named, w } from '../words.ts';
import { useDuties } from './duties/use-duties.ts';

type Sort = 'steps' | 'business' | 'workers' | 'clocks';
type Event = { at: string; icon: string; sort: Sort; what: string; more?: string; times?: number };
const SHOWN = ['all', 'steps', 'business', 'workers', 'clocks'] as const;

/** Sixty workers who are asked on one day are one line, not sixty. */
function folded(events: readonly Event[]): Event[] {
  const lines: Event[] = [];
  for (const event of events) {
    const last = lines.at(-1);
    const same = last?.what === event.what && last.more === event.more && day(last.at) === day(event.at);
    if (last && same) last.times = (last.times ?? 1) + 1;
    else lines.push({ ...event });
  }
  return lines;
}

type Words = ReadonlyMap<string, { readonly words: string } | null>;
const reasonId = (view: CaseView, seq: number): string => `${view.case.caseId} ${seq}`;

function eventsOf(view: CaseView, words: Words, duties: readonly DutyView[]): Event[] {
  const issueOf = (id: string | null) => view.issues.find(({ issueId }) => issueId === id)?.code ?? '';
  return [
    ...view.events.map((event) => ({
      at: event.at,
      icon: 'check',
      sort: 'steps' as const,
      what: `${named(w.caseState, event.to)}${event.by ? `, ${event.by}` : ''}`,
      more: words.get(reasonId(view, event.seq))?.words,
    })),
    ...view.disclosures.map((told) => ({
      at: told.visibleFrom,
      icon: 'con',
      sort: 'business' as const,
      what: fill(w.timeline.told, { name: told.toName, code: told.code }),
    })),
    ...view.actions.map((action) => ({
      at: action.proposedAt,
      icon: 'pen',
      sort: 'business' as const,
      what: fill(w.timeline.proposed, {
        code: issueOf(action.issueId),
        type: named(w.remedyType, action.remedyType),
      }),
    })),
    ...view.actions.flatMap((action) =>
      action.reportedAt
        ? [
            {
              at: action.reportedAt,
              icon: 'st-claimed',
              sort: 'business' as const,
              what: fill(w.timeline.done, { code: issueOf(action.issueId) }),
            },
          ]
        : [],
    ),
    ...view.asks.map((ask) => ({
      at: ask.askedAt,
      icon: 'chat',
      sort: 'workers' as const,
      what:
        ask.kind === 'consent'
          ? w.timeline.askedConsent
          : fill(w.timeline.askedRemedy, { code: issueOf(ask.issueId) }),
    })),
    ...view.consents.map((consent) => ({
      at: consent.at,
      icon: consent.state === 'given' ? 'check' : 'close',
      sort: 'workers' as const,
      what: `${named(w.scope, consent.scope)}: ${named(w.consentState, consent.state)}`,
    })),
    ...duties.flatMap((duty) =>
      duty.events.map((event) => ({
        at: event.at,
        icon: 'unproven',
        sort: 'clocks' as const,
        what: event.act === 'overdue' ? fill(c.timeline.overdue, { duty: named(d.kind, duty.kind) }) : `${named(d.kind, duty.kind)}: ${named(d.act, event.act)}`, // prettier-ignore
      })),
    ),
  ].sort((a, b) => (a.at < b.at ? 1 : -1));
}

export function Timeline({ view }: { view: CaseView }) {
  const sealed = useMemo(
    () =>
      view.events.flatMap(({ seq, reason }) =>
        reason ? [{ id: reasonId(view, seq), envelope: reason }] : [],
      ),
    [view],
  );
  const words = useOpened(sealed);
  const duties = useDuties(view.case) ?? [];
  const [shown, setShown] = useState<(typeof SHOWN)[number]>('all');
  const events = eventsOf(view, words, duties).filter(({ sort }) => shown === 'all' || sort === shown);
  return (
    <aside className="side">
      <h2>{w.timeline.title}</h2>
      <label className="tlfilter">
        <span className="vh">{c.timeline.show}</span>
        <select
          className="pick"
          aria-label={c.timeline.show}
          value={shown}
          onChange={(event) => setShown(SHOWN.find((one) => one === event.currentTarget.value) ?? 'all')}
        >
          {SHOWN.map((one) => (
            <option key={one} value={one}>
              {c.timeline[one]}
            </option>
          ))}
        </select>
      </label>
      <ul className="tl">
        {folded(events).map((event, n) => (
          <li key={n}>
            <time dateTime={event.at}>{day(event.at)}</time>
            <Icon id={event.icon} />
            <div>
              {event.what}
              {event.times && <span className="dim">, {fill(w.timeline.times, { n: event.times })}</span>}
              {event.more && <div className="dim">{event.more}</div>}
            </div>
          </li>
        ))}
      </ul>
      <p className="xs dim">{fill(w.timeline.first, { day: day(view.case.firstReceived) })}</p>
    </aside>
  );
}
