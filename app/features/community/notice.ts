/** What may stand on the public board, and when. */
export const KINDS = ['information', 'event', 'what_changed', 'broker_warning'] as const;
export type Kind = (typeof KINDS)[number];
export const EVIDENCE = ['reported', 'corroborated', 'official'] as const;
export type Evidence = (typeof EVIDENCE)[number];
export type NoticeState = 'draft' | 'published' | 'withdrawn';

/** Below this many confirmed workers at a workplace, what changed there says who spoke. */
export const K_PUBLIC = 10;
/** Least days that a recruiter is given to reply before a warning is published. */
export const REPLY_DAYS = 7;
/** Longest that a notice stands without being looked at again, in days. */
export const LONGEST = 366;

export type Draft = {
  readonly kind: Kind;
  readonly state: NoticeState;
  readonly writtenBy: string;
  /** Days, `YYYY-MM-DD`. */
  readonly validUntil: string;
  readonly invitedOn: string | null;
  readonly replyUntil: string | null;
  readonly replied: boolean;
};

export type Hindrance = 'state' | 'own_words' | 'past' | 'too_few' | 'not_invited' | 'reply_open' | undefined;

/**
 * Why this member may not publish it now; undefined: may. Two people see every notice. A warning waits for its right of
 * reply, however good the evidence: it may be published at once when the recruiter has replied.
 */
export function hindrance(
  draft: Draft,
  by: { readonly member: string; readonly today: string; readonly confirmed: number },
): Hindrance {
  if (draft.state !== 'draft') return 'state';
  if (draft.writtenBy === by.member) return 'own_words';
  if (draft.validUntil < by.today) return 'past';
  if (draft.kind === 'what_changed' && by.confirmed < K_PUBLIC) return 'too_few';
  if (draft.kind !== 'broker_warning') return undefined;
  if (!draft.invitedOn) return 'not_invited';
  return draft.replied || (draft.replyUntil ?? '9999') < by.today ? undefined : 'reply_open';
}

export const WHY: Readonly<Record<NonNullable<Hindrance>, string>> = {
  state: 'This notice is no draft any more.',
  own_words: 'A second person publishes it: you wrote it.',
  past: 'It would be out of date at once.',
  too_few: 'Fewer than 10 confirmed workers stand behind it. Published, it could say who spoke.',
  not_invited: 'Invite the recruiter to reply first.',
  reply_open: 'The days for a reply are not over, and there is no reply yet.',
};

/** The day `days` after `day`. */
export const daysAfter = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
