import type { World } from '../../platform/world.ts';
import type { Tx } from '../../platform/db.ts';
import { lockCase, lockIssue, remediedBy, rosterOf, standOf } from '../cases/index.ts';
import { type Member, NOTHING, caseReading, caseWork, nowOf, reading, writing } from '../network/index.ts';
import { record } from '../record/index.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { isBusiness } from './business.ts';
import { judgeInstalments } from './repayment.ts';
import type { DoneInput, IssueAt, PlanInput, RemedyView, SidesView, ToldAt } from './sides.contract.ts';
import {
  type HeldRemedy,
  cameOf,
  insertRemedy,
  issueAt,
  lockRemedy,
  owedOf,
  remediesBy,
  remediesOf,
  saveDone,
  sumsTold,
  toldTo,
} from './sides.store.ts';
import { sidesOf } from './sides.ts';

export type RemedyDone = { remedyId: string; state: 'planned' | 'done'; long: boolean };
type Party = RemedyView['party'];
const OTHER = refuse('conflict', 'Something else was sent under this number before. Nothing was changed.');

const samePlan = (r: HeldRemedy, i: PlanInput): boolean =>
  r.type === i.type &&
  r.dueDate === i.dueDate &&
  (r.amount ?? undefined) === i.amount &&
  (r.tranche ?? undefined) === i.tranche;

/** Instalments of one issue: each number once, in order, twelve months at most. */
function judgePlan(others: readonly RemedyView[], input: PlanInput): { long: boolean } | Refusal {
  if (input.tranche === undefined) return { long: false };
  if (others.some(({ tranche }) => tranche === input.tranche))
    return refuse('conflict', `Instalment ${input.tranche} is planned already.`, [
      { path: 'tranche', why: 'planned' },
    ]);
  const all = [...others.filter(({ tranche }) => tranche !== null), { ...input, tranche: input.tranche }];
  const dates = all.sort((a, b) => (a.tranche ?? 0) - (b.tranche ?? 0)).map(({ dueDate }) => dueDate ?? '');
  const { fault, long } = judgeInstalments(dates);
  if (fault === 'order')
    return refuse('invalid', 'Instalments are due one after the other.', [{ path: 'dueDate', why: 'order' }]);
  if (fault)
    return refuse('invalid', 'Twelve months from the first instalment to the last are the most.', [
      { path: 'dueDate', why: 'more than twelve months' },
    ]);
  if (others.some(({ currency }) => currency !== null && currency !== (input.currency ?? currency)))
    return refuse('invalid', 'All instalments are in one currency.', [{ path: 'currency', why: 'another' }]);
  return { long };
}

type Planned = { docket: number; issueId: string; caseId: string; cso: string; disclosureId: string | null };
type Plan = { at: Planned; party: Party; others: readonly RemedyView[]; input: PlanInput; now: Date };

async function planIn(tx: Tx, world: World, who: Member, plan: Plan): Promise<RemedyDone | Refusal> {
  const { at, party, others, input, now } = plan;
  const before = await lockRemedy(tx, { docket: at.docket, remedyId: input.remedyId });
  if (before)
    return before.by_org === who.orgId && before.issue_id === at.issueId && samePlan(before, input)
      ? { remedyId: input.remedyId, state: before.doneDate ? 'done' : 'planned', long: false }
      : OTHER;
  const judged = judgePlan(others, input);
  if ('refused' in judged) return judged;
  await record(tx, world, {
    docketId: at.docket,
    kind: 'remedy_plan',
    by: who.orgId,
    member: who.memberId,
    csoOrg: at.cso,
    ...(at.cso === who.orgId ? {} : { toOrg: who.orgId }),
    caseId: at.caseId,
    at: now,
    statementId: input.remedyId,
    fields: {
      issue: at.issueId,
      type: input.type,
      party,
      due: input.dueDate,
      ...(input.tranche === undefined ? {} : { tranche: String(input.tranche) }),
      ...(input.amount === undefined ? {} : { amount: String(input.amount), currency: input.currency ?? '' }),
    },
  });
  await insertRemedy(tx, { ...input, ...at, by: who.orgId, party, at: now });
  return { remedyId: input.remedyId, state: 'planned', long: judged.long };
}

async function doneIn(
  tx: Tx,
  world: World,
  who: Member,
  { at, remedy, input, now }: { at: Planned; remedy: HeldRemedy; input: DoneInput; now: Date },
): Promise<RemedyDone | Refusal> {
  const done: RemedyDone = { remedyId: remedy.remedyId, state: 'done', long: false };
  if (remedy.doneDate)
    return remedy.doneDate === input.doneDate && remedy.quality === input.quality ? done : OTHER;
  if (input.doneDate > now.toISOString().slice(0, 10))
    return refuse('invalid', 'What is done was done by today.', [{ path: 'doneDate', why: 'in the future' }]);
  if (input.paid !== undefined && remedy.currency === null)
    return refuse('invalid', 'No money was planned here.', [{ path: 'paid', why: 'no currency' }]);
  const missing = input.evidence.findIndex((sha) => !world.files.has(sha));
  if (missing >= 0)
    return refuse('invalid', 'A file that is named here has not arrived.', [
      { path: `evidence[${missing}]`, why: 'not here' },
    ]);
  await record(tx, world, {
    docketId: at.docket,
    kind: 'remedy_done',
    by: who.orgId,
    member: who.memberId,
    csoOrg: at.cso,
    ...(at.cso === who.orgId ? {} : { toOrg: who.orgId }),
    caseId: at.caseId,
    at: now,
    re: remedy.remedyId,
    fields: {
      remedy: remedy.remedyId,
      issue: at.issueId,
      done: input.doneDate,
      // Not `outcome`, which bundles open to buyers: this is one side’s word, not how it stands.
      claimed_outcome: input.outcome,
      quality: String(input.quality),
      ...(input.paid === undefined ? {} : { paid: String(input.paid), currency: remedy.currency ?? '' }),
      ...(input.evidence.length > 0 ? { files: input.evidence.join(' ') } : {}),
    },
  });
  await saveDone(tx, { docket: at.docket, remedyId: remedy.remedyId }, { ...input, at: now });
  return done;
}

