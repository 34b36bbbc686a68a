import { createHmac, randomUUID } from 'node:crypto';
import { type Db, type Tx, type Who, hiddenOnes } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import { type Refusal, isRefusal } from '../refusal.ts';
import { type Docket, docketById } from '../log/index.ts';
import { record } from './record.actions.ts';
import {
  FORGET_AFTER,
  type Opening,
  type ThreadRef,
  Unopened,
  type Watched,
  type Watcher,
  ownDocketId,
  ownKey,
  sittingOf,
  threadKey,
  weekOf,
} from './watch.ts';
import { type Sitting, forgetSittingsBefore, insertOpenings, insertWatch, stillOpen, takeSitting, touchSitting } from './watch.store.ts'; // prettier-ignore

const secondOf = (world: World): Date => new Date(Math.floor(world.clock.now().getTime() / 1000) * 1000);

const found = new WeakMap<World, Map<string, number>>();

/** The organisation's own docket. It is registered with the organisation, so a missing one is a fault of ours. */
async function ownDocket(world: World, org: string): Promise<number> {
  const known = found.get(world) ?? new Map<string, number>();
  found.set(world, known);
  const before = known.get(org);
  if (before !== undefined) return before;
  const own: Docket | undefined =
    (await docketById(world, ownDocketId(org))) ?? (await docketById(world, org));
  if (own?.kind !== 'organisation') throw new Error(`${org} has no docket of its own`);
  known.set(org, own.docketId);
  return own.docketId;
}

/** A keyed hash: tells whether two are the same one to whoever is shown both, and nothing to whoever is shown one. */
const keyed = (world: World, text: string): Buffer =>
  createHmac('sha256', world.keys.derive('watch')).update(text).digest();
const blind = (world: World, text: string): string => keyed(world, text).toString('hex').slice(0, 32);

/** By which names what is hidden from a member stands in the rows. */
export const hashesOf = (world: World, hidden: string): string[] =>
  hiddenOnes(hidden).flatMap(({ docket, id }) => [
    blind(world, `case ${id}`),
    blind(world, `thread ${docket} ${id}`),
  ]);

type Put = Watched & { about?: string; of: readonly { docket: number; id: string }[] };

async function put(tx: Tx, world: World, w: Put): Promise<void> {
  const docketId = await ownDocket(world, w.org);
  const at = secondOf(world);
  const [statementId, n] = [randomUUID(), w.n ?? 1];
  const about = w.about === undefined ? null : blind(world, w.about);
  const what = w.what ?? w.act;
  await record(tx, world, {
    docketId,
    kind: 'access',
    by: w.org,
    csoOrg: w.org,
    at,
    statementId,
    ...(w.member ? { member: w.member } : {}),
    fields: {
      act: w.act,
      role: w.role,
      what,
      n: String(n),
      ...(w.member ? { member: blind(world, `member ${w.member}`) } : {}),
      ...(about ? { about } : {}),
    },
  });
  const { org, role, act } = w;
  await insertWatch(tx, { docketId, statementId, org, member: w.member ?? null, role, act, what, about, n, at }); // prettier-ignore
  if (w.of.length > 0)
    await insertOpenings(tx, { openingId: statementId, org, role, act, week: weekOf(at), of: w.of });
}

/**
 * Puts one act on record in the caller's transaction, whose `app.org` must be `w.org`: a statement of kind `access` in the
 * organisation's own docket, and the row that is counted. With a thread, the worker of an opened or exported report sees
 * a kind of role and a week. What is its own statement already (docs/decisions/0036) isn't told twice.
 */
export async function watched(tx: Tx, world: World, w: Watched): Promise<void> {
  const { threadDocket: docket, threadId: id } = w;
  const thread = docket !== undefined && id !== undefined;
  const about = thread ? `thread ${docket} ${id}` : w.caseId && `case ${w.caseId}`;
  // A worker is told who read or handed out; how the team works on it stands in the organisation's own list.
  const of = thread && (w.act === 'opened' || w.act === 'exported') ? [{ docket, id }] : [];
  await put(tx, world, { ...w, of, ...(about ? { about } : {}) });
}

