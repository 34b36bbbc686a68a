/**
 * The fields of a statement made on a worker's device. Phone and server build them with this one function, so that
 * both compute one commitment. Everything that says what happened is in `content`, as the hash of sealed bytes.
 */
export type Field = { readonly name: string; readonly value: string };

export type WorkerStatement = {
  readonly kind: WorkerKind;
  /** The docket as registered: kind and id. */
  readonly subject: { readonly kind: string; readonly id: string };
  /** The server's time as it came with the puzzle: `YYYY-MM-DDTHH:MM:SSZ`. */
  readonly recorded: string;
  /** `sha256:<hex>` of the envelope's UTF-8. */
  readonly content: string;
  /** `sha256:<hex>` of the raw 32-byte Ed25519 public key of this statement. */
  readonly key: string;
  /** The id of the organisation whose keys it is sealed to, without its kind. */
  readonly receiver: string;
  /** The `statementId` of the report that opened the thread. */
  readonly thread: string;
  /** Reports only: the class by which they wait. */
  readonly urgency?: Urgency;
  /** Of a report that a coordinator wrote down for somebody, and of that worker's own word on it. */
  readonly filing?: Filing;
};

/** `coordinator`: not the worker's word until the worker says one of the others. */
export const FILINGS = ['coordinator', 'confirmed', 'corrected', 'disowned'] as const;
export type Filing = (typeof FILINGS)[number];

export const WORKER_KINDS = [
  'report',
  'message',
  'consent_answer',
  'remedy_answer',
  'withdrawal',
  'erasure_request',
  // To a question that is neither about a consent nor about a remedy: which one, `re` says.
  'answer',
] as const;
export type WorkerKind = (typeof WORKER_KINDS)[number];

export const URGENCIES = ['P0', 'P1', 'P2', 'P3'] as const;
export type Urgency = (typeof URGENCIES)[number];

/**
 * Sorted by name (all names are ASCII, so code units sort as bytes do). `occurred` is the day of `recorded` with
 * `occurred_unknown` beside it: the real day is the worker's to say and is sealed (ledger.md §2).
 */
export function workerFields(statement: WorkerStatement): Field[] {
  const { kind, subject, recorded, content, key, receiver, thread, urgency, filing } = statement;
  const fields: Field[] = [
    { name: 'content', value: content },
    ...(filing ? [{ name: 'filing', value: filing }] : []),
    { name: 'key', value: key },
    { name: 'kind', value: kind },
    { name: 'occurred', value: recorded.slice(0, 10) },
    { name: 'occurred_unknown', value: '1' },
    { name: 'receiver', value: `organisation ${receiver}` },
    { name: 'recorded', value: recorded },
    { name: 'schema', value: `vouch/${kind}/1` },
    { name: 'subject', value: `${subject.kind} ${subject.id}` },
    { name: 'thread', value: thread },
  ];
  return urgency ? [...fields, { name: 'urgency', value: urgency }] : fields;
}
