import type { CaseRun } from './caserun.ts';
import { codeIssue, go, openCase, pass, startCase } from './caserun.ts';
import type { Attached, Cluster } from './clusters.ts';
import { askConsent } from './consent.ts';
import type { Language, Subject } from './event.ts';
import { follow } from './follow.ts';
import type { Log } from './log.ts';
import { DAY, HOUR, MINUTE, workerHour } from './moments.ts';
import { MAIN_CSO } from './network.ts';
import type { Theme } from './profile.ts';
import type { Told } from './told.ts';
import { verify } from './asking.ts';
import { disclose, propose, reportDone, watch } from './remedy.ts';
import type { Planned } from './reports.ts';
import { sayReport, urgencyOf } from './reports.ts';
import type { Answer } from './texts/partners.ts';
import { CANNERY, FLAGSHIP, SHARED_TIER_2 } from './workplaces.ts';

/** What the tour and the journeys point at by name. The rest of the plan never uses these references. */
export const showcases = {
  flagship: 'c-flagship',
  verified: 'c-verified',
  disputed: 'c-disputed',
  tour: 'c-tour',
  tourReport: 'r-tour-1',
  /** A second printed code, for reading a thread in Burmese. */
  burmeseReport: 'r-verified-1',
} as const;

type Story = {
  ref: string;
  name: string;
  at: string;
  theme: Theme;
  count: number;
  codes: string[];
  languages: Language[];
  /** Days before the plan's end on which the first and the last of its reports come. */
  from: number;
  to: number;
  words?: Record<string, string>;
  printed?: string[];
};

/** The reports of a story, answered and attached to its one case. */
function gather(log: Log, story: Story): Cluster {
  const chance = log.scope.chance.stream(`story/${story.name}`);
  const subject: Subject = { kind: 'facility', id: story.at };
  const { start, end } = log.scope;
  // In a short plan a story begins as early as it can, so that its end is reached.
  const squeeze = Math.min(1, (end - start - 3 * DAY) / (story.from * DAY));
  const span = story.from - story.to;
  const reports: Attached[] = [];
  const times = Array.from({ length: story.count }, (_, i) => {
    const before = story.from - (span * i) / Math.max(1, story.count - 1) - chance.between(0, 0.9);
    return workerHour(Math.floor((end - before * squeeze * DAY) / DAY) * DAY, 'TH', chance);
  }).sort((a, b) => a - b);
  times.forEach((time, i) => {
    const ref = `r-${story.name}-${i + 1}`;
    const planned: Planned = {
      ref,
      person: `w-${story.name}-${i + 1}`,
      at: time,
      receiver: MAIN_CSO,
      country: 'TH',
      subject,
      home: subject,
      codes:
        story.codes.length > 1 && chance.happens(0.3) ? story.codes.slice(0, 2) : story.codes.slice(0, 1),
      language: ref === showcases.tourReport ? 'en' : chance.one(story.languages),
      urgency: urgencyOf(story.codes.slice(0, 1)),
      again: false,
      leaves: null,
    };
    sayReport(log, planned, { words: story.words?.[ref], printed: story.printed?.includes(ref) ?? false });
    const read = follow(log, planned, true);
    if (read) reports.push({ ...read, attachAt: read.ready, sameAs: null });
  });
  reports.sort((a, b) => a.ready - b.ready);
  const openAt = (reports[0]?.ready ?? end) + HOUR * Math.min(1, squeeze);
  reports.forEach((r, i) => (r.attachAt = Math.max(r.ready, openAt + i * MINUTE)));
  return { ref: story.ref, receiver: MAIN_CSO, subject, theme: story.theme, urgent: false, openAt, reports };
}

/** From opening to the employer's report that it is done. Waits are in days. */
function upToDone(
  run: CaseRun,
  steps: {
    codes: [string, number][];
    consents: number;
    wait: number;
    work: number;
    answer: Answer;
    told: (nth: number) => Told;
  },
) {
  openCase(run);
  go(run, 'triaged');
  const last = Math.max(...run.cluster.reports.map((r) => r.attachAt));
  run.at = Math.max(run.at, last + HOUR);
  pass(run, 0.1, 0.4);
  for (const [code, affected] of steps.codes) codeIssue(run, code, affected);
  askConsent(run, steps.consents, () => 'given');
  go(run, 'consented');
  go(run, 'under_investigation');
  pass(run, steps.wait, steps.wait + 1);
  go(run, 'substantiated');
  disclose(run);
  const asking = {
    most: run.cluster.reports.length,
    told: (_: Attached, nth: number) => steps.told(nth),
    answer: steps.answer,
  };
  const answers = propose(run, asking);
  pass(run, steps.work, steps.work + 1);
  reportDone(run, answers, 1);
  return asking;
}

const fully: Told = { extent: 'fully', quality: 5 };
const notAtAll: Told = { extent: 'not', quality: 1 };

