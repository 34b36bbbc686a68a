import type { Db } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import { sealedTo } from '../cases/index.ts';
import { type Member, NOTHING, mayMove, reading, writing } from '../network/index.ts';
import { type Unopened, open, unopened, watched } from '../record/index.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { isBusiness } from '../remedy/index.ts';
import { counted } from './business.actions.ts';
import { checklistBy, checklistFor } from './checklists.ts';
import type { ImprovementView, ReviewInput, SupportedList } from './contract.ts';
import { isLate, quarterOf, scoresOf, zeroFees } from './levels.ts';
import { type LevelRow, keysOf, sharedLevels, sharesOf, suppliersOf, supportersToBe } from './share.store.ts';
import * as store from './store.ts';

type Whole = { assessments: store.Assessment[]; answers: Awaited<ReturnType<typeof store.answersOf>> };
const scoresBy = ({ answers }: Whole, one: store.Assessment) => {
  const checklist = checklistBy(one.checklist, one.version);
  return checklist
    ? scoresOf(checklist, answers.filter((a) => a.assessmentId === one.assessmentId).map(counted))
    : [];
};

/** Areas that were confirmed last, of the assessment that was handed in last. */
function confirmedIn(reviews: ImprovementView['reviews'], assessmentId: string | undefined): Set<string> {
  const last = new Map<string, string>();
  for (const review of reviews)
    if (review.assessmentId === assessmentId) last.set(review.area, review.verdict);
  return new Set([...last].filter(([, verdict]) => verdict === 'confirmed').map(([area]) => area));
}

async function viewOf(
  db: Db,
  of: { org: string; kind: string; own: boolean; today: string },
): Promise<ImprovementView | undefined> {
  const { org, own, today } = of;
  const whole: Whole = {
    assessments: await store.assessmentsOf(db, org),
    answers: await store.answersOf(db, org),
  };
  if (!own && whole.assessments.length === 0) return undefined;
  const handed = whole.assessments.filter((one) => one.handedInOn !== null);
  const current = whole.assessments.find((one) => one.handedInOn === null) ?? handed.at(-1);
  const checklist = current ? checklistBy(current.checklist, current.version) : checklistFor(of.kind);
  if (!checklist) return undefined;
  const reviews = await store.reviewsOf(db, org);
  const latest = handed.at(-1);
  const shares = own ? await sharesOf(db, org) : [];
  const readers = [org, ...shares.map((share) => share.with)];
  return {
    org,
    own,
    checklist: { id: checklist.id, version: checklist.version, questions: [...checklist.questions] },
    current: current
      ? {
          ...current,
          scores: scoresBy(whole, current),
          answers: whole.answers.filter((a) => a.assessmentId === current.assessmentId),
        }
      : null,
    history: handed.map((one) => ({
      assessmentId: one.assessmentId,
      day: one.handedInOn ?? '',
      scores: scoresBy(whole, one),
    })),
    goals: await store.goalsOf(db, org),
    tasks: (await store.tasksOf(db, org)).map(({ action_docket, action_id, code, ...task }) => ({
      ...task,
      late: isLate(task, today),
      action:
        own && action_id !== null && action_docket !== null && code
          ? { docket: action_docket, actionId: action_id, code }
          : null,
    })),
    reviews,
    zeroFees: latest ? zeroFees(scoresBy(whole, latest), confirmedIn(reviews, latest.assessmentId)) : false,
    shares,
    mayShare: own ? await supportersToBe(db) : [],
    actions: own ? await store.ownActions(db, org) : [],
    sealTo: await keysOf(db, readers),
  };
}

const closed = (view: ImprovementView): Unopened<ImprovementView> =>
  unopened(view, {
    what: 'list',
    n:
      (view.current?.answers.filter((a) => a.envelope).length ?? 0) +
      view.tasks.length +
      view.reviews.filter((r) => r.envelope).length,
    key: `improvement ${view.org}`,
  });

const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

/** The business's own. */
export const readOwn = async (world: World, who: Member): Promise<ImprovementView | Refusal> =>
  isBusiness(who)
    ? open(world, who, async (db, now) => {
        const view = await viewOf(db, { org: who.orgId, kind: who.kind, own: true, today: dayOf(now) });
        return view ? closed(view) : NOTHING;
      })
    : NOTHING;

