import {
  formatEntry,
  formatHead,
  formatTime,
  headSalt,
  leafHash,
  utf8,
  hex,
  EMPTY_ROOT,
  Tree,
  fromHex,
} from '../../../ledger/index.ts';

export type HeadState = { size: number; root: Uint8Array };
export const EMPTY_HEAD: HeadState = { size: 0, root: EMPTY_ROOT };

/** ledger.md 4: one blinded leaf per registered docket, changed or not. */
export const headLine = (
  epochSecret: Uint8Array,
  docket: number,
  head: { size: number; root: Uint8Array },
): string => formatHead({ salt: headSalt(epochSecret, docket), size: head.size, root: hex(head.root) });

export const epochTree = (
  epochSecret: Uint8Array,
  heads: readonly { size: number; root: Uint8Array }[],
): Tree => Tree.of(heads.map((head, i) => leafHash(utf8(headLine(epochSecret, i, head)))));

export const epochEntry = (e: {
  number: number;
  dockets: number;
  root: Uint8Array;
  closed: string;
}): string =>
  formatEntry({ type: 'epoch', number: e.number, dockets: e.dockets, root: hex(e.root), closed: e.closed });

/** The beat: epochs close at whole multiples of their length. Seconds since 1970. */
export const nextClose = (now: number, epochSeconds: number): number =>
  (Math.floor(now / epochSeconds) + 1) * epochSeconds;

/** ledger.md 6: the close after the next one. */
export const dueOf = (now: number, epochSeconds: number): number =>
  nextClose(now, epochSeconds) + epochSeconds;

export const bytesOf = (text: string): Uint8Array => {
  const bytes = fromHex(text);
  if (!bytes) throw new Error('not hex');
  return bytes;
};

export const timeText = (at: Date): string => formatTime(at.getTime() / 1000);
