import { sql } from 'kysely';
import { type Db, type Tx, say } from '../../platform/db.ts';
import type { JointKind, PartyRole, PartyState, Seat } from './joint.ts';

export type Key = { docket: number; jointId: string };
/** What a party's own row says. */
export type Party = {
  no: number;
  org_id: string;
  org_kind: string;
  role: PartyRole;
  cso_org: string;
  state: PartyState;
  named: boolean;
  invited_on: string;
  answered_on: string | null;
  until_seq: number;
  case_id: string | null;
};
export type Joint = {
  docket_id: number;
  joint_id: string;
  kind: JointKind;
  cso_org: string;
  state: 'open' | 'closed';
  code: string | null;
  quarter: string | null;
  plan: 'none' | 'proposed' | 'in_progress' | 'done_reported' | null;
  outcome: 'claimed' | 'verified' | 'partly' | 'disputed' | 'unreachable' | null;
  as_of: string;
  opened_on: string;
  closed_on: string | null;
};
export type Entered = { own: Party; joint: Joint };

const NO_END = 2_147_483_647;

export const lockJoint = (tx: Tx, key: Key) =>
  sql`select pg_advisory_xact_lock(7622, hashtext(${key.jointId}))`.execute(tx);

/**
 * A party's way in: its own row first, by its organisation; what the row allows opens the rest. Who is invited sees the
 * work and its leader; who is in reads on; who left reads up to where it left; to everybody else there is nothing.
 */
export async function enter(db: Db, org: string, key: Key): Promise<Entered | undefined> {
  const { rows } =
    await sql<Party>`select no, org_id, org_kind, role, cso_org, state, named, invited_on, answered_on, until_seq, case_id
    from joint_party where org_id = ${org} and docket_id = ${key.docket} and joint_id = ${key.jointId}`.execute(
      db,
    );
  const own = rows[0];
  if (!own) return undefined;
  const been = own.state === 'joined' || own.state === 'left';
  const upto = own.state === 'joined' ? NO_END : own.until_seq;
  await say(db, { joints: key.jointId });
  const found =
    await sql<Joint>`select * from joint where docket_id = ${key.docket} and joint_id = ${key.jointId}`.execute(
      db,
    );
  const joint = found.rows[0];
  if (!joint) return undefined;
  // Agreed among buyers, and known to those who answer to workers; whoever only reads is no part of that.
  const named = own.org_kind === 'buyer' ? own.named : own.role !== 'reader';
  await say(db, { joint: been ? key.jointId : '', upto: String(been ? upto : 0), named: named ? '1' : '0' });
  return { own, joint };
}

/** Works in which this organisation stands, newest first. */
export async function jointsOf(db: Db, org: string): Promise<Entered[]> {
  const own = await sql<
    Party & Key
  >`select docket_id as docket, joint_id as "jointId", no, org_id, org_kind, role, cso_org, state, named,
    invited_on, answered_on, until_seq, case_id from joint_party where org_id = ${org}`.execute(db);
  await say(db, { joints: own.rows.map((row) => row.jointId).join(',') });
  const found = await sql<Joint>`select * from joint order by state desc, opened_on desc, joint_id`.execute(
    db,
  );
  return found.rows.flatMap((joint) => {
    const party = own.rows.find((row) => row.jointId === joint.joint_id && row.docket === joint.docket_id);
    return party ? [{ own: party, joint }] : [];
  });
}

export const seatOfEntered = ({ own, joint }: Entered, memberRole: string): Seat => ({
  orgKind: own.org_kind,
  memberRole,
  role: own.role,
  state: own.state,
  jointKind: joint.kind,
  open: joint.state === 'open',
});

export type Fellow = {
  no: number;
  org_id: string;
  org_kind: string;
  role: PartyRole;
  state: PartyState;
  named: boolean;
  invited_on: string;
  answered_on: string | null;
  name: string;
  country: string;
  kid: string | null;
  jwk: Record<string, unknown> | null;
};
/** Those whom the wall shows to this party: itself, who leads, whoever is named to it. */
export const fellows = async (db: Db, key: Key): Promise<Fellow[]> =>
  (
    await sql<Fellow>`select p.no, p.org_id, p.org_kind, p.role, p.state, p.named, p.invited_on, p.answered_on, p.name, p.country, k.kid, k.jwk
    from joint_party p left join org_key k on k.org_id = p.org_id and k.current
    where p.docket_id = ${key.docket} and p.joint_id = ${key.jointId} order by p.role = 'reader', p.no`.execute(
      db,
    )
  ).rows;

export type NewJoint = Key & {
  kind: JointKind;
  org: string;
  code: string | null;
  quarter: string | null;
  plan: Joint['plan'];
  outcome: Joint['outcome'];
  on: string;
};
export const insertJoint = (tx: Tx, j: NewJoint) =>
  sql`insert into joint (docket_id, joint_id, kind, cso_org, code, quarter, plan, outcome, as_of, opened_on)
    values (${j.docket}, ${j.jointId}, ${j.kind}, ${j.org}, ${j.code}, ${j.quarter}, ${j.plan}, ${j.outcome}, ${j.on}, ${j.on})`.execute(
    tx,
  );

export type NewParty = Key & {
  no: number;
  org: string;
  kind: string;
  name: string;
  country: string;
  role: PartyRole;
  lead: string;
  state: PartyState;
  on: string;
  caseId: string | null;
};
export const insertParty = (tx: Tx, p: NewParty) =>
  sql`insert into joint_party (docket_id, joint_id, no, org_id, org_kind, name, country, role, cso_org, state, invited_on, answered_on, case_id)
    values (${p.docket}, ${p.jointId}, ${p.no}, ${p.org}, ${p.kind}, ${p.name}, ${p.country}, ${p.role}, ${p.lead}, ${p.state}, ${p.on},
      ${p.state === 'joined' ? p.on : null}, ${p.caseId})`.execute(tx);

export type Answered = Key & { org: string; state: PartyState; named: boolean; on: string; until: number };
export const saveAnswer = (tx: Tx, a: Answered) =>
  sql`update joint_party set state = ${a.state}, named = ${a.named}, answered_on = ${a.on}, until_seq = ${a.until}
    where org_id = ${a.org} and docket_id = ${a.docket} and joint_id = ${a.jointId}`.execute(tx);

export const saveOwnCase = (tx: Tx, key: Key & { org: string; caseId: string }) =>
  sql`update joint_party set case_id = coalesce(case_id, ${key.caseId}::uuid)
    where org_id = ${key.org} and docket_id = ${key.docket} and joint_id = ${key.jointId}`.execute(tx);

export const closeJoint = (tx: Tx, key: Key, on: string) =>
  sql`update joint set state = 'closed', closed_on = ${on} where docket_id = ${key.docket} and joint_id = ${key.jointId}`.execute(
    tx,
  );

/** Whether the number is taken by any work, as the asker can see it: its own are enough, another's insert will collide. */
export const hasJoint = async (db: Db, org: string, key: Key): Promise<boolean> =>
  (
    await sql`select 1 from joint_party where org_id = ${org} and docket_id = ${key.docket} and joint_id = ${key.jointId}`.execute(
      db,
    )
  ).rows.length > 0;

export const ownKids = async (db: Db, org: string): Promise<string[]> =>
  (
    await sql<{ kid: string }>`select kid from org_key where org_id = ${org} and current`.execute(db)
  ).rows.map((row) => row.kid);