/** One that is shared with an organisation that answers to workers. */
export const readShared = async (
  world: World,
  who: Member,
  { org }: { org: string },
): Promise<ImprovementView | Refusal> =>
  mayMove(who.kind, who.role)
    ? open(world, who, async (db, now) => {
        const view = await viewOf(db, { org, kind: '', own: false, today: dayOf(now) });
        return view ? closed(view) : NOTHING;
      })
    : NOTHING;

const listOf = (rows: readonly LevelRow[], places: (org: string) => string[]): SupportedList => {
  const by = new Map<string, LevelRow[]>();
  for (const row of rows) by.set(row.org, [...(by.get(row.org) ?? []), row]);
  return {
    rows: [...by].map(([org, levels]) => ({
      org,
      name: levels[0]?.name ?? org,
      places: places(org),
      zeroFees: levels.findLast(({ area }) => area === 'fees')?.zeroFees ?? false,
      quarters: levels.map(({ quarter, area, level, reviewed }) => ({ quarter, area, level, reviewed })),
    })),
  };
};

/** Who shares with the reader. A buyer has its own suppliers, and recruiters who show themselves to
 * buyers; of them levels by quarter only. */
export function readSupported(world: World, who: Member): Promise<SupportedList | Refusal> {
  if (mayMove(who.kind, who.role))
    return reading(world, who, async (db) => listOf(await sharedLevels(db, who.orgId), () => []));
  if (who.kind !== 'buyer') return Promise.resolve(NOTHING);
  return reading(world, who, async (db) => {
    const suppliers = await suppliersOf(db, who.orgId);
    const rows = await sharedLevels(db, who.orgId);
    return listOf(
      rows.filter(({ org, kind }) => kind === 'recruiter' || suppliers.has(org)),
      (org) => suppliers.get(org) ?? [],
    );
  });
}

/** What a supporter makes of one area of what was handed in last. */
export function review(world: World, who: Member, input: ReviewInput): Promise<{ n: number } | Refusal> {
  if (!mayMove(who.kind, who.role)) return Promise.resolve(NOTHING);
  return writing(world, who, async (tx, now) => {
    const whole: Whole = {
      assessments: await store.assessmentsOf(tx, input.org),
      answers: await store.answersOf(tx, input.org),
    };
    const latest = whole.assessments.filter((one) => one.handedInOn !== null).at(-1);
    if (!latest?.handedInOn) return NOTHING;
    if (latest.assessmentId !== input.assessmentId)
      return refuse('conflict', 'A newer one was handed in meanwhile. Look at that one.', [
        { path: 'assessmentId', why: 'not the last' },
      ]);
    const before = await store.reviewsOf(tx, input.org);
    if (before.some(({ reviewId }) => reviewId === input.reviewId)) return { n: before.length };
    if (input.verdict !== 'confirmed' && !input.envelope)
      return refuse('invalid', 'Say what is missing.', [{ path: 'envelope', why: 'needed here' }]);
    const keys = await keysOf(tx, [input.org, who.orgId]);
    const of = (org: string): string[] => keys.filter((key) => key.orgId === org).map((key) => key.kid);
    const wrong = input.envelope && sealedTo(input.envelope, [of(input.org), of(who.orgId)]);
    if (wrong) return wrong;
    await store.insertReview(tx, who.orgId, { ...input, at: now });
    const confirmed = confirmedIn(await store.reviewsOf(tx, input.org), latest.assessmentId);
    const { org, area } = input;
    await store.markReviewed(
      tx,
      { org, area, quarter: quarterOf(latest.handedInOn) },
      {
        reviewed: confirmed.has(area),
        zeroFees: area === 'fees' && zeroFees(scoresBy(whole, latest), confirmed),
      },
    );
    const { orgId, memberId: member, role } = who;
    await watched(tx, world, { org: orgId, member, role, act: 'edited', what: 'improvement_review', n: 1 });
    return { n: before.length + 1 };
  });
}
