// Which keys sign what, while one takes over from another (ledger.md 5, 10).

/** Both keys sign this long, by the times of the epochs themselves. */
export const OVERLAP_SECONDS = 30 * 86_400;

export type Purpose = 'log' | 'receipt';

/** A `key` entry: where it stands, and when the epoch that took it in was closed (seconds since 1970). */
export type Takeover = { purpose: Purpose; vkey: string; fromSize: number; index: number; closed: number };

/**
 * The keys that sign at a size and time, oldest first; `first` is the one that the log began with. A new key signs from
 * the epoch that announces it. The one before goes when both hold: the log has the size that was announced, and the
 * overlap is over; a bulk of registrations must not cut the days short.
 */
export function signersAt(
  first: string,
  takeovers: readonly Takeover[],
  at: { size: number; closed: number },
  overlap = OVERLAP_SECONDS,
): string[] {
  const announced = takeovers.filter((t) => t.index < at.size);
  const isOver = (t: Takeover): boolean => at.size >= t.fromSize && at.closed >= t.closed + overlap;
  const lastOver = announced.findLastIndex(isOver);
  const all = [first, ...announced.map((t) => t.vkey)];
  return all.slice(lastOver + 1);
}
