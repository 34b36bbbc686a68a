/** Fewest confirmed distinct workers behind anything that a partner sees (reference.md 7.5). */
export const K_PARTNER = 10;

export type Guess = 'one' | 'few' | 'many';

/** A thread of a case as the guard against guessing sees it. */
export type Voice = { threadId: string; distinct: string; withdrawn: boolean };

/**
 * Who could have said it, for somebody who reads the disclosure at the workplace: confirmed distinct workers only,
 * since a flood of reports by one person would else look like cover. `k` is 10 for partners.
 */
export function guessOf(voices: readonly Voice[], k: number = K_PARTNER): Guess {
  const workers = voices.filter((voice) => voice.distinct === 'distinct' && !voice.withdrawn).length;
  return workers < 2 ? 'one' : workers < k ? 'few' : 'many';
}

/** How each worker answered whether we may go ahead with this very draft; `open`: not yet. */
export type GoAhead = 'given' | 'refused' | 'open';
export type Disclosing = {
  voices: readonly Voice[];
  /** Threads whose worker agrees, now, that the employer is told without a name. */
  agreed: ReadonlySet<string>;
  refused: ReadonlySet<string>;
  /** How many people could know the fact, as the case worker says; null = nobody can tell, which counts as few. */
  circle: number | null;
  goAhead: ReadonlyMap<string, GoAhead>;
  /** The case worker has read the warning. */
  understood: boolean;
};
export type DisclosureVerdict =
  'go' | 'guarded' | 'no_consent' | 'endangers' | { warn: 'one' | 'few' } | { ask: 'one' | 'few' };

/** Who could know it: as many as the case worker says, and at least those distinct workers who said it. */
const circleOf = (voices: readonly Voice[], circle: number | null): Guess => {
  const workers = voices.filter((voice) => voice.distinct === 'distinct').length;
  const people = Math.max(circle ?? 0, workers);
  return people < 2 ? 'one' : people < K_PARTNER ? 'few' : 'many';
};

/**
 * Whether words may go to a business (reference.md 5.5 rule 9). They are made of the words of those who agreed. Where
 * fewer than ten people could know the fact, each of those must have said "go ahead" about this very draft, and a
 * colleague's no counts too: with fewer than two left, the one who said no would be as easily suspected as the one who
 * said yes. `guarded`: it goes, on the workers' own go-ahead; a case worker alone can't say it.
 */
export function judgeDisclosure(wanted: Disclosing): DisclosureVerdict {
  const present = wanted.voices.filter((voice) => !voice.withdrawn);
  const agreed = present.filter((voice) => wanted.agreed.has(voice.threadId));
  if (agreed.length === 0) return 'no_consent';
  const guess = circleOf(present, wanted.circle);
  if (guess === 'many') return 'go';
  const says = (voice: Voice): GoAhead => wanted.goAhead.get(voice.threadId) ?? 'open';
  const left = agreed.filter((voice) => says(voice) !== 'refused');
  const no = present.some((voice) => wanted.refused.has(voice.threadId) || says(voice) === 'refused');
  if (left.length < 2 && no) return 'endangers';
  if (!wanted.understood) return { warn: guess };
  return left.every((voice) => says(voice) === 'given') ? 'guarded' : { ask: guess };
}
