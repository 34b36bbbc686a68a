import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db.ts';
import type { ItemKind } from './joint.ts';
import type { Key } from './party.store.ts';

export type Item = {
  seq: number;
  item_id: string;
  kind: ItemKind;
  by_no: number;
  code: string | null;
  day: string;
  due_day: string | null;
  owner_no: number | null;
  re: string | null;
  to_nos: number[];
  content_sha: string;
  envelope: string | null;
  files: { n: number; sha256: string; size: number }[];
};

/** The log as far as the wall lets this party read, with the copies that are its own. */
export const itemsOf = async (db: Db, org: string, key: Key): Promise<Item[]> =>
  (
    await sql<Item>`select i.seq, i.item_id, i.kind, i.by_no, i.code, i.day, i.due_day, i.owner_no, i.re, i.to_nos, i.content_sha, c.envelope,
      (select coalesce(json_agg(json_build_object('n', f.n, 'sha256', encode(f.sha256, 'hex'), 'size', f.size) order by f.n), '[]')
        from attachment f where f.docket_id = i.docket_id and f.statement_id = i.item_id and f.to_org = ${org}) as files
      from joint_item i left join joint_copy c on c.docket_id = i.docket_id and c.joint_id = i.joint_id and c.item_id = i.item_id and c.for_org = ${org}
      where i.docket_id = ${key.docket} and i.joint_id = ${key.jointId} order by i.seq`.execute(db)
  ).rows;

/** Number of the last item; the caller holds the joint's lock and reads to the end. */
export const lastSeq = async (db: Db, key: Key): Promise<number> =>
  (
    await sql<{ n: number }>`select coalesce(max(seq), 0)::int as n from joint_item
      where docket_id = ${key.docket} and joint_id = ${key.jointId}`.execute(db)
  ).rows[0]?.n ?? 0;

export type NewItem = Key & {
  seq: number;
  itemId: string;
  kind: ItemKind;
  by: number;
  code: string | null;
  day: string;
  dueDay: string | null;
  owner: number | null;
  re: string | null;
  toNos: readonly number[];
  sha: string;
};
export const insertItem = (tx: Tx, i: NewItem) =>
  sql`insert into joint_item (docket_id, joint_id, seq, item_id, kind, by_no, code, day, due_day, owner_no, re, to_nos, content_sha)
    values (${i.docket}, ${i.jointId}, ${i.seq}, ${i.itemId}, ${i.kind}, ${i.by}, ${i.code}, ${i.day}, ${i.dueDay}, ${i.owner}, ${i.re},
      ${[...i.toNos]}::int[], ${i.sha})`.execute(tx);

export type NewCopy = {
  org: string;
  envelope: string;
  files: readonly { sha256: string; size: number }[];
};
export async function insertCopies(
  tx: Tx,
  at: Key & { itemId: string; from: string },
  copies: readonly NewCopy[],
): Promise<void> {
  await sql`insert into joint_copy (docket_id, joint_id, item_id, for_org, envelope)
    select ${at.docket}, ${at.jointId}, ${at.itemId}::uuid, o, e
    from unnest(${copies.map((c) => c.org)}::text[], ${copies.map((c) => c.envelope)}::text[]) as x(o, e)`.execute(
    tx,
  );
  await insertFiles(tx, { docket: at.docket, statementId: at.itemId, from: at.from }, copies);
}

/** Copies of what was said before, for somebody who has none: one that is there stays. Files go with the passing on. */
export async function insertPassed(
  tx: Tx,
  at: Key & { itemId: string; passId: string; from: string },
  copies: readonly NewCopy[],
): Promise<void> {
  await sql`insert into joint_copy (docket_id, joint_id, item_id, for_org, envelope)
    select ${at.docket}, ${at.jointId}, ${at.itemId}::uuid, o, e
    from unnest(${copies.map((c) => c.org)}::text[], ${copies.map((c) => c.envelope)}::text[]) as x(o, e)
    on conflict do nothing`.execute(tx);
  await insertFiles(tx, { docket: at.docket, statementId: at.passId, from: at.from }, copies);
}

async function insertFiles(
  tx: Tx,
  at: { docket: number; statementId: string; from: string },
  copies: readonly NewCopy[],
): Promise<void> {
  const files = copies.flatMap((c) => c.files.map((file) => ({ ...file, org: c.org })));
  if (files.length === 0) return;
  await sql`insert into attachment (docket_id, statement_id, n, sha256, size, cso_org, to_org)
    select ${at.docket}, ${at.statementId}::uuid, n, decode(h, 'hex'), s, ${at.from}, o
    from unnest(${files.map((f) => f.sha256)}::text[], ${files.map((f) => f.size)}::int[], ${files.map((f) => f.org)}::text[])
      with ordinality as x(h, s, o, n)`.execute(tx);
}
