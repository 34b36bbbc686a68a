// Judges one file for the page. Runs in a worker, so that the page answers while a long file is read.

import { parseNote } from '../../ledger/note.ts';
import { isBy, verifySignature } from '../../ledger/note.ts';
import { judgeSignatures, parsePolicy } from '../../ledger/policy.ts';
import type { Policy } from '../../ledger/policy.ts';
import { verifyBundle } from '../../ledger/verify.ts';
import type { Verdict } from '../../ledger/verify.ts';
import { LineTableMaker } from './line-table.ts';
import type { LineTable } from './line-table.ts';

/** What can be read as a stream, again and again: a file, or a file in an archive. */
export type Part = { size: number; stream(): ReadableStream<Uint8Array> };

export type Inputs = {
  /** The reader's own, as text. */
  policy: string;
  older?: Blob;
  receipt?: string;
  /** The time of reading, seconds since 1970. */
  at: number;
};

/** A witness or auditor of the policy; `at` = when it signed, seconds since 1970. */
export type Signer = { name: string; by?: string; auditor: boolean; at?: number };

export type Checked = {
  verdict: Verdict;
  table: LineTable;
  signers: Signer[];
  /** When the quorum was met, seconds since 1970. */
  quorumTime?: number;
  at: number;
};
export type Answer = Checked | { refused: string };

/** The verdict on one bundle, and where each of its lines stands. */
export async function checkBundle(
  part: Part,
  inputs: Inputs,
  progress?: (done: number) => void,
): Promise<Answer> {
  const policy = parsePolicy(inputs.policy);
  if (typeof policy === 'string') return { refused: `that is not a policy: ${policy}` };
  const maker = new LineTableMaker();
  const verdict = await verifyBundle(
    chunks(part, (chunk, done) => {
      maker.pass(chunk);
      progress?.(done);
    }),
    {
      policy,
      at: inputs.at,
      older: inputs.older && chunks(inputs.older),
      receipt: inputs.receipt,
      onLine: (seen) => maker.see(seen),
    },
  );
  if ('refused' in verdict) return verdict;
  return { verdict, table: maker.table(), at: inputs.at, ...signedBy(policy, inputs.policy, verdict) };
}

/** A file as a stream; by a reader, since not every browser can iterate over one. */
export async function* chunks(
  part: Part,
  pass?: (chunk: Uint8Array, done: number) => void,
): AsyncGenerator<Uint8Array> {
  const reader = part.stream().getReader();
  let done = 0;
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      done += next.value.length;
      pass?.(next.value, done);
      yield next.value;
    }
  } finally {
    // Whoever stops reading early must not leave a 10 GB file waiting behind.
    await reader.cancel().catch(() => undefined);
  }
}

function signedBy(
  policy: Policy,
  source: string,
  { header, origin }: Verdict,
): { signers: Signer[]; quorumTime?: number } {
  const note = header && parseNote(header.checkpoint);
  if (!note || origin === undefined) return { signers: [] };
  const auditors = policy.groups.get('a')?.members ?? [];
  const signers = [...policy.witnesses].map(([name, key]): Signer => {
    const times = note.signatures
      .filter((signature) => isBy(signature, key))
      .map((signature) => verifySignature(note.text, signature, key)?.time)
      .filter((time) => time !== undefined);
    return {
      name,
      by: runBy(source, name),
      auditor: auditors.includes(name),
      at: times.length === 0 ? undefined : Math.max(...times),
    };
  });
  return { signers, quorumTime: judgeSignatures(policy, note, origin).quorumTime };
}

/** Policies say in a comment who runs each key. */
function runBy(source: string, name: string): string | undefined {
  const lines = source.split('\n').map((line) => /^# (\S+) is run by (.+)$/.exec(line));
  return lines.find((found) => found?.[1] === name)?.[2];
}
