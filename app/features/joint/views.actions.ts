/** What a party sees: the list of its works, and one of them, sealed words closed up until the opening is on record. */
import type { Db } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import { type Member, NOTHING, reading } from '../network/index.ts';
import { type Unopened, open, unopened } from '../record/index.ts';
import type { Refusal } from '../refusal.ts';
import type { ItemView, JointKey, JointRow, JointView, PartyView, TaskView } from './contract.ts';
import { type Item, itemsOf } from './item.store.ts';
import { actsOf, dayOf, mayAct, seatOf, takesPart } from './joint.ts';
import { buyersOf, businessesOf } from './offer.store.ts';
import { allOrganisations, ownCases, partsOf } from './part.store.ts';
import { type Entered, type Fellow, enter, fellows, jointsOf, seatOfEntered } from './party.store.ts';
import { rowsOf } from './row.store.ts';
import { tasksOf } from './tasks.ts';

export const readJoints = async (world: World, who: Member): Promise<{ rows: JointRow[] } | Refusal> =>
  takesPart(who.kind, who.role)
    ? reading(world, who, async (db) => ({
        rows: await rowsOf(db, who.orgId, await jointsOf(db, who.orgId)),
      }))
    : NOTHING;

export const readJoint = async (world: World, who: Member, key: JointKey): Promise<JointView | Refusal> =>
  takesPart(who.kind, who.role) ? open(world, who, (db, now) => view(db, who, key, now)) : NOTHING;

async function view(db: Db, who: Member, key: JointKey, now: Date): Promise<Unopened<JointView> | Refusal> {
  const entered = await enter(db, who.orgId, key);
  if (!entered) return NOTHING;
  const seat = seatOfEntered(entered, who.role);
  const [row] = await rowsOf(db, who.orgId, [entered]);
  if (!row) return NOTHING;
  const log = await itemsOf(db, who.orgId, key);
  const there = await fellows(db, key);
  const answer: JointView = {
    ...row,
    may: actsOf(seat),
    parties: partiesOf(entered, there, log),
    parts: await partsView(db, key, there),
    cases: entered.own.case_id === null ? [] : await ownCases(db, key),
    items: log.map(itemView),
    tasks: tasksView(entered, log, { today: dayOf(now), memberRole: who.role }),
    sealTo: there.flatMap(sealable),
    others: mayAct('invite', seat) ? await othersOf(db, entered, there) : [],
  };
  const n = log.filter(({ envelope }) => envelope !== null).length;
  return unopened(answer, { what: 'joint', n, key: `${key.docket} ${key.jointId}` });
}

const itemView = (item: Item): ItemView => ({
  seq: item.seq,
  itemId: item.item_id,
  kind: item.kind,
  by: item.by_no,
  code: item.code,
  day: item.day,
  dueDay: item.due_day,
  owner: item.owner_no,
  re: item.re,
  toNos: item.to_nos,
  envelope: item.envelope,
  files: item.files,
});

/** Those whom the wall shows, and beside them buyers that are in and not named: a number, a kind, a day. */
function partiesOf({ own }: Entered, there: readonly Fellow[], log: readonly Item[]): PartyView[] {
  const leads = own.role === 'lead';
  const seen = there
    .filter((one) => leads || one.no === own.no || one.state === 'joined' || one.state === 'left')
    .map((one) => ({
      no: one.no,
      kind: one.org_kind,
      name: one.name,
      orgId: one.org_id,
      country: one.country,
      role: one.role,
      state: one.state,
      named: one.named,
      you: one.no === own.no,
      since: one.answered_on ?? one.invited_on,
    }));
  const known = new Set(there.map((one) => one.no));
  const gone = new Set(log.filter(({ kind }) => kind === 'left').map(({ by_no }) => by_no));
  const unnamed = log
    .filter(({ kind, by_no }) => kind === 'joined' && !known.has(by_no))
    .map(({ by_no, day }) => ({
      no: by_no,
      kind: 'buyer',
      name: null,
      orgId: null,
      country: null,
      role: 'party' as const,
      state: gone.has(by_no) ? ('left' as const) : ('joined' as const),
      named: false,
      you: false,
      since: day,
    }));
  return [...seen, ...unnamed];
}

const partsView = async (db: Db, key: JointKey, there: readonly Fellow[]): Promise<JointView['parts']> =>
  (await partsOf(db, key)).map((part) => ({
    no: part.no,
    name: there.find(({ no }) => no === part.no)?.name ?? part.org_id,
    country: part.country,
    cases: part.cases,
    workers: part.workers,
    codes: part.codes,
    states: part.states,
    nextDue: part.next_due,
    overdue: part.overdue,
    asOf: part.as_of,
  }));

function tasksView(
  entered: Entered,
  log: readonly Item[],
  { today, memberRole }: { today: string; memberRole: string },
): TaskView[] {
  const seat = seatOfEntered(entered, memberRole);
  return tasksOf(log).map((task) => {
    const mine = task.owner === entered.own.no || entered.own.role === 'lead';
    const can = mine && task.doneDay === null;
    return {
      ...task,
      overdue: task.doneDay === null && task.dueDay < today,
      may: can ? (['task_done', 'task_pass'] as const).filter((act) => mayAct(act, seat)) : [],
    };
  });
}

const sealable = (one: Fellow): JointView['sealTo'] =>
  one.state === 'joined' && one.kid && one.jwk
    ? [
        {
          no: one.no,
          name: one.name,
          reader: one.role === 'reader',
          kid: one.kid,
          jwk: one.jwk,
        },
      ]
    : [];

/** Whom the leader can still bring in: those who have to do with it. */
async function othersOf(db: Db, { joint }: Entered, there: readonly Fellow[]): Promise<JointView['others']> {
  const [buyers, businesses] = [await buyersOf(db, joint.docket_id), await businessesOf(db, joint.docket_id)];
  const has = new Set(there.map((one) => one.org_id));
  return (await allOrganisations(db)).filter(
    ({ orgId, kind }) =>
      !has.has(orgId) &&
      seatOf(joint.kind, kind) !== undefined &&
      (kind !== 'buyer' || buyers.includes(orgId)) &&
      ((kind !== 'employer' && kind !== 'recruiter') || businesses.includes(orgId)),
  );
}
