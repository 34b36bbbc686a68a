import { randomUUID } from 'node:crypto';
import type { World } from '../../platform/world.ts';
import { open, record } from '../record/index.ts';
import { type Member, NOTHING, reading } from '../network/index.ts';
import { type Refusal, isRefusal, refuse } from '../refusal.ts';
import { isBusiness } from './business.ts';
import { takeClaims } from './claim.actions.ts';
import { insertClaim } from './claim.store.ts';
import type {
  ActionInput,
  ChangeInput,
  EmployerDisclosure,
  EmployerDisclosureView,
  ReportInput,
} from './contract.ts';
import { dayOf } from './days.ts';
import { type ActionState, mayBecome, mayReport, sameTerms } from './plan.ts';
import { lockAction, saveReport, saveVersion } from './plan.store.ts';
import { OTHER, type Speaker, missingFile, speaking, statementOf, unsealed } from './speaker.actions.ts';
import { answeredIn, disclosuresTo } from './told.store.ts';
import { disclosureView } from './views.store.ts';
import { insertFiles } from './words.store.ts';

export type ActionDone = { actionId: string; n: number; state: ActionState };
const MOST_ACTIONS = 30;
const MOST_VERSIONS = 50;

export const readDisclosures = async (
  world: World,
  who: Member,
): Promise<{ rows: EmployerDisclosure[]; answeredIn: number | null } | Refusal> =>
  isBusiness(who)
    ? reading(world, who, async (db, now) => ({
        rows: await disclosuresTo(db, who.orgId, dayOf(now)),
        answeredIn: await answeredIn(db, who.orgId),
      }))
    : NOTHING;

export const readDisclosure = async (
  world: World,
  who: Member,
  key: { docket: number; id: string },
): Promise<EmployerDisclosureView | Refusal> =>
  isBusiness(who)
    ? open(
        world,
        who,
        async (db, now) => (await disclosureView(db, who.orgId, { ...key, today: dayOf(now) })) ?? NOTHING,
      )
    : NOTHING;

const past = refuse('invalid', 'The day by which it will be done has passed.', [
  { path: 'dueDate', why: 'in the past' },
]);
const money = (input: { cost: number | null; currency: string | null }): Refusal | undefined =>
  (input.cost === null) === (input.currency === null)
    ? undefined
    : refuse('invalid', 'A cost has an amount and a currency.', [
        { path: input.cost === null ? 'cost' : 'currency', why: 'missing' },
      ]);

/** After the commit: what was said is taken up at once. A crash in between leaves it to the job. */
async function taken<T>(world: World, answer: T | Refusal): Promise<T | Refusal> {
  if (!isRefusal(answer)) await takeClaims(world);
  return answer;
}

type Planned = ActionInput | ChangeInput;
/** In plain: codes, a day, a sum. Names and words are in the envelope. */
const planFields = (i: Planned): Record<string, string> => ({
  remedy: i.remedyType,
  cause: i.rootCause,
  due: i.dueDate,
  ...(i.owner ? { owner: i.owner } : {}),
  ...(i.cost !== null ? { cost: String(i.cost), currency: i.currency ?? '' } : {}),
  ...(i.evidence.length > 0 ? { evidence: [...i.evidence].sort().join(' ') } : {}),
});

/** What the business will do, why it came to this, who answers for it, by when. */
export const proposeAction = (world: World, who: Member, input: ActionInput): Promise<ActionDone | Refusal> =>
  speaking<ActionDone>(world, who, input, async (tx, s) => {
    const before = await lockAction(tx, s.d.to_org, input);
    if (before)
      return before.envelope === input.envelope
        ? { actionId: before.action_id, n: before.n, state: before.state }
        : OTHER;
    if (input.dueDate < dayOf(s.now)) return past;
    if (s.d.proposed >= MOST_ACTIONS)
      return refuse('wrong_state', 'There are enough actions here. Report on those that stand.');
    const wrong = money(input) ?? unsealed(s, input.envelope);
    if (wrong) return wrong;
    await record(tx, world, {
      ...statementOf(s, planFields(input)),
      kind: 'action',
      content: input.envelope,
      statementId: input.actionId,
    });
    const first = { actionId: input.actionId, n: 1, saidId: input.actionId, state: 'proposed' as const };
    await saveVersion(tx, s.d, { ...first, terms: input, how: s.how, agreedN: null, at: s.now });
    await insertClaim(tx, s.d, {
      claimId: input.actionId,
      kind: 'planned',
      actionId: input.actionId,
      at: s.now,
    });
    return { actionId: input.actionId, n: 1, state: 'proposed' };
  }).then((answer) => taken(world, answer));

