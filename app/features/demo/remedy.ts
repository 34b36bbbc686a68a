import type { CaseRun, Issue } from './caserun.ts';
import { close, go, pass, reachable, tell } from './caserun.ts';
import type { RemedyType } from './event.ts';
import { firstMember } from './log.ts';
import { DAY, MINUTE, iso } from './moments.ts';
import { categoryOf, factsOf } from './profile.ts';
import type { Answer } from './texts/partners.ts';
import type { Asking } from './told.ts';
import { disclosureFrames, employerAnswers, manyFrame, toEmployer } from './texts/partners.ts';

/**
 * What the planned cases tell of is known to a whole line or dormitory at least. What fewer than ten know needs a worker's
 * own go-ahead (reference.md 5.5 rule 9): the demo shows that once, beyond the plan.
 */
const KNOWN_BY = 24;

const disclosureOf = (issue: Issue): string => `${issue.ref}.d1`;

/** One disclosure an issue: the employer never learns which issues come from the same case. */
export function disclose(run: CaseRun): void {
  const here = run.cluster.reports.filter((r) => r.attachAt < run.at);
  const people = here.filter((r) => r.sameAs === null).length;
  const frames = people >= 3 ? [...disclosureFrames, manyFrame] : disclosureFrames;
  for (const issue of run.issues) {
    const frame = run.chance.one(frames).replace('{place}', run.place);
    run.log.say(run.at, run.by, {
      kind: 'disclosure',
      case: run.ref,
      issue: issue.ref,
      disclosure: disclosureOf(issue),
      to: run.employer ?? '',
      text: frame.replace('{said}', toEmployer[issue.code] ?? ''),
      circle: Math.min(run.headcount, Math.max(KNOWN_BY, people * 8)),
      delayDays: run.log.scope.squeeze < 1 ? 0 : 1,
    });
    run.at += 4 * MINUTE;
  }
}

function filled(text: string, run: CaseRun): string {
  const sum = run.chance.whole(18, 460) * 1000;
  const money = { TH: 'baht', MY: 'ringgit', IN: 'rupees' }[run.cluster.reports[0]?.country ?? 'TH'];
  const amount = money === 'ringgit' ? Math.round(sum / 8) : sum;
  return text.replace('{sum}', `${amount} ${money}`).replace('{n}', String(run.chance.whole(4, 38)));
}

const DUE_DAYS: Record<number, number> = { 4: 7, 3: 30, 2: 60, 1: 90 };
const REMEDIES: Record<string, RemedyType> = {
  REC: 'restitution',
  WAG: 'restitution',
  DED: 'restitution',
  DOC: 'restitution',
  TER: 'restitution',
  LEA: 'compensation',
  VIO: 'satisfaction',
  CHL: 'rehabilitation',
};

function sayProposed(run: CaseRun, issue: Issue, answer: Answer, round: number): void {
  const days = (DUE_DAYS[factsOf(issue.code).scale] ?? 60) * run.log.scope.squeeze;
  run.log.say(run.at, firstMember(run.employer ?? ''), {
    kind: 'action_proposed',
    case: run.ref,
    issue: issue.ref,
    disclosure: disclosureOf(issue),
    action: `${issue.ref}.a${round}`,
    remedyType: REMEDIES[categoryOf(issue.code)] ?? 'guarantees_of_non_repetition',
    rootCause: answer.cause,
    why: answer.why,
    text: filled(answer.action, run),
    due: iso(run.at + days * DAY).slice(0, 10),
  });
  run.at += 5 * MINUTE;
}

/** The employer proposes, the case worker agrees. Answers stay with their issue for the report of what was done. */
export function propose(run: CaseRun, asking: Asking): Map<string, Answer> {
  const answers = new Map<string, Answer>();
  pass(run, 2, 12);
  for (const issue of run.issues) {
    const fitting = employerAnswers.filter((a) => a.fits.includes(issue.code));
    const answer = asking.answer ?? run.chance.one(fitting);
    answers.set(issue.ref, answer);
    sayProposed(run, issue, answer, 1);
  }
  pass(run, 0.1, 1.5);
  go(run, 'cap_proposed');
  pass(run, 1, 6);
  go(run, 'cap_agreed');
  if (run.chance.happens(0.5)) tell(run, 'employerAnswered', reachable(run).slice(0, 1));
  go(run, 'remediation_in_progress');
  return answers;
}

/** A second round is a second action: what was reported once stays as it was reported. */
export function proposeAgain(run: CaseRun, answers: Map<string, Answer>): void {
  for (const issue of run.issues) {
    const answer = answers.get(issue.ref);
    if (!answer) continue;
    const action = `For those who were left out: ${answer.action}`;
    sayProposed(run, issue, { ...answer, why: 'The first list was not complete.', action }, 2);
  }
}

export function reportDone(run: CaseRun, answers: Map<string, Answer>, round: number): void {
  for (const issue of run.issues) {
    const answer = answers.get(issue.ref);
    if (!answer) continue;
    run.log.say(run.at, firstMember(run.employer ?? ''), {
      kind: 'action_reported',
      case: run.ref,
      issue: issue.ref,
      action: `${issue.ref}.a${round}`,
      text: filled(answer.done, run) + (round > 1 ? ' This time for all who were left out.' : ''),
      evidence: answer.evidence,
    });
    run.at += 4 * MINUTE;
  }
  pass(run, 0.1, 2);
  go(run, 'remediation_reported');
}

/** After the remedy: watch, then close; a few come back. */
export function watch(run: CaseRun, verified: boolean): void {
  pass(run, 0.5, 2);
  go(run, 'retaliation_monitoring');
  pass(run, 88, 96);
  close(run, verified ? 'remediated_verified_by_worker' : 'remediated_not_verified_worker_unreachable');
  if (!run.chance.happens(0.18)) return;
  pass(run, 20, 70);
  go(run, 'reopened');
}
