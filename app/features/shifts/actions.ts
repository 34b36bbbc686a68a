import { randomUUID } from 'node:crypto';
import type { World } from '../../platform/world.ts';
import { type Member, NOTHING, may, mayMove, nowOf, reading, writing } from '../network/index.ts';
import { watched } from '../record/index.ts';
import { type Refusal, refuse } from '../refusal.ts';
import type { Rota, RotaQuery, ShiftInput } from './contract.ts';
import { type Span, gapsOf, judgeSpan, overlaps, weekly } from './rota.ts';
import {
  type Named,
  deleteShift,
  findShift,
  giveShift,
  insertShift,
  isActive,
  keepsRota,
  lockRota,
  shiftsIn,
} from './store.ts';

const DAY = 86_400_000;
const NOT_YOURS = refuse('not_allowed', 'Only whoever leads enters or removes the shifts of others.');
const works = (who: Member): boolean => mayMove(who.kind, who.role);
const leads = (who: Member): boolean => may(who, 'invite');
const iso = ({ startsAt, endsAt }: Span) => ({
  startsAt: startsAt.toISOString(),
  endsAt: endsAt.toISOString(),
});
const changed = (who: Member, what: string, n = 1) => ({
  org: who.orgId,
  member: who.memberId,
  role: who.role,
  act: 'setting' as const,
  what,
  n,
});

export async function readRota(world: World, who: Member, query: RotaQuery): Promise<Rota | Refusal> {
  if (!works(who)) return NOTHING;
  const startsAt = new Date(query.from);
  const window = { startsAt, endsAt: new Date(startsAt.getTime() + query.days * DAY) };
  return reading(world, who, async (db, now) => {
    const shifts = await shiftsIn(db, who.orgId, window);
    const current = await shiftsIn(db, who.orgId, { startsAt: now, endsAt: new Date(now.getTime() + 1) });
    const ahead = { startsAt: window.startsAt > now ? window.startsAt : now, endsAt: window.endsAt };
    const kept = ahead.startsAt < ahead.endsAt && (await keepsRota(db, who.orgId));
    const onCall = shifts.filter(({ kind }) => kind === 'on_call');
    return {
      now: now.toISOString(),
      shifts: shifts.map((s) => ({ ...s, ...iso(s) })),
      onShift: [...new Set(current.map(({ memberId }) => memberId))],
      uncovered: kept ? gapsOf(ahead, onCall).map(iso) : [],
      leads: leads(who),
    };
  });
}

const same = (before: Named, input: ShiftInput): boolean =>
  before.memberId === input.memberId &&
  before.kind === input.kind &&
  before.startsAt.getTime() === Date.parse(input.startsAt) &&
  before.endsAt.getTime() === Date.parse(input.endsAt);

/** A person can't be in two shifts of one kind at once. */
async function clash(
  of: (window: Span) => Promise<Named[]>,
  input: Pick<Named, 'memberId' | 'kind'>,
  spans: readonly Span[],
): Promise<Refusal | undefined> {
  for (const span of spans) {
    const other = (await of(span)).find(
      (s) => s.memberId === input.memberId && s.kind === input.kind && overlaps(s, span),
    );
    if (other)
      return refuse('conflict', `${other.name} has a shift then already.`, [
        { path: 'startsAt', why: other.startsAt.toISOString() },
      ]);
  }
  return undefined;
}

/** Everybody enters the own shifts; whoever leads, everybody's. */
export async function addShift(
  world: World,
  who: Member,
  input: ShiftInput,
): Promise<{ shifts: number } | Refusal> {
  if (!works(who)) return NOTHING;
  if (input.memberId !== who.memberId && !leads(who)) return NOT_YOURS;
  const first = { startsAt: new Date(input.startsAt), endsAt: new Date(input.endsAt) };
  const wrong = judgeSpan(input.kind, first, nowOf(world));
  if (wrong) return wrong;
  return writing(world, who, async (tx) => {
    await lockRota(tx, who.orgId);
    const before = await findShift(tx, who.orgId, input.shiftId);
    if (before)
      return same(before, input)
        ? { shifts: input.weeks }
        : refuse('conflict', 'This number was used for something else. Nothing was changed.');
    if (!(await isActive(tx, who.orgId, input.memberId)))
      return refuse('invalid', 'This person is no active member.', [{ path: 'memberId', why: 'not active' }]);
    const spans = weekly(first, input.weeks);
    const taken = await clash((window) => shiftsIn(tx, who.orgId, window), input, spans);
    if (taken) return taken;
    for (const [i, span] of spans.entries())
      await insertShift(tx, who.orgId, {
        ...span,
        shiftId: i === 0 ? input.shiftId : randomUUID(),
        memberId: input.memberId,
        kind: input.kind,
      });
    await watched(tx, world, changed(who, 'shift_added', spans.length));
    return { shifts: spans.length };
  });
}

export async function removeShift(
  world: World,
  who: Member,
  shiftId: string,
): Promise<{ done: true } | Refusal> {
  if (!works(who)) return NOTHING;
  return writing(world, who, async (tx) => {
    await lockRota(tx, who.orgId);
    const shift = await findShift(tx, who.orgId, shiftId);
    if (!shift) return { done: true };
    if (shift.memberId !== who.memberId && !leads(who)) return NOT_YOURS;
    await deleteShift(tx, who.orgId, shiftId);
    await watched(tx, world, changed(who, 'shift_removed'));
    return { done: true };
  });
}

/** A colleague can't come: whoever can, takes it over. Nobody is given a shift by anybody but who leads. */
export async function takeShift(
  world: World,
  who: Member,
  input: { shiftId: string; was: string },
): Promise<{ done: true } | Refusal> {
  if (!works(who)) return NOTHING;
  return writing(world, who, async (tx, now) => {
    await lockRota(tx, who.orgId);
    const shift = await findShift(tx, who.orgId, input.shiftId);
    if (!shift) return refuse('not_found', 'This shift was removed.');
    if (shift.memberId === who.memberId) return { done: true };
    if (shift.memberId !== input.was)
      return refuse('conflict', `${shift.name} took this shift meanwhile.`, [
        { path: 'was', why: shift.memberId },
      ]);
    if (shift.endsAt <= now) return refuse('wrong_state', 'This shift is over already.');
    const mine = { memberId: who.memberId, kind: shift.kind };
    const taken = await clash((window) => shiftsIn(tx, who.orgId, window), mine, [shift]);
    if (taken) return taken;
    await giveShift(tx, who.orgId, input.shiftId, who.memberId);
    await watched(tx, world, changed(who, 'shift_taken'));
    return { done: true };
  });
}
