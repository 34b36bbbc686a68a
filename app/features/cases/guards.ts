import { type Refusal, refuse } from '../refusal.ts';
import {
  CLOSURES,
  type CaseState,
  type Closure,
  type Guard,
  STEPS,
  type Step,
  CASE_STATES,
} from './case-states.ts';
import { mayMove } from '../network/roles.ts';
import { type Standing, agreeing, refusing } from './consent.ts';
import type { Outcome } from './outcome.ts';

/** What of a case its next step depends on. */
export type Facts = {
  urgency: string;
  /** `shown`: something of it was disclosed to a business. */
  issues: readonly { code: string; shown: boolean; outcome: Outcome | null }[];
  consents: readonly Standing[];
  actionsProposed: number;
  actionsReported: number;
  /** A step beyond the business was taken because something was late: buyers, the state, or the end was suggested. */
  escalated: boolean;
};
export type Mover = { kind: string; role: string };
export type Blocked = { guard: Guard; why: string };
export type Allowed = { to: CaseState; closures: Closure[]; blocked: Blocked[] };

const open = (facts: Facts) => facts.issues.filter((issue) => issue.shown || issue.outcome !== null);
const disputed = (facts: Facts): boolean =>
  facts.issues.some((issue) => issue.outcome === 'disputed' || issue.outcome === 'partly');
const agrees = (facts: Facts, scopes: Parameters<typeof agreeing>[1]): boolean =>
  agreeing(facts.consents, scopes).size > 0;
/** Any one of them lets a case go to another organisation. */
export const REFER_SCOPES = ['share_with_named_ngo_or_union', 'share_with_authority'] as const;
/** Any one of them lets the business be told. */
export const EMPLOYER_SCOPES = [
  'share_case_without_identity_with_employer',
  'share_identity_with_employer',
] as const;

const HOLDS: Record<Guard, (facts: Facts) => boolean> = {
  issue_coded: (f) => f.issues.length > 0,
  consent_to_case: (f) => agrees(f, ['case_handling']),
  consent_answered_no: (f) =>
    !agrees(f, ['case_handling', 'share_case_without_identity_with_employer', ...REFER_SCOPES]) &&
    (refusing(f.consents, 'case_handling').size > 0 ||
      refusing(f.consents, 'share_case_without_identity_with_employer').size > 0),
  consent_to_share_with_employer: (f) => agrees(f, EMPLOYER_SCOPES),
  consent_to_refer: (f) => agrees(f, REFER_SCOPES),
  // GDPR 6(1)(d), 9(2)(c): only where life or freedom is in danger now; the reason of the step is the record of why.
  consent_to_refer_or_vital_interests: (f) => agrees(f, REFER_SCOPES) || f.urgency === 'P0',
  action_proposed: (f) => f.actionsProposed > 0,
  action_reported: (f) => f.actionsReported > 0,
  verified_by_workers: (f) => open(f).length > 0 && open(f).every((issue) => issue.outcome === 'verified'),
  disputed_by_workers: disputed,
  not_disputed: (f) => !disputed(f),
  some_worker_unreachable: (f) => f.issues.some((issue) => issue.outcome === 'unreachable'),
  escalated: (f) => f.escalated,
  // A child's withdrawal does not end the duty towards the child (reference.md 5.3, 5.7).
  no_child_at_risk: (f) =>
    !f.issues.some((issue) => issue.code.startsWith('CHL-') && issue.outcome !== 'verified'),
};

const WHY: Record<Guard, string> = {
  issue_coded: 'Code at least one issue first: what it is and how severe.',
  consent_to_case:
    'No worker in this case agrees, as of now, that it is handled. Ask, and record the answer.',
  consent_answered_no: 'No worker in this case has said no, or one has said yes.',
  consent_to_share_with_employer:
    'No worker in this case agrees, as of now, that the business is told. Ask, and record the answer.',
  consent_to_refer:
    'No worker in this case agrees, as of now, to a referral to another organisation or an authority.',
  consent_to_refer_or_vital_interests:
    'Nobody agreed to a referral, and the case is not one of danger to life or freedom (P0).',
  action_proposed: 'The business has proposed nothing yet.',
  action_reported: 'The business has reported nothing as done yet.',
  verified_by_workers:
    'Workers have not confirmed it: every issue the business knows of must be verified by them.',
  disputed_by_workers: 'No worker disputes it.',
  not_disputed: 'Workers say it is not, or only partly, remedied.',
  some_worker_unreachable: 'No issue of this case has waited for its workers in vain.',
  escalated: 'Nothing late in this case was taken beyond the business yet: to its buyers or to the state.',
  no_child_at_risk: 'A child may be at risk: a withdrawal does not end this case.',
};

const blockedBy = (step: Step, facts: Facts): Blocked[] =>
  step.guards.filter((guard) => !HOLDS[guard](facts)).map((guard) => ({ guard, why: WHY[guard] }));

const from = (state: CaseState): Step[] => STEPS.filter((step) => step.from.includes(state));

/** Every way on from here for this person, with what still stands in it. Employers and buyers get none. */
export function allowedTransitions(state: CaseState, mover: Mover, facts: Facts): Allowed[] {
  if (!mayMove(mover.kind, mover.role)) return [];
  const steps = from(state);
  return CASE_STATES.flatMap((to): Allowed[] => {
    const here = steps.filter((step) => step.to === to);
    if (here.length === 0) return [];
    if (to !== 'closed')
      return [{ to, closures: [], blocked: here.flatMap((step) => blockedBy(step, facts)) }];
    const closures = CLOSURES.filter((closure) =>
      here.some((step) => step.closures?.includes(closure) && blockedBy(step, facts).length === 0),
    );
    return [{ to, closures, blocked: [] }];
  });
}

export type Wanted = { from: CaseState; to: CaseState; closure?: Closure | undefined };

/** Undefined = the step may be taken. The one judge: desk buttons, routes and the demo all come here. */
export function judgeTransition(wanted: Wanted, mover: Mover, facts: Facts): Refusal | undefined {
  if (!mayMove(mover.kind, mover.role)) return refuse('not_found', 'There is nothing here.');
  const steps = from(wanted.from).filter((step) => step.to === wanted.to);
  if (steps.length === 0)
    return refuse('wrong_state', `From ${wanted.from} a case does not go to ${wanted.to}.`);
  if (wanted.to !== 'closed') {
    if (wanted.closure)
      return refuse('invalid', 'Only a step to closed has a reason for closing.', [
        { path: 'closure', why: 'only with to = closed' },
      ]);
    return firstBlock(steps, facts);
  }
  const { closure } = wanted;
  if (!closure)
    return refuse('invalid', 'Say why the case ends.', [{ path: 'closure', why: 'needed with to = closed' }]);
  const fitting = steps.filter((step) => step.closures?.includes(closure));
  if (fitting.length === 0)
    return refuse('wrong_state', `From ${wanted.from} a case does not end as ${closure}.`);
  return firstBlock(fitting, facts);
}

/** A step written twice in the table is open if one of its rows is. */
function firstBlock(steps: readonly Step[], facts: Facts): Refusal | undefined {
  const blocks = steps.map((step) => blockedBy(step, facts));
  if (blocks.some((block) => block.length === 0)) return undefined;
  const first = blocks[0]?.[0];
  return refuse('wrong_state', first?.why ?? '', [{ path: 'to', why: first?.guard ?? '' }]);
}