export const whoOf = (who: Watcher, at: Date): Who => ({
  org: who.orgId,
  kind: who.kind,
  member: who.memberId,
  user: who.userId,
  now: at.toISOString(),
  hidden: who.hidden,
});

const aboutOf = ({ threads, caseId, disclosure, what, key }: Opening): string => {
  if (what === 'thread' || what === 'file') {
    const [one] = threads ?? [];
    if (one) return `thread ${one.docket} ${one.threadId}`;
  }
  if (disclosure) return `disclosure ${disclosure.docket} ${disclosure.id}`;
  return caseId ? `case ${caseId}` : `${what} ${key}`;
};

/**
 * Answers what is sealed, and not before it stands on record who opened it: the answer is read, the opening recorded and
 * committed, then it is given. The same member opening the same again within one sitting adds nothing, which the
 * database decides, so that no restart and no second server counts twice or not at all.
 */
export async function open<T>(
  world: World,
  who: Watcher,
  read: (db: Db, now: Date) => Promise<Unopened<T> | Refusal>,
): Promise<T | Refusal> {
  const at = secondOf(world);
  const docketId = await ownDocket(world, who.orgId);
  const sitting = (o: Opening, keys: Keys): Sitting =>
    sittingAt(o, keys, { docketId, member: who.memberId, at });
  const look = await world.app.read(whoOf(who, at), async (db) => {
    const box = await read(db, at);
    if (isRefusal(box)) return box;
    const keys = keysOf(world, box.opening);
    if (box.opening.n === 0) return { box, keys, recorded: true, stale: false };
    const { n, stale } = await stillOpen(db, sitting(box.opening, keys));
    return { box, keys, recorded: n === keys.all.length, stale };
  });
  if (isRefusal(look)) return look;
  const { box, keys, recorded, stale } = look;
  const answer = Unopened.answerOf(box);
  if (recorded) {
    if (stale) await world.app.write(whoOf(who, at), (tx) => touchSitting(tx, sitting(box.opening, keys)));
    return answer;
  }
  await world.app.write(whoOf(who, at), async (tx) => {
    const taken = await takeSitting(tx, sitting(box.opening, keys));
    if (taken.length === 0) return;
    const has = (key: Buffer): boolean => taken.some((one) => one.equals(key));
    const { what, n, disclosure } = box.opening;
    const threads = keys.threads.filter(({ key }) => has(key)).map(({ docket, id }) => ({ docket, id }));
    const of =
      disclosure && has(keys.own) ? [...threads, { docket: disclosure.docket, id: disclosure.id }] : threads;
    const { orgId: org, memberId: member, role } = who;
    await put(tx, world, { org, member, role, act: 'opened', what, n, about: aboutOf(box.opening), of });
  });
  return answer;
}

const sittingAt = (
  o: Opening,
  { all: keys }: Keys,
  by: Pick<Sitting, 'docketId' | 'member' | 'at'>,
): Sitting => {
  const { idle, whole, touch } = sittingOf(o);
  const ago = (ms: number): Date => new Date(by.at.getTime() - ms);
  return { ...by, keys, idle: ago(idle), whole: ago(whole), touch: ago(touch) };
};

type Keys = { own: Buffer; threads: { docket: number; id: string; key: Buffer }[]; all: Buffer[] };
function keysOf(world: World, opening: Opening): Keys {
  const own = keyed(world, ownKey(opening));
  const threads = (opening.threads ?? []).map((t: ThreadRef) => ({
    docket: t.docket,
    id: t.threadId,
    key: keyed(world, threadKey(t)),
  }));
  return { own, threads, all: [own, ...threads.map(({ key }) => key)] };
}

/** Takes away who sat at what once no sitting can last that long. Repeatable. */
export const forgetSittings = async (world: World): Promise<void> =>
  void (await world.jobs.write({}, (tx) =>
    forgetSittingsBefore(tx, new Date(world.clock.now().getTime() - FORGET_AFTER)),
  ));
