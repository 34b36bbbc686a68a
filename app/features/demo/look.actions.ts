import { readCaseView, readThread } from '../cases/index.ts';
import { readDisclosure } from '../remedy/index.ts';
import type { CaseRef, Of, ReportRef } from './event.ts';
import { DAY, PLAN_END } from './moments.ts';
import { type Stage, caseOf, memberOf, must, threadOf } from './stage.ts';
import type { Step } from './steps.ts';
import { showcases } from './stories.ts';

/**
 * What people open before they act, by the same actions as the desk's own requests, so that it stands on record as in real
 * use. Of two years only the last weeks are opened, and whatever the tour shows: more would only make the first start slow.
 */
const RECENT = { desk: 20 * DAY, business: 90 * DAY };
const SHOWN: readonly CaseRef[] = [showcases.tour, showcases.verified, showcases.disputed];
const shownReport = (report: ReportRef): boolean => SHOWN.some((c) => report.startsWith(`r-${c.slice(2)}-`));

const since = (step: Step, span: number): boolean => step.at.getTime() > PLAN_END - span;

/** A case worker reads a report and its letters before answering. */
export async function lookAtReport(stage: Stage, step: Step & { e: { report: ReportRef } }): Promise<void> {
  const { report } = step.e;
  if (!since(step, RECENT.desk) && !shownReport(report)) return;
  must(await readThread(stage.past.world, memberOf(stage, step), threadOf(stage, report)), step);
}

/** Whoever moves a case looks at it. */
export async function lookAtCase(stage: Stage, step: Step & { e: { case: CaseRef } }): Promise<void> {
  if (!since(step, RECENT.desk) && !SHOWN.includes(step.e.case)) return;
  must(await readCaseView(stage.past.world, memberOf(stage, step), caseOf(stage, step.e.case)), step);
}

/** A business reads what it was told before it says what it will do. */
export async function lookAtDisclosure(stage: Stage, step: Step<Of<'action_proposed'>>): Promise<void> {
  const { e } = step;
  if (!since(step, RECENT.business) && !SHOWN.includes(e.case)) return;
  const key = { docket: caseOf(stage, e.case).docket, id: stage.ids(`disclosure ${e.disclosure}`) };
  must(await readDisclosure(stage.past.world, memberOf(stage, step), key), step);
}
