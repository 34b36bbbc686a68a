/** How the case came here: every event is on record and none can be taken back. */
import { useMemo } from 'react';
import type { CaseView } from '../../features/cases/contract.ts';
import { day } from '../clock.ts';
import { Icon } from '../parts/basic.tsx';
import { useOpened } from '../use-opened.ts';
import { fill, named, w } from '../words.ts';

type Event = { at: string; icon: string; what: string; more?: string; times?: number };

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

function eventsOf(view: CaseView, words: Words): Event[] {
  const issueOf = (id: string | null) => view.issues.find(({ issueId }) => issueId === id)?.code ?? '';
  return [
    ...view.events.map((event) => ({
      at: event.at,
      icon: 'check',
      what: `${named(w.caseState, event.to)}${event.by ? `, ${event.by}` : ''}`,
      more: words.get(reasonId(view, event.seq))?.words,
    })),
    ...view.disclosures.map((told) => ({
      at: told.visibleFrom,
      icon: 'con',
      what: fill(w.timeline.told, { name: told.toName, code: told.code }),
    })),
    ...view.actions.map((action) => ({
      at: action.proposedAt,
      icon: 'pen',
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
              what: fill(w.timeline.done, { code: issueOf(action.issueId) }),
            },
          ]
        : [],
    ),
    ...view.asks.map((ask) => ({
      at: ask.askedAt,
      icon: 'chat',
      what:
        ask.kind === 'consent'
          ? w.timeline.askedConsent
          : fill(w.timeline.askedRemedy, { code: issueOf(ask.issueId) }),
    })),
    ...view.consents.map((consent) => ({
      at: consent.at,
      icon: consent.state === 'given' ? 'check' : 'close',
      what: `${named(w.scope, consent.scope)}: ${named(w.consentState, consent.state)}`,
    })),
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
  return (
    <aside className="side">
      <h2>{w.timeline.title}</h2>
      <ul className="tl">
        {folded(eventsOf(view, words)).map((event, n) => (
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
