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
};

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
 */
export function outcomeOf({ claimed, fully, partly, not, waitedInVain }: Sides): Outcome | null {
  if (!claimed) return null;
  const answers = fully + partly + not;
  if (answers === 0) return waitedInVain ? 'unreachable' : 'claimed';
  if (fully === answers) return 'verified';
  return 2 * not >= answers ? 'disputed' : 'partly';
}

export type RemedyAsk = {
  id: string;
  threadId: string;
  askedAt: Date;
  coded: string | null;
};
export type Tally = {
  asked: number;
  fully: number;
  partly: number;
  not: number;
  waitedInVain: boolean;
  open: number;
};

/** How long workers have for an answer: 30 days (reference.md 5.4). */
export const ANSWER_DAYS = 30;
const DAY = 86_400_000;

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
  return {
    asked,
    fully: count('fully'),
    partly: count('partly'),
    not: count('not'),
    waitedInVain: asked > 0 && left === 0,
    open: left,
  };
}
