import { createHash } from 'node:crypto';
import type { Tx } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import { docketById } from '../log/index.ts';
import { type Member, NOTHING, mayMove, reading, writing } from '../network/index.ts';
import { ownDocketId, record } from '../record/index.ts';
import { type Refusal, refuse } from '../refusal.ts';
import type { NoticeInput, NoticeRow, PublicAnswer, PublicQuery, ReplyInput } from './contract.ts';
import { type NoticeState, WHY, daysAfter, hindrance } from './notice.ts';
import {
  type By,
  type Notice,
  confirmedAt,
  insertNotice,
  inviteReply,
  lockNotice,
  noticesAbout,
  noticesOf,
  placesOf,
  publicNotices,
  publishNotice,
  saveReply,
  updateNotice,
  withdrawNotice,
} from './notice.store.ts';

export type NoticeDone = { noticeId: string; seq: number; state: NoticeState };
const dayOf = (at: Date): string => at.toISOString().slice(0, 10);
const MOVED = (n: Notice): Refusal =>
  refuse('conflict', 'A colleague changed this notice meanwhile. Look at it again.', [
    { path: 'seq', why: String(n.seq) },
  ]);

/** What everybody can hold against the ledger: the text as it was published, and by whom. */
const shaOf = (n: Notice): string =>
  createHash('sha256')
    .update(
      JSON.stringify([n.kind, n.country, n.region, n.corridor, n.texts, n.valid_from, n.valid_until, n.subject_name, n.evidence, n.reply]), // prettier-ignore
    )
    .digest('hex');

async function onRecord(tx: Tx, world: World, who: Member, act: { kind: string; of: Notice; at: Date }) {
  const { of, at, kind } = act;
  const own = (await docketById(world, ownDocketId(of.cso_org))) ?? (await docketById(world, of.cso_org));
  if (!own) throw new Error(`${of.cso_org} has no docket of its own`);
  await record(tx, world, {
    docketId: own.docketId,
    kind,
    by: who.orgId,
    member: who.memberId,
    csoOrg: of.cso_org,
    at,
    fields: { notice: of.notice_id, about: of.kind, text: `sha256:${shaOf(of)}`, ...(of.evidence ? { evidence: of.evidence } : {}) }, // prettier-ignore
  });
}

const by = (who: Member, at: Date): By => ({ org: who.orgId, member: who.memberId, at });
const works = (who: Member): boolean => mayMove(who.kind, who.role);

/** One act on a notice of one's own organisation, as the screen showed it. */
async function onNotice(
  world: World,
  who: Member,
  at: { id: string; seq: number },
  act: (tx: Tx, n: Notice, now: Date) => Promise<NoticeState | Refusal>,
): Promise<NoticeDone | Refusal> {
  if (!works(who)) return NOTHING;
  return writing(world, who, async (tx, now) => {
    const n = await lockNotice(tx, at.id);
    if (!n || n.cso_org !== who.orgId) return NOTHING;
    if (n.seq !== at.seq) return MOVED(n);
    const state = await act(tx, n, now);
    return typeof state === 'string' ? { noticeId: n.notice_id, seq: n.seq + 1, state } : state;
  });
}

export async function writeNotice(
  world: World,
  who: Member,
  input: NoticeInput,
): Promise<NoticeDone | Refusal> {
  if (!works(who)) return NOTHING;
  return writing(world, who, async (tx, now) => {
    const before = await lockNotice(tx, input.noticeId);
    if (!before && input.seq === 0) {
      await insertNotice(tx, input, by(who, now));
      return { noticeId: input.noticeId, seq: 1, state: 'draft' as const };
    }
    if (!before || before.cso_org !== who.orgId) return NOTHING;
    if (before.seq !== input.seq) return MOVED(before);
    if (before.state !== 'draft') return refuse('wrong_state', WHY.state);
    await updateNotice(tx, input, by(who, now));
    return { noticeId: input.noticeId, seq: before.seq + 1, state: 'draft' as const };
  });
}

/** From this day the recruiter sees the draft, and the days for its reply run. */
export const invite = (world: World, who: Member, input: { id: string; seq: number; days: number }) =>
  onNotice(world, who, input, async (tx, n, now) => {
    if (n.kind !== 'broker_warning' || n.state !== 'draft') return refuse('wrong_state', WHY.state);
    if (n.invited_on) return refuse('wrong_state', 'The recruiter was invited already.');
    const on = dayOf(now);
    await onRecord(tx, world, who, { kind: 'reply_invited', of: n, at: now });
    await inviteReply(tx, n.notice_id, on, daysAfter(on, input.days));
    return 'draft';
  });

