import type { CaseRef, DemoEvent, ReportRef } from './event.ts';
import { DAY, PLAN_END } from './moments.ts';
import { showcases } from './stories.ts';
import { taleOf } from './tale.ts';

/** One event of the plan with its place in it and its moment. Steps of one strand happen in their order. */
export type Step<E extends DemoEvent = DemoEvent> = { n: number; at: Date; strand: string; e: E };
/** A UTC day, and what is loaded in it. */
export type Day = { midnight: number; steps: Step[] };

function reportOf(e: DemoEvent): ReportRef | undefined {
  return 'report' in e ? e.report : undefined;
}

/** A case and all that was ever filed in it is one strand; a report that is in no case is its own. */
function strands(events: readonly DemoEvent[]): (e: DemoEvent) => string {
  const caseOf = new Map<ReportRef, CaseRef>();
  const issues = new Map<string, CaseRef>();
  for (const e of events) {
    if (e.kind === 'open_case' || e.kind === 'attach_report') caseOf.set(e.report, e.case);
    if (e.kind === 'code_issue') issues.set(e.issue, e.case);
  }
  return (e) => {
    if ('case' in e) return e.case;
    const report = reportOf(e);
    if (report) return caseOf.get(report) ?? report;
    return e.kind;
  };
}

/**
 * What still waits at the plan's end is moved so that the end falls on `now`: the unanswered reports and the tour's
 * unanswered question. Their clocks would else have run out on whoever tries the demo in a later month. Every other
 * date is the plan's. A clock that stands before the plan's end moves nothing.
 */
function waits(events: readonly DemoEvent[]): (e: DemoEvent) => boolean {
  const waiting = new Set(taleOf([...events]).waiting.map((e) => e.report));
  return (e) =>
    (e.kind === 'report' && waiting.has(e.report)) ||
    (e.kind === 'workers_asked' && e.case === showcases.tour);
}

/** The plan by days, and last what waits. `now`: the moment of loading, which nothing else depends on. */
export function stepsOf(events: readonly DemoEvent[], now: Date): { days: Day[]; waiting: Step[] } {
  const strandOf = strands(events);
  const isWaiting = waits(events);
  const moved = Math.max(0, Math.floor((now.getTime() - PLAN_END) / 1000) * 1000);
  const days: Day[] = [];
  const waiting: Step[] = [];
  events.forEach((e, n) => {
    const at = Date.parse(e.at);
    const step = { n, strand: strandOf(e), e };
    if (isWaiting(e)) return void waiting.push({ ...step, at: new Date(at + moved) });
    const midnight = Math.floor(at / DAY) * DAY;
    let day = days.at(-1);
    // A day on which nothing happened closes an epoch too.
    for (let next = (day?.midnight ?? midnight - DAY) + DAY; next <= midnight; next += DAY)
      days.push((day = { midnight: next, steps: [] }));
    day?.steps.push({ ...step, at: new Date(at) });
  });
  for (let next = (days.at(-1)?.midnight ?? PLAN_END) + DAY; next <= PLAN_END; next += DAY)
    days.push({ midnight: next, steps: [] });
  return { days, waiting };
}
