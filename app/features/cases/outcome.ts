import { type Roster, isEnough } from './sampling.ts';

export type Outcome = 'claimed' | 'verified' | 'partly' | 'disputed' | 'unreachable';

/** Both sides of one issue. An answer is a worker's latest: it stands until that worker says otherwise. */
export type Sides = {
  /** A business reported an action on it as done. */
  claimed: boolean;
  fully: number;
  partly: number;
  not: number;
  /** Workers were asked, and none of them may still answer within the time given. */
  waitedInVain: boolean;
  /** What the round of questions was; left out where workers were asked one by one, without a roster. */
  check?: Check;
};

/** reference.md 9.8: what a round of questions allows to conclude. */
export type Verdict = 'verified' | 'disputed' | 'partly' | 'insufficient_evidence';
export type Check = {
  severity: number;
  /** How many workers it is about. */
  roster: Roster;
  /** Everybody who was drawn has answered, or was tried at least twice. */
  contacted: boolean;
  /** Somebody is being punished for having spoken: nothing is verified while that lasts. */
  retaliation: boolean;
};

/**
 * Stricter than 9.8 in one point: a share of workers below the tolerance who say no keeps it from being verified, too.
 * Disagreement is kept; the tolerance is for those who were not asked.
 */
export function verdictOf(
  { fully, partly, not }: Pick<Sides, 'fully' | 'partly' | 'not'>,
  check: Check,
): Verdict {
  const answers = fully + partly + not;
  if (partly + not > 0) return 2 * not >= answers ? 'disputed' : 'partly';
  const enough = answers > 0 && isEnough(answers, check.roster, check.severity);
  return enough && check.contacted && !check.retaliation ? 'verified' : 'insufficient_evidence';
}

/**
 * The one table of what a remedy is worth (business × workers). Nobody's role enters: a business that claims again
 * does not wash off a dispute, and a case worker's opinion has no place in it.
 *
 * | workers answered        | nothing claimed | claimed     |
 * |-------------------------|-----------------|-------------|
 * | nobody, time left       | –               | claimed     |
 * | nobody, time over       | –               | unreachable |
 * | all fully               | –               | verified    |
 * | half or more: not       | –               | disputed    |
 * | anything else           | –               | partly      |
 *
 * In a round, "all fully" is verified only if those who answered are enough for all it is about; else it stays
 * claimed, or unreachable once nobody is left who may still answer.
 */
export function outcomeOf({ claimed, fully, partly, not, waitedInVain, check }: Sides): Outcome | null {
  if (!claimed) return null;
  const answers = fully + partly + not;
  if (answers === 0) return waitedInVain ? 'unreachable' : 'claimed';
  if (check && fully === answers && verdictOf({ fully, partly, not }, check) !== 'verified')
    return waitedInVain ? 'unreachable' : 'claimed';
  if (fully === answers) return 'verified';
  return 2 * not >= answers ? 'disputed' : 'partly';
}

export type RemedyAsk = {
  id: string;
  threadId: string;
  askedAt: Date;
  coded: string | null;
  /** How often this worker was tried, the question itself included. */
  attempts?: number;
};
export type Tally = {
  asked: number;
  fully: number;
  partly: number;
  not: number;
  waitedInVain: boolean;
  open: number;
  /** Asked 30 days ago or more, tried at least twice, and silent: in no other count. */
  unreachable: number;
};

/** How long workers have for an answer: 30 days (reference.md 5.4). */
export const ANSWER_DAYS = 30;
const DAY = 86_400_000;
/** Fewer tries than this don't show that a worker can't be reached. */
export const LEAST_ATTEMPTS = 2;

/** Tries by worker, over all questions about the issue. */
export function triesOf(asks: readonly RemedyAsk[]): Map<string, number> {
  const tries = new Map<string, number>();
  for (const { threadId, attempts = 1 } of asks) tries.set(threadId, (tries.get(threadId) ?? 0) + attempts);
  return tries;
}

/**
 * One voice a thread, its latest coded answer. `open` = questions that may still be answered: only when none is
 * left does a business see the word, else it could watch it change as one worker after the other answers.
 */
export function tally(asks: readonly RemedyAsk[], now: Date): Tally {
  const last = new Map<string, RemedyAsk>();
  for (const ask of [...asks].sort((a, b) => a.askedAt.getTime() - b.askedAt.getTime())) {
    if (ask.coded !== null && ask.coded !== 'no_answer') last.set(ask.threadId, ask);
  }
  const count = (value: string): number => [...last.values()].filter((ask) => ask.coded === value).length;
  const asked = new Set(asks.map((ask) => ask.threadId)).size;
  const answeredSince = (ask: RemedyAsk): boolean =>
    asks.some(
      (other) => other.coded !== null && other.threadId === ask.threadId && other.askedAt >= ask.askedAt,
    );
  const left = asks.filter(
    (ask) =>
      ask.coded === null && !answeredSince(ask) && now.getTime() < ask.askedAt.getTime() + ANSWER_DAYS * DAY,
  ).length;
  const tries = triesOf(asks);
  const first = Map.groupBy(asks, (ask) => ask.threadId);
  const silent = [...first].filter(
    ([threadId, those]) =>
      !last.has(threadId) &&
      (tries.get(threadId) ?? 0) >= LEAST_ATTEMPTS &&
      those.some((ask) => now.getTime() >= ask.askedAt.getTime() + ANSWER_DAYS * DAY),
  );
  return {
    unreachable: silent.length,
    asked,
    fully: count('fully'),
    partly: count('partly'),
    not: count('not'),
    waitedInVain: asked > 0 && left === 0,
    open: left,
  };
}
