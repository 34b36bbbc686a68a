/** What a worker answers on the seven screens: one reading for the phone and for the server without script. */
import type { Urgency } from '../record/fields.ts';

export const STEPS = ['what', 'where', 'words', 'when', 'safe', 'danger', 'check'] as const;
export type Step = (typeof STEPS)[number];

/** Six rows of three (looks.md): no choice among more than six, then three. */
export const CATEGORY_ROWS = [
  ['money', ['WAG', 'DED', 'REC']],
  ['safety', ['VIO', 'OSH', 'LEA']],
  ['freedom', ['DOC', 'MOV', 'TER']],
  ['work', ['HRS', 'CON', 'MGT']],
  ['people', ['DIS', 'CHL', 'FOA']],
  ['other', ['ACC', 'GRV', 'INF']],
] as const;
export type Category = (typeof CATEGORY_ROWS)[number][1][number];

export const WHENS = ['now', 'today', 'week', 'month', 'before'] as const;
export type When = (typeof WHENS)[number];
export const WAYS = ['code', 'message', 'call', 'none'] as const;
export type Way = (typeof WAYS)[number];
export const MAY = ['share_case_without_identity_with_employer', 'aggregate_statistics'] as const;
export type May = (typeof MAY)[number];

export const MOST_WORDS = 20_000;
export const MOST_PHOTOS = 4;

export type Answers = {
  readonly what: readonly Category[];
  /** Docket index of a place, `describe`, `unsaid`, or empty: not answered. */
  readonly where: string;
  /** What was typed into the search. Never sealed, never sent by the script. */
  readonly name: string;
  readonly described: string;
  readonly country: string;
  readonly words: string;
  readonly when: When | '';
  /** `YYYY-MM-DD`, or as it was typed, or empty. */
  readonly date: string;
  readonly safe: Way;
  readonly to: string;
  readonly hours: string;
  readonly cover: string;
  readonly danger: Urgency | '';
  readonly may: readonly May[];
};

/**
 * Control characters (a NUL cannot be stored), lone surrogates (they cannot be UTF-8) and characters that turn the
 * direction of the text that follows (they can make one text look like another to who reads it) are taken out.
 */
export const clean = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/\p{Surrogate}/gu, '\ufffd');

const oneLine = (text: string, most: number): string =>
  clean(text).replace(/\s+/g, ' ').trim().slice(0, most);

/** `all(name)`: the values of a field of the form, from a phone's FormData or a posted body. Unknown ones are dropped. */
export function readAnswers(all: (name: string) => readonly string[]): Answers {
  const first = (name: string) => all(name)[0] ?? '';
  const among = <T extends string>(allowed: readonly T[], name: string): T | undefined =>
    allowed.find((value) => value === first(name));
  const several = <T extends string>(allowed: readonly T[], name: string): T[] => {
    const chosen = new Set<string>(all(name));
    return allowed.filter((value) => chosen.has(value));
  };
  return {
    what: several(
      CATEGORY_ROWS.flatMap(([, codes]) => [...codes] as Category[]),
      'what',
    ),
    where: /^(\d{1,15}|describe|unsaid)$/.test(first('where')) ? first('where') : '',
    name: oneLine(first('name'), 200),
    described: oneLine(first('described'), 1000),
    country: /^[A-Z]{2}$/.test(first('country')) ? first('country') : '',
    words: clean(first('words')),
    when: among(WHENS, 'when') ?? '',
    date: oneLine(first('date'), 40),
    safe: among(WAYS, 'safe') ?? 'code',
    to: oneLine(first('to'), 200),
    hours: oneLine(first('hours'), 200),
    cover: oneLine(first('cover'), 200),
    danger: among(['P0', 'P1', 'P2', 'P3'], 'danger') ?? '',
    may: several(MAY, 'may'),
  };
}

export type Problem =
  'what.none' | 'where.none' | 'words.long' | 'when.bad' | 'when.future' | 'safe.missing' | 'danger.none';

function dateProblem(date: string, today: string): Problem | undefined {
  if (date === '') return undefined;
  const day = /^\d{4}-\d{2}-\d{2}$/.test(date) ? new Date(date + 'T00:00:00Z') : undefined;
  // Date rolls 31 June over into July: only what comes back the same is a day.
  if (!day || Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== date) return 'when.bad';
  return date > today ? 'when.future' : undefined;
}

/** Why the worker is asked again on this screen. `today`: the latest day that it is anywhere on earth. */
export function problemOf(step: Step, answers: Answers, today: string): Problem | undefined {
  switch (step) {
    case 'what':
      return answers.what.length === 0 ? 'what.none' : undefined;
    case 'where':
      return answers.where === '' ? 'where.none' : undefined;
    case 'words':
      return answers.words.length > MOST_WORDS ? 'words.long' : undefined;
    case 'when':
      return dateProblem(answers.date, today);
    case 'safe':
      return (answers.safe === 'message' || answers.safe === 'call') && answers.to === ''
        ? 'safe.missing'
        : undefined;
    case 'danger':
      return answers.danger === '' ? 'danger.none' : undefined;
    case 'check':
      return undefined;
  }
}

/** The first screen with a problem: what is sent must be whole, whichever way it came. */
export const firstProblem = (
  answers: Answers,
  today: string,
): { readonly step: Step; readonly problem: Problem } | undefined => {
  for (const step of STEPS) {
    const problem = problemOf(step, answers, today);
    if (problem) return { step, problem };
  }
  return undefined;
};
