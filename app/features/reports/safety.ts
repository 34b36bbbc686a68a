/** What a worker says for their own safety: that they are punished for speaking, and how they may be reached. */
import { type WayOut, WAYS, type Wish } from '../protection/safe-contact.ts';
import { PUNISHED, type Punished } from '../protection/watch.ts';

export const punishedOf = (value: string): Punished | undefined => PUNISHED.find((one) => one === value);

/** Hours as they are offered: a pick, never typed. Minutes since midnight. */
export const TIMES = {
  any: null,
  morning: [360, 720],
  afternoon: [720, 1080],
  evening: [1080, 1320],
  night: [1320, 360],
} as const;
export type Time = keyof typeof TIMES;
export const TIME_NAMES = Object.keys(TIMES) as Time[];
export const WAY_NAMES: readonly WayOut[] = WAYS;

/** Where work is done decides the clock, as long as nobody says another. */
const ZONE = 'Asia/Bangkok';

/** The posted form of the wish; undefined where no way was picked. */
export function readWish(all: (name: string) => readonly string[]): Wish | undefined {
  const first = (name: string): string => all(name)[0] ?? '';
  const way = first('way');
  const channel = way === 'any' ? null : WAYS.find((one) => one === way);
  if (channel === undefined) return undefined;
  const hours = TIMES[TIME_NAMES.find((name) => name === first('time')) ?? 'any'];
  return {
    channel,
    from: hours?.[0] ?? null,
    to: hours?.[1] ?? null,
    days: [],
    zone: ZONE,
    neverCallBack: first('never_call') === 'yes',
    sharedDevice: first('shared') === 'yes',
    doNotLeaveMessage: first('leave_nothing') === 'yes',
  };
}
