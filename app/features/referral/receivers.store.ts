import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';

export type ReceiverRow = {
  orgId: string;
  name: string;
  kind: string;
  country: string;
  about: string;
  languages: string[];
  key: { orgId: string; kid: string; jwk: Record<string, unknown> } | null;
};
/** Organisations with the key that they read with now: of these, or those that take referrals. */
export const readReceivers = async (db: Db, only?: readonly string[]): Promise<ReceiverRow[]> =>
  (
    await sql<ReceiverRow>`select o.org_id as "orgId", o.name, o.kind, o.country, o.about, o.languages,
      case when k.kid is not null then json_build_object('orgId', o.org_id, 'kid', k.kid, 'jwk', k.jwk) end as key
      from organisation o left join org_key k on k.org_id = o.org_id and k.current
      where ${only ? sql`o.org_id = any(${[...only]}::text[])` : sql`o.kind in ('cso', 'union', 'labour_office')`}
      order by o.kind = 'labour_office' desc, o.name`.execute(db)
  ).rows;
