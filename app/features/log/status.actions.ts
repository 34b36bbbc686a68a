import { formatTime, judgeSignatures, parseNote, parsePolicy } from '../../../ledger/index.ts';
import type { World } from '../../platform/world.ts';
import type { LedgerStatus } from './contract.ts';
import { nextClose, timeText } from './epoch.ts';
import { lastEpoch } from './sequencer.store.ts';

/** Where the log stands, for the public page, the desk and `vouch ledger status`. */
export async function ledgerStatus(world: World, policy: string): Promise<LedgerStatus> {
  const last = await world.anon.read({}, lastEpoch);
  const now = world.clock.now().getTime() / 1000;
  return {
    origin: world.keys.origin,
    epoch: last?.n ?? 0,
    closed: last ? timeText(last.closed) : null,
    size: last?.size ?? 0,
    published: last?.published ?? false,
    epochSeconds: world.config.epochSeconds,
    nextClose: formatTime(nextClose(now, world.config.epochSeconds)),
    quorum: quorumOf(policy, world.keys.origin, last?.note ?? null),
    policy,
  };
}

function quorumOf(policy: string, origin: string, note: string | null): LedgerStatus['quorum'] {
  const parsed = parsePolicy(policy);
  if (typeof parsed === 'string' || parsed.quorum === undefined) return 'none';
  const read = note ? parseNote(note) : undefined;
  return read && !judgeSignatures(parsed, read, origin).quorumMissing ? 'met' : 'not met';
}
