/** What is sealed: the plaintexts of a worker's statements and of the answers to them. Nothing else knows these. */
import type { Answers, Category, May, Way, When } from './answers.ts';
import type { Wish } from '../protection/safe-contact.ts';
import type { Asked } from './asked.ts';
import type { Urgency } from '../record/fields.ts';

export type SaidReport = {
  readonly v: 1;
  readonly kind: 'report';
  readonly language: string;
  readonly categories: readonly Category[];
  readonly place: { readonly name?: string; readonly described?: string; readonly country?: string };
  readonly words: string;
  readonly when: { readonly about?: When; readonly date?: string };
  readonly contact: {
    readonly way: Way;
    readonly to?: string;
    readonly hours?: string;
    /** What a caller says if someone else answers. */
    readonly cover?: string;
  };
  readonly urgency: Urgency;
  readonly consents: readonly May[];
  /** SHA-256 in hex of each sealed photo: so the statement binds its photos too. */
  readonly photos: readonly string[];
  readonly filed?: Filed;
};

export const ADDRESSEES = ['employer', 'recruiter', 'labour_office'] as const;
export type Addressee = (typeof ADDRESSEES)[number];
/** Of a report that a coordinator wrote down for somebody: for whom it is meant, and whether the worker agreed then. */
export type Filed = { readonly to: Addressee; readonly agreed: 'yes' | 'no' | 'not_asked' };

/** The worker's own word on it. The original stays as it is; `words` stand beside it. */
export type SaidOfFiling = {
  readonly v: 1;
  readonly kind: 'answer';
  readonly language: string;
  readonly re: string;
  readonly about: 'filing';
  readonly value: 'confirmed' | 'corrected' | 'disowned';
  readonly to?: Addressee;
  readonly words?: string;
};

export type SaidMessage = {
  readonly v: 1;
  readonly kind: 'message';
  readonly language: string;
  readonly words: string;
  readonly photos: readonly string[];
};

/** `re` is the id of the statement that asked. */
export type SaidConsent = {
  readonly v: 1;
  readonly kind: 'consent_answer';
  readonly language: string;
  readonly re: string;
  readonly answers: Readonly<Record<string, 'yes' | 'no'>>;
  readonly words?: string;
};

export type Outcome = 'fully' | 'partly' | 'not' | 'unknown';
export type SaidRemedy = {
  readonly v: 1;
  readonly kind: 'remedy_answer';
  readonly language: string;
  readonly re: string;
  readonly outcome: Outcome;
  /** 1 very badly … 5 very well. */
  readonly well?: 1 | 2 | 3 | 4 | 5;
  readonly words?: string;
};

/** To a question of another kind (asked.ts): `value` is one of that kind's. */
export type SaidAnswer = {
  readonly v: 1;
  readonly kind: 'answer';
  readonly language: string;
  readonly re: string;
  readonly about: Asked;
  readonly value: string;
  readonly well?: 1 | 2 | 3 | 4 | 5;
  /** How much money came, as the worker wrote it; the currency is the question’s. */
  readonly amount?: string;
  readonly words?: string;
};

/** One touch: somebody punishes the worker for having spoken. `value`: one of what can be picked. */
export type SaidFlag = {
  readonly v: 1;
  readonly kind: 'retaliation_flag';
  readonly language: string;
  readonly value: string;
  readonly words?: string;
};

/** How the worker wants to be reached; numbers, names and what to say first are in `words`. */
export type SaidContact = {
  readonly v: 1;
  readonly kind: 'contact_wish';
  readonly language: string;
  readonly wish: Wish;
  readonly words?: string;
};

/** `re` is the id of the statement to take back or to erase. */
export type SaidWish = {
  readonly v: 1;
  readonly kind: 'withdrawal' | 'erasure_request';
  readonly language: string;
  readonly re: string;
};

export type Said =
  | SaidReport
  | SaidMessage
  | SaidConsent
  | SaidRemedy
  | SaidAnswer
  | SaidOfFiling
  | SaidWish
  | SaidFlag
  | SaidContact;

/** What an organisation writes to a worker, sealed to the worker's key and its own ring. */
export type Answered = {
  readonly v: 1;
  readonly kind: string;
  readonly language?: string;
  readonly words: string;
  /** Of a consent question: what may be done, scope by scope. */
  readonly scopes?: readonly string[];
};

export function saidReport(
  answers: Answers,
  more: {
    readonly language: string;
    readonly placeName?: string;
    readonly photos: readonly string[];
    readonly filed?: Filed;
  },
): SaidReport {
  const { where, described, country, when, date, safe, to, hours, cover } = answers;
  const reached = safe === 'message' || safe === 'call';
  return {
    v: 1,
    kind: 'report',
    language: more.language,
    categories: answers.what,
    place: {
      ...(more.placeName ? { name: more.placeName } : {}),
      ...(where === 'describe' && described ? { described } : {}),
      ...(where === 'describe' && country ? { country } : {}),
    },
    words: answers.words,
    when: { ...(when ? { about: when } : {}), ...(date ? { date } : {}) },
    contact: {
      way: safe,
      ...(reached && to ? { to } : {}),
      ...(reached && hours ? { hours } : {}),
      ...(reached && cover ? { cover } : {}),
    },
    urgency: answers.danger || 'P2',
    consents: answers.may,
    photos: more.photos,
    ...(more.filed ? { filed: more.filed } : {}),
  };
}
