import type { Chance } from './chance.ts';
import type { Language, ReportContent, Subject, Urgency } from './event.ts';
import type { Log } from './log.ts';
import { worker } from './log.ts';
import { DAY, HOUR, workerHour } from './moments.ts';
import { HIMAL, HOMEWARD, MAIN_CSO, RIDGELINE, SANGAM, STRAIT, TWO_BANKS } from './network.ts';
import type { Workplace } from './network.ts';
import { categoryOf, codeWeights, factsOf, languageWeights, seasons } from './profile.ts';
import { spoken, workerWords } from './texts/fill.ts';
import { voices, workplaces } from './workplaces.ts';

type Country = Workplace['country'];
export type Planned = {
  ref: string;
  person: string;
  at: number;
  receiver: string;
  country: Country;
  /** Where it is filed first. */
  subject: Subject;
  /** Where it belongs once a case worker has placed it; the same as `subject` where it was placed at once. */
  home: Subject | null;
  codes: string[];
  language: Language;
  urgency: Urgency;
  again: boolean;
  /** The worker takes it back, or asks for erasure: then nobody asks this worker anything more. */
  leaves: 'withdrawal' | 'erasure' | null;
};

export type Draft = Omit<Planned, 'urgency' | 'leaves' | 'again'> &
  Partial<Pick<Planned, 'urgency' | 'leaves' | 'again'>>;

const RANK: readonly Urgency[] = ['P0', 'P1', 'P2', 'P3'];
export function urgencyOf(codes: string[]): Urgency {
  return RANK.find((u) => codes.some((code) => factsOf(code).urgency === u)) ?? 'P3';
}

/** Moments of `count` reports of one workplace: more in its season, more as the network gets known. */
function moments(log: Log, at: Workplace, count: number): number[] {
  const { start, end, months } = log.scope;
  const chance = log.scope.chance.stream(`when/${at.id}`);
  const weights: Record<string, number> = {};
  for (let m = 0; m < months; m++) {
    const month = new Date(Date.UTC(2026, 10 - months + m, 1)).getUTCMonth();
    weights[String(m)] =
      (0.55 + (0.8 * m) / months) * (seasons[at.sector][month] ?? 1) * chance.between(0.6, 1.5);
  }
  const times: number[] = [];
  for (let i = 0; i < count; i++) {
    const m = Number(chance.weighted(weights));
    const first = Date.UTC(2026, 10 - months + m, 1);
    const last = Date.UTC(2026, 11 - months + m, 1);
    let midnight = first + chance.whole(0, Math.round((last - first) / DAY) - 1) * DAY;
    if (chance.happens(0.12)) midnight += ((7 - new Date(midnight).getUTCDay()) % 7) * DAY;
    times.push(Math.min(end - HOUR, Math.max(start + DAY, workerHour(midnight, at.country, chance))));
  }
  return times.sort((a, b) => a - b);
}

function codesOf(at: Workplace, chance: Chance): string[] {
  const first = chance.weighted(codeWeights(at));
  if (first.startsWith('INF') || !chance.happens(0.27)) return [first];
  const second = chance.weighted(codeWeights(at));
  return second.startsWith('INF') || second === first ? [first] : [first, second];
}

/** A worker's own mark of urgency: mostly what the matter is, at times milder. */
function marked(codes: string[], chance: Chance): Urgency {
  const due = urgencyOf(codes);
  return due === 'P2' && chance.happens(0.12) ? 'P3' : due;
}

function atWorkplace(log: Log, at: Workplace): Planned[] {
  const voice = voices.get(at.id) ?? 0;
  if (voice === 0) return [];
  const count = Math.max(1, Math.round((voice * log.scope.scale * log.scope.months) / 24));
  const chance = log.scope.chance.stream(`who/${at.id}`);
  const people: { person: string; language: Language; last: Planned | null }[] = [];
  const tail = at.id.slice(-6).toLowerCase();
  return moments(log, at, count).map((time, i) => {
    const known = people.length > 2 && (people.length >= at.headcount * 0.6 || chance.happens(0.13));
    const who = known
      ? chance.one(people)
      : {
          person: `w-${tail}-${people.length + 1}`,
          language: chance.weighted(languageWeights(at)),
          last: null,
        };
    if (!known) people.push(who);
    const again = who.last !== null && time - who.last.at < 60 * DAY && chance.happens(0.7);
    const codes = again && who.last ? who.last.codes : codesOf(at, chance);
    const subject: Subject = { kind: 'facility', id: at.id };
    const planned: Planned = {
      ref: `r-${tail}-${i + 1}`,
      person: who.person,
      at: time,
      receiver: at.receiver,
      country: at.country,
      subject,
      home: subject,
      codes,
      language: who.language,
      urgency: marked(codes, chance),
      again,
      leaves: chance.happens(0.01) ? 'withdrawal' : chance.happens(0.004) ? 'erasure' : null,
    };
    who.last = planned;
    return planned;
  });
}

/** Nothing stays longer without a workplace (ledger.md 7), in ms: the newest may still wait for theirs. */
const UNPLACED_AT_MOST = 24 * DAY;

