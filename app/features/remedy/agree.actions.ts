import type { Tx } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import { businessOf, lockCase, readCase } from '../cases/index.ts';
import { openDuty } from '../duties/index.ts';
import { type Member, NOTHING, caseOpening, caseWork } from '../network/index.ts';
import { record } from '../record/index.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { answeredFrom } from './batch.ts';
import type { ActionDone } from './business.actions.ts';
import type { AgreeInput, BusinessSide, SendBackInput } from './contract.ts';
import { dayOf } from './days.ts';
import { actionDuty } from './owed.ts';
import { mayAgree } from './plan.ts';
import { type ActionRow, lockAction, saveAgreed } from './plan.store.ts';
import { OTHER, unsealed } from './speaker.actions.ts';
import { ruleOf } from './telling.store.ts';
import { type DisclosureRow, disclosureOfCase } from './told.store.ts';
import { sideOf } from './views.store.ts';
import { towards } from './words.actions.ts';
import { insertWord, wordBy } from './words.store.ts';

/** The business's side of a case, for those who work on it. */
export const readSide = (
  world: World,
  who: Member,
  key: { docket: number; caseId: string },
): Promise<BusinessSide | Refusal> =>
  caseOpening(world, who, async (db, now) => {
    const c = await readCase(db, key);
    return c ? sideOf(db, { ...key, org: who.orgId, now }, await businessOf(db, c.placed_in)) : NOTHING;
  });

type Held = { d: DisclosureRow; action: ActionRow };
async function held(
  tx: Tx,
  who: Member,
  input: AgreeInput | SendBackInput,
  now: Date,
): Promise<Held | Refusal> {
  const c = await lockCase(tx, input);
  const d = c && (await disclosureOfCase(tx, who.orgId, { ...input, today: dayOf(now) }));
  const action = d && (await lockAction(tx, d.to_org, input));
  if (!d || !action) return NOTHING;
  if (action.n !== input.was)
    return refuse('conflict', 'The business changed this action meanwhile. Look at it first.', [
      { path: 'was', why: `version ${action.n}` },
    ]);
  return mayAgree(action.state)
    ? { d, action }
    : refuse('wrong_state', `An action that is ${action.state} is not agreed to.`);
}

const endOf = (day: string): Date => new Date(`${day}T23:59:59Z`);

/** The plan is agreed, after workers or their representative were asked. From then on its day is owed. */
export const agreeAction = (world: World, who: Member, input: AgreeInput): Promise<ActionDone | Refusal> =>
  caseWork(world, who, async (tx, now) => {
    const found = await held(tx, who, input, now);
    if ('refused' in found) return found;
    const { d, action } = found;
    const state = action.state === 'proposed' ? 'open' : action.state;
    const done: ActionDone = { actionId: action.action_id, n: action.n, state };
    if (action.agreed_n === action.n && action.state !== 'proposed') return done;
    await record(tx, world, {
      ...towards(d, who, now),
      kind: 'action_agreed',
      re: action.action_id,
      fields: {
        disclosure: d.disclosure_id,
        issue: d.issue_id,
        action: action.action_id,
        version: String(action.n),
        consulted: input.consulted,
      },
    });
    const { docket, actionId, consulted } = input;
    await saveAgreed(tx, { docket, actionId, consulted, n: action.n, at: now, state });
    if (action.dueDate)
      await openDuty(tx, {
        docketId: docket,
        dutyId: actionDuty(actionId),
        kind: 'remedy',
        orgId: d.to_org,
        csoOrg: d.cso_org,
        caseId: d.case_id,
        issueId: d.issue_id,
        startsAt: now,
        dueAt: endOf(action.dueDate),
      });
    return done;
  });

/** Not as it stands: back to the business, with a reason for it to read on a batch day. */
export const sendBack = (
  world: World,
  who: Member,
  input: SendBackInput,
): Promise<{ done: true } | Refusal> =>
  caseWork(world, who, async (tx, now) => {
    const before = await wordBy(tx, input.docket, input.wordId);
    if (before) return before.envelope === input.envelope ? { done: true } : OTHER;
    const found = await held(tx, who, input, now);
    if ('refused' in found) return found;
    const { d } = found;
    const wrong = unsealed({ d, who, how: null, now }, input.envelope);
    if (wrong) return wrong;
    const from = answeredFrom(now, await ruleOf(tx, who.orgId));
    const { wordId, actionId } = input;
    await record(tx, world, {
      ...towards(d, who, now),
      kind: 'action_sent_back',
      re: actionId,
      content: input.envelope,
      statementId: wordId,
      fields: { disclosure: d.disclosure_id, issue: d.issue_id, action: actionId, visible: dayOf(from) },
    });
    const word = { wordId, kind: 'sent_back' as const, actionId, by: who.orgId, how: null };
    await insertWord(tx, d, { ...word, visibleFrom: from, at: now });
    return { done: true };
  });
