import { sql } from 'kysely';
import type { World } from '../../platform/world.ts';
import { type Member, whoIs } from '../network/index.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { findDocket } from '../log/index.ts';
import { record } from '../record/index.ts';

/** Dates YYYY-MM-DD, both inclusive. `purpose`: why, as it stands on record. */
export type LicenceInput = { org: string; docketId: number; purpose: string; from: string; until: string };

const READERS = ['labour_office', 'auditor'];

/**
 * Gives a regulator or auditor the right to a docket's bundles, in time, for one purpose (ledger.md 8). Only whoever
 * leads the organisation on the case can; it is a statement in that docket, so the bundle shows who else may read it.
 */
export async function grantLicence(
  world: World,
  who: Member,
  input: LicenceInput,
): Promise<{ done: true } | Refusal> {
  if ((who.kind !== 'cso' && who.kind !== 'union') || who.role !== 'lead')
    return refuse('not_allowed', 'Only whoever leads the organisation on the case can do this.');
  if (input.until < input.from)
    return refuse('invalid', 'It ends before it begins.', [{ path: 'until', why: 'before from' }]);
  const docket = await findDocket(world, input.docketId);
  const at = world.clock.now();
  return world.app.write(whoIs(who, at), async (tx) => {
    const { rows } = await sql<{
      kind: string;
      own: boolean;
    }>`select kind, exists (select 1 from workplace where docket_id = ${input.docketId}
      and receiver_org = ${who.orgId}) as own from organisation where org_id = ${input.org}`.execute(tx);
    const found = rows[0];
    if (!docket || !found?.own) return refuse('not_found', 'There is no such workplace among yours.');
    if (!READERS.includes(found.kind))
      return refuse(
        'not_allowed',
        'Only a labour office or an auditor can be licensed to hold a whole docket.',
      );
    await sql`insert into licence (org_id, docket_id, granted_by, purpose, valid_from, valid_until)
      values (${input.org}, ${input.docketId}, ${who.orgId}, ${input.purpose}, ${input.from}, ${input.until}) on conflict do nothing`.execute(
      tx,
    );
    await record(tx, world, {
      docketId: input.docketId,
      kind: 'licence',
      by: who.orgId,
      member: who.memberId,
      csoOrg: who.orgId,
      at,
      fields: {
        licensee: `organisation ${input.org}`,
        purpose: input.purpose,
        valid_from: input.from,
        valid_until: input.until,
      },
    });
    return { done: true as const };
  });
}

export type LicenceRow = {
  org: string;
  docketId: number;
  place: string | null;
  grantedBy: string;
  purpose: string;
  from: string;
  until: string;
};

/** Those that one's organisation holds or gave. */
export const licences = (world: World, who: Member): Promise<LicenceRow[]> =>
  world.app.read(whoIs(who, world.clock.now()), async (db) => {
    const { rows } =
      await sql<LicenceRow>`select l.org_id as org, l.docket_id as "docketId", w.name as place, l.granted_by as "grantedBy", l.purpose,
      l.valid_from as "from", l.valid_until as until from licence l left join workplace w using (docket_id) order by l.valid_until desc, l.docket_id`.execute(
        db,
      );
    return rows;
  });
