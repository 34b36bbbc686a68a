// ledger.md §8: what a bundle says of a receipt's promise.

import type { Header } from './bundle.ts';
import { parseTime } from './lines.ts';
import type { Policy } from './policy.ts';
import { verifyReceipt } from './receipt.ts';
import type { Receipt } from './receipt.ts';
import { BOTH } from './reasons.ts';
import type { Reason } from './reasons.ts';

export type PromiseVerdict = 'kept' | 'BROKEN' | 'not due yet' | 'unknown' | 'about another docket';

export type Promised = { receipt: Receipt };

/** A receipt that is valid under the policy; a text says why not. */
export function readPromise(source: string, policy: Policy): Promised | string {
  const { ok, reasons, receipt } = verifyReceipt(source, { keys: policy.receipts });
  return ok && receipt ? { receipt } : `the receipt is not valid: ${reasons.join(', ')}`;
}

/** Undefined from a bundle with a reason that denies both; `kept` = the commitment is a leaf line. */
export function judgePromise(
  { receipt }: Promised,
  header: Header,
  kept: boolean,
  reasons: ReadonlySet<Reason>,
): PromiseVerdict | undefined {
  if (BOTH.some((reason) => reasons.has(reason))) return undefined;
  const { docket, epoch } = header;
  if (receipt.docket !== docket.index) return 'about another docket';
  const isNamed = receipt.kind === docket.kind && receipt.id === docket.id;
  if (kept && isNamed) return 'kept';
  if (header.type === 'single') return 'unknown';
  const isDue = (parseTime(epoch.closed) ?? 0) >= (parseTime(receipt.due) ?? Infinity);
  return isDue ? 'BROKEN' : 'not due yet';
}
