/**
 * Who may hold a docket's bundle, and what of each statement it shows (ledger.md 8: a bundle is itself a disclosure).
 * Employers and recruiters never; a buyer's rules (k workers, quarter's end, hidden dates) come with its own packages.
 */
export type Reader = { kind: string; licensed: boolean; onTheCase: boolean };

export const mayHold = (reader: Reader): boolean => {
  if (reader.kind === 'cso' || reader.kind === 'union') return reader.onTheCase;
  if (reader.kind === 'labour_office' || reader.kind === 'auditor') return reader.licensed;
  return false;
};

const ALWAYS = new Set([
  'kind',
  'schema',
  'subject',
  'occurred',
  'occurred_unknown',
  'recorded',
  'by',
  'content',
  'urgency',
  'receiver',
  'from',
  'to',
  'code',
  'outcome',
  'value',
]);

/** Whether a field's value is opened to this reader; names are always seen. A thread's number ties statements of one person together. */
export const isShownTo = (readerKind: string) => {
  const cso = readerKind === 'cso' || readerKind === 'union';
  return (name: string): boolean => cso || ALWAYS.has(name);
};

/**
 * Several organisations may have statements in one docket, `unplaced` above all: each opens its own, and the others'
 * are counted as withheld. A regulator's or auditor's licence is for the docket, whoever reads in it.
 */
export const isLicensedFor = (reader: { kind: string; org: string }, csoOrg: string): boolean =>
  reader.kind !== 'cso' && reader.kind !== 'union' ? true : reader.org === csoOrg;
