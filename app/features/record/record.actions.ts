import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { commit, formatTime, fromHex, sortFields } from '../../../ledger/index.ts';
import type { Tx } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import { docketOf } from '../log/index.ts';
import { insertStatement } from './record.store.ts';

/** A statement by an organisation. `fields` are what it codes in plain; words go sealed, as `content`. */
export type PartnerStatement = {
  docketId: number;
  kind: string;
  by: string;
  member?: string;
  csoOrg: string;
  toOrg?: string;
  threadId?: string;
  threadDocket?: number;
  caseId?: string;
  re?: string;
  at: Date;
  content?: string;
  fields?: Record<string, string>;
  statementId?: string;
};

const secondsOf = (at: Date): string => formatTime(at.getTime() / 1000);

/**
 * Puts a statement on record in the caller's transaction (ledger.md 2): fields, commitment, secret, waiting leaf.
 * Throws if the docket isn't registered: that is a fault of the caller, never of a user.
 */
export async function record(
  tx: Tx,
  world: World,
  s: PartnerStatement,
): Promise<{ statementId: string; commitment: string }> {
  const docket = await docketOf(world, s.docketId);
  const recorded = secondsOf(s.at);
  const content = s.content && `sha256:${createHash('sha256').update(s.content).digest('hex')}`;
  const named: Record<string, string> = {
    ...s.fields,
    by: `organisation ${s.by}`,
    kind: s.kind,
    schema: `vouch/${s.kind}/1`,
    subject: `${docket.kind} ${docket.id}`,
    occurred: recorded.slice(0, 10),
    recorded,
    ...(content ? { content } : {}),
    ...(s.threadId ? { thread: s.threadId } : {}),
    ...(s.caseId ? { case: s.caseId } : {}),
  };
  const fields = sortFields(Object.entries(named).map(([name, value]) => ({ name, value })));
  const m = randomBytes(32);
  const { commitment } = commit(fields, m);
  const statementId = s.statementId ?? randomUUID();
  await insertStatement(tx, {
    docketId: s.docketId,
    statementId,
    threadId: s.threadId ?? null,
    threadDocket: s.threadDocket ?? null,
    caseId: s.caseId ?? null,
    kind: s.kind,
    fields,
    commitment: fromHex(commitment) ?? m,
    m,
    recordedAt: new Date(Math.floor(s.at.getTime() / 1000) * 1000),
    csoOrg: s.csoOrg,
    toOrg: s.toOrg ?? null,
    byOrg: s.by,
    byMember: s.member ?? null,
    re: s.re ?? null,
    content: s.content ?? null,
  });
  return { statementId, commitment };
}
