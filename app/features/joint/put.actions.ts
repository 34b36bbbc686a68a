/** One entry of a joint work's log, with the statement that it is: in the caller's transaction. */
import { createHash } from 'node:crypto';
import type { Tx } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import { docketById } from '../log/index.ts';
import type { Member } from '../network/index.ts';
import { ownDocketId, record } from '../record/index.ts';
import type { Copy } from './contract.ts';
import { insertItem, lastSeq, type NewItem } from './item.store.ts';
import { dayOf } from './joint.ts';
import type { Entered } from './party.store.ts';

const sha = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The organisation's own docket: what stands there is read by no other party. */
export async function officeOf(world: World, org: string): Promise<number> {
  const own = (await docketById(world, ownDocketId(org))) ?? (await docketById(world, org));
  if (!own) throw new Error(`${org} has no docket of its own`);
  return own.docketId;
}

/**
 * Whoever answers to workers speaks in the docket that the work is about. A business speaks in its own: a bundle of the
 * workplace's docket, which every buyer of it may hold, names who spoke there.
 */
const docketFor = (world: World, who: Member, docket: number): Promise<number> =>
  who.kind === 'cso' || who.kind === 'union' ? Promise.resolve(docket) : officeOf(world, who.orgId);

export type Said = Pick<NewItem, 'kind' | 'itemId'> &
  Partial<Pick<NewItem, 'code' | 'day' | 'dueDay' | 'owner' | 're'>> & { copies?: readonly Copy[] };

/** The same entry again has the same fingerprint, whatever order its copies came in. */
export const fingerprint = (said: Said): string =>
  sha(
    JSON.stringify([
      said.kind,
      said.code ?? null,
      said.day ?? null,
      said.dueDay ?? null,
      said.owner ?? null,
      said.re ?? null,
      ...(said.copies ?? [])
        .map((c) => [c.to, sha(c.envelope), ...c.files.map((f) => f.sha256)].join(' '))
        .sort(),
    ]),
  );

export async function put(
  tx: Tx,
  world: World,
  at: { who: Member; entered: Entered; now: Date },
  said: Said,
): Promise<number> {
  const { who, now } = at;
  const { own, joint } = at.entered;
  const key = { docket: joint.docket_id, jointId: joint.joint_id };
  const seq = (await lastSeq(tx, key)) + 1;
  const copies = said.copies ?? [];
  await record(tx, world, {
    docketId: await docketFor(world, who, joint.docket_id),
    kind: `joint_${said.kind}`,
    by: who.orgId,
    member: who.memberId,
    csoOrg: who.orgId,
    ...(own.case_id ? { caseId: own.case_id } : {}),
    at: now,
    statementId: said.itemId,
    fields: {
      joint: joint.joint_id,
      n: String(seq),
      ...(said.code ? { code: said.code } : {}),
      ...(said.dueDay ? { due: said.dueDay } : {}),
      ...(said.re ? { about: said.re } : {}),
      ...(copies.length > 0
        ? { words: `sha256:${sha(copies.map((c) => sha(c.envelope)).sort().join('\n'))}` } // prettier-ignore
        : {}),
    },
  });
  await insertItem(tx, {
    ...key,
    seq,
    itemId: said.itemId,
    kind: said.kind,
    by: own.no,
    code: said.code ?? null,
    day: said.day ?? dayOf(now),
    dueDay: said.dueDay ?? null,
    owner: said.owner ?? null,
    re: said.re ?? null,
    toNos: copies.map((c) => c.to),
    sha: fingerprint(said),
  });
  return seq;
}
