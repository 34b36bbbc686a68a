/** How many workers are asked, who is drawn, and when that is enough (reference.md 9.8). */
import { hex, sha256, utf8 } from '../../../ledger/index.ts';
import { detectionSize, estimateSize, mayRemain } from './estimates.ts';

/** Up to so many all are asked: a sample of 100 would be 80, which spares nobody much. */
export const CENSUS_UP_TO = 100;
/** Of severity 4 a sample must be able to find one worker in fifty. */
const FINDS = 0.02;
/** "Still affected" must stay below this share; of severity 4 nobody may be found, in a sample that would find them. */
const TOLERANCE: Readonly<Record<number, number>> = { 3: 0.05, 2: 0.1, 1: 0.1, 0: 0.1 };

export type Roster = { from: number; to: number };
export type Plan = {
  way: 'census' | 'sample';
  /** How many are asked. */
  size: number;
  /** How many should be; more than `size` where we know too few. */
  wanted: number;
};

const wantedOf = (N: number, severity: number): number =>
  severity >= 4 ? detectionSize(N, Math.max(1, Math.floor(N * FINDS))) : estimateSize(N);

/** `known`: workers of the case who can be asked. Money is asked about with everybody who is named. */
export function planOf(of: { roster: Roster; known: number; severity: number; money: boolean }): Plan {
  const N = Math.max(of.roster.to, of.known);
  const wanted = of.money || N <= CENSUS_UP_TO ? N : wantedOf(N, of.severity);
  const size = Math.min(of.known, wanted);
  return { way: size >= of.known ? 'census' : 'sample', size, wanted };
}

/** Whether `n` answers, none of which says no, are enough to call it verified for all of the roster. */
export function isEnough(n: number, roster: Roster, severity: number): boolean {
  return [roster.from, roster.to].every((given) => {
    const N = Math.max(given, n);
    if (n >= N) return true;
    return severity >= 4
      ? n >= wantedOf(N, severity)
      : mayRemain({ N, n }) / N < (TOLERANCE[severity] ?? 0.05);
  });
}

/** What is put on record before anybody can know the draw: the hash of everybody who could be drawn. */
export const frameHash = (threads: readonly string[]): string =>
  hex(sha256(utf8([...threads].sort().join('\n'))));

/**
 * Who is asked: the first `size` of the frame in the order of SHA-256(seed, thread). The seed is the root of the log at
 * the first epoch that closed after the frame stood on record, so nobody chose it, and whoever holds the frame can draw
 * again and compare.
 */
export function draw(seed: string, threads: readonly string[], size: number): string[] {
  return threads
    .map((thread) => ({ thread, at: hex(sha256(utf8(`vouch/draw/1\n${seed}\n${thread}`))) }))
    .sort((a, b) => (a.at < b.at ? -1 : 1))
    .slice(0, size)
    .map(({ thread }) => thread);
}