/** J5: fees repaid to 60 workers. 52 say fully, 5 partly, 3 not: partly, and 8 dispute it. */
function flagship(log: Log): void {
  const whole = log.scope.scale >= 0.3;
  const count = whole ? 60 : 12;
  const [part, none] = whole ? [5, 3] : [1, 1];
  const cluster = gather(log, {
    ref: showcases.flagship, name: 'flagship', at: FLAGSHIP, theme: 'money', count, codes: ['REC-01', 'REC-04'],
    languages: ['my', 'my', 'my', 'km'], from: 265, to: 205,
  }); // prettier-ignore
  const run = startCase(log, cluster);
  const answer: Answer = {
    fits: [],
    cause: 'recruitment_channel',
    why: 'Three agents used since 2023 charged workers between 18,000 and 32,000 baht; our contracts did not forbid it.',
    action: `Repay 24,000 baht to each of ${count} workers with the June pay, and work only with agents who sign a no-fee contract.`,
    done: `24,000 baht repaid to each of ${count} workers through payroll; two agents signed, one was dropped.`,
    evidence: `Bank confirmation with ${count} lines, names covered; two signed agent contracts.`,
  };
  const told = (nth: number): Told =>
    nth < none ? notAtAll : nth < none + part ? { extent: 'partly', quality: 3 } : fully;
  const asking = upToDone(run, { codes: [['REC-01', count]], consents: 6, wait: 18, work: 52, answer, told });
  verify(run, asking, 1);
}

/** Both sides agree: wet floors and torn boots, put right, and seven of seven say so. */
function verified(log: Log): void {
  const cluster = gather(log, {
    ref: showcases.verified, name: 'verified', at: CANNERY, theme: 'conditions', count: 7, codes: ['OSH-05'], languages: ['my'], from: 190,
    to: 182, printed: [showcases.burmeseReport],
  }); // prettier-ignore
  const run = startCase(log, cluster);
  const answer: Answer = {
    fits: [],
    cause: 'purchasing_practice',
    why: 'Boots and gloves were bought once a year and ran out in the spring.',
    action: 'Free boots and gloves from a monthly stock; repay what was cut since January.',
    done: 'Stock is filled each month; what was cut since January was repaid with the May pay.',
    evidence: 'Invoices of three months and the payroll summary.',
  };
  const asking = upToDone(run, {
    codes: [['OSH-05', 140]],
    consents: 2,
    wait: 8,
    work: 18,
    answer,
    told: () => fully,
  });
  if (verify(run, asking, 1) === 'verified') watch(run, true);
}

/** The employer says all passports are back; three of five say no. At the tier-2 site both buyers share. */
function disputed(log: Log): void {
  const cluster = gather(log, {
    ref: showcases.disputed, name: 'disputed', at: SHARED_TIER_2, theme: 'freedom', count: 5, codes: ['DOC-01'], languages: ['my', 'km'],
    from: 120, to: 112,
  }); // prettier-ignore
  const run = startCase(log, cluster);
  const told = (nth: number): Told => (nth < 3 ? notAtAll : fully);
  const asking = upToDone(run, {
    codes: [['DOC-01', 48]],
    consents: 2,
    wait: 9,
    work: 14,
    answer: passportsBack(48),
    told,
  });
  verify(run, asking, 1);
}

const passportsBack = (workers: number): Answer => ({
  fits: [],
  cause: 'policy_gap',
  why: 'Passports were collected for the renewal in spring and stayed in the office.',
  action: 'Give back every passport and put a lock box beside each bed.',
  done: `All ${workers} passports were given back against a signature.`,
  evidence: `Photo of the empty cabinet; hand-over list with ${workers} signatures, names covered.`,
});

const TOUR_WORDS =
  'When I came in July the office took my passport. They say it is for safe keeping. I asked two times and they said later. ' +
  'Others in my room have the same. Please do not say my name.';

/** The thread a visitor opens: three workers are asked whether passports are back, and nobody has answered yet. */
function tour(log: Log): void {
  const cluster = gather(log, {
    ref: showcases.tour, name: 'tour', at: FLAGSHIP, theme: 'freedom', count: 3, codes: ['DOC-01'], languages: ['my', 'km'], from: 52,
    to: 50, words: { [showcases.tourReport]: TOUR_WORDS }, printed: [showcases.tourReport],
  }); // prettier-ignore
  const run = startCase(log, cluster);
  const asking = upToDone(run, {
    codes: [['DOC-01', 64]],
    consents: 3,
    wait: 5,
    work: 8,
    answer: passportsBack(64),
    told: () => null,
  });
  run.at = Math.max(run.at, log.scope.end - 3 * DAY * log.scope.squeeze);
  pass(run, 0.1, 0.3);
  verify(run, asking, 1);
}

export function tellStories(log: Log): void {
  flagship(log);
  verified(log);
  disputed(log);
  tour(log);
}