// ---- the business's own

const partyOf = (who: Member): Party => (who.kind === 'recruiter' ? 'recruiter' : 'employer');
const plannedBy = async (tx: Tx, who: Member, key: ToldAt): Promise<Planned | undefined> => {
  const d = await toldTo(tx, who.orgId, key);
  return (
    d && {
      docket: d.docket_id,
      issueId: d.issue_id,
      caseId: d.case_id,
      cso: d.cso_org,
      disclosureId: d.disclosure_id,
    }
  );
};

export const planOwn = (
  world: World,
  who: Member,
  input: PlanInput & ToldAt,
): Promise<RemedyDone | Refusal> =>
  isBusiness(who)
    ? writing(world, who, async (tx, now) => {
        const at = await plannedBy(tx, who, input);
        if (!at) return NOTHING;
        const others = (await remediesBy(tx, who.orgId, input)).filter((r) => r.remedyId !== input.remedyId);
        return planIn(tx, world, who, { at, party: partyOf(who), others, input, now });
      })
    : Promise.resolve(NOTHING);

export const doneOwn = (
  world: World,
  who: Member,
  input: DoneInput & ToldAt & { remedyId: string },
): Promise<RemedyDone | Refusal> =>
  isBusiness(who)
    ? writing(world, who, async (tx, now) => {
        const at = await plannedBy(tx, who, input);
        const remedy = at && (await lockRemedy(tx, input));
        if (!at || remedy?.by_org !== who.orgId || remedy.disclosure_id !== at.disclosureId) return NOTHING;
        return doneIn(tx, world, who, { at, remedy, input, now });
      })
    : Promise.resolve(NOTHING);

/** Its own plan and words, and the sums that it was told. Of what workers say: nothing. */
export const readOwn = (
  world: World,
  who: Member,
  key: ToldAt,
): Promise<{ rows: RemedyView[]; owed: { amount: number; currency: string }[] } | Refusal> =>
  isBusiness(who)
    ? reading(world, who, async (db) =>
        (await toldTo(db, who.orgId, key))
          ? { rows: await remediesBy(db, who.orgId, key), owed: await sumsTold(db, key) }
          : NOTHING,
      )
    : Promise.resolve(NOTHING);

// ---- the organisation on the case

/** Case and issue, held until the transaction ends. */
export const held = async (tx: Tx, input: IssueAt) => {
  const c = await lockCase(tx, input);
  const issue = c && (await lockIssue(tx, input));
  return c && issue?.case_id === c.case_id ? { c, issue } : undefined;
};

export const planFor = (
  world: World,
  who: Member,
  input: PlanInput & IssueAt & { party: Party },
): Promise<RemedyDone | Refusal> =>
  caseWork(world, who, async (tx, now) => {
    const found = await held(tx, input);
    if (!found) return NOTHING;
    const at = { ...input, cso: who.orgId, disclosureId: null };
    const others = (await remediesOf(tx, input)).filter((r) => r.remedyId !== input.remedyId);
    return planIn(tx, world, who, { at, party: input.party, others, input, now });
  });

export const doneFor = (
  world: World,
  who: Member,
  input: DoneInput & IssueAt & { remedyId: string },
): Promise<RemedyDone | Refusal> =>
  caseWork(world, who, async (tx, now) => {
    const found = await held(tx, input);
    const remedy = found && (await lockRemedy(tx, input));
    if (!found || remedy?.by_org !== who.orgId || remedy.issue_id !== input.issueId) return NOTHING;
    const at = { ...input, cso: who.orgId, disclosureId: null };
    const done = await doneIn(tx, world, who, { at, remedy, input, now });
    if (!('refused' in done)) await remediedBy(tx, input, remedy.party, now);
    return done;
  });

export const readSides = (world: World, who: Member, key: IssueAt): Promise<SidesView | Refusal> =>
  caseReading(world, who, async (db) => {
    const issue = await issueAt(db, key);
    if (!issue) return NOTHING;
    const { told, verdict, round } = await standOf(db, { ...key, claimed: issue.claimed }, nowOf(world));
    return sidesOf({
      told,
      verdict,
      roster: round ? rosterOf(round) : null,
      remedies: await remediesOf(db, key),
      owed: await owedOf(db, key),
      came: await cameOf(db, key),
      by: who.orgId,
    });
  });
