// ledger.md §8: the reasons of a verdict, in the page's order, and what each denies.

export const BOTH = [
  'malformed',
  'bad-signature',
  'quorum-missing',
  'epoch-not-in-log',
  'registration-not-in-log',
  'head-not-in-epoch',
  'root-mismatch',
  'history-rewritten',
] as const;

export const COMPLETE = [
  'unaudited',
  'stale-checkpoint',
  'duplicate-registration',
  'count-mismatch',
  'move-unproven',
  'erasure-unproven',
  'withdrawal-unproven',
  'totals-mismatch',
] as const;

export const UNALTERED = ['opening-mismatch'] as const;

export type Reason = (typeof BOTH)[number] | (typeof COMPLETE)[number] | (typeof UNALTERED)[number];

/** All of them, in the page's order. */
export const REASONS: readonly Reason[] = [...BOTH, ...COMPLETE, ...UNALTERED];

export const deniesUnaltered = (reason: Reason): boolean =>
  (BOTH as readonly Reason[]).includes(reason) || (UNALTERED as readonly Reason[]).includes(reason);

export const deniesComplete = (reason: Reason): boolean => !(UNALTERED as readonly Reason[]).includes(reason);

/** In the page's order, each once. */
export const inOrder = (reasons: ReadonlySet<Reason>): Reason[] =>
  REASONS.filter((reason) => reasons.has(reason));

/** One plain sentence each, for a reader who isn't a technician. */
export const PLAIN: Record<Reason, string> = {
  malformed: 'The file is not a well-formed bundle, so nothing in it can be relied on.',
  'bad-signature': 'A signature on the log’s checkpoint is missing or false.',
  'quorum-missing': 'Not enough independent witnesses have signed this state of the log.',
  'epoch-not-in-log': 'The epoch that the bundle shows is not in the signed log.',
  'registration-not-in-log': 'The workplace is not registered in the log as the bundle says.',
  'head-not-in-epoch': 'The state of the docket that the bundle shows is not the one in the signed epoch.',
  'root-mismatch':
    'The statements given are not exactly those on record: one was changed, added, left out or put elsewhere.',
  'history-rewritten': 'What was on record earlier is no longer there in the same form.',
  unaudited: 'No auditor has to sign, so nobody independent has confirmed that nothing was left out.',
  'stale-checkpoint': 'The bundle is out of date: something later may be missing.',
  'duplicate-registration': 'The workplace is registered more than once, so there may be a second docket.',
  'count-mismatch': 'The number of statements given is not the number on record.',
  'move-unproven': 'A statement is shown as moved to another workplace without proof that it stands there.',
  'erasure-unproven': 'A statement’s erasure does not agree with the record.',
  'withdrawal-unproven': 'A statement is shown as withdrawn without the worker’s valid signature.',
  'totals-mismatch': 'The totals at the end do not agree with the lines above them.',
  'opening-mismatch': 'A statement’s shown words or fields are not those that were put on record.',
};