/** Reports whose place the worker described or would not say; all but the newest have found their workplace. */
function unplaced(log: Log): Planned[] {
  const chance = log.scope.chance.stream('unplaced');
  const count = Math.max(2, Math.round((80 * log.scope.scale * log.scope.months) / 24));
  const heard = workplaces.filter((w) => (voices.get(w.id) ?? 0) >= 20);
  const origin: Record<Country, string[]> = {
    TH: [MAIN_CSO, MAIN_CSO, HOMEWARD],
    MY: [STRAIT, HIMAL],
    IN: [SANGAM],
  };
  return Array.from({ length: count }, (_, i) => {
    const at = chance.one(heard);
    const codes = codesOf(at, chance);
    const days = Math.floor((log.scope.end - log.scope.start) / DAY) - 8;
    const midnight = log.scope.start + chance.whole(1, Math.max(1, days)) * DAY;
    const found: Subject = { kind: 'facility', id: at.id };
    const isNew = midnight > log.scope.end - UNPLACED_AT_MOST;
    // Only a report that its own receiver can place moves on: the workplace belongs to the same organisation.
    const receiver = isNew ? chance.one(origin[at.country]) : at.receiver;
    const placeable = receiver === at.receiver && (!isNew || chance.happens(0.5));
    return {
      ref: `r-unplaced-${i + 1}`,
      person: `w-unplaced-${i + 1}`,
      at: workerHour(midnight, at.country, chance),
      receiver,
      country: at.country,
      subject: { kind: 'unplaced', id: 'unplaced' },
      home: placeable ? found : null,
      codes,
      language: chance.weighted(languageWeights(at)),
      urgency: marked(codes, chance),
      again: false,
      leaves: null,
    };
  });
}

/** Reports about a recruiter, made before or after departure to those who listen in the place of origin. */
function aboutRecruiters(log: Log): Planned[] {
  const chance = log.scope.chance.stream('recruiters');
  const count = Math.max(2, Math.round((50 * log.scope.scale * log.scope.months) / 24));
  return Array.from({ length: count }, (_, i) => {
    const banks = chance.happens(0.6);
    const codes = [chance.weighted({ 'REC-01': 5, 'REC-04': 3, 'REC-05': 3, 'CON-03': 2 })];
    const days = Math.floor((log.scope.end - log.scope.start) / DAY) - 8;
    const subject: Subject = { kind: 'recruiter', id: banks ? TWO_BANKS : RIDGELINE };
    return {
      ref: `r-recruiter-${i + 1}`,
      person: `w-recruiter-${i + 1}`,
      at: workerHour(log.scope.start + chance.whole(1, Math.max(1, days)) * DAY, banks ? 'MM' : 'NP', chance),
      receiver: banks ? HOMEWARD : HIMAL,
      country: banks ? 'TH' : 'MY',
      subject,
      home: subject,
      codes,
      language: banks ? 'my' : 'ne',
      urgency: marked(codes, chance),
      again: false,
      leaves: null,
    };
  });
}

export function planReports(log: Log): Planned[] {
  return [...workplaces.flatMap((at) => atWorkplace(log, at)), ...unplaced(log), ...aboutRecruiters(log)];
}

const MAY = ['share_case_without_identity_with_employer', 'aggregate_statistics'] as const;

const regionOf = (report: Planned): string => {
  const id = report.home?.id;
  const place = workplaces.find((w) => w.id === id);
  return place?.region ?? { TH: 'Samut Sakhon', MY: 'Johor', IN: 'Tamil Nadu' }[report.country];
};

/** Says one report as the worker's phone would seal it. `words` stands in where the plan tells a story. */
export function sayReport(
  log: Log,
  report: Planned,
  story: { words?: string; printed?: boolean } = {},
): void {
  const chance = log.scope.chance.stream(`words/${report.ref}`);
  const { language, country } = report;
  const voice = spoken[language];
  const words = story.words ?? workerWords(report.codes, language, country, chance);
  const described = report.subject.kind === 'unplaced' && chance.happens(0.85);
  const content: ReportContent = {
    language,
    categories: [...new Set(report.codes.map(categoryOf))],
    words: report.again ? chance.one(voice.again) + words : words,
    place: described ? chance.one(voice.places).replace('{area}', regionOf(report)) : null,
    country: report.subject.kind === 'unplaced' ? country : null,
    when: chance.happens(0.08)
      ? null
      : chance.weighted({ now: 6, today: 10, week: 22, month: 30, before: 32 }),
    contact: chance.weighted({ code: 76, call: 5, message: 11, none: 8 }),
    may: MAY.filter((scope) => chance.happens(scope === 'aggregate_statistics' ? 0.82 : 0.5)),
  };
  log.say(report.at, worker(report.ref), {
    kind: 'report',
    report: report.ref,
    person: report.person,
    receiver: report.receiver,
    subject: report.subject,
    urgency: report.urgency,
    content,
    printed: story.printed ?? false,
  });
}
