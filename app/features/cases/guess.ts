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

export type Disclosing = {
  voices: readonly Voice[];
  /** Threads whose worker agrees, now, that the employer is told without a name. */
  agreed: ReadonlySet<string>;
  refused: ReadonlySet<string>;
  /** The case worker has read the warning. */
  understood: boolean;
};
export type DisclosureVerdict = 'go' | 'no_consent' | 'endangers' | { warn: 'one' | 'few' };

/**
 * Whether a disclosure may go out (reference.md 5.5 rule 9). It is made of the words of those who agreed. Where few
 * could have said it, a colleague's no counts too: with fewer than two who agreed, the one who said no would be as
 * easily suspected as the one who said yes.
 */
export function judgeDisclosure(wanted: Disclosing): DisclosureVerdict {
  const present = wanted.voices.filter((voice) => !voice.withdrawn);
  const agreed = present.filter((voice) => wanted.agreed.has(voice.threadId)).length;
  if (agreed === 0) return 'no_consent';
  const guess = guessOf(present);
  if (guess === 'many') return 'go';
  if (agreed < 2 && present.some((voice) => wanted.refused.has(voice.threadId))) return 'endangers';
  return wanted.understood ? 'go' : { warn: guess };
}
