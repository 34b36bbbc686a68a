import type { Tx } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import { type LockedThread, type Standing, changeUrgency, heldThread } from '../cases/index.ts';
import { type Member, caseWork } from '../network/index.ts';
import { type Watched, watched } from '../record/index.ts';
import { type Refusal, isRefusal, refuse } from '../refusal.ts';
import type { AssignInput, CodedInput, LaterInput, UrgencyInput } from './contract.ts';
import { memberName, saveAssignee, saveCoded, saveLater, subStatusesOf } from './queue.store.ts';

export type Done = { done: true };
export const DONE: Done = { done: true };

/** What is changed about a thread and is no statement of its docket. */
export const about = (
  who: Member,
  t: { docket: number; threadId: string },
  what: string,
  act: Watched['act'] = 'edited',
): Watched => ({
  org: who.orgId,
  member: who.memberId,
  role: who.role,
  act,
  threadDocket: t.docket,
  threadId: t.threadId,
  what,
});

/** Who was first, said to the one who comes second. */
export const first = (t: Pick<LockedThread, 'queued_name'>, now: string, path = 'was'): Refusal =>
  refuse('conflict', `${t.queued_name ?? 'A colleague'} was first: it is ${now} now.`, [{ path, why: now }]);

export const TAKEN_BACK = refuse('wrong_state', 'The worker took this back.');

/** Up by a rule, up or down by a person. A rule speaks to what it saw; a person to what the screen showed. */
export function rank(world: World, who: Member, input: UrgencyInput): Promise<Standing | Refusal> {
  return caseWork(world, who, async (tx, now) => {
    const t = await heldThread(tx, input);
    if (isRefusal(t)) return t;
    const known = t.known_at !== null;
    if (input.by === 'person' && (input.was.urgency !== t.urgency || input.was.known !== known)) {
      const same = (input.urgency ?? t.urgency) === t.urgency && (input.known ?? known) === known;
      if (!same) return first(t, known ? `${t.urgency}, they know` : t.urgency);
    }
    const to = { urgency: input.urgency, known: input.known };
    return changeUrgency(tx, world, who, { t, change: { to, by: input.by }, why: input.why, now });
  });
}

/** Takes a thread, gives it to somebody, or puts it down. */
export function assign(world: World, who: Member, input: AssignInput): Promise<Done | Refusal> {
  return caseWork(world, who, async (tx) => {
    const t = await heldThread(tx, input);
    if (isRefusal(t)) return t;
    if (t.assignee === input.to) return DONE;
    if (t.assignee !== input.was)
      return refuse('conflict', `${t.assignee_name ?? 'Nobody'} has it now.`, [
        { path: 'was', why: t.assignee_name ?? 'nobody' },
      ]);
    if (input.to !== null && (await memberName(tx, who.orgId, input.to)) === undefined)
      return refuse('invalid', 'Nobody of this organisation works on cases under this number.', [
        { path: 'to', why: 'no such member' },
      ]);
    await watched(tx, world, about(who, input, 'assigned'));
    await saveAssignee(tx, input, { to: input.to, by: who.memberId });
    return DONE;
  });
}

const timeOf = (at: Date | null): string | null => at?.toISOString() ?? null;
const sameTime = (a: string | null, b: Date | null): boolean =>
  (a === null ? null : Date.parse(a)) === (b?.getTime() ?? null);

/** What stands in the way, and until when it is put off. Danger that waits for an answer can't be put off. */
export function putOff(world: World, who: Member, input: LaterInput): Promise<Done | Refusal> {
  return caseWork(world, who, async (tx, now) => {
    const t = await heldThread(tx, input);
    if (isRefusal(t)) return t;
    const same = (v: { subStatus: string | null; until: string | null }): boolean =>
      t.sub_status === v.subStatus && sameTime(v.until, t.snoozed_until);
    if (same(input)) return DONE;
    if (!same(input.was)) return first(t, t.sub_status ?? timeOf(t.snoozed_until) ?? 'open');
    const until = input.until === null ? null : new Date(input.until);
    const refused = judgeLater(t, until, now) ?? (await judgeStatus(tx, who.orgId, input.subStatus, t));
    if (refused) return refused;
    await watched(tx, world, about(who, input, until ? 'put_off' : 'sub_status'));
    await saveLater(tx, input, { subStatus: input.subStatus, until, by: who.memberId });
    return DONE;
  });
}

async function judgeStatus(
  tx: Tx,
  org: string,
  code: string | null,
  t: LockedThread,
): Promise<Refusal | undefined> {
  if (code === null || code === t.sub_status) return undefined;
  const known = await subStatusesOf(tx, org);
  if (known.some((one) => one.code === code)) return undefined;
  return refuse('invalid', 'This network has no such sub-status.', [
    { path: 'subStatus', why: 'not on the list' },
  ]);
}

const MOST_LATER = 90 * 86_400_000;
function judgeLater(t: LockedThread, until: Date | null, now: Date): Refusal | undefined {
  if (until === null) return undefined;
  const no = (why: string): Refusal => refuse('invalid', why, [{ path: 'until', why }]);
  if (until <= now) return no('Choose a time that is still to come.');
  if (until.getTime() - now.getTime() > MOST_LATER) return no('Ninety days at most.');
  if (t.state === 'waiting' && (t.known_at !== null || t.urgency === 'P0'))
    return refuse('wrong_state', 'Danger can’t be put off: answer first.');
  return undefined;
}

/** The language in which to answer, and whether there is a workplace at all. */
export function code(world: World, who: Member, input: CodedInput): Promise<Done | Refusal> {
  return caseWork(world, who, async (tx) => {
    const t = await heldThread(tx, input);
    if (isRefusal(t)) return t;
    const language = input.language ?? t.language;
    const jobseeker = input.jobseeker ?? t.jobseeker;
    if (language === t.language && jobseeker === t.jobseeker) return DONE;
    await watched(tx, world, about(who, input, 'thread_coded'));
    await saveCoded(tx, input, { language, jobseeker, by: who.memberId });
    return DONE;
  });
}
