import { sql } from 'kysely';
import { parsePublicJwk, seal } from '../../../seal/index.ts';
import type { Db } from '../../platform/db.ts';

/**
 * Why a case worker took a step, in their own words: sealed to the organisation's own key before it is kept, since words
 * may name a person. Undefined where the organisation has no key yet; then the words are not kept at all.
 */
export async function sealedReason(db: Db, org: string, words: string): Promise<string | undefined> {
  const { rows } = await sql<{ kid: string; jwk: unknown }>`
    select kid, jwk from org_key where org_id = ${org} and current`.execute(db);
  const jwk = parsePublicJwk(rows[0]?.jwk);
  return rows[0] && jwk && seal({ v: 1, kind: 'reason', words }, [{ kid: rows[0].kid, jwk }]);
}