/**
 * The plan as it is now; what it was stays readable. New terms want a new agreement, so an agreed action that promises
 * something else is proposed again; that it is begun, or given up with a reason, changes no term.
 */
export const changeAction = (world: World, who: Member, input: ChangeInput): Promise<ActionDone | Refusal> =>
  speaking<ActionDone>(world, who, input, async (tx, s) => {
    const before = await lockAction(tx, s.d.to_org, input);
    if (!before) return NOTHING;
    const { actionId } = input;
    if (before.envelope === input.envelope) return { actionId, n: before.n, state: before.state };
    if (before.n !== input.was)
      return refuse('conflict', 'A colleague changed this action meanwhile. Look at it first.', [
        { path: 'was', why: `version ${before.n}` },
      ]);
    const wanted = input.state ?? before.state;
    if (!mayBecome(before.state).includes(wanted))
      return refuse('wrong_state', `An action that is ${before.state} does not become ${wanted}.`, [
        { path: 'state', why: before.state },
      ]);
    const same = sameTerms(before, input);
    if (input.dueDate !== before.dueDate && input.dueDate < dayOf(s.now)) return past;
    if (before.n >= MOST_VERSIONS) return refuse('wrong_state', 'This action was changed often enough.');
    const wrong = money(input) ?? unsealed(s, input.envelope);
    if (wrong) return wrong;
    const state = same || wanted === 'cancelled_with_reason' ? wanted : 'proposed';
    const n = before.n + 1;
    await record(tx, world, {
      ...statementOf(s, { action: actionId, version: String(n), state, ...planFields(input) }),
      kind: 'action_changed',
      re: actionId,
      content: input.envelope,
      statementId: input.statementId,
    });
    const agreedN = same && before.agreed_n === before.n ? n : before.agreed_n;
    const version = { actionId, n, saidId: input.statementId, state, terms: input, how: s.how, agreedN };
    await saveVersion(tx, s.d, { ...version, at: s.now });
    if (state === 'cancelled_with_reason')
      await insertClaim(tx, s.d, { claimId: input.statementId, kind: 'dropped', actionId, at: s.now });
    return { actionId, n, state };
  }).then((answer) => taken(world, answer));

async function reported(
  world: World,
  s: Speaker,
  { tx, input }: { tx: Parameters<typeof lockAction>[0]; input: ReportInput },
): Promise<ActionDone | Refusal> {
  const action = await lockAction(tx, s.d.to_org, input);
  if (!action) return NOTHING;
  const { action_id: actionId, n } = action;
  const done: ActionDone = { actionId, n, state: 'done_reported' };
  if (action.report === input.envelope) return done;
  if (!mayReport(action.state)) return refuse('wrong_state', 'This action was given up. Plan another one.');
  const wrong = unsealed(s, input.envelope);
  if (wrong) return wrong;
  const statementId = randomUUID();
  const files = input.attachments.map((file) => file.sha256).join(' ');
  await record(tx, world, {
    ...statementOf(s, { action: actionId, ...(files ? { files } : {}) }),
    kind: 'action_report',
    re: actionId,
    content: input.envelope,
    statementId,
  });
  await saveReport(tx, { docket: s.d.docket_id, actionId, statementId, at: s.now });
  if (files) await insertFiles(tx, s.d, { statementId }, input.attachments);
  await insertClaim(tx, s.d, { claimId: statementId, kind: 'done', actionId, at: s.now });
  return done;
}

/** The business says that it is done. It is a claim: only workers make more of it. */
export async function reportAction(
  world: World,
  who: Member,
  input: ReportInput,
): Promise<ActionDone | Refusal> {
  if (!isBusiness(who) && input.caseId === undefined) return NOTHING;
  const missing = missingFile(world, input.attachments);
  if (missing) return missing;
  return taken(world, await speaking(world, who, input, (tx, s) => reported(world, s, { tx, input })));
}
