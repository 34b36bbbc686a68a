/** What stands in the way of the next step. A network chooses its own list; this is the first. */
export type SubStatus = { readonly code: string; readonly words: string };
export const FIRST_SUB_STATUSES: readonly SubStatus[] = [
  { code: 'waiting_for_interpreter', words: 'Waiting for an interpreter' },
  { code: 'call_back_at', words: 'To be called back' },
  { code: 'waiting_for_document', words: 'Waiting for a document' },
  { code: 'waiting_for_worker', words: 'Waiting for the worker' },
  { code: 'waiting_for_partner', words: 'Waiting for a partner' },
  { code: 'with_supervisor', words: 'With the lead' },
];
