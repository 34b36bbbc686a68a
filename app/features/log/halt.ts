/** What stops the log until a person has looked (ledger.md 10). Statements go on being taken. */
export const HALTS = [
  'other-bytes',
  'behind-files',
  'behind-witness',
  'fork',
  'key-missing',
  'restored',
] as const;
export type HaltKind = (typeof HALTS)[number];
export const isHaltKind = (text: string): text is HaltKind => (HALTS as readonly string[]).includes(text);

export class LogHalted extends Error {
  readonly kind: HaltKind;
  constructor(kind: HaltKind, message: string) {
    super(message);
    this.kind = kind;
  }
}

/** What to do, for each kind: printed with the reason wherever it is shown. */
export const WHAT_TO_DO: Readonly<Record<HaltKind, string>> = {
  'other-bytes':
    'Somebody or something changed a published file, or two databases wrote to one place. Compare both with a copy (vouch ledger check), put the file back, and start again.',
  'behind-files':
    'The database is older than what is published: an old backup was restored. Do not delete the published files. Take the missing entries back: vouch ledger replay --from DIR|URL.',
  'behind-witness':
    'A witness has seen more of this log than the database holds: an old backup was restored, or a second copy of it runs. Stop the other copy, or take the missing entries back: vouch ledger replay --from DIR|URL.',
  fork: 'Two histories of this log exist. Nothing may be published until it is known which one is true: keep both, and compare them with what witnesses hold (vouch ledger check).',
  restored:
    'A backup was restored here, and it is not known that the log did not go on after it. Ask the public log: vouch ledger replay --from DIR|URL. If nothing was published since the backup, say so: vouch ledger replay --nothing-since.',
  'key-missing':
    'The log announced a key whose secret is not in the data folder. Put keys/log-N back from the backup of the keys.',
};
