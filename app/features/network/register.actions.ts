/** Organisations and workplaces enter the network, each with its docket in the log. */
import { randomUUID } from 'node:crypto';
import { idKey, isId, unplacedId } from '../../../ledger/lines.ts';
import { type Db, type Tx, type Who, say } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import { isRefusal, type Refusal, refuse } from '../refusal.ts';
import type { OrgInput, WorkplaceRow } from './contract.ts';
import { awaitsRecovery } from '../log/index.ts';
import { ownDocketId, watched } from '../record/index.ts';
import { forgetDirectory } from './directory.actions.ts';
import { type Member, setting, whoIs } from './member.ts';
import { type Invited, inviteIn } from './members.actions.ts';
import { insertMember } from './members.store.ts';
import {
  bareFacilities,
  findDockets,
  hasOrganisation,
  insertDockets,
  insertOrganisation,
  insertWorkplaces,
  lockRegistration,
  type NewWorkplace,
  type Organisation,
  readOrganisations,
  readWorkplaces,
} from './organisations.store.ts';
import { may, rolesOf } from './roles.ts';

const MOST_SLUG = 60;

/** `vouch:` and the name in small letters; by chance where the name has none. */
export function organisationId(name: string): string {
  const slug = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, MOST_SLUG);
  return `vouch:${slug || `office-${randomUUID().slice(0, 8)}`}`;
}

/**
 * The organisation's docket, and at the first time the one for reports without a known workplace. A recruiter's docket is
 * about what workers say of it, so it gets a second one for what its own people do.
 */
export async function registerOrganisationIn(
  tx: Tx,
  world: World,
  org: Organisation,
): Promise<number | Refusal> {
  if (await awaitsRecovery(world)) return standsStill();
  await lockRegistration(tx);
  const unplaced = unplacedId(world.keys.origin);
  const own = ownDocketId(org.id);
  const taken = await findDockets(tx, [org.id, unplaced, own]);
  const before = taken.get(idKey(org.id));
  // After a replay its docket may stand in the log, and it not here: then it comes in again, with the docket it had.
  if (before !== undefined && (await world.jobs.read({}, (db) => hasOrganisation(db, org.id))))
    return refuse('conflict', 'An organisation of this name is in the network already.');
  const kind = org.kind === 'recruiter' ? ('recruiter' as const) : ('organisation' as const);
  const subjects = [
    ...(before === undefined ? [{ kind, id: org.id }] : []),
    ...(kind === 'recruiter' && !taken.has(idKey(own)) ? [{ kind: 'organisation' as const, id: own }] : []),
    ...(taken.has(idKey(unplaced)) ? [] : [{ kind: 'unplaced' as const, id: unplaced }]),
  ];
  const [first = -1] = await insertDockets(tx, subjects);
  const docket = before ?? first;
  await insertOrganisation(tx, org, docket, world.clock.now());
  return docket;
}

/**
 * Recruiters that joined before there were dockets of what organisations do get theirs, all at once. Done at each start;
 * repeatable. Returns how many were missing.
 */
export async function registerOwnDockets(world: World): Promise<number> {
  if (await awaitsRecovery(world)) return 0;
  const missing = await world.app.write({ kind: 'cso' }, async (tx) => {
    await lockRegistration(tx);
    const recruiters = (await readOrganisations(tx)).filter((org) => org.kind === 'recruiter');
    const ids = recruiters.map((org) => ownDocketId(org.id));
    const taken = await findDockets(tx, ids);
    const subjects = ids.filter((id) => !taken.has(idKey(id))).map((id) => ({ kind: 'organisation' as const, id })); // prettier-ignore
    return (await insertDockets(tx, subjects)).length;
  });
  return missing;
}

/** For the demo's loader. `who.kind` must be a reader's: the wall lets nobody else register. */
export async function registerOrganisation(
  world: World,
  who: Who,
  org: Organisation,
): Promise<{ docket: number } | Refusal> {
  const docket = await world.app.write(who, (tx) => registerOrganisationIn(tx, world, org));
  forgetDirectory(world);
  return isRefusal(docket) ? docket : { docket };
}

/** Another organisation and its first person, who gets an invitation: how an employer or a buyer comes in. */
export async function bringIn(
  world: World,
  who: Member,
  input: OrgInput,
): Promise<(Invited & { orgId: string }) | Refusal> {
  if (!may(who, 'register')) return refuse('not_allowed', 'Only whoever leads an organisation that reads reports can do this.'); // prettier-ignore
  if (!rolesOf(input.kind).includes(input.first.role))
    return refuse('invalid', 'Such an organisation has no such role.', [
      { path: 'first.role', why: `one of ${rolesOf(input.kind).join(', ')}` },
    ]);
  const { first, ...about } = input;
  const org = { ...about, id: organisationId(input.name), names: {} };
  const now = world.clock.now();
  // As the new organisation, whose first member and invitation these are; the kind stays the registrar's.
  return world.app.write({ ...whoIs(who, now), org: org.id }, async (tx) => {
    const docket = await registerOrganisationIn(tx, world, org);
    if (isRefusal(docket)) return docket;
    const member = { ...first, org: org.id, memberId: randomUUID() };
    await insertMember(tx, member, 'invited', null);
    const invited = await inviteIn(tx, now, member);
    await say(tx, { org: who.orgId });
    await watched(tx, world, setting(who, 'organisation_registered'));
    return { ...invited, orgId: org.id };
  });
}

