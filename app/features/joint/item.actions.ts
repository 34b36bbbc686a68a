/** What parties say and do in a joint work: messages, tasks, decisions, levers, files; and passing on what was said. */
import type { Tx } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import { readersOf } from '../../../seal/index.ts';
import { sealedTo } from '../cases/index.ts';
import { doneDuty, openDuty } from '../duties/index.ts';
import type { Member } from '../network/index.ts';
import { type Refusal, refuse } from '../refusal.ts';
import type { Copy, ItemInput } from './contract.ts';
import { type Item, insertCopies, insertPassed, itemsOf } from './item.store.ts';
import { type JointAct, dayOf } from './joint.ts';
import { acting } from './party.actions.ts';
import { type Entered, type Fellow, fellows, ownKids } from './party.store.ts';
import { type Said, fingerprint, put } from './put.actions.ts';
import { tasksOf } from './tasks.ts';

const ACT_OF: Record<ItemInput['kind'], JointAct> = {
  message: 'write',
  passed: 'pass_on',
  decision: 'decide',
  act: 'act',
  task: 'task',
  task_done: 'task_done',
  task_passed: 'task_pass',
};
const OTHER = refuse('conflict', 'Something else was sent under this number before. Nothing was changed.');
const wrong = (why: string, path: string, short: string): Refusal =>
  refuse('invalid', why, [{ path, why: short }]);

type At = { who: Member; entered: Entered; now: Date };
type Room = { log: Item[]; parties: Fellow[]; ownKids: string[] };
type Done = { said: Said; room: Room };

/** Each copy is for the writer and one reader, and names no third: an envelope's list of keys would tell who else is in. */
function judgeCopies(
  copies: readonly Copy[],
  own: number,
  room: Room,
  needsOwn: boolean,
): Refusal | undefined {
  const seen = new Set<number>();
  for (const [i, copy] of copies.entries()) {
    const to = room.parties.find((one) => one.no === copy.to);
    if (!to || to.state !== 'joined' || seen.has(copy.to))
      return wrong(
        'Somebody this is for is not in any more. Load the page again.',
        `copies[${i}].to`,
        'not in',
      );
    seen.add(copy.to);
    const theirs = copy.to === own ? room.ownKids : to.kid ? [to.kid] : [];
    const unsealed = sealedTo(copy.envelope, [room.ownKids, theirs]);
    if (unsealed) return unsealed;
    const allowed = new Set([...room.ownKids, ...theirs]);
    if ((readersOf(copy.envelope) ?? []).some((kid) => !allowed.has(kid)))
      return wrong(
        'A copy is for one reader. This one names others.',
        `copies[${i}].envelope`,
        'names others',
      );
  }
  return needsOwn && !seen.has(own)
    ? wrong('Your own copy is missing: without it nobody of yours could read it.', 'copies', 'no own copy')
    : undefined;
}

const isIn = (room: Room, no: number): boolean =>
  room.parties.some((one) => one.no === no && one.state === 'joined' && one.role !== 'reader');

function judgeItem(input: ItemInput, at: At, room: Room): Refusal | undefined {
  const { own, joint } = at.entered;
  if (input.kind === 'task' || input.kind === 'task_passed') {
    if (!isIn(room, input.owner))
      return wrong('Whoever is to do it is not in, or only reads.', 'owner', 'not in');
  }
  if (input.kind === 'task' && input.dueDay < dayOf(at.now))
    return wrong('The day by which it is due has passed.', 'dueDay', 'in the past');
  if (input.kind === 'act' && (input.day > dayOf(at.now) || input.day < joint.opened_on))
    return wrong('The day is before this began, or it is still to come.', 'day', 'not between');
  if (input.kind === 'task_done' || input.kind === 'task_passed') {
    const task = tasksOf(room.log).find((one) => one.itemId === input.task);
    if (!task) return wrong('There is no such task.', 'task', 'unknown');
    if (task.doneDay !== null) return refuse('conflict', 'This task is done already.');
    if (task.owner !== own.no && own.role !== 'lead')
      return refuse('not_allowed', 'Only whoever has this task, or who leads, can say so.');
  }
  if (input.kind === 'passed') {
    const said = room.log.find((one) => one.item_id === input.re);
    if (!said || said.envelope === null)
      return wrong('You can pass on only what you can read.', 're', 'unknown');
    if (input.copies.length === 0) return wrong('Say to whom.', 'copies', 'empty');
  }
  return undefined;
}

