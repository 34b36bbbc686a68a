import type { Attached } from './clusters.ts';
import type { CaseRun, Issue } from './caserun.ts';
import { close, go, pass, reachable } from './caserun.ts';
import type { Extent, Language, Quality } from './event.ts';
import { firstMember, reader, worker } from './log.ts';
import { DAY, HOUR, MINUTE, SECOND, atWork, iso } from './moments.ts';
import { categoryOf, factsOf, goodFaith } from './profile.ts';
import { caseworkerLine, spoken } from './texts/fill.ts';
import type { Answer } from './texts/partners.ts';
import { disclosureFrames, employerAnswers, manyFrame, toEmployer } from './texts/partners.ts';

/** A worker's answer in the plan: how much, and how well. Null: no answer. */
export type Told = { extent: Extent; quality: Quality } | null;
export type Asking = {
  /** At most so many are asked about each issue. */
  most: number;
  told: (report: Attached, nth: number) => Told;
  /** Words of the employer, where the plan tells a story. */
  answer?: Answer;
};

/** What both sides make of an issue; the same table as the real rule, kept here only to steer the plan. */
export function outcomeOf(told: Told[]): 'verified' | 'partly' | 'disputed' | 'silent' {
  const said = told.filter((t) => t !== null);
  if (said.length === 0) return 'silent';
  const not = said.filter((t) => t.extent === 'not').length;
  if (said.every((t) => t.extent === 'fully')) return 'verified';
  return 2 * not >= said.length ? 'disputed' : 'partly';
}

export function usualAnswers(run: CaseRun, silence = 0.12): Asking['told'] {
  const faith = goodFaith[run.employer ?? ''] ?? { fully: 60, partly: 20, not: 20 };
  // One employer keeps its word in one case and not in the next: most workers of a case agree with each other.
  const kept = run.chance.weighted(faith);
  return () => {
    if (run.chance.happens(silence)) return null;
    const extent = run.chance.happens(0.88) ? kept : run.chance.weighted(faith);
    const quality =
      extent === 'fully'
        ? { well: 7, acceptable: 3 }
        : extent === 'partly'
          ? { acceptable: 5, badly: 5 }
          : { badly: 1 };
    return { extent, quality: run.chance.weighted<Quality>(quality) };
  };
}

export function disclose(run: CaseRun): void {
  const said = run.issues.map((issue) => toEmployer[issue.code] ?? '').join(' ');
  const people = reachable(run).filter((r) => r.sameAs === null).length;
  const frames = people >= 3 ? [...disclosureFrames, manyFrame] : disclosureFrames;
  const frame = run.chance.one(frames).replace('{place}', run.place);
  run.log.say(run.at, run.by, {
    kind: 'disclosure',
    case: run.ref,
    disclosure: `${run.ref}.d1`,
    to: run.employer ?? '',
    issues: run.issues.map((issue) => issue.ref),
    text: frame.replace('{said}', said),
    warned: people < 2,
  });
}

function filled(text: string, run: CaseRun): string {
  const sum = run.chance.whole(18, 460) * 1000;
  const money = { TH: 'baht', MY: 'ringgit', IN: 'rupees' }[run.cluster.reports[0]?.country ?? 'TH'];
  const amount = money === 'ringgit' ? Math.round(sum / 8) : sum;
  return text.replace('{sum}', `${amount} ${money}`).replace('{n}', String(run.chance.whole(4, 38)));
}

function employerAnswer(run: CaseRun, issue: Issue, asking: Asking): Answer {
  return asking.answer ?? run.chance.one(employerAnswers.filter((a) => a.fits.includes(issue.code)));
}

const DUE_DAYS: Record<number, number> = { 4: 7, 3: 30, 2: 60, 1: 90 };

/** The employer proposes, the case worker agrees. Answers stay with their issue for the report of what was done. */
export function propose(run: CaseRun, asking: Asking): Map<string, Answer> {
  const employer = firstMember(run.employer ?? '');
  const answers = new Map<string, Answer>();
  pass(run, 2, 12);
  run.issues.forEach((issue, nth) => {
    const answer = employerAnswer(run, issue, asking);
    answers.set(issue.ref, answer);
    const due = iso(run.at + (DUE_DAYS[factsOf(issue.code).scale] ?? 60) * run.log.scope.squeeze * DAY).slice(
      0,
      10,
    );
    const said = {
      case: run.ref,
      issue: issue.ref,
      action: `${issue.ref}.a1`,
      rootCause: answer.cause,
      why: answer.why,
    };
    run.log.say(run.at + nth * 5 * MINUTE, employer, {
      kind: 'action_proposed',
      ...said,
      text: filled(answer.action, run),
      due,
    });
  });
  run.at += 30 * MINUTE;
  pass(run, 0.1, 1.5);
  go(run, 'cap_proposed');
  pass(run, 1, 6);
  go(run, 'cap_agreed');
  if (run.chance.happens(0.5)) tell(run, 'employerAnswered', reachable(run).slice(0, 1));
  go(run, 'remediation_in_progress');
  return answers;
}

export function reportDone(run: CaseRun, answers: Map<string, Answer>, round: number): void {
  const employer = firstMember(run.employer ?? '');
  run.issues.forEach((issue, nth) => {
    const answer = answers.get(issue.ref);
    if (!answer) return;
    const text = filled(answer.done, run) + (round > 1 ? ' This time for all who were left out.' : '');
    const said = {
      case: run.ref,
      issue: issue.ref,
      action: `${issue.ref}.a1`,
      text,
      evidence: answer.evidence,
    };
    run.log.say(run.at + nth * 4 * MINUTE, employer, { kind: 'action_reported', ...said });
  });
  run.at += 20 * MINUTE;
  pass(run, 0.1, 2);
  go(run, 'remediation_reported');
}