type Errors = { path: string; why: string }[];
type Known = {
  dockets: Map<string, number>;
  /** In the log, and no workplace stands for them: a replay took back what a backup didn't hold. */
  bare: ReadonlySet<number>;
  kept: Map<number, NewWorkplace>;
  orgs: Map<string, Organisation>;
};

async function whatIsKnown(world: World, db: Db, rows: readonly WorkplaceRow[]): Promise<Known> {
  const dockets = await findDockets(db, rows.map(idOf));
  const bare = await world.jobs.read({}, (all) => bareFacilities(all, [...dockets.values()]));
  const kept = new Map((await readWorkplaces(db)).map((w) => [w.docket, { ...w, supplies: [] }]));
  return {
    dockets,
    bare: new Set(bare),
    kept,
    orgs: new Map((await readOrganisations(db)).map((o) => [o.id, o])),
  };
}

const idOf = (row: WorkplaceRow): string => `${row.scheme}:${row.id}`;

const sameWorkplace = (row: WorkplaceRow, kept: NewWorkplace | undefined, receiver: string): boolean =>
  kept !== undefined &&
  kept.receiver === receiver &&
  (['name', 'country', 'region', 'sector', 'headcount'] as const).every(
    (field) => row[field] === kept[field],
  );

/** What is wrong with one row, as the person who filled the table can mend it. */
function wrongRow(row: WorkplaceRow, known: Known, receiver: string): Errors {
  const errors: Errors = [];
  const add = (path: string, why: string) => void errors.push({ path, why });
  const docket = known.dockets.get(idKey(idOf(row)));
  if (!isId(idOf(row))) add('id', `"${idOf(row)}" is not spelled as this scheme spells it`);
  else if (
    docket !== undefined &&
    !known.bare.has(docket) &&
    !sameWorkplace(row, known.kept.get(docket), receiver)
  )
    add('id', `"${idOf(row)}" is registered already, with other particulars`);
  const kindOf = (org: string) => known.orgs.get(org)?.kind;
  if (row.employer && !['employer', 'recruiter'].includes(kindOf(row.employer) ?? ''))
    add('employer', 'no employer of this id is in the network');
  for (const [i, { buyer }] of (row.supplies ?? []).entries())
    if (kindOf(buyer) !== 'buyer') add(`supplies[${i}].buyer`, 'no buyer of this id is in the network');
  if (new Set(row.supplies?.map((s) => s.buyer)).size !== (row.supplies?.length ?? 0))
    add('supplies', 'a buyer stands here twice');
  return errors;
}

function wrongRows(rows: readonly WorkplaceRow[], known: Known, receiver: string): Errors {
  const seen = new Map<string, number>();
  return rows.flatMap((row, i) => {
    const errors = wrongRow(row, known, receiver);
    const first = seen.get(idKey(idOf(row)));
    if (first !== undefined) errors.push({ path: 'id', why: `the same id stands in row ${first + 1}` });
    else seen.set(idKey(idOf(row)), i);
    return errors.map(({ path, why }) => ({ path: `rows[${i}].${path}`, why }));
  });
}

/**
 * All or none. The caller's organisation reads what is said there. The same table again gives the same dockets;
 * a row that differs from what is registered refuses the table.
 */
export async function registerWorkplaces(
  world: World,
  who: Who & { org: string },
  rows: readonly WorkplaceRow[],
  onNew: (tx: Tx, n: number) => Promise<void> = async () => {},
): Promise<{ dockets: number[] } | Refusal> {
  if (await awaitsRecovery(world)) return standsStill();
  const done = await world.app.write(who, async (tx) => {
    await lockRegistration(tx);
    const known = await whatIsKnown(world, tx, rows);
    const errors = wrongRows(rows, known, who.org);
    if (errors.length)
      return refuse('invalid', `Nothing was registered: ${errors.length} things to mend.`, errors);
    const fresh = rows.filter((row) => !known.dockets.has(idKey(idOf(row))));
    const dockets = await insertDockets(tx, fresh.map((row) => ({ kind: 'facility' as const, id: idOf(row) }))); // prettier-ignore
    fresh.forEach((row, i) => known.dockets.set(idKey(idOf(row)), dockets[i] as number));
    const docketOf = (row: WorkplaceRow): number => known.dockets.get(idKey(idOf(row))) as number;
    const isNew = new Set([...dockets, ...known.bare]);
    await insertWorkplaces(
      tx,
      rows
        .filter((row) => isNew.has(docketOf(row)))
        .map((row) => ({
          docket: docketOf(row),
          name: row.name,
          country: row.country,
          region: row.region,
          sector: row.sector,
          headcount: row.headcount,
          employer: row.employer ?? null,
          receiver: who.org,
          supplies: row.supplies ?? [],
        })),
    );
    if (fresh.length > 0) await onNew(tx, fresh.length);
    return { dockets: rows.map(docketOf) };
  });
  forgetDirectory(world);
  return done;
}

const standsStill = (): Refusal =>
  refuse('wrong_state', 'The log stands still after a restore. Nothing can be registered until it goes on.');

export const registerOwnWorkplaces = async (
  world: World,
  who: Member,
  rows: readonly WorkplaceRow[],
): Promise<{ dockets: number[] } | Refusal> =>
  may(who, 'register')
    ? registerWorkplaces(world, { ...whoIs(who, world.clock.now()), org: who.orgId }, rows, (tx, n) =>
        watched(tx, world, setting(who, 'workplaces_registered', n)),
      )
    : refuse('not_allowed', 'Only whoever leads an organisation that reads reports can do this.');
