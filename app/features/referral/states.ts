/** The states of a referral (reference.md 5.3), who may take which step, and the one function that judges it. */
import { mayMove } from '../network/roles.ts';
import { type Refusal, refuse } from '../refusal.ts';

export const REFERRAL_STATES = [
  'offered',
  'declined_by_worker',
  'accepted',
  'sent',
  'received_by_partner',
  'service_started',
  'service_completed',
  'service_unavailable',
  'returned',
] as const;
export type ReferralState = (typeof REFERRAL_STATES)[number];

/** Who refers, and to whom it goes. */
export type Side = 'sender' | 'receiver';
export const GUARDS = ['worker_agreed', 'worker_refused', 'worker_agreed_or_vital_interests'] as const;
export type Guard = (typeof GUARDS)[number];

export type Step = {
  from: readonly ReferralState[];
  to: ReferralState;
  by: Side;
  guard?: Guard;
  /** Not without words of the one who takes it: whoever sent it must know why. */
  words?: true;
};

/** A referral that comes back, or whose service is not to be had, has ended; the same worker can be offered another. */
export const STEPS: readonly Step[] = [
  { from: ['offered'], to: 'accepted', by: 'sender', guard: 'worker_agreed' },
  { from: ['offered', 'accepted'], to: 'declined_by_worker', by: 'sender', guard: 'worker_refused' },
  { from: ['offered', 'accepted'], to: 'sent', by: 'sender', guard: 'worker_agreed_or_vital_interests' },
  { from: ['sent'], to: 'received_by_partner', by: 'receiver' },
  { from: ['received_by_partner'], to: 'service_started', by: 'receiver' },
  { from: ['service_started'], to: 'service_completed', by: 'receiver' },
  { from: ['sent', 'received_by_partner', 'service_started'], to: 'service_unavailable', by: 'receiver', words: true }, // prettier-ignore
  { from: ['sent', 'received_by_partner', 'service_started'], to: 'returned', by: 'receiver', words: true },
];

export const ENDS: readonly ReferralState[] = [
  'declined_by_worker',
  'service_completed',
  'service_unavailable',
  'returned',
];
/** The receiver has it, so it is told when the worker's yes ends. */
export const WITH_RECEIVER: readonly ReferralState[] = REFERRAL_STATES.filter(
  (state) => !['offered', 'accepted', 'declined_by_worker'].includes(state),
);

export type Facts = {
  state: ReferralState;
  basis: 'consent' | 'vital_interests' | 'pattern';
  /** What the worker says of this receiver, as of now. */
  word: 'yes' | 'no' | 'unasked';
  withdrawn: boolean;
};
export type Mover = { kind: string; role: string; side: Side | undefined };

const HOLDS: Record<Guard, (facts: Facts) => boolean> = {
  worker_agreed: (f) => f.word === 'yes',
  worker_refused: (f) => f.word === 'no',
  // A worker who said no is not overruled by our own judgement of the danger.
  worker_agreed_or_vital_interests: (f) =>
    f.word === 'yes' || (f.basis === 'vital_interests' && f.word !== 'no'),
};
const WHY: Record<Guard, string> = {
  worker_agreed: 'This worker has not agreed, as of now, that this one organisation is told.',
  worker_refused: 'This worker has not said no to this organisation.',
  worker_agreed_or_vital_interests:
    'This worker has not agreed, as of now, that this one organisation is told. Ask, and record the answer.',
};

/** Members of a receiver: in an organisation that answers to workers, who works on cases; in an office, its officers. */
export const mayReceive = ({ kind, role }: { kind: string; role: string }): boolean =>
  kind === 'labour_office' || mayMove(kind, role);

const isMover = (m: Mover): boolean =>
  m.side === 'sender' ? mayMove(m.kind, m.role) : m.side === 'receiver' && mayReceive(m);

export type Allowed = { to: ReferralState; words: boolean; blocked: string | null };

/** Every step from here for this person, with what still stands in it. */
export function allowedSteps(facts: Facts, mover: Mover): Allowed[] {
  if (!isMover(mover) || facts.withdrawn) return [];
  return STEPS.filter((s) => s.by === mover.side && s.from.includes(facts.state)).map((s) => ({
    to: s.to,
    words: s.words ?? false,
    blocked: s.guard && !HOLDS[s.guard](facts) ? WHY[s.guard] : null,
  }));
}

/** Undefined = the step may be taken. The one judge: desk buttons and routes come here. */
export function judgeStep(
  wanted: { to: ReferralState; hasWords: boolean },
  facts: Facts,
  mover: Mover,
): Refusal | undefined {
  if (!isMover(mover)) return refuse('not_found', 'There is nothing here.');
  if (facts.withdrawn)
    return refuse('wrong_state', 'This referral was taken back. Nothing more happens with it.');
  const step = STEPS.find((s) => s.by === mover.side && s.to === wanted.to && s.from.includes(facts.state));
  if (!step)
    return refuse('wrong_state', `From ${facts.state} this referral does not go to ${wanted.to} by you.`);
  if (step.guard && !HOLDS[step.guard](facts))
    return refuse('wrong_state', WHY[step.guard], [{ path: 'to', why: step.guard }]);
  if (step.words && !wanted.hasWords)
    return refuse('invalid', 'Say why: whoever sent it must know.', [{ path: 'envelope', why: 'needed' }]);
  return undefined;
}
