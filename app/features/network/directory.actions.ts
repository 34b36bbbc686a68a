/** The public list of workplaces and readers that goes to every phone, and the key documents that the log announces. */
import { createHash } from 'node:crypto';
import { unplacedId } from '../../../ledger/lines.ts';
import type { Db } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import type { Directory, Receiver, Unplaced } from '../reports/directory.ts';
import { type OrgKey, readOrgKeys } from './keys.store.ts';
import {
  findDockets,
  type Organisation,
  publishedDockets,
  readOrganisations,
  readWorkplaces,
} from './organisations.store.ts';

export type ServedDirectory = { directory: Directory; json: string; etag: string };

/** Another web process's change shows here after this long (ms); our own at once. */
const FRESH_MS = 15_000;
type Kept = { served: Promise<ServedDirectory>; until: number };
const kept = new WeakMap<World, Kept>();

export const forgetDirectory = (world: World): void => void kept.delete(world);

const receiver = (org: Organisation, key: OrgKey): Receiver => ({
  org: org.id,
  name: org.name,
  ...(Object.keys(org.names).length ? { names: org.names } : {}),
  ...(org.about ? { about: org.about } : {}),
  country: org.country,
  languages: org.languages,
  kid: key.kid,
  jwk: key.jwk,
  words: key.words,
});

/** Reports without a known workplace go to the country's first reader, else to the network's first. */
function unplaced(docket: number, id: string, receivers: Receiver[]): Unplaced {
  const receiverByCountry: Record<string, string> = {};
  for (const { country, org } of receivers) receiverByCountry[country] ??= org;
  return { docket, kind: 'unplaced', id, receiverByCountry, receiver: receivers[0]?.org ?? '' };
}

async function build(world: World, db: Db): Promise<Directory> {
  const keys = new Map((await readOrgKeys(db)).filter((k) => k.current).map((k) => [k.org, k]));
  // Whoever has no key can't be sealed to: neither they nor their workplaces are offered.
  const receivers = (await readOrganisations(db)).flatMap((org) => {
    const key = keys.get(org.id);
    return key ? [receiver(org, key)] : [];
  });
  const id = unplacedId(world.keys.origin);
  const docket = (await findDockets(db, [id])).get(id) ?? -1;
  // Below its quorum the log takes reports, but nothing that it registers then is promised to anybody yet.
  const open = await publishedDockets(db);
  const places = (await readWorkplaces(db))
    .filter((w) => open.has(w.docket) && receivers.some((r) => r.org === w.receiver))
    .map(({ headcount: _, employer: __, ...place }) => place);
  return {
    origin: world.keys.origin,
    epochSeconds: world.config.epochSeconds,
    places,
    receivers,
    unplaced: unplaced(docket, id, receivers),
  };
}

async function serve(world: World): Promise<ServedDirectory> {
  const directory = await world.anon.read({}, (db) => build(world, db));
  const json = JSON.stringify(directory);
  return { directory, json, etag: `"${createHash('sha256').update(json).digest('base64url').slice(0, 27)}"` };
}

/** With its JSON and etag, made once for many phones. */
export function servedDirectory(world: World): Promise<ServedDirectory> {
  const before = kept.get(world);
  if (before && before.until > Date.now()) return before.served;
  const served = serve(world);
  kept.set(world, { served, until: Date.now() + FRESH_MS });
  served.catch(() => forgetDirectory(world));
  return served;
}

/** `receivers` is empty, and `unplaced.receiver` too, until the first organisation has its key. */
export const directory = async (world: World): Promise<Directory> => (await servedDirectory(world)).directory;

/** The document that a `release` line's hash is of; undefined for any other hash. */
export async function keyDocument(world: World, sha256: string): Promise<string | undefined> {
  const keys = await world.anon.read({}, readOrgKeys);
  return keys.find((key) => key.sha256 === sha256)?.document;
}
