import {
  addNote,
  askWorker,
  codeAnswer,
  fileInCase,
  moveCase,
  placeReport,
  raiseIssue,
  sendMessage,
} from '../cases/index.ts';
import { grantLicence } from '../evidence/index.ts';
import { judgeStop } from '../protection/index.ts';
import { disclose, proposeAction, reportAction } from '../remedy/index.ts';
import type { Of } from './event.ts';
import { lookAtCase, lookAtDisclosure, lookAtReport } from './look.actions.ts';
import { type Stage, caseOf, memberOf, must, threadOf } from './stage.ts';
import type { Step } from './steps.ts';
import type { SCOPES } from '../cases/index.ts';

type Scope = (typeof SCOPES)[number];

/** What case workers and businesses do at their desks, by the same actions as the desk's own requests. */

export async function write(stage: Stage, step: Step<Of<'acknowledge'> | Of<'message'>>): Promise<void> {
  const { e, n } = step;
  await lookAtReport(stage, step);
  const kind = e.kind === 'acknowledge' ? ('acknowledgement' as const) : e.about;
  const envelope = await stage.sealing.envelope(step);
  const said = { ...threadOf(stage, e.report), statementId: stage.ids(`event ${n}`), envelope, kind };
  must(await sendMessage(stage.past.world, memberOf(stage, step), said), step);
}

export async function writeNote(stage: Stage, step: Step<Of<'note'>>): Promise<void> {
  const envelope = await stage.sealing.envelope(step);
  const note = { ...threadOf(stage, step.e.report), noteId: stage.ids(`event ${step.n}`), envelope };
  must(await addNote(stage.past.world, memberOf(stage, step), note), step);
}

export async function place(stage: Stage, step: Step<Of<'place'>>): Promise<void> {
  const { index } = stage.cast.docket(step.e.to);
  const thread = threadOf(stage, step.e.report);
  must(await placeReport(stage.past.world, memberOf(stage, step), { ...thread, toDocket: index }), step);
  stage.placed.set(step.e.report, { first: thread.docket, now: index });
}

const distinctOf = (e: { distinct: boolean }) =>
  e.distinct ? ('distinct' as const) : ('same_as_other' as const);

export function openCase(stage: Stage, step: Step<Of<'open_case'>>): Promise<void> {
  const { e } = step;
  return stage.turns.inTurn(e.case, async () => {
    const caseId = stage.ids(`case ${e.case}`);
    const filing = { ...threadOf(stage, e.report), caseId, distinct: distinctOf(e) };
    const { docket } = must(await fileInCase(stage.past.world, memberOf(stage, step), filing), step);
    stage.cases.set(e.case, { docket, caseId, seq: 0 });
  });
}

export async function attach(stage: Stage, step: Step<Of<'attach_report'>>): Promise<void> {
  const { docket, caseId } = caseOf(stage, step.e.case);
  const filing = {
    ...threadOf(stage, step.e.report),
    caseId,
    caseDocket: docket,
    distinct: distinctOf(step.e),
  };
  must(await fileInCase(stage.past.world, memberOf(stage, step), filing), step);
}

const dayAfter = (stage: Stage, days: number): string =>
  new Date(stage.past.world.clock.now().getTime() + days * 86_400_000).toISOString().slice(0, 10);

/** The judgement behind a stop: going on would harm more than waiting, and the worker agrees. */
async function stop(stage: Stage, step: Step<Of<'transition'>>, reviewOn: string): Promise<void> {
  const { docket, caseId } = caseOf(stage, step.e.case);
  const judged = {
    stopId: stage.ids(`stop ${step.e.case}`),
    harmActing: 4,
    harmWaiting: 2,
    worker: 'agrees',
    reviewOn,
  };
  must(await judgeStop(stage.past.world, memberOf(stage, step), { docket, caseId, ...judged }), step);
}

export async function move(stage: Stage, step: Step<Of<'transition'>>): Promise<void> {
  const { e } = step;
  await lookAtCase(stage, step);
  const here = caseOf(stage, e.case);
  const reviewDate = e.closure === 'unsafe_to_proceed' ? dayAfter(stage, 30) : undefined;
  if (reviewDate) await stop(stage, step, reviewDate);
  const wanted = {
    ...here,
    to: e.to,
    reason: e.reason,
    ...(e.closure ? { closure: e.closure } : {}),
    ...(reviewDate ? { reviewDate } : {}),
  };
  const { seq } = must(await moveCase(stage.past.world, memberOf(stage, step), wanted), step);
  stage.cases.set(e.case, { ...here, seq });
}

