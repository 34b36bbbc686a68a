// ledger.md §6: the signed promise that a statement was taken and by which epoch it must stand.

import { formatNote, parseNote, signText, verifySignature } from './note.ts';
import type { Note, SignerKey, VerifierKey } from './note.ts';
import { isHash, isKind, isSubject, parseNumber, parseTime } from './lines.ts';
import type { Kind } from './lines.ts';

/** `due` is the close of the epoch that must contain it, `YYYY-MM-DDTHH:MM:SSZ`. */
export type Receipt = {
  origin: string;
  docket: number;
  kind: Kind;
  id: string;
  commitment: string;
  due: string;
};

/** The text that is signed, each line with its LF. */
export const formatReceipt = (receipt: Receipt): string =>
  `vouch/1 receipt\n${receipt.origin}\n${receipt.docket} ${receipt.kind} ${receipt.id}\n${receipt.commitment}\n${receipt.due}\n`;

/** The whole signed note. During a key rotation both keys sign. */
export function signReceipt(receipt: Receipt, signers: readonly SignerKey[]): string {
  const text = formatReceipt(receipt);
  return formatNote({ text, signatures: signers.map((signer) => signText(text, signer)) });
}

/** Reads a receipt without judging its signatures; undefined for another form. */
export function parseReceipt(source: string): { receipt: Receipt; note: Note } | undefined {
  const note = parseNote(source);
  const [title, origin = '', place = '', commitment = '', due = '', end, ...rest] =
    note?.text.split('\n') ?? [];
  const [digits = '', kind = '', id = '', ...more] = place.split(' ');
  const docket = parseNumber(digits);
  if (
    !note ||
    title !== 'vouch/1 receipt' ||
    end !== '' ||
    rest.length + more.length > 0 ||
    docket === undefined
  ) {
    return undefined;
  }
  if (origin === '' || !isKind(kind) || !isSubject(kind, id) || !isHash(commitment)) return undefined;
  if (parseTime(due) === undefined) return undefined;
  const receipt = { origin, docket, kind, id, commitment, due };
  return formatReceipt(receipt) === note.text ? { receipt, note } : undefined;
}

export type ReceiptReason = 'malformed' | 'bad-signature' | 'registration-not-in-log' | 'due-too-late';

/** What a receipt is judged against; `given` and `epochSeconds` together, `isRegistered` where the log is at hand. */
export type ReceiptChecks = {
  keys: readonly VerifierKey[];
  /** When the phone got it, seconds since 1970. */
  given?: number;
  epochSeconds?: number;
  /** Whether the log, as published then, has `docket <index> <kind> <id>`. */
  isRegistered?: (docket: number, kind: Kind, id: string) => boolean;
};

export type ReceiptVerdict = { ok: boolean; reasons: ReceiptReason[]; receipt?: Receipt };

/** §6: a valid receipt is signed by a receipt key under its origin; each line by a known key must be valid. */
export function verifyReceipt(source: string, checks: ReceiptChecks): ReceiptVerdict {
  const parsed = parseReceipt(source);
  if (!parsed) return { ok: false, reasons: ['malformed'] };
  const { receipt, note } = parsed;
  const reasons: ReceiptReason[] = [];
  if (!isSigned(receipt, note, checks.keys)) reasons.push('bad-signature');
  if (checks.isRegistered && !checks.isRegistered(receipt.docket, receipt.kind, receipt.id)) {
    reasons.push('registration-not-in-log');
  }
  const due = parseTime(receipt.due) ?? Infinity;
  if (checks.given !== undefined && due > checks.given + 2 * (checks.epochSeconds ?? 21600)) {
    reasons.push('due-too-late');
  }
  return { ok: reasons.length === 0, reasons, receipt };
}

function isSigned(receipt: Receipt, note: Note, keys: readonly VerifierKey[]): boolean {
  let valid = 0;
  for (const signature of note.signatures) {
    const key = keys.find(({ name, id }) => name === signature.name && id === signature.id);
    if (!key) continue;
    if (key.name !== receipt.origin || key.algorithm !== 1) return false;
    if (!verifySignature(note.text, signature, key)) return false;
    valid++;
  }
  return valid > 0;
}
