import { idKey } from '../../../ledger/index.ts';
import type { Db } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';

export type Docket = { docketId: number; kind: string; id: string; logIndex: number | null };

export const dockets = async (db: Db): Promise<Docket[]> =>
  (await db.selectFrom('docket').selectAll().orderBy('docket_id').execute()).map((r) => ({
    docketId: r.docket_id,
    kind: r.kind,
    id: r.id,
    logIndex: r.log_index,
  }));

const known = new WeakMap<World, Map<number, Docket>>();

/** Reads the registry anew: after registrations, and after an epoch gave dockets their place in the log. */
export async function refreshDockets(world: World): Promise<Map<number, Docket>> {
  const rows = await world.anon.read({}, dockets);
  const map = new Map(rows.map((d) => [d.docketId, d]));
  known.set(world, map);
  return map;
}

/** A docket never changes but for getting its place in the log, so one reading serves until an unknown one is asked for. */
export async function findDocket(world: World, docketId: number): Promise<Docket | undefined> {
  const found = known.get(world)?.get(docketId);
  if (found && found.logIndex !== null) return found;
  return (await refreshDockets(world)).get(docketId);
}

export async function docketOf(world: World, docketId: number): Promise<Docket> {
  const docket = await findDocket(world, docketId);
  if (!docket) throw new Error(`docket ${docketId} isn't registered`);
  return docket;
}

/** By id, as the ledger compares ids; for callers that keep what they found. */
export async function docketById(world: World, id: string): Promise<Docket | undefined> {
  const of = (map: Map<number, Docket> | undefined) =>
    [...(map?.values() ?? [])].find((d) => idKey(d.id) === idKey(id));
  return of(known.get(world)) ?? of(await refreshDockets(world));
}

/** The one docket for statements whose workplace isn't known yet: index of the deployment's own id. */
export async function unplacedDocket(world: World): Promise<Docket | undefined> {
  const all = known.get(world) ?? (await refreshDockets(world));
  return (
    [...all.values()].find((d) => d.kind === 'unplaced') ??
    [...(await refreshDockets(world)).values()].find((d) => d.kind === 'unplaced')
  );
}
