// Anchors (ledger.md 12): once a day the newest published state of the log is also written down where nobody here can
// take it back. Optional, and never in the way of the log: only the public root leaves.

import { formatCheckpoint, sha256, utf8 } from '../../../ledger/index.ts';
import type { AnchorSettings } from '../../platform/anchor-settings.ts';

export type AnchorState = 'waiting' | 'pending' | 'done' | 'refused';

export type AnchorRow = {
  anchor_id: number;
  kind: 'evm' | 'ots';
  /** The contract's address, or the calendar's. */
  place: string;
  size: number;
  root: Buffer;
  state: AnchorState;
  proof: Buffer | null;
  chain_id: number | null;
  tx: string | null;
  block: number | null;
  made_at: Date;
  changed_at: Date;
  tried: number;
  /** For the operator alone. */
  fault: string | null;
};

export type Target = { kind: AnchorRow['kind']; place: string };

export const targetsOf = ({ evm, ots }: AnchorSettings): Target[] => [
  ...(evm ? [{ kind: 'evm' as const, place: evm.contract }] : []),
  ...ots.map((place) => ({ kind: 'ots' as const, place })),
];

/** A day but an hour: an hourly job that comes a little early still anchors daily. */
const DAY_MS = 23 * 3_600_000;

/** Whether the published state is to be anchored there now; `last` is the newest anchor there. */
export const isDue = (
  published: { size: number },
  last: Pick<AnchorRow, 'size' | 'made_at'> | undefined,
  now: Date,
): boolean => !last || (published.size > last.size && now.getTime() - last.made_at.getTime() >= DAY_MS);

/**
 * What OpenTimestamps gets: SHA-256 of the checkpoint's three lines, which anybody can write down from the public log
 * and hand to any `ots` program. Signatures aren't in it: more of them may come later.
 */
export const stampedText = (origin: string, size: number, root: Uint8Array): string =>
  formatCheckpoint({ origin, size, root });
export const stampedDigest = (origin: string, size: number, root: Uint8Array): Uint8Array =>
  sha256(utf8(stampedText(origin, size, root)));

/** A provider's address often holds a key, and what it says may quote it: never kept, never shown. */
export function withoutSecrets(said: string, secrets: readonly string[]): string {
  const bare = secrets
    .filter((secret) => secret.length > 3)
    .reduce((text, secret) => text.replaceAll(secret, '…'), said);
  return bare
    .replace(/\b(https?|wss?):\/\/\S+/g, '…')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 300);
}

export type AnchorShown = {
  kind: 'evm' | 'ots';
  place: string;
  size: number;
  root: string;
  state: AnchorState;
  chainId: number | null;
  tx: string | null;
  /** Of the chain, or of Bitcoin for a calendar's proof. */
  block: number | null;
  at: string;
};
