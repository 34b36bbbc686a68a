/** What a worker does with a thread: reply, answer what was asked, take back, ask to erase, see receipt and proof. */
import type { Key } from '../../../locales/index.ts';
import type { Filing, WorkerKind } from '../record/fields.ts';
import { clean, MOST_WORDS } from './answers.ts';
import { type Asked, ASKED, amountOf, answersTo, asksAmount, isAsked } from './asked.ts';
import { type Addressee, ADDRESSEES, type Outcome, type Said } from './said.ts';
import type { Wish } from '../protection/safe-contact.ts';
import { punishedOf, readWish } from './safety.ts';

export const ACTS = [
  ...([
    'reply',
    'consent',
    'remedy',
    'answer',
    'withdraw',
    'erase',
    'erase_all',
    'move_yes',
    'move_no',
    'filing',
    'claim',
    'helper_yes',
    'helper_no',
    'flag',
    'contact',
  ] as const),
  ...(['receipt', 'proof', 'look'] as const),
] as const;
export type Act = (typeof ACTS)[number];

export const SCOPES = [
  'case_handling',
  'share_identity_with_employer',
  'share_case_without_identity_with_employer',
  'share_with_brand',
  'share_with_named_ngo_or_union',
  'share_with_authority',
  'contact_again',
  'audio_recording',
  'photo',
  'aggregate_statistics',
  'data_licence',
  'research',
  'audit_corroboration',
] as const;
export type Scope = (typeof SCOPES)[number];
export const isScope = (name: string): name is Scope => SCOPES.some((scope) => scope === name);

export const OUTCOMES = ['fully', 'partly', 'not', 'unknown'] as const;

/** A posted form of the thread page, read once. */
export type ThreadForm = {
  readonly act: Act;
  /** Id of the statement that it is about. */
  readonly re: string;
  readonly words: string;
  readonly scopes: Readonly<Partial<Record<Scope, 'yes' | 'no'>>>;
  /** The scopes that were asked for. */
  readonly asked: readonly Scope[];
  readonly outcome: Outcome | '';
  readonly well: 1 | 2 | 3 | 4 | 5 | undefined;
  /** A question of another kind, and which of its answers was chosen. */
  readonly about: Asked | '';
  readonly value: string;
  /** How much came, as typed. */
  readonly amount: string;
  /** For whom the worker means what was filed. */
  readonly to: Addressee | undefined;
  /** How the worker wants to be reached. */
  readonly wish: Wish | undefined;
};

/** `all(name)`: the values of a field, from a phone's FormData or a posted body. */
export function readThreadForm(all: (name: string) => readonly string[]): ThreadForm {
  const first = (name: string) => all(name)[0] ?? '';
  const scopes: Partial<Record<Scope, 'yes' | 'no'>> = {};
  const asked = all('asked').filter(isScope);
  const about = first('about');
  for (const scope of asked) {
    const answer = first(`scope.${scope}`);
    if (answer === 'yes' || answer === 'no') scopes[scope] = answer;
  }
  return {
    act: ACTS.find((act) => act === first('act')) ?? 'look',
    re: /^[0-9a-f-]{36}$/.test(first('re')) ? first('re') : '',
    words: clean(first('words')).trim(),
    scopes,
    asked,
    outcome: OUTCOMES.find((outcome) => outcome === first('outcome')) ?? '',
    well: ([1, 2, 3, 4, 5] as const).find((well) => String(well) === first('well')),
    about: isAsked(about) ? about : '',
    value: first('value'),
    amount: clean(first('amount')).trim(),
    to: ADDRESSEES.find((to) => to === first('to')),
    wish: readWish(all),
  };
}

export type Addition = {
  readonly kind: Exclude<WorkerKind, 'report'>;
  readonly said: (photos: readonly string[]) => Said;
  readonly filing?: Exclude<Filing, 'coordinator'>;
  /** The codes of a wish how to be reached, in plain: every way out must honour them. */
  readonly contact?: Wish;
  /** Stands outside the statement, which is a message to all who may ever hold the ledger's bundle. */
  readonly safety?: 'flag';
};
export type AdditionProblem = Extract<
  Key,
  | 'thread.empty'
  | 'words.long'
  | 'consent.none'
  | 'remedy.none'
  | 'payment.digits'
  | 'filing.none'
  | 'filing.words'
  | 'open.failed'
>;