export async function code(stage: Stage, step: Step<Of<'code_issue'>>): Promise<void> {
  const { issue, code, scale, scope, irremediability, affected } = step.e;
  const coded = { issueId: stage.ids(`issue ${issue}`), code, scale, scope, irremediability };
  const raised = { ...caseOf(stage, step.e.case), ...coded, affected: { count: affected } };
  must(await raiseIssue(stage.past.world, memberOf(stage, step), raised), step);
}

export async function askConsent(stage: Stage, step: Step<Of<'consent_asked'>>): Promise<void> {
  const { e } = step;
  const thread = threadOf(stage, e.report);
  const ask = {
    ...caseOf(stage, e.case),
    askId: stage.ids(`ask ${e.consent}`),
    kind: 'consent' as const,
    threadDocket: thread.docket,
    threadId: thread.threadId,
    scopes: e.scopes as Scope[], // the plan's own words, from the list
    statementId: stage.ids(`asked ${e.consent}`),
    envelope: await stage.sealing.envelope(step),
  };
  must(await askWorker(stage.past.world, memberOf(stage, step), ask), step);
}

export async function askAboutRemedy(stage: Stage, step: Step<Of<'workers_asked'>>): Promise<void> {
  const { e } = step;
  const envelopes = await stage.sealing.envelopes(step);
  for (const [i, { ask, report }] of e.asks.entries()) {
    const thread = threadOf(stage, report);
    const question = {
      ...caseOf(stage, e.case),
      askId: stage.ids(`ask ${ask}`),
      kind: 'remedy' as const,
      threadDocket: thread.docket,
      threadId: thread.threadId,
      scopes: [],
      issueId: stage.ids(`issue ${e.issue}`),
      statementId: stage.ids(`asked ${ask}`),
      envelope: envelopes[i] ?? '',
    };
    must(await askWorker(stage.past.world, memberOf(stage, step), question), step);
  }
}

export async function codeSaid(stage: Stage, step: Step<Of<'answer_coded'>>): Promise<void> {
  const { e } = step;
  const askId = stage.ids(`ask ${e.about === 'consent' ? e.consent : e.ask}`);
  const quality = e.about === 'remedy' ? { quality: e.quality } : {};
  const coding = { ...caseOf(stage, e.case), askId, value: e.value, ...quality };
  must(await codeAnswer(stage.past.world, memberOf(stage, step), coding), step);
}

export async function giveUp(stage: Stage, step: Step<Of<'mark_unreachable'>>): Promise<void> {
  for (const ask of step.e.asks) {
    const coding = {
      ...caseOf(stage, step.e.case),
      askId: stage.ids(`ask ${ask}`),
      value: 'no_answer' as const,
    };
    must(await codeAnswer(stage.past.world, memberOf(stage, step), coding), step);
  }
}

export async function tellBusiness(stage: Stage, step: Step<Of<'disclosure'>>): Promise<void> {
  const { e } = step;
  const told = {
    ...caseOf(stage, e.case),
    disclosureId: stage.ids(`disclosure ${e.disclosure}`),
    issueId: stage.ids(`issue ${e.issue}`),
    toOrg: e.to,
    envelope: await stage.sealing.envelope(step),
    delayDays: e.delayDays,
    understood: false,
    circle: e.circle,
  };
  must(await disclose(stage.past.world, memberOf(stage, step), told), step);
}

export async function propose(stage: Stage, step: Step<Of<'action_proposed'>>): Promise<void> {
  const { e } = step;
  await lookAtDisclosure(stage, step);
  const action = {
    docket: caseOf(stage, e.case).docket,
    id: stage.ids(`disclosure ${e.disclosure}`),
    actionId: stage.ids(`action ${e.action}`),
    remedyType: e.remedyType,
    rootCause: e.rootCause,
    dueDate: e.due,
    owner: null,
    cost: null,
    currency: null,
    evidence: [],
    envelope: await stage.sealing.envelope(step),
  };
  must(await proposeAction(stage.past.world, memberOf(stage, step), action), step);
}

export async function report(stage: Stage, step: Step<Of<'action_reported'>>): Promise<void> {
  const { e } = step;
  const done = {
    docket: caseOf(stage, e.case).docket,
    id: stage.ids(`disclosure ${stage.plan.disclosureOf(e.action)}`),
    actionId: stage.ids(`action ${e.action}`),
    envelope: await stage.sealing.envelope(step),
    attachments: [],
  };
  must(await reportAction(stage.past.world, memberOf(stage, step), done), step);
}

export async function license(stage: Stage, step: Step<Of<'licence'>>): Promise<void> {
  const { grantee, subjects, purpose, until } = step.e;
  for (const subject of subjects) {
    const docketId = stage.cast.docket(subject).index;
    const granted = { org: grantee, docketId, purpose, from: step.e.at.slice(0, 10), until };
    must(await grantLicence(stage.past.world, memberOf(stage, step), granted), step);
  }
}
