import { actText, commit, hex, openKey, utf8, verifyEd25519 } from '../../../ledger/index.ts';
import type { Tx } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import { type Member, whoIs } from '../network/index.ts';
import { watched } from '../record/index.ts';
import { type Refusal, refuse } from '../refusal.ts';
import {
  type Signable,
  type Signed,
  type ThreadAt,
  type WorkersWish,
  insertOfficeWish,
  insertWish,
  isAskedAlready,
  listErasures,
  lockAsked,
  lockOwnThread,
  saveDecision,
  signable,
} from './ask.store.ts';
import type { AskErasureBody, ErasureList } from './contract.ts';
import { mayDecide, mayAct } from './who.ts';
import { type ErasureState, after } from './states.ts';

/** Base64url, over ledger.md §8's text, by the key of the statement that stands at this place. */
export type PlaceSignature = { docket: number; commitment: string; signature: string };

const UNSIGNED = refuse('not_allowed', 'Your code signs for each message. This was not signed by it.');

/** The one answer to everybody who has no business here: whether the thing exists makes no difference. */
export const NOTHING: Refusal = refuse('not_found', 'There is nothing here.');

function signedOf(world: World, places: readonly Signable[], given: PlaceSignature): Signed | undefined {
  const place = places.find((p) => p.docket_id === given.docket && hex(p.commitment) === given.commitment);
  if (!place) return undefined;
  const { docket, commitment } = given;
  const text = actText({ act: 'erasure', origin: world.keys.origin, docket, commitment });
  const signature = new Uint8Array(Buffer.from(given.signature, 'base64url'));
  const committed = commit(place.fields, place.m);
  const field = openKey(committed);
  if (!field || !verifyEd25519(place.key_raw, utf8(text), signature)) return undefined;
  return {
    docketId: docket,
    commitment: place.commitment,
    statementId: place.statement_id,
    authority: { n: committed.n, field, key: hex(place.key_raw), signature: hex(signature) },
  };
}

/**
 * A worker's wish in the thread's own transaction: nobody else has to agree. Each signature must be by the key of the
 * statement at its place; without any the wish counts all the same, and bundles count what it erases as unsigned.
 */
export async function wishByWorker(
  tx: Tx,
  world: World,
  wish: WorkersWish & { signatures: readonly PlaceSignature[] },
): Promise<{ signed: number } | Refusal> {
  const places = wish.signatures.length > 0 ? await signable(tx, wish) : [];
  const about = places.filter((p) => wish.scope === 'all' || p.statement_id === wish.statementId);
  const signed = wish.signatures.map((given) => signedOf(world, about, given));
  if (signed.some((s) => !s)) return UNSIGNED;
  const whole = signed.filter((s): s is Signed => s !== undefined);
  await insertWish(tx, wish, whole);
  return { signed: whole.length };
}

export const secondOf = (world: World): Date =>
  new Date(Math.floor(world.clock.now().getTime() / 1000) * 1000);

/** One member asks, with a reason; it waits for another. On record in the organisation's own docket, without the report. */
export function askErasure(
  world: World,
  who: Member,
  ask: AskErasureBody,
): Promise<{ done: true } | Refusal> {
  if (!mayAct(who)) return Promise.resolve(NOTHING);
  const at = secondOf(world);
  const thread: ThreadAt = { docketId: ask.docket, threadId: ask.threadId };
  const statementId = ask.statementId ?? null;
  return world.app.write(whoIs(who, at), async (tx): Promise<{ done: true } | Refusal> => {
    const found = await lockOwnThread(tx, thread, statementId);
    if (!found || (statementId !== null && !found.said)) return NOTHING;
    if (await isAskedAlready(tx, thread, statementId))
      return refuse('conflict', 'This is asked for already. A colleague can agree to it.');
    const { erasureId, reason } = ask;
    const { orgId: org, memberId: member } = who;
    await insertOfficeWish(tx, {
      ...thread,
      erasureId,
      org,
      member,
      statementId,
      stoodOn: found.stood_on,
      reason,
      at,
    });
    await watched(tx, world, { org, member, role: who.role, act: 'setting', what: 'erasure_asked' });
    return { done: true };
  });
}

/** Another member agrees or not. Never the one who asked; one of the two leads the organisation. */
export function decideErasure(
  world: World,
  who: Member,
  { docket, erasureId, approve }: { docket: number; erasureId: string; approve: boolean },
): Promise<{ state: ErasureState } | Refusal> {
  if (!mayAct(who)) return Promise.resolve(NOTHING);
  const at = secondOf(world);
  return world.app.write(whoIs(who, at), async (tx): Promise<{ state: ErasureState } | Refusal> => {
    const asked = await lockAsked(tx, { docketId: docket, erasureId });
    if (!asked) return NOTHING;
    const second = mayDecide(who, { memberId: asked.asked_member, role: asked.asker_role });
    const own = asked.asked_member === who.memberId;
    if (!own && !second)
      return refuse('not_allowed', 'One of the two who decide must lead the organisation.');
    const state = after(asked.state, approve ? 'approve' : 'decline', own ? 'asker' : 'second');
    if (!state)
      return own && approve
        ? refuse('not_allowed', 'Somebody else must agree to what you asked for.')
        : refuse('wrong_state', 'This was decided already.');
    await saveDecision(tx, asked, { state, member: who.memberId, at });
    const what = approve ? 'erasure_approved' : 'erasure_declined';
    await watched(tx, world, { org: who.orgId, member: who.memberId, role: who.role, act: 'setting', what });
    return { state };
  });
}

const MOST_LISTED = 200;

export async function readErasures(world: World, who: Member): Promise<ErasureList | Refusal> {
  if (!mayAct(who)) return NOTHING;
  const rows = await world.app.read(whoIs(who, world.clock.now()), (db) =>
    listErasures(db, who.orgId, MOST_LISTED),
  );
  return {
    erasures: rows.map((r) => ({
      docket: r.docket_id,
      erasureId: r.erasure_id,
      threadId: r.thread_id,
      scope: r.scope,
      askedBy: r.asked_by,
      reason: r.reason,
      state: r.state,
      askedAt: r.asked_at.toISOString(),
      erasedAt: r.destroyed_at?.toISOString() ?? null,
      asker: r.asker,
      decider: r.decider,
      own: r.asked_member === who.memberId,
      place: r.place,
      urgent: r.urgent,
    })),
  };
}