/** The statement that the form makes, or why it makes none. `receipt`, `proof` and `look` make none: undefined. */
export function additionOf(
  form: ThreadForm,
  language: string,
  photos = 0,
): Addition | { readonly problem: AdditionProblem } | undefined {
  const { act, re, words } = form;
  const more = words ? { words } : {};
  if (words.length > MOST_WORDS) return { problem: 'words.long' };
  if (act !== 'reply' && re === '') return act in KINDS ? { problem: 'open.failed' } : undefined;
  switch (act) {
    case 'reply':
      if (words === '' && photos === 0) return { problem: 'thread.empty' };
      return {
        kind: 'message',
        said: (hashes) => ({ v: 1, kind: 'message', language, words, photos: hashes }),
      };
    case 'consent': {
      const { scopes, asked } = form;
      if (asked.length === 0 || asked.some((scope) => !scopes[scope])) return { problem: 'consent.none' };
      const answers = scopes as Record<Scope, 'yes' | 'no'>;
      return {
        kind: 'consent_answer',
        said: () => ({ v: 1, kind: 'consent_answer', language, re, answers, ...more }),
      };
    }
    case 'remedy': {
      const { outcome, well } = form;
      if (outcome === '') return { problem: 'remedy.none' };
      const how = well === undefined ? {} : { well };
      return {
        kind: 'remedy_answer',
        said: () => ({ v: 1, kind: 'remedy_answer', language, re, outcome, ...how, ...more }),
      };
    }
    case 'answer':
      return answerOf(form, language);
    case 'filing':
      return wordOf(form, language);
    case 'flag':
    case 'contact':
      return safetyOf(form, language);
    case 'withdraw':
    case 'erase':
    case 'erase_all': {
      const kind = KINDS[act];
      return { kind, said: () => ({ v: 1, kind, language, re }) };
    }
    default:
      return undefined;
  }
}

const KINDS = {
  withdraw: 'withdrawal',
  erase: 'erasure_request',
  erase_all: 'erasure_request',
  consent: '',
  remedy: '',
  answer: '',
  filing: '',
  flag: '',
  contact: '',
} as const;

function answerOf(
  { about, value, well, words, re, amount: typed }: ThreadForm,
  language: string,
): Addition | { readonly problem: AdditionProblem } {
  const money = about !== '' && asksAmount(about);
  const how = about !== '' && (ASKED[about].well || money) ? well : undefined;
  if (about === '' || !answersTo(about, value) || (ASKED[about].well && how === undefined))
    return { problem: 'remedy.none' };
  const amount = money && typed !== '' ? amountOf(typed) : '';
  if (money && typed !== '' && amount === '') return { problem: 'payment.digits' };
  const more = {
    ...(how === undefined ? {} : { well: how }),
    ...(amount === '' ? {} : { amount }),
    ...(words ? { words } : {}),
  };
  return { kind: 'answer', said: () => ({ v: 1, kind: 'answer', language, re, about, value, ...more }) };
}

function safetyOf(
  { act, value, wish, words }: ThreadForm,
  language: string,
): Addition | { readonly problem: AdditionProblem } {
  const more = words ? { words } : {};
  const punished = punishedOf(value);
  if (act === 'flag')
    return punished
      ? { kind: 'message', safety: 'flag', said: () => ({ v: 1, kind: 'retaliation_flag', language, value: punished, ...more }) } // prettier-ignore
      : { problem: 'remedy.none' };
  return wish
    ? { kind: 'message', contact: wish, said: () => ({ v: 1, kind: 'contact_wish', language, wish, ...more }) } // prettier-ignore
    : { problem: 'remedy.none' };
}

const WORDS_OF_FILING = ['confirmed', 'corrected', 'disowned'] as const;
/** The worker's own word on what was filed; a correction is nothing without words. */
function wordOf(
  { value, words, re, to }: ThreadForm,
  language: string,
): Addition | { readonly problem: AdditionProblem } {
  const filing = WORDS_OF_FILING.find((word) => word === value);
  if (!filing) return { problem: 'filing.none' };
  if (filing === 'corrected' && words === '') return { problem: 'filing.words' };
  const more = { ...(to && filing !== 'disowned' ? { to } : {}), ...(words ? { words } : {}) };
  return {
    kind: 'answer',
    filing,
    said: () => ({ v: 1, kind: 'answer', language, re, about: 'filing', value: filing, ...more }),
  };
}

/** How much a wish to erase is about; undefined where the act is another. */
export const eraseScope = (act: Act): 'one' | 'all' | undefined =>
  act === 'erase' ? 'one' : act === 'erase_all' ? 'all' : undefined;
