import { randomUUID } from 'node:crypto';
import type { World } from '../../platform/world.ts';
import { claimRemedied, sealedTo } from '../cases/index.ts';
import { open, record } from '../record/index.ts';
import { type Member, NOTHING, reading, writing } from '../network/index.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { isBusiness } from './business.ts';
import {
  type DisclosureRow,
  claimIssue,
  disclosureTo,
  disclosureView,
  disclosuresTo,
  insertAction,
  insertFiles,
  lockAction,
  saveReport,
} from './business.store.ts';
import type {
  ActionInput,
  EmployerAction,
  EmployerDisclosure,
  EmployerDisclosureView,
  ReportInput,
} from './contract.ts';
import { dayOf } from './days.ts';

type State = EmployerAction['state'];
export type ActionDone = { actionId: string; state: State };
const MOST_ACTIONS = 30;
const OTHER = refuse('conflict', 'Something else was sent under this number before. Nothing was changed.');

export const readDisclosures = async (
  world: World,
  who: Member,
): Promise<{ rows: EmployerDisclosure[] } | Refusal> =>
  isBusiness(who)
    ? reading(world, who, async (db) => ({ rows: await disclosuresTo(db, who.orgId) }))
    : NOTHING;

export const readDisclosure = async (
  world: World,
  who: Member,
  key: { docket: number; id: string },
): Promise<EmployerDisclosureView | Refusal> =>
  isBusiness(who)
    ? open(world, who, async (db) => (await disclosureView(db, who.orgId, key)) ?? NOTHING)
    : NOTHING;

/** Sealed to whoever is on the case and to the business itself. */
const sealed = (d: DisclosureRow, envelope: string): Refusal | undefined =>
  sealedTo(envelope, [d.kid ? [d.kid] : [], d.own_kids]);

const statement = (d: DisclosureRow, who: Member, at: Date) => ({
  docketId: d.docket_id,
  by: who.orgId,
  member: who.memberId,
  csoOrg: d.cso_org,
  toOrg: who.orgId,
  caseId: d.case_id,
  at,
});

/** What the business will do, why it came to this, and by when. */
export async function proposeAction(
  world: World,
  who: Member,
  input: ActionInput,
): Promise<ActionDone | Refusal> {
  if (!isBusiness(who)) return NOTHING;
  return writing(world, who, async (tx, now) => {
    const d = await disclosureTo(tx, who.orgId, input);
    if (!d) return NOTHING;
    const before = await lockAction(tx, who.orgId, input);
    if (before)
      return before.envelope === input.envelope ? { actionId: before.action_id, state: before.state } : OTHER;
    if (input.dueDate < dayOf(now))
      return refuse('invalid', 'The day by which it will be done has passed.', [
        { path: 'dueDate', why: 'in the past' },
      ]);
    if (d.proposed >= MOST_ACTIONS)
      return refuse('wrong_state', 'There are enough actions here. Report on those that stand.');
    const unsealed = sealed(d, input.envelope);
    if (unsealed) return unsealed;
    await record(tx, world, {
      ...statement(d, who, now),
      kind: 'action',
      content: input.envelope,
      statementId: input.actionId,
      fields: {
        disclosure: d.disclosure_id,
        issue: d.issue_id,
        remedy: input.remedyType,
        cause: input.rootCause,
        due: input.dueDate,
      },
    });
    await insertAction(tx, d, { ...input, org: who.orgId, at: now });
    return { actionId: input.actionId, state: 'proposed' };
  });
}

/** The business says that it is done. It is a claim: only workers make more of it. */
export async function reportAction(
  world: World,
  who: Member,
  input: ReportInput,
): Promise<ActionDone | Refusal> {
  if (!isBusiness(who)) return NOTHING;
  const missing = input.attachments.findIndex((file) => !world.files.has(file.sha256));
  if (missing >= 0)
    return refuse('invalid', 'A file that is named here has not arrived.', [
      { path: `attachments[${missing}].sha256`, why: 'not here' },
    ]);
  return writing(world, who, async (tx, now) => {
    const action = await lockAction(tx, who.orgId, input);
    const d = action && (await disclosureTo(tx, who.orgId, input));
    if (!action || !d) return NOTHING;
    const done: ActionDone = { actionId: action.action_id, state: 'done_reported' };
    if (action.report === input.envelope) return done;
    const unsealed = sealed(d, input.envelope);
    if (unsealed) return unsealed;
    const statementId = randomUUID();
    await record(tx, world, {
      ...statement(d, who, now),
      kind: 'action_report',
      re: action.action_id,
      content: input.envelope,
      statementId,
      fields: {
        action: action.action_id,
        disclosure: d.disclosure_id,
        issue: d.issue_id,
        ...(input.attachments.length > 0
          ? { files: input.attachments.map((file) => file.sha256).join(' ') }
          : {}),
      },
    });
    await saveReport(tx, { docket: d.docket_id, actionId: action.action_id, statementId, at: now });
    if (input.attachments.length > 0)
      await insertFiles(
        tx,
        { docket: d.docket_id, statementId, caseId: d.case_id, cso: d.cso_org, org: who.orgId },
        input.attachments,
      );
    await claimIssue(tx, d.issue_id);
    await claimRemedied(tx, { docket: d.docket_id, issueId: d.issue_id }, now);
    return done;
  });
}
