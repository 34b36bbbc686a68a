import type { CaseState, Closure, DemoEvent, Extent, Of } from './event.ts';
import { outcomeOf } from './asking.ts';

/**
 * What a plan amounts to, read from its events alone: for tests, for progress lines of the loader, and to compare
 * the loaded database with what was planned.
 */
export type Outcome = 'claimed' | 'verified' | 'partly' | 'disputed' | 'unreachable';
export type Tale = {
  counts: Record<string, number>;
  /** Where each case stands at the end. */
  states: Map<string, CaseState>;
  /** Persons by the docket where a report of theirs was attached as distinct. */
  distinct: Map<string, number>;
  /** Persons by the docket where they reported first. */
  voices: Map<string, Set<string>>;
  /** Issues of which an employer says that they are done, by what workers say. */
  outcomes: Map<string, Outcome>;
  /** Reports that nobody has answered, and whose workers have not left. */
  waiting: Of<'report'>[];
};

function outcomes(events: DemoEvent[]): Map<string, Outcome> {
  const claimed = new Set<string>();
  const lost = new Set<string>();
  const latest = new Map<string, Map<string, Extent>>();
  for (const e of events) {
    if (e.kind === 'action_reported') claimed.add(e.issue);
    if (e.kind === 'mark_unreachable') lost.add(e.issue);
    if (e.kind === 'answer_coded' && e.about === 'remedy') {
      const said = latest.get(e.issue) ?? new Map<string, Extent>();
      latest.set(e.issue, said.set(e.report, e.value));
    }
  }
  return new Map(
    [...claimed].map((issue) => {
      const told = [...(latest.get(issue)?.values() ?? [])].map((extent) => ({ extent }));
      const found = outcomeOf(told);
      return [issue, found === 'silent' ? (lost.has(issue) ? 'unreachable' : 'claimed') : found];
    }),
  );
}

export function taleOf(events: DemoEvent[]): Tale {
  const counts: Record<string, number> = {};
  const states = new Map<string, CaseState>();
  const distinct = new Map<string, number>();
  const voices = new Map<string, Set<string>>();
  const waiting = new Map<string, Of<'report'>>();
  const docket = new Map<string, string>();
  for (const e of events) {
    counts[e.kind] = (counts[e.kind] ?? 0) + 1;
    if (e.kind === 'report') {
      waiting.set(e.report, e);
      voices.set(e.subject.id, (voices.get(e.subject.id) ?? new Set()).add(e.person));
    }
    if (e.kind === 'acknowledge' || e.kind === 'withdrawal') waiting.delete(e.report);
    if (e.kind === 'open_case') {
      states.set(e.case, 'received');
      docket.set(e.case, e.subject.id);
    }
    if (e.kind === 'transition') states.set(e.case, e.to);
    if ((e.kind === 'attach_report' || e.kind === 'open_case') && e.distinct) {
      const id = docket.get(e.case) ?? '';
      distinct.set(id, (distinct.get(id) ?? 0) + 1);
    }
  }
  return { counts, states, distinct, voices, outcomes: outcomes(events), waiting: [...waiting.values()] };
}

/** The closures a plan uses, to see that none is missing. */
export function closuresOf(events: DemoEvent[]): Set<Closure> {
  return new Set(events.flatMap((e) => (e.kind === 'transition' && e.closure ? [e.closure] : [])));
}