const saidOf = (input: ItemInput): Said => ({
  kind: input.kind,
  itemId: input.itemId,
  copies: input.copies,
  ...('code' in input ? { code: input.code } : {}),
  ...('day' in input ? { day: input.day } : {}),
  ...('dueDay' in input ? { dueDay: input.dueDay } : {}),
  ...('owner' in input ? { owner: input.owner } : {}),
  ...('task' in input ? { re: input.task } : {}),
  ...('re' in input ? { re: input.re } : {}),
});

/** A task that an organisation that answers to workers takes on itself stands among its own duties, and is late there. */
async function keepDuty(tx: Tx, { who, entered, now }: At, said: Said): Promise<void> {
  if (who.kind !== 'cso' && who.kind !== 'union') return;
  const docketId = entered.joint.docket_id;
  if (said.kind === 'task' && said.owner === entered.own.no && said.dueDay)
    await openDuty(tx, {
      docketId,
      dutyId: said.itemId,
      kind: 'task',
      orgId: who.orgId,
      csoOrg: who.orgId,
      ...(entered.own.case_id ? { caseId: entered.own.case_id } : {}),
      startsAt: now,
      dueAt: new Date(`${said.dueDay}T23:59:59Z`),
    });
  if ((said.kind === 'task_done' || said.kind === 'task_passed') && said.re)
    await doneDuty(tx, { docketId, dutyId: said.re }, now);
}

async function save(tx: Tx, world: World, at: At, { said, room }: Done): Promise<void> {
  const { docket_id: docket, joint_id: jointId } = at.entered.joint;
  await put(tx, world, at, said);
  const copies = (said.copies ?? []).map((copy) => ({
    ...copy,
    org: room.parties.find((one) => one.no === copy.to)?.org_id ?? '',
  }));
  await keepDuty(tx, at, said);
  const key = { docket, jointId, from: at.who.orgId };
  if (said.kind === 'passed')
    await insertPassed(tx, { ...key, itemId: said.re ?? '', passId: said.itemId }, copies);
  else if (copies.length > 0) await insertCopies(tx, { ...key, itemId: said.itemId }, copies);
}

export async function addItem(
  world: World,
  who: Member,
  input: ItemInput,
): Promise<{ itemId: string } | Refusal> {
  const files = input.copies.flatMap((copy) => copy.files);
  const missing = files.findIndex((file) => !world.files.has(file.sha256));
  const key = { docket: input.docket, jointId: input.jointId };
  return acting<{ itemId: string }>(world, who, { key, act: ACT_OF[input.kind] }, async (tx, at) => {
    if (missing >= 0)
      return wrong('A file that is named here has not arrived.', 'copies', 'a file is not here');
    const said = saidOf(input);
    const room = {
      log: await itemsOf(tx, who.orgId, key),
      parties: await fellows(tx, key),
      ownKids: await ownKids(tx, who.orgId),
    };
    const before = room.log.find((one) => one.item_id === input.itemId);
    if (before)
      return before.by_no === at.entered.own.no && before.content_sha === fingerprint(said)
        ? { itemId: input.itemId }
        : OTHER;
    const refused =
      judgeItem(input, at, room) ??
      (input.kind === 'message' && input.copies.length === 0
        ? wrong('A message has words.', 'copies', 'empty')
        : undefined) ??
      judgeCopies(input.copies, at.entered.own.no, room, input.kind !== 'passed' && input.copies.length > 0);
    if (refused) return refused;
    await save(tx, world, at, { said, room });
    return { itemId: input.itemId };
  });
}
