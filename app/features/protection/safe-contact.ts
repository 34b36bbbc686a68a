/** How a worker may be reached (reference.md 5.5 rules 2, 3). Every way out asks `maySend`; nothing else decides. */
export const WAYS = [
  'thread',
  'phone',
  'sms',
  'line',
  'messenger',
  'whatsapp',
  'viber',
  'email',
  'in_person',
  'through_person',
] as const;
export type WayOut = (typeof WAYS)[number];

/** What a worker wishes. Plain codes; numbers, names and safe words are sealed beside them. */
export type Wish = {
  /** The one way beside the thread; null: any. */
  readonly channel: WayOut | null;
  /** Minutes since midnight at the worker's place, both or neither; over midnight where `from` is later than `to`. */
  readonly from: number | null;
  readonly to: number | null;
  /** Monday = 1 … Sunday = 7; empty: any day. */
  readonly days: readonly number[];
  /** IANA name. */
  readonly zone: string;
  readonly neverCallBack: boolean;
  readonly sharedDevice: boolean;
  readonly doNotLeaveMessage: boolean;
};
export type Profile = Wish & {
  /** When the wish was said, and when the worker spoke last. */
  readonly at: Date;
  readonly spokeAt: Date | null;
};

/** Ways that leave something written where others may find it. */
const WRITTEN: readonly WayOut[] = ['sms', 'line', 'messenger', 'whatsapp', 'viber', 'email'];

export type Why = 'no_wish' | 'other_way' | 'never_call_back' | 'leave_nothing' | 'not_now';
export type Sending =
  | {
      readonly may: true;
      /** What may stand in it: everything (only in the thread, which a code opens), nothing, or the agreed word first. */
      readonly words: 'all' | 'none' | 'safe_word_first';
    }
  | { readonly may: false; readonly why: Why };

const no = (why: Why): Sending => ({ may: false, why });

/**
 * Whether something may go out to this worker on this way at this moment. Without a wish only the thread is used, which
 * the worker opens with a code: nothing arrives anywhere. Whoever wants no message left is answered in the thread when
 * they have spoken since, and is left nothing otherwise.
 */
export function maySend(profile: Profile | undefined, way: WayOut, at: Date): Sending {
  if (!profile) return way === 'thread' ? { may: true, words: 'all' } : no('no_wish');
  const { channel, doNotLeaveMessage, neverCallBack } = profile;
  if (way === 'thread')
    return doNotLeaveMessage && !spokeSince(profile) ? no('leave_nothing') : { may: true, words: 'all' };
  if (channel !== null && channel !== way) return no('other_way');
  if (way === 'phone' && neverCallBack) return no('never_call_back');
  if (WRITTEN.includes(way) && doNotLeaveMessage) return no('leave_nothing');
  if (!isTime(profile, at)) return no('not_now');
  return { may: true, words: WRITTEN.includes(way) ? 'none' : 'safe_word_first' };
}

const spokeSince = ({ at, spokeAt }: Profile): boolean => spokeAt !== null && spokeAt > at;

/** What a phone shows of a message before it is opened: nothing, whoever it is from. */
export const previewOf = (): string => '';

/** Day and minute at the worker's place. */
function clockOf(zone: string, at: Date): { day: number; minute: number } {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at);
  const of = (type: string): string => parts.find((p) => p.type === type)?.value ?? '';
  const day = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(of('weekday')) + 1;
  return { day, minute: Number(of('hour')) * 60 + Number(of('minute')) };
}

function isTime({ from, to, days, zone }: Wish, at: Date): boolean {
  const { day, minute } = clockOf(zone, at);
  const wanted = (d: number): boolean => days.length === 0 || days.includes(d);
  if (from === null || to === null) return wanted(day);
  if (from <= to) return wanted(day) && minute >= from && minute < to;
  // Over midnight: the small hours belong to the evening before.
  const before = day === 1 ? 7 : day - 1;
  return (wanted(day) && minute >= from) || (wanted(before) && minute < to);
}
