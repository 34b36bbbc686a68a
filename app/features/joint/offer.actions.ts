/** An issue past its deadline at a shared workplace goes to each buyer it concerns, each by itself. */
import type { Tx } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import { type LockedCase, agreeing, labelOf, lockCase, readCase, refusing } from '../cases/index.ts';
import { type Member, NOTHING, caseReading, caseWork } from '../network/index.ts';
import { type Refusal, refuse } from '../refusal.ts';
import type { CaseTogether, OfferInput } from './contract.ts';
import { dayOf, quarterOf } from './joint.ts';
import { type OfferFacts, BLOCK_WORDS, blocksOf } from './offer.ts';
import { type OfferIssue, apart, buyersOf, goingAhead, issuesOf, jointsOfCase } from './offer.store.ts';
import { begin, bringIn } from './open.actions.ts';
import { insertOwnCase, organisationsOf } from './part.store.ts';
import { enter, jointsOf, lockJoint } from './party.store.ts';
import { put } from './put.actions.ts';
import { rowsOf } from './row.store.ts';

type Offered = { docket: number; jointId: string };
type Ground = {
  c: LockedCase;
  buyers: readonly string[];
  goAhead: readonly { threadId: string; issueId: string }[];
  apart: boolean;
  now: Date;
};

async function groundOf(tx: Parameters<typeof buyersOf>[0], c: LockedCase, now: Date): Promise<Ground> {
  const key = { docket: c.docket_id, caseId: c.case_id };
  return {
    c,
    now,
    buyers: await buyersOf(tx, c.placed_in),
    goAhead: await goingAhead(tx, key),
    apart: await apart(tx, key),
  };
}

const factsOf = (g: Ground, issue: OfferIssue, early: boolean): OfferFacts => ({
  code: issue.code,
  apart: g.apart,
  outcome: issue.outcome,
  told: issue.told,
  dueAt: issue.due_at,
  now: g.now,
  voices: g.c.voices.map((v) => ({
    threadId: v.threadId,
    distinct: v.distinct,
    withdrawn: v.withdrawn,
  })),
  agreed: agreeing(g.c.consents, ['share_with_brand']),
  refused: refusing(g.c.consents, 'share_with_brand'),
  goAhead: new Set(g.goAhead.filter((one) => one.issueId === issue.issue_id).map((one) => one.threadId)),
  early,
  buyers: g.buyers.length,
});

/** Whoever was first to offer it stays first: the same issue twice would tell a buyer that two cases stand behind it. */
function repeated(issue: OfferIssue, input: OfferInput): Offered | Refusal | undefined {
  if (issue.joint_id === null || issue.joint_docket === null) return undefined;
  return issue.joint_id === input.jointId
    ? { docket: issue.joint_docket, jointId: issue.joint_id }
    : refuse('conflict', 'A colleague has offered this issue to the buyers already.');
}

export const offer = (world: World, who: Member, input: OfferInput): Promise<Offered | Refusal> =>
  caseWork(world, who, async (tx, now) => {
    const c = await lockCase(tx, input);
    if (!c) return NOTHING;
    const issue = (await issuesOf(tx, input, now)).find((one) => one.issue_id === input.issueId);
    if (!issue)
      return refuse('invalid', 'There is no such issue in this case.', [{ path: 'issueId', why: 'unknown' }]);
    const before = repeated(issue, input);
    if (before) return before;
    const ground = await groundOf(tx, c, now);
    const [block] = blocksOf(factsOf(ground, issue, input.early));
    if (block) return refuse('wrong_state', BLOCK_WORDS[block], [{ path: 'issueId', why: block }]);
    return open(tx, world, { who, input, issue, ground });
  });

type Opening = { who: Member; input: OfferInput; issue: OfferIssue; ground: Ground };
async function open(tx: Tx, world: World, o: Opening): Promise<Offered | Refusal> {
  const { who, input, issue } = o;
  const { c, now, buyers } = o.ground;
  const key = { docket: c.placed_in, jointId: input.jointId };
  await lockJoint(tx, key);
  const about = {
    kind: 'remediation' as const,
    code: issue.code,
    quarter: quarterOf(issue.raised_at),
    plan: issue.plan,
    outcome: issue.said,
  };
  await begin(tx, { who, key, on: dayOf(now), about, caseId: c.case_id });
  const own = { docket: c.docket_id, caseId: c.case_id };
  await insertOwnCase(tx, { ...key, case: own, org: who.orgId, issueId: issue.issue_id });
  const entered = await enter(tx, who.orgId, key);
  if (!entered) return NOTHING;
  await put(tx, world, { who, entered, now }, { kind: 'opened', itemId: key.jointId, code: issue.code });
  for (const buyer of buyers) {
    const refused = await bringIn(tx, world, { who, entered, now }, buyer);
    if (refused) return refused;
  }
  return key;
}

/** What of a case is joint work, and what could be. */
export const caseTogether = (
  world: World,
  who: Member,
  key: { docket: number; caseId: string },
): Promise<CaseTogether | Refusal> =>
  caseReading(world, who, async (db, now) => {
    const c = await readCase(db, key);
    if (!c) return NOTHING;
    const ground = await groundOf(db, c, now);
    const issues = await issuesOf(db, key, now);
    const linked = await jointsOfCase(db, key);
    const mine = await jointsOf(db, who.orgId);
    const here = mine.filter(({ joint }) => linked.some((l) => l.jointId === joint.joint_id));
    const buyers = await organisationsOf(db, ground.buyers);
    return {
      rows: await rowsOf(db, who.orgId, here),
      buyers: buyers.map((b) => ({ orgId: b.org_id, name: b.name })),
      issues: issues.map((issue) => {
        const blocked = blocksOf(factsOf(ground, issue, false));
        return {
          issueId: issue.issue_id,
          code: issue.code,
          label: labelOf(issue.code),
          blocked: blocked.map((block) => ({ block, why: BLOCK_WORDS[block] })),
          early: blocked.length === 1 && blocked[0] === 'not_due',
          jointId: issue.joint_id,
        };
      }),
    };
  });
