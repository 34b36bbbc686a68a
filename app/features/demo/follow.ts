import type { Chance } from './chance.ts';
import type { Urgency } from './event.ts';
import type { Log } from './log.ts';
import { reader, worker } from './log.ts';
import { DAY, HOUR, MINUTE, SECOND, atWork } from './moments.ts';
import { MAIN_CSO, organisations } from './network.ts';
import type { Planned } from './reports.ts';
import { caseworkerLine, workerLine } from './texts/fill.ts';
import { noteFrames, toEmployer } from './texts/partners.ts';

/** A report as the case worker has it: from `ready` on it can be attached to a case. */
export type Read = Planned & { ready: number };

/** How long a person takes for a first answer; one in twenty comes after the clock ran out. */
function firstAnswerDelay(urgency: Urgency, chance: Chance): number {
  const late = chance.happens(0.05);
  if (urgency === 'P0') return late ? chance.between(65, 190) * MINUTE : chance.between(4, 50) * MINUTE;
  if (urgency === 'P1') return late ? chance.between(25, 44) * HOUR : chance.between(0.5, 17) * HOUR;
  if (urgency === 'P2') return late ? chance.between(76, 120) * HOUR : chance.between(1, 50) * HOUR;
  return late ? chance.between(8, 11) * DAY : chance.between(2, 90) * HOUR;
}

/**
 * The first answer. P0 and P1 are answered by whoever is on call, at any hour. In the plan's last five days the
 * main organisation is quick, so that what waits in its inbox at the end is what the plan puts there.
 */
function firstAnswerAt(log: Log, report: Planned, chance: Chance): number {
  const home = organisations.find((o) => o.id === report.receiver)?.country ?? 'TH';
  const rush = report.receiver === MAIN_CSO && report.at > log.scope.end - 6 * DAY;
  const delay = rush ? chance.between(4, 40) * MINUTE : firstAnswerDelay(report.urgency, chance);
  const raw = report.at + Math.round(delay / SECOND) * SECOND;
  return rush || report.urgency === 'P0' || report.urgency === 'P1' ? raw : atWork(raw, home, chance);
}

function firstLine(report: Planned): 'urgent' | 'thanks' | 'information' | 'acknowledge' {
  if (report.urgency === 'P0') return 'urgent';
  if (report.codes[0] === 'INF-05') return 'thanks';
  return report.codes[0]?.startsWith('INF') ? 'information' : 'acknowledge';
}

/** A worker who leaves: before or after the first answer, and never asked again. */
function sayLeaving(log: Log, report: Planned, answered: number, chance: Chance): number | null {
  if (report.leaves === 'withdrawal') {
    const at = report.at + Math.round(chance.between(0.2, 12) * DAY);
    log.say(at, worker(report.ref), { kind: 'withdrawal', report: report.ref });
    return at;
  }
  if (report.leaves === 'erasure') {
    const at = answered + Math.round(chance.between(10, 80) * DAY);
    // Nothing is answered any more: what is being erased takes no words.
    log.say(at, worker(report.ref), { kind: 'erasure_request', report: report.ref });
  }
  return null;
}

function sayTalk(log: Log, report: Planned, answered: number, chance: Chance): void {
  const { language, country, ref } = report;
  const by = reader(report.receiver, language);
  if (!ref.startsWith('r-unplaced') && !chance.happens(0.045)) return;
  const asked = atWork(answered + chance.between(0.2, 2) * DAY, country, chance);
  const text = caseworkerLine('question', language, country, chance);
  log.say(asked, by, { kind: 'message', report: ref, about: 'message', language, text });
  if (!chance.happens(0.65)) return;
  const back = asked + Math.round(chance.between(2, 70)) * HOUR;
  log.say(back, worker(ref), {
    kind: 'message',
    report: ref,
    about: 'message',
    language,
    text: workerLine('reply', language, country, chance),
  });
  sayNoted(log, report, back);
}

/** What a worker adds does not stay without a word. */
function sayNoted(log: Log, report: Planned, heard: number): void {
  const chance = log.scope.chance.stream(`noted/${report.ref}`);
  const { language, country, ref } = report;
  const at = atWork(heard + Math.round(chance.between(0.3, 20) * HOUR), country, chance);
  const text = caseworkerLine('noted', language, country, chance);
  log.say(at, reader(report.receiver, language), {
    kind: 'message',
    report: ref,
    about: 'message',
    language,
    text,
  });
}

/** Two of three questions and two of five small matters end with their answer; the others go into a case. */
function endsHere(report: Planned, chance: Chance): boolean {
  if (report.codes[0]?.startsWith('INF')) return chance.happens(0.67);
  return report.urgency === 'P3' && report.codes.length === 1 && !report.again && chance.happens(0.4);
}

/** What follows a report on its own: first answer, talk, notes, placing. Null: it can't go into a case. */
export function follow(log: Log, report: Planned, story = false): Read | null {
  const chance = log.scope.chance.stream(`follow/${report.ref}`);
  const { language, country, ref } = report;
  const answered = firstAnswerAt(log, report, chance);
  const gone = sayLeaving(log, report, answered, chance);
  if (gone !== null && gone <= answered) return null;
  const by = reader(report.receiver, language);
  const text = caseworkerLine(firstLine(report), language, country, chance);
  log.say(answered, by, { kind: 'acknowledge', report: ref, language, text });
  if (gone !== null) return null;
  if (!report.codes[0]?.startsWith('INF')) {
    sayTalk(log, report, answered, chance);
    if (chance.happens(0.03)) {
      const said = toEmployer[report.codes[0] ?? ''] ?? '';
      const at = answered + chance.whole(3, 55) * MINUTE;
      log.say(at, by, { kind: 'note', report: ref, text: chance.one(noteFrames).replace('{said}', said) });
    }
  }
  let ready = answered + chance.whole(4, 40) * MINUTE;
  if (report.home === null) return null;
  const ends = !story && endsHere(report, chance);
  if (report.subject.kind === 'unplaced') {
    ready = atWork(answered + chance.between(1, 6) * DAY, country, chance);
    const reason = 'The worker answered which workplace it is; it is the one on our list.';
    log.say(ready, by, { kind: 'place', report: ref, to: report.home, reason });
    ready += 10 * MINUTE;
  }
  if (ends) return null;
  return { ...report, ready };
}
