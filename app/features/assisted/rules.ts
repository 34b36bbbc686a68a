/** What somebody else filed, and what is made of the worker's word on it. */
export const FILING_STATES = ['unclaimed', 'unanswered', 'confirmed', 'corrected', 'disowned'] as const;
export type FilingState = (typeof FILING_STATES)[number];

/** Whether it is the worker's own voice: only then may it be counted. */
export const isVoice = (state: FilingState | null): boolean =>
  state === null || state === 'confirmed' || state === 'corrected';

export type Tally = { filed: number; confirmed: number; corrected: number; disowned: number };

/**
 * From two disowned reports on, where they are a fifth of those that workers spoke about. One may be a quarrel or a
 * mistake; a share of all that was filed would let many invented ones, which nobody ever answers, hide those.
 */
export const flagged = ({ confirmed, corrected, disowned }: Tally): boolean =>
  disowned >= 2 && disowned * 5 >= confirmed + corrected + disowned;
