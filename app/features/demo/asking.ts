import type { CaseRun, Issue } from './caserun.ts';
import { go, pass, reachable, tell } from './caserun.ts';
import type { Attached } from './clusters.ts';
import type { Extent, Language, Quality } from './event.ts';
import { reader, worker } from './log.ts';
import { HOUR, MINUTE, SECOND, atWork } from './moments.ts';
import { categoryOf, goodFaith } from './profile.ts';
import type { Asking, Told } from './told.ts';
import { caseworkerLine, spoken } from './texts/fill.ts';

/** What both sides make of an issue; the same table as the real rule, kept here only to steer the plan. */
export function outcomeOf(
  told: readonly (Pick<NonNullable<Told>, 'extent'> | null)[],
): 'verified' | 'partly' | 'disputed' | 'silent' {
  const said = told.filter((t) => t !== null);
  if (said.length === 0) return 'silent';
  const not = said.filter((t) => t.extent === 'not').length;
  if (said.every((t) => t.extent === 'fully')) return 'verified';
  return 2 * not >= said.length ? 'disputed' : 'partly';
}

const QUALITIES: Record<Extent, readonly Quality[]> = {
  fully: [5, 5, 4, 4, 3],
  partly: [3, 3, 2],
  not: [1, 1, 2],
};

export function usualAnswers(run: CaseRun, silence = 0.12): Asking['told'] {
  const faith = goodFaith[run.employer ?? ''] ?? { fully: 60, partly: 20, not: 20 };
  // One employer keeps its word in one case and not in the next: most workers of a case agree with each other.
  const kept = run.chance.weighted(faith);
  return () => {
    if (run.chance.happens(silence)) return null;
    const extent = run.chance.happens(0.88) ? kept : run.chance.weighted(faith);
    return { extent, quality: run.chance.one(QUALITIES[extent]) };
  };
}

function question(issue: Issue): 'askRepayment' | 'askDocuments' | 'askRemedy' {
  if (issue.code === 'REC-01' || issue.code === 'DED-03') return 'askRepayment';
  return categoryOf(issue.code) === 'DOC' ? 'askDocuments' : 'askRemedy';
}

/** Who is asked: those who spoke of it first, then others of the case. Never picked by the employer. */
function chosen(run: CaseRun, issue: Issue, most: number): Attached[] {
  const distinct = reachable(run).filter((r) => r.sameAs === null);
  const those = distinct.length > 0 ? distinct : reachable(run);
  const concerned = those.filter((r) => r.codes.includes(issue.code));
  return [...concerned, ...those.filter((r) => !concerned.includes(r))].slice(0, most);
}

type Asked = { issue: Issue; told: Told[]; last: number; asks: string[]; asked: Attached[] };

/** Asks about one issue and tells what came back by `last`. */
function askAbout(run: CaseRun, issue: Issue, asking: Asking, round: number): Asked {
  const asked = chosen(run, issue, asking.most);
  const line = question(issue);
  const asks = asked.map(({ ref, language, country }, nth) => ({
    ask: `${issue.ref}.w${round}.${nth + 1}`,
    report: ref,
    language,
    text: caseworkerLine(line, language, country, run.chance),
  }));
  run.log.say(run.at, run.by, { kind: 'workers_asked', case: run.ref, issue: issue.ref, round, asks });
  let last = run.at;
  const told = asked.map((report, nth) => {
    const answer = asking.told(report, nth);
    const ask = asks[nth]?.ask ?? '';
    if (answer) last = Math.max(last, sayAnswer(run, { issue, ask, report, answer }));
    return answer;
  });
  run.at += 5 * MINUTE;
  return { issue, told, last, asks: asks.map((a) => a.ask), asked };
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

type Answering = { issue: Issue; ask: string; report: Attached; answer: NonNullable<Told> };

function sayAnswer(run: CaseRun, { issue, ask, report, answer }: Answering): number {
  const { language, ref } = report;
  const text = answerWords(run, issue.code, answer.extent, language);
  const hours = run.chance.between(1, 12 * 24) * run.log.scope.squeeze;
  const back = run.at + MINUTE + Math.round(hours * 3600) * SECOND;
  const said = { issue: issue.ref, ask, report: ref };
  run.log.say(back, worker(ref), { kind: 'remedy_answered', ...said, ...answer, language, text });
  const coded = atWork(back + run.chance.between(0.5, 20) * HOUR, run.country, run.chance);
  const value = { value: answer.extent, quality: answer.quality };
  run.log.say(coded, reader(run.by.org, language), {
    kind: 'answer_coded',
    about: 'remedy',
    case: run.ref,
    ...said,
    ...value,
  });
  return coded;
}

/** A worker's latest answer stands until the same worker says otherwise, also from the round before. */
function standing(run: CaseRun, { issue, asked, told }: Asked): Told[] {
  const said = run.said.get(issue.ref) ?? new Map<string, Told>();
  asked.forEach((report, nth) => {
    const answer = told[nth];
    if (answer) said.set(report.ref, answer);
  });
  run.said.set(issue.ref, said);
  return [...said.values()];
}

function giveUp(run: CaseRun, silent: Asked[]): void {
  pass(run, 30, 33);
  const reason = 'Asked twice by the channel the worker chose; no answer in 30 days.';
  for (const { issue, asks } of silent) {
    run.log.say(run.at, run.by, { kind: 'mark_unreachable', case: run.ref, issue: issue.ref, asks, reason });
    run.at += MINUTE;
  }
}

/** Asks about every issue; the case follows the weakest. */
export function verify(run: CaseRun, asking: Asking, round: number): 'verified' | 'open' | 'silent' {
  go(run, 'worker_verification');
  const results = run.issues.map((issue) => askAbout(run, issue, asking, round));
  const outcomes = results.map((r) => outcomeOf(standing(run, r)));
  run.at = Math.max(run.at, ...results.map((r) => r.last)) + HOUR;
  const silent = results.filter((_, i) => outcomes[i] === 'silent');
  if (silent.length > 0) giveUp(run, silent);
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