/** By the recruiter itself, where it is in the network; else as the organisation heard it. */
export async function reply(
  world: World,
  who: Member,
  input: ReplyInput & { seq: number },
): Promise<NoticeDone | Refusal> {
  // prettier-ignore
  return writing(world, who, async (tx, now) => {
    const n = await lockNotice(tx, input.id);
    const own = n && n.subject_org === who.orgId && n.invited_on !== null;
    const heard = n && n.cso_org === who.orgId && works(who) && n.subject_org === null;
    if (!n || (!own && !heard)) return NOTHING;
    if (n.seq !== input.seq) return MOVED(n);
    // What stands on the board was seen by two people: a reply comes before it is published.
    if (!n.invited_on || n.state !== 'draft') return refuse('wrong_state', WHY.not_invited);
    await onRecord(tx, world, who, { kind: 'reply_given', of: { ...n, reply: input.texts }, at: now });
    await saveReply(tx, n.notice_id, input.texts, now);
    return { noticeId: n.notice_id, seq: n.seq + 1, state: n.state };
  });
}

const stands = async (tx: Tx, n: Notice): Promise<number> =>
  n.kind === 'what_changed' && n.place_docket !== null ? confirmedAt(tx, n.place_docket) : 0;
const draftOf = (n: Notice) => ({
  kind: n.kind,
  state: n.state,
  writtenBy: n.written_by,
  validUntil: n.valid_until,
  invitedOn: n.invited_on,
  replyUntil: n.reply_until,
  replied: n.replied_at !== null,
});

/** The second person's act: from now on everybody reads it, and the ledger holds what it said. */
export const publish = (world: World, who: Member, input: { id: string; seq: number }) =>
  onNotice(world, who, input, async (tx, n, now) => {
    const today = dayOf(now);
    const why = hindrance(draftOf(n), { member: who.memberId, today, confirmed: await stands(tx, n) });
    if (why)
      return refuse(why === 'own_words' ? 'not_allowed' : 'wrong_state', WHY[why], [{ path: 'seq', why }]);
    await onRecord(tx, world, who, { kind: 'notice_published', of: n, at: now });
    await publishNotice(tx, n.notice_id, by(who, now));
    return 'published';
  });

export const withdraw = (world: World, who: Member, input: { id: string; seq: number }) =>
  onNotice(world, who, input, async (tx, n, now) => {
    if (n.state !== 'published') return refuse('wrong_state', 'Only what was published can be withdrawn.');
    await onRecord(tx, world, who, { kind: 'notice_withdrawn', of: n, at: now });
    await withdrawNotice(tx, n.notice_id, by(who, now));
    return 'withdrawn';
  });

const shown = (n: Notice) => ({
  noticeId: n.notice_id,
  kind: n.kind,
  country: n.country,
  region: n.region,
  corridor: n.corridor,
  texts: n.texts,
  validFrom: n.valid_from,
  validUntil: n.valid_until,
  by: n.by_name,
  subjectName: n.subject_name,
  evidence: n.evidence,
  invitedOn: n.invited_on,
  replyUntil: n.reply_until,
  reply: n.reply,
});

export async function readNotices(world: World, who: Member) {
  if (!works(who)) return NOTHING;
  return reading(world, who, async (db, now) => {
    const today = dayOf(now);
    const notices: NoticeRow[] = [];
    for (const n of await noticesOf(db, who.orgId)) {
      const confirmed = n.place_docket === null ? 0 : await confirmedAt(db, n.place_docket);
      const why = hindrance(draftOf(n), { member: who.memberId, today, confirmed });
      notices.push({
        ...shown(n),
        seq: n.seq,
        state: n.state,
        placeDocket: n.place_docket,
        subjectOrg: n.subject_org,
        ownWords: n.written_by === who.memberId,
        hindrance: why ? WHY[why] : null,
        publishedOn: n.published_at && dayOf(n.published_at),
        withdrawnOn: n.withdrawn_at && dayOf(n.withdrawn_at),
      });
    }
    return { notices, places: await placesOf(db, who.orgId) };
  });
}

/** What is going to be said of this organisation, from the day on which it was invited to reply. */
export const readWarnings = (world: World, who: Member) =>
  reading(world, who, async (db) => ({
    warnings: (await noticesAbout(db, who.orgId)).map((n) => ({ ...shown(n), seq: n.seq, state: n.state })),
  }));

/** The board. What was withdrawn leaves a mark: by whom and when, no word of it. */
export const readBoard = (world: World, q: PublicQuery): Promise<PublicAnswer> =>
  world.anon.read({}, async (db) => {
    const rows = await publicNotices(db, q, dayOf(world.clock.now()));
    const published = (n: Notice): string => (n.published_at ? dayOf(n.published_at) : n.valid_from);
    return {
      notices: rows
        .filter((n) => n.state === 'published')
        .map((n) => ({ ...shown(n), publishedOn: published(n) })),
      withdrawn: rows
        .filter((n) => n.state === 'withdrawn')
        .map((n) => ({
          noticeId: n.notice_id,
          by: n.by_name,
          publishedOn: published(n),
          withdrawnOn: n.withdrawn_at ? dayOf(n.withdrawn_at) : published(n),
        })),
    };
  });