export function tell(run: CaseRun, line: 'employerAnswered' | 'changed' | 'stillOpen', to: Attached[]): void {
  to.forEach((report, nth) => {
    const { language, country, ref } = report;
    const text = caseworkerLine(line, language, country, run.chance);
    run.log.say(run.at + nth * MINUTE, reader(run.by.org, language), {
      kind: 'message',
      report: ref,
      language,
      text,
    });
  });
  run.at += to.length * MINUTE;
}

function question(issue: Issue): 'askRepayment' | 'askDocuments' | 'askRemedy' {
  if (issue.code === 'REC-01' || issue.code === 'DED-03') return 'askRepayment';
  return categoryOf(issue.code) === 'DOC' ? 'askDocuments' : 'askRemedy';
}

/** Asks about one issue and tells what came back by `last`, the end of the window. */
function askAbout(
  run: CaseRun,
  issue: Issue,
  asking: Asking,
  round: number,
): { told: Told[]; last: number; ask: string; asked: Attached[] } {
  const distinct = reachable(run).filter((r) => r.sameAs === null);
  const those = distinct.length > 0 ? distinct : reachable(run);
  const concerned = those.filter((r) => r.codes.includes(issue.code));
  const asked = [...concerned, ...those.filter((r) => !concerned.includes(r))].slice(0, asking.most);
  const ask = `${issue.ref}.w${round}`;
  const line = question(issue);
  const asks = asked.map(({ ref, language, country }) => ({
    report: ref,
    language,
    text: caseworkerLine(line, language, country, run.chance),
  }));
  run.log.say(run.at, run.by, { kind: 'workers_asked', case: run.ref, issue: issue.ref, ask, round, asks });
  let last = run.at;
  const told = asked.map((report, nth) => {
    const answer = asking.told(report, nth);
    if (answer) last = Math.max(last, sayAnswer(run, { issue, ask, report, answer }));
    return answer;
  });
  run.at += 5 * MINUTE;
  return { told, last, ask, asked };
}

/** The lines of each list in every language: the first speak of something received, the later of something changed. */
function answerWords(run: CaseRun, code: string, extent: Extent, language: Language): string {
  const lines = spoken[language].worker;
  const category = categoryOf(code);
  if (category === 'DOC' && extent === 'not') return run.chance.one(lines.documentsNot);
  const paid = ['REC', 'WAG', 'DED'].includes(category) || code === 'TER-05';
  const fitting = {
    fully: paid ? [0, 1] : category === 'DOC' ? [0, 2] : [2],
    partly: paid ? [0, 2] : [1, 2],
    not: paid ? [0, 1, 2] : [0, 1],
  };
  return lines[extent][run.chance.one(fitting[extent])] ?? '';
}

function sayAnswer(
  run: CaseRun,
  by: { issue: Issue; ask: string; report: Attached; answer: NonNullable<Told> },
): number {
  const { report, answer, issue, ask } = by;
  const { language, ref } = report;
  const text = answerWords(run, issue.code, answer.extent, language);
  const back =
    run.at + MINUTE + Math.round(run.chance.between(1, 12 * 24) * run.log.scope.squeeze * 3600) * SECOND;
  run.log.say(back, worker(ref), {
    kind: 'remedy_answered',
    issue: issue.ref,
    ask,
    report: ref,
    ...answer,
    language,
    text,
  });
  const coded = atWork(back + run.chance.between(0.5, 20) * HOUR, run.country, run.chance);
  const said = {
    case: run.ref,
    issue: issue.ref,
    ask,
    report: ref,
    value: answer.extent,
    quality: answer.quality,
  };
  run.log.say(coded, reader(run.by.org, language), { kind: 'answer_coded', about: 'remedy', ...said });
  return coded;
}

/** Asks about every issue; the case follows the weakest. */
export function verify(run: CaseRun, asking: Asking, round: number): 'verified' | 'open' | 'silent' {
  go(run, 'worker_verification');
  const results = run.issues.map((issue) => ({ issue, ...askAbout(run, issue, asking, round) }));
  const outcomes = results.map((r) => outcomeOf(r.told));
  run.at = Math.max(run.at, ...results.map((r) => r.last)) + HOUR;
  const silent = results.filter((r) => outcomeOf(r.told) === 'silent');
  if (silent.length > 0) {
    pass(run, 30, 33);
    for (const { issue, ask, asked } of silent) {
      const reason = 'Asked twice by the channel the worker chose; no answer in 30 days.';
      const reports = asked.map((r) => r.ref);
      run.log.say(run.at, run.by, {
        kind: 'mark_unreachable',
        case: run.ref,
        issue: issue.ref,
        ask,
        reports,
        reason,
      });
      run.at += MINUTE;
    }
  }
  pass(run, 0.2, 3);
  if (outcomes.some((o) => o === 'partly' || o === 'disputed')) {
    go(run, 'remediation_disputed');
    tell(run, 'stillOpen', results[0]?.asked.slice(0, 1) ?? []);
    return 'open';
  }
  if (silent.length > 0) return 'silent';
  go(run, 'verified_remediated');
  tell(run, 'changed', results[0]?.asked.slice(0, 1) ?? []);
  return 'verified';
}

/** After the remedy: watch, then close; a few come back. */
export function watch(run: CaseRun, verified: boolean): void {
  pass(run, 0.5, 2);
  go(run, 'retaliation_monitoring');
  pass(run, 88, 96);
  close(run, verified ? 'remediated_verified_by_worker' : 'remediated_not_verified_worker_unreachable');
  if (!run.chance.happens(0.08)) return;
  pass(run, 20, 70);
  go(run, 'reopened');
}
