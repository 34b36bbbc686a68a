import { type Policy, formatTime, judgeSignatures, parseNote, parsePolicy } from '../../../ledger/index.ts';
import type { Db } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import { anchorStatus } from './anchor.actions.ts';
import type { CosignerStatus, LedgerStatus } from './contract.ts';
import { lastAnswers, lastSigned } from './cosignature.store.ts';
import { nextClose, timeText } from './epoch.ts';
import { WHAT_TO_DO, isHaltKind } from './halt.ts';
import { type LeaseRow, readLease } from './lease.store.ts';
import { lastEpoch, lastPublished } from './sequencer.store.ts';
import { type LogState, logState } from './state.store.ts';

/** Where the log stands, for the public page, the desk and `vouch ledger status`. */
export async function ledgerStatus(world: World, policy: string): Promise<LedgerStatus> {
  const parsed = parsePolicy(policy);
  const now = await world.anon.read({}, async (db) => ({
    last: await lastEpoch(db),
    verified: await lastPublished(db),
    state: await logState(db),
    cosigners: await cosignersOf(db, policy),
  }));
  const { last, verified, state } = now;
  return {
    origin: world.keys.origin,
    epoch: last?.n ?? 0,
    closed: last ? timeText(last.closed) : null,
    size: last?.size ?? 0,
    published: last?.published ?? false,
    epochSeconds: world.config.epochSeconds,
    nextClose: formatTime(nextClose(world.clock.now().getTime() / 1000, world.config.epochSeconds)),
    quorum: quorumOf(parsed, world.keys.origin, verified?.note ?? null, state),
    policy,
    verified: verified ? { epoch: verified.n, size: verified.size, closed: timeText(verified.closed) } : null,
    belowSince: state.below_since ? timeText(state.below_since) : null,
    halted: haltedOf(state),
    cosigners: now.cosigners,
    anchors: await anchorStatus(world),
  };
}

function haltedOf({ halted_at, halted_kind, halted_why }: LogState): LedgerStatus['halted'] {
  if (!halted_at || !halted_kind) return null;
  const advice = isHaltKind(halted_kind) ? WHAT_TO_DO[halted_kind] : '';
  return { since: timeText(halted_at), kind: halted_kind, why: halted_why ?? '', advice };
}

function quorumOf(
  policy: Policy | string,
  origin: string,
  note: string | null,
  state: LogState,
): LedgerStatus['quorum'] {
  if (typeof policy === 'string' || policy.quorum === undefined) return 'none';
  if (state.below_since) return 'not met';
  const read = note ? parseNote(note) : undefined;
  return read && !judgeSignatures(policy, read, origin).quorumMissing ? 'met' : 'not met';
}

async function cosignersOf(db: Db, source: string): Promise<CosignerStatus[]> {
  const policy = parsePolicy(source);
  if (typeof policy === 'string') return [];
  const [signed, answers] = [await lastSigned(db), await lastAnswers(db)];
  const auditors = new Set(policy.groups.get('a')?.members);
  return [...policy.witnesses].map(([name, { vkey }]) => {
    const own = signed.find((s) => s.vkey === vkey);
    const last = answers.find((a) => a.vkey === vkey);
    return {
      name,
      by: runBy(source, name),
      role: auditors.has(name) ? 'auditor' : 'witness',
      signed: own ? { size: own.size, at: timeText(own.at) } : null,
      last: last ? { size: last.size, at: timeText(last.at), answer: last.answer } : null,
    };
  });
}

/** The policy says in a comment who runs each key (ledger.md 7). */
function runBy(policy: string, name: string): string {
  const start = `# ${name} is run by `;
  return (
    policy
      .split('\n')
      .find((line) => line.startsWith(start))
      ?.slice(start.length) ?? ''
  );
}

/** Who closes epochs: for the operator, who alone needs to know of machines and processes. */
export const leaseNow = (world: World): Promise<LeaseRow> => world.sequencer.read({}, readLease);
