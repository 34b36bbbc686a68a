/** When an issue may be offered to the buyers of a workplace. The rules; who they are stands in the network. */

/** Below so many confirmed workers a buyer that asks at the workplace could point at one: the workers themselves decide. */
export const K_OFFER = 10;

export type OfferVoice = { threadId: string; distinct: string; withdrawn: boolean };
export type OfferFacts = {
  code: string;
  /** The case stands, or stood, in a compartment. */
  apart: boolean;
  outcome: string | null;
  /** The business could read of it. */
  told: boolean;
  dueAt: Date | null;
  now: Date;
  voices: readonly OfferVoice[];
  /** Threads whose workers agree that a brand is told. */
  agreed: ReadonlySet<string>;
  refused: ReadonlySet<string>;
  /** Threads whose workers said: go ahead, although it could be guessed. */
  goAhead: ReadonlySet<string>;
  /** The organisation on the case decides to go to the buyers before the day on which the business is due. */
  early: boolean;
  buyers: number;
};
export const BLOCKS = [
  'compartment',
  'no_buyer',
  'not_told',
  'not_due',
  'remedied',
  'no_consent',
  'refused',
  'too_few',
] as const;
export type Block = (typeof BLOCKS)[number];

/** Children and gender-based violence: shown by region only, never as an issue of one place (reference.md 5.5, 7.5). */
const APART = /^(CHL|GBV)-|^VIO-0[23]$/;

/** Everything that stands against it, so that the desk can say it before anybody tries; none = it may be offered. */
export function blocksOf(f: OfferFacts): Block[] {
  const live = f.voices.filter((v) => !v.withdrawn);
  const distinct = live.filter((v) => v.distinct === 'distinct').length;
  const few = distinct < K_OFFER;
  const overdue = f.dueAt !== null && f.dueAt.getTime() <= f.now.getTime();
  return BLOCKS.filter((block) => {
    switch (block) {
      case 'compartment':
        return f.apart || APART.test(f.code);
      case 'no_buyer':
        return f.buyers === 0;
      case 'not_told':
        return !f.told;
      case 'not_due':
        return !overdue && !f.early;
      case 'remedied':
        return f.outcome === 'verified';
      case 'no_consent':
        return !live.some((v) => f.agreed.has(v.threadId));
      case 'refused':
        return few && live.some((v) => f.refused.has(v.threadId));
      case 'too_few':
        return few && !(live.length > 0 && live.every((v) => f.goAhead.has(v.threadId)));
    }
  });
}

export const BLOCK_WORDS: Record<Block, string> = {
  compartment: 'What concerns children or sexual violence is never offered as an issue of one workplace.',
  no_buyer: 'No buyer in the network is supplied by this workplace.',
  not_told: 'The business has not been told yet, so it has no deadline that could have passed.',
  not_due: 'The business still has time. Offering it earlier is a decision of its own.',
  remedied: 'Workers and the business agree that it is remedied.',
  no_consent: 'No worker in this case agrees that a brand is told.',
  refused: 'A worker said no, and so few could have said it that this worker would be suspected too.',
  too_few: 'Fewer than 10 confirmed workers stand behind it, and not each of them has said to go ahead.',
};
