import type { Said } from '../reports/said.ts';
import type { Answers } from '../reports/answers.ts';
import { readAnswers } from '../reports/answers.ts';
import type { Of } from './event.ts';
import type { Ids, References } from './references.ts';

/** The plaintexts of the demo, as the worker's page and the desk write them. */

/** Invented, and in no country's numbering plan. */
const numberOf = (report: string, ids: Ids): string =>
  `+000 ${String(parseInt(ids(`number ${report}`).slice(0, 8), 16) % 10_000_000).padStart(7, '0')}`;

/** What the worker picked and typed, read as a posted form is read. `docket`: of the place that was picked, if any. */
export function answersOf(e: Of<'report'>, docket: number | null, ids: Ids): Answers {
  const { content } = e;
  const where = docket !== null ? String(docket) : content.place ? 'describe' : 'unsaid';
  const reached = content.contact === 'message' || content.contact === 'call';
  const form: Record<string, readonly string[]> = {
    what: content.categories,
    where: [where],
    described: [content.place ?? ''],
    country: [content.country ?? ''],
    words: [content.words],
    when: content.when ? [content.when] : [],
    safe: [content.contact],
    to: reached ? [numberOf(e.report, ids)] : [],
    danger: [e.urgency],
    may: content.may,
  };
  return readAnswers((name) => form[name] ?? []);
}

export type AdditionEvent =
  Of<'message'> | Of<'consent_answered'> | Of<'remedy_answered'> | Of<'withdrawal'> | Of<'erasure_request'>;

export const KIND_OF = {
  message: 'message',
  consent_answered: 'consent_answer',
  remedy_answered: 'remedy_answer',
  withdrawal: 'withdrawal',
  erasure_request: 'erasure_request',
} as const;

/** The id of the statement that an addition answers, takes back or wants erased. */
export function reOf(e: AdditionEvent, ids: Ids): string | undefined {
  if (e.kind === 'consent_answered') return ids(`asked ${e.consent}`);
  if (e.kind === 'remedy_answered') return ids(`asked ${e.ask}`);
  return e.kind === 'message' ? undefined : ids(`report ${e.report}`);
}

/** What the worker's phone seals after the report. */
export function additionOf(e: AdditionEvent, plan: References, ids: Ids): Said {
  const re = reOf(e, ids) ?? '';
  switch (e.kind) {
    case 'message':
      return { v: 1, kind: 'message', language: e.language, words: e.text, photos: [] };
    case 'consent_answered': {
      const yes = e.answer === 'given' ? 'yes' : 'no';
      const answers = Object.fromEntries(plan.scopesOf(e.consent).map((scope) => [scope, yes] as const));
      return { v: 1, kind: 'consent_answer', language: e.language, re, answers, words: e.text };
    }
    case 'remedy_answered': {
      const { language, extent: outcome, quality: well, text: words } = e;
      return { v: 1, kind: 'remedy_answer', language, re, outcome, well, words };
    }
    default:
      return { v: 1, kind: e.kind, language: plan.report(e.report).content.language, re };
  }
}

type Written = { v: 1; kind: string; language?: string; words: string; scopes?: readonly string[] };
const toWorker = (kind: string, e: { language: string; text: string }): Written => ({
  v: 1,
  kind,
  language: e.language,
  words: e.text,
});

export const acknowledgement = (e: Of<'acknowledge'>): Written => toWorker('acknowledgement', e);
export const message = (e: Of<'message'>): Written => toWorker(e.about, e);
export const note = (e: Of<'note'>): Written => ({ v: 1, kind: 'note', words: e.text });
export const consentQuestion = (e: Of<'consent_asked'>): Written => ({
  ...toWorker('consent_question', e),
  scopes: e.scopes,
});
export const remedyQuestion = (ask: { language: string; text: string }): Written =>
  toWorker('remedy_question', ask);

const inEnglish = (kind: string, words: string): Written => ({ v: 1, kind, language: 'en', words });
export const disclosure = (e: Of<'disclosure'>): Written => inEnglish('disclosure', e.text);
export const action = (e: Of<'action_proposed'>): Written =>
  inEnglish('action', `${e.text}\n\nWhy: ${e.why}`);
export const actionReport = (e: Of<'action_reported'>): Written =>
  inEnglish('action_report', `${e.text}\n\nEvidence: ${e.evidence}`);
