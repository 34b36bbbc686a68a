/**
 * What of an organisation's doings goes on record in its own docket, how often, and in what words. The rules; the
 * writing is in watch.actions.ts.
 */
export const ACTS = ['opened', 'exported', 'merged', 'edited', 'setting'] as const;
export type Act = (typeof ACTS)[number];

/** A member as the record needs to know one; the network's `Member` fits. */
export type Watcher = {
  readonly memberId: string;
  readonly orgId: string;
  readonly kind: string;
  readonly role: string;
  readonly userId: string;
  readonly hidden: string;
};

export type ThreadRef = { readonly docket: number; readonly threadId: string };

/** One act. `thread`, `case` and the member go on record as keyed hashes: enough to tell two of one kind, not which. */
export type Watched = {
  readonly org: string;
  readonly member?: string;
  readonly role: string;
  readonly act: Act;
  readonly threadDocket?: number;
  readonly threadId?: string;
  readonly caseId?: string;
  /** A word of our own, never of a person: `thread`, `list`, `member_invited` … */
  readonly what?: string;
  /** How many reports or statements it was. */
  readonly n?: number;
};

/** What an answer hands out. `n` = sealed texts and files in it: with none, nothing is opened and nothing recorded. */
export type Opening = {
  readonly what:
    'thread' | 'case' | 'list' | 'file' | 'disclosure' | 'referral' | 'joint' | 'recovery_kit' | 'erasure';
  readonly n: number;
  /** Tells one opening from another of the same kind: the same key again in one sitting is the same opening. */
  readonly key: string;
  /** Reports whose words are in it. Those in a list aren't named: the list is. */
  readonly threads?: readonly ThreadRef[];
  /** What was told to a business, and is read by it. */
  readonly disclosure?: { readonly docket: number; readonly id: string };
  readonly caseId?: string;
};

/**
 * An answer with sealed content in it, as a store hands it out: nobody can look inside. `open` (watch.actions.ts) puts the
 * opening on record, commits, and only then gives the answer.
 */
export class Unopened<T> {
  readonly opening: Opening;
  readonly #answer: T;
  constructor(answer: T, opening: Opening) {
    this.#answer = answer;
    this.opening = opening;
  }
  /** For `open` alone: the class is not handed on by the slice's door. */
  static answerOf<T>(box: Unopened<T>): T {
    return box.#answer;
  }
}

/** How slices close an answer up. */
export const unopened = <T>(answer: T, opening: Opening): Unopened<T> => new Unopened(answer, opening);

const MINUTE = 60_000;
/**
 * One sitting: it ends ten minutes after the last look, and at the latest after an hour, since a desk asks again by itself
 * as long as something stands open on it. A list that stands there all day is one opening, until a report is in it that
 * was not. `touch`: after how long a further look is noted.
 */
export const sittingOf = ({ what }: Opening): { idle: number; whole: number; touch: number } =>
  what === 'list'
    ? { idle: 24 * 60 * MINUTE, whole: 24 * 60 * MINUTE, touch: 24 * 60 * MINUTE }
    : { idle: 10 * MINUTE, whole: 60 * MINUTE, touch: 4 * MINUTE };
/** Longer than any sitting. */
export const FORGET_AFTER = 48 * 60 * MINUTE;

/**
 * What must be new for an act to be an opening of its own; and, for each report, what must be new for its worker to have
 * it counted: whichever way a member came to it, once a sitting.
 */
export const ownKey = ({ what, key }: Opening): string => `${what} ${key}`;
export const threadKey = ({ docket, threadId }: ThreadRef): string => `of ${docket} ${threadId}`;

/**
 * The docket of what an organisation itself does. It is the one that it was registered with; a recruiter's is about the
 * recruiter's workers, so it has a second one for its own people.
 */
export const ownDocketId = (org: string): string => `office:${org.replaceAll(':', '.')}`;

/** Monday of the week, UTC: the finest time that a worker is told. */
export function weekOf(at: Date): string {
  const back = (at.getUTCDay() + 6) % 7;
  return new Date(at.getTime() - back * 24 * 60 * MINUTE).toISOString().slice(0, 10);
}
