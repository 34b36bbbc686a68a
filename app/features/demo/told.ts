import type { Attached } from './clusters.ts';
import type { Extent, Quality } from './event.ts';
import type { Answer } from './texts/partners.ts';

/** A worker's answer in the plan: how much, and how well. Null: no answer. */
export type Told = { extent: Extent; quality: Quality } | null;

/** How a remedy goes in the plan. */
export type Asking = {
  /** At most so many are asked about each issue. */
  most: number;
  told: (report: Attached, nth: number) => Told;
  /** Words of the employer, where the plan tells a story. */
  answer?: Answer;
};
