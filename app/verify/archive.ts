// An archive of many dockets in this browser: judged by the same rules as on the command line, bundle by bundle.

import { sha256 } from '@noble/hashes/sha2.js';
import { hex } from '../../ledger/bytes.ts';
import { parsePolicy } from '../../ledger/policy.ts';
import { verifyBundle } from '../../ledger/verify.ts';
import { verifyArchive } from '../features/evidence/archive.ts';
import type { ArchiveVerdict, Hasher } from '../features/evidence/archive.ts';
import { zipBytes, zipEntries } from '../features/evidence/zip.ts';
import type { ReadAt } from '../features/evidence/zip.ts';
import type { Inputs } from './check.ts';

export type ArchiveAnswer = ArchiveVerdict | { refused: string };

const readerOf =
  (file: Blob, progress?: (done: number) => void): ReadAt =>
  async (start, length) => {
    progress?.(start + length);
    return new Uint8Array(await file.slice(start, start + length).arrayBuffer());
  };

function hasher(): Hasher {
  const state = sha256.create();
  return { update: (bytes) => void state.update(bytes), hex: () => hex(state.digest()) };
}

/** An older bundle and a receipt are about one docket: they are held against that one when it is opened. */
export async function checkArchive(
  file: Blob,
  inputs: Inputs,
  progress: (done: number, of?: string) => void,
): Promise<ArchiveAnswer> {
  const policy = parsePolicy(inputs.policy);
  if (typeof policy === 'string') return { refused: `that is not a policy: ${policy}` };
  let now = '';
  const read = readerOf(file, (done) => progress(done, now === '' ? undefined : now));
  return verifyArchive(read, file.size, {
    judge: (bundle) => verifyBundle(bundle, { policy, at: inputs.at }),
    hasher,
    onFile: (name, done, of) => (now = `${name}, ${done + 1} of ${of}`),
  });
}

/** One bundle of an archive that was judged, as a file; what is packed is unpacked, and a browser keeps a long one on disk. */
export async function fileIn(file: Blob, name: string): Promise<Blob> {
  const read = readerOf(file);
  const entry = (await zipEntries(read, file.size, () => true)).find((one) => one.name === name);
  if (!entry) throw new Error(`${name} is not in the archive`);
  if (!entry.deflated) return file.slice(entry.start, entry.start + entry.packed);
  const parts: Blob[] = [];
  for await (const chunk of zipBytes(read, entry)) parts.push(new Blob([Uint8Array.from(chunk)]));
  return new Blob(parts);
}

/** What an archive begins or ends with; the rest is judged. */
export async function isArchive(file: Blob): Promise<boolean> {
  const head = new TextDecoder().decode(await file.slice(0, 4).arrayBuffer());
  return head === 'PK\x03\x04' || head === 'PK\x05\x06';
}
