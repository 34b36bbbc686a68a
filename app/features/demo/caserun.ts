import type { Chance } from './chance.ts';
import type { Attached, Cluster } from './clusters.ts';
import { titleOf } from './clusters.ts';
import type { Actor, CaseState, Closure, Urgency } from './event.ts';
import type { Log } from './log.ts';
import { organisation, reader } from './log.ts';
import { DAY, HOUR, MINUTE, SECOND, atWork } from './moments.ts';
import { factsOf } from './profile.ts';
import { urgencyOf } from './reports.ts';
import { caseworkerLine } from './texts/fill.ts';
import { reasons } from './texts/partners.ts';
import type { Told } from './told.ts';
import { workplaces } from './workplaces.ts';

export type Issue = { ref: string; code: string };

/** One case while it is being told: where it stands, and the moment of its last step. */
export type CaseRun = {
  log: Log;
  chance: Chance;
  cluster: Cluster;
  ref: string;
  by: Actor & { as: 'member' };
  country: string;
  place: string;
  employer: string | null;
  headcount: number;
  state: CaseState;
  at: number;
  issues: Issue[];
  /** Each worker's latest answer, by issue and report. */
  said: Map<string, Map<string, Told>>;
};

export function startCase(log: Log, cluster: Cluster): CaseRun {
  const workplace = workplaces.find((w) => w.id === cluster.subject.id);
  const place =
    workplace?.name ??
    (cluster.subject.kind === 'recruiter' ? organisation(cluster.subject.id).name : 'place unknown');
  const language = cluster.reports[0]?.language ?? 'en';
  return {
    log,
    chance: log.scope.chance.stream(`case/${cluster.ref}`),
    cluster,
    ref: cluster.ref,
    by: reader(cluster.receiver, language),
    country: organisation(cluster.receiver).country,
    place,
    employer: workplace?.employer ?? null,
    headcount: workplace?.headcount ?? 100,
    state: 'received',
    at: cluster.openAt,
    issues: [],
    said: new Map(),
  };
}

/** Lets days pass. People work in office hours; a danger does not wait for them. */
export function pass(run: CaseRun, low: number, high: number): void {
  const days = run.chance.between(low, high) * run.log.scope.squeeze;
  const raw = run.at + Math.max(MINUTE, Math.round((days * DAY) / SECOND) * SECOND);
  run.at = run.cluster.urgent && high <= 2 ? raw : atWork(raw, run.country, run.chance);
}

export function go(run: CaseRun, to: CaseState, told: { closure?: Closure; reason?: string } = {}): void {
  const reason = told.reason ?? run.chance.one(reasons[to] ?? ['']);
  const said = { case: run.ref, from: run.state, to, closure: told.closure ?? null, reason };
  run.log.say(run.at, run.by, { kind: 'transition', ...said });
  run.state = to;
  run.at += run.chance.whole(20, 90) * SECOND;
}

/** Nothing is attached to a closed case: it closes after the last report that came to it. */
export function close(run: CaseRun, closure: Closure): void {
  const last = Math.max(...run.cluster.reports.map((r) => r.attachAt));
  run.at = Math.max(run.at, last + 2 * HOUR);
  go(run, 'closed', { closure });
}

/** Opens the case with its first report and files the others as they come. */
export function fileReports(run: CaseRun, title: string): void {
  const { cluster, log } = run;
  const urgency: Urgency = urgencyOf(cluster.reports.flatMap((r) => r.codes));
  const [first, ...later] = cluster.reports;
  if (!first) throw new Error(`demo: ${run.ref} has no report`);
  log.say(cluster.openAt, run.by, {
    kind: 'open_case',
    case: run.ref,
    subject: cluster.subject,
    title,
    urgency,
    report: first.ref,
    distinct: first.sameAs === null,
    sameAs: first.sameAs,
  });
  for (const report of later) {
    const by = reader(cluster.receiver, report.language);
    const distinct = report.sameAs === null;
    const said = { case: run.ref, report: report.ref, distinct, sameAs: report.sameAs };
    log.say(report.attachAt, by, { kind: 'attach_report', ...said });
  }
  run.at = cluster.openAt + 2 * MINUTE;
}

export function openCase(run: CaseRun): void {
  const { cluster } = run;
  fileReports(run, titleOf(cluster, run.place));
  go(run, 'acknowledged');
  pass(run, cluster.urgent ? 0.005 : 0.2, cluster.urgent ? 0.02 : 1.8);
}

/** Those in the case by now who may still be asked. */
export function reachable(run: CaseRun): Attached[] {
  return run.cluster.reports.filter((r) => r.attachAt < run.at && r.leaves === null);
}

function scopeOf(affected: number, headcount: number): number {
  const share = affected / headcount;
  const byNumber = affected >= 100 ? 4 : affected >= 10 ? 3 : affected >= 2 ? 2 : 1;
  const byShare = share >= 0.5 ? 4 : share >= 0.1 ? 3 : share >= 0.01 ? 2 : 1;
  return Math.max(byNumber, byShare);
}

/** Codes the one or two matters that most in the case speak of. Questions are never issues. */
export function codeIssues(run: CaseRun, most = 2): void {
  const here = run.cluster.reports.filter((r) => r.attachAt < run.at);
  const counts = new Map<string, number>();
  for (const code of here.flatMap((r) => r.codes)) {
    if (!code.startsWith('INF')) counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  const ranked = [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]));
  const urgent = [...counts.keys()].filter((code) => factsOf(code).urgency === 'P0');
  const second = ranked.length > 1 && run.chance.happens(0.42);
  const chosen = run.cluster.urgent
    ? urgent.slice(0, 1)
    : ranked.slice(0, second ? most : 1).map(([code]) => code);
  for (const code of chosen) codeIssue(run, code);
}

export function codeIssue(run: CaseRun, code: string, affectedKnown?: number): void {
  const facts = factsOf(code);
  const here = run.cluster.reports.filter((r) => r.attachAt < run.at && r.codes.includes(code));
  const guess = run.cluster.urgent ? 1 : Math.round(here.length * run.chance.between(1, 7));
  const affected = affectedKnown ?? Math.max(1, Math.min(guess, Math.round(run.headcount * 0.6)));
  const issue = `${run.ref}.i${run.issues.length + 1}`;
  run.log.say(run.at, run.by, {
    kind: 'code_issue',
    case: run.ref,
    issue,
    code,
    scale: facts.scale,
    scope: scopeOf(affected, run.headcount),
    irremediability: facts.irremediability,
    affected,
    reports: here.map((r) => r.ref),
  });
  run.issues.push({ ref: issue, code });
  run.at += run.chance.whole(30, 120) * SECOND;
}

export function tell(run: CaseRun, line: 'employerAnswered' | 'changed' | 'stillOpen', to: Attached[]): void {
  const about = line === 'changed' ? 'what_changed' : 'message';
  for (const { language, country, ref } of to) {
    const text = caseworkerLine(line, language, country, run.chance);
    run.log.say(run.at, reader(run.by.org, language), {
      kind: 'message',
      report: ref,
      about,
      language,
      text,
    });
    run.at += MINUTE;
  }
}
