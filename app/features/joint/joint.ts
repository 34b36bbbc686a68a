/** Work of several organisations on one matter: who may take part, and what each may do. Judged by `mayAct` alone. */

export const JOINT_KINDS = ['investigation', 'remediation'] as const;
export type JointKind = (typeof JOINT_KINDS)[number];
export const PARTY_ROLES = ['lead', 'party', 'reader'] as const;
export type PartyRole = (typeof PARTY_ROLES)[number];
export const PARTY_STATES = ['invited', 'joined', 'declined', 'left'] as const;
export type PartyState = (typeof PARTY_STATES)[number];

export const ITEM_KINDS = [
  'opened', 'joined', 'left', 'named', 'linked', 'message', 'passed', 'task', 'task_done', 'task_passed',
  'decision', 'act', 'closed',
] as const; // prettier-ignore
export type ItemKind = (typeof ITEM_KINDS)[number];

/** What a buyer does with the weight of its orders. */
export const LEVERS = ['letter', 'call', 'visit', 'pay_in', 'order_conditions'] as const;
export const DECISIONS = [
  'look_together', 'tell_the_business', 'raise_with_the_state', 'warn_workers', 'plan_accepted', 'plan_not_enough',
  'another_round', 'wait', 'other',
] as const; // prettier-ignore
export const TASKS = [
  'collect_evidence', 'ask_a_worker', 'contact_the_business', 'contact_the_state', 'translate', 'check_the_remedy',
  'pay', 'visit', 'other',
] as const; // prettier-ignore
export const ENDS = ['remedied', 'not_remedied', 'handed_over', 'unsafe_to_proceed', 'not_needed'] as const;

export const ACTS = [
  'read', 'join', 'decline', 'leave', 'name', 'write', 'pass_on', 'task', 'task_done', 'task_pass', 'decide', 'act',
  'link', 'invite', 'close',
] as const; // prettier-ignore
export type JointAct = (typeof ACTS)[number];

/** Of an organisation's members, those who take part for it. */
const SEATED: Readonly<Record<string, readonly string[]>> = {
  cso: ['lead', 'caseworker'],
  union: ['lead', 'caseworker'],
  employer: ['manager', 'hr'],
  recruiter: ['manager', 'hr'],
  buyer: ['analyst'],
  association: ['officer', 'analyst'],
  labour_office: ['officer'],
};
const ANSWERS_TO_WORKERS: readonly string[] = ['cso', 'union'];

/** As what a kind of organisation can be brought in. */
const SEATS: Record<JointKind, Readonly<Record<string, Exclude<PartyRole, 'lead'>>>> = {
  investigation: { cso: 'party', union: 'party', labour_office: 'reader' },
  remediation: {
    cso: 'party',
    union: 'party',
    buyer: 'party',
    employer: 'reader',
    recruiter: 'reader',
    association: 'reader',
  },
};
export const seatOf = (kind: JointKind, org: string): Exclude<PartyRole, 'lead'> | undefined =>
  Object.hasOwn(SEATS[kind], org) ? SEATS[kind][org] : undefined;

type Rule = {
  as: readonly PartyRole[];
  when: readonly PartyState[];
  kinds?: readonly string[];
  of?: readonly JointKind[];
  /** Also once it is closed. */
  closed?: true;
};
const ALL: readonly PartyRole[] = PARTY_ROLES;
const WORKS: readonly PartyRole[] = ['lead', 'party'];
const IN: readonly PartyState[] = ['joined'];
const RULES: Record<JointAct, Rule> = {
  read: { as: ALL, when: PARTY_STATES, closed: true },
  join: { as: ['party', 'reader'], when: ['invited', 'declined'] },
  decline: { as: ['party', 'reader'], when: ['invited'] },
  leave: { as: ['party', 'reader'], when: IN, closed: true },
  // A business that is supplied by the same place as another says itself whether that one may know.
  name: { as: ['party'], when: ['invited', 'joined'], kinds: ['buyer'], of: ['remediation'] },
  write: { as: WORKS, when: IN },
  pass_on: { as: WORKS, when: IN },
  task: { as: WORKS, when: IN },
  task_done: { as: WORKS, when: IN },
  task_pass: { as: WORKS, when: IN },
  decide: { as: WORKS, when: IN, kinds: ANSWERS_TO_WORKERS },
  act: { as: ['party'], when: IN, kinds: ['buyer'], of: ['remediation'] },
  link: { as: WORKS, when: IN, kinds: ANSWERS_TO_WORKERS, of: ['investigation'] },
  invite: { as: ['lead'], when: IN, kinds: ANSWERS_TO_WORKERS },
  close: { as: ['lead'], when: IN, kinds: ANSWERS_TO_WORKERS },
};

export type Seat = {
  orgKind: string;
  memberRole: string;
  role: PartyRole;
  state: PartyState;
  jointKind: JointKind;
  open: boolean;
};

export const takesPart = (kind: string, role: string): boolean =>
  Object.hasOwn(SEATED, kind) && (SEATED[kind]?.includes(role) ?? false);

export function mayAct(act: JointAct, seat: Seat): boolean {
  const rule = RULES[act];
  return (
    takesPart(seat.orgKind, seat.memberRole) &&
    rule.as.includes(seat.role) &&
    rule.when.includes(seat.state) &&
    (rule.kinds?.includes(seat.orgKind) ?? true) &&
    (rule.of?.includes(seat.jointKind) ?? true) &&
    (seat.open || rule.closed === true)
  );
}
export const actsOf = (seat: Seat): JointAct[] => ACTS.filter((act) => mayAct(act, seat));

/** How many, as another organisation is told: below the first number, the words beside it. */
export const RANGES: readonly (readonly [below: number, words: string])[] = [
  [1, '0'],
  [5, '1–4'],
  [10, '5–9'],
  [25, '10–24'],
  [50, '25–49'],
  [100, '50–99'],
];

/** `2026-Q4` of a day. */
export const quarterOf = (at: Date): string =>
  `${at.getUTCFullYear()}-Q${Math.floor(at.getUTCMonth() / 3) + 1}`;
export const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

/** Who may ever write in one: kinds that are more than readers somewhere. */
export const writes = (kind: string, role: string): boolean =>
  takesPart(kind, role) && JOINT_KINDS.some((joint) => seatOf(joint, kind) === 'party');
