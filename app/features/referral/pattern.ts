/** What a pattern says: codes, ranges and quarters about a recruiter or broker; nothing that is one worker's. */

/** A worker who may be behind a pattern, with what decides whether this worker is. */
export type Voice = {
  caseId: string;
  org: string;
  threadId: string;
  distinct: boolean;
  withdrawn: boolean;
  /** Said no to telling an authority: this one, or any. */
  refused: boolean;
  /** `YYYY-MM-DD` */
  day: string;
  country: string;
};
export type CodeOf = { caseId: string; code: string };

export type PatternFacts = {
  codes: string[];
  workers: string;
  organisations: number;
  countries: string[];
  from: string;
  to: string;
};
export type Counted = { facts: PatternFacts; workers: number };

/** Below 10 nobody is told how many (reference.md 7.5); above, only about how many. */
export function rangeOf(workers: number): string {
  if (workers < 10) return 'fewer than 10';
  if (workers < 20) return '10 to 19';
  if (workers < 50) return '20 to 49';
  return '50 or more';
}

/** One report is no pattern, and would be one worker's story. */
export const FEWEST = 2;

const quarterOf = (day: string): string =>
  `${day.slice(0, 4)}-Q${Math.floor((Number(day.slice(5, 7)) - 1) / 3) + 1}`;

/**
 * Confirmed workers who neither took their report back nor refused are counted; a case in which nobody is left adds
 * nothing, its codes neither. So what a worker who refused said is in no figure that leaves.
 */
export function countPattern(voices: readonly Voice[], codes: readonly CodeOf[]): Counted | undefined {
  const counted = voices.filter((v) => v.distinct && !v.withdrawn && !v.refused);
  if (counted.length === 0) return undefined;
  const cases = new Set(counted.map((v) => v.caseId));
  const sorted = (list: readonly string[]): string[] => [...new Set(list)].sort();
  const quarters = sorted(counted.map((v) => quarterOf(v.day)));
  return {
    workers: counted.length,
    facts: {
      codes: sorted(codes.filter((c) => cases.has(c.caseId)).map((c) => c.code)),
      workers: rangeOf(counted.length),
      organisations: new Set(counted.map((v) => v.org)).size,
      countries: sorted(counted.map((v) => v.country).filter((country) => country !== '')),
      from: quarters[0] ?? '',
      to: quarters.at(-1) ?? '',
    },
  };
}
