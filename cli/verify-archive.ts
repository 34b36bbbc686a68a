// `vouch verify ARCHIVE.zip`: each bundle by itself, the index, one answer.
import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { type ArchiveVerdict, type ReadAt, verifyArchive } from '../app/features/evidence/archive.ts';
import { PLAIN, verifyBundle } from '../ledger/index.ts';
import type { VerifyOptions } from '../ledger/index.ts';
import { BadUse } from './ledger-inputs.ts';

/** By its first bytes: a name says nothing. */
export async function isArchive(path: string): Promise<boolean> {
  const file = await open(path).catch(() => undefined);
  if (!file) return false;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
    return bytesRead === 4 && ['PK\x03\x04', 'PK\x05\x06'].includes(buffer.toString('latin1'));
  } finally {
    await file.close();
  }
}

/** Returns the exit code. */
export async function verifyArchiveFile(
  path: string,
  options: Omit<VerifyOptions, 'older' | 'receipt'>,
  json: boolean | undefined,
): Promise<number> {
  const file = await open(path);
  try {
    const isShown = process.stderr.isTTY;
    const verdict = await verifyArchive(readerOf(file), (await file.stat()).size, {
      judge: (bundle) => verifyBundle(bundle, options),
      hasher: () => {
        const hash = createHash('sha256');
        return { update: (bytes) => void hash.update(bytes), hex: () => hash.digest('hex') };
      },
      onFile: (name, done, of) => {
        if (isShown) process.stderr.write(`\r\x1b[Kchecking ${done + 1} of ${of}: ${name}`);
      },
    });
    if (isShown) process.stderr.write('\r\x1b[K');
    if ('refused' in verdict) throw new BadUse(`No verdict: ${verdict.refused}.`);
    process.stdout.write(json ? `${JSON.stringify(forMachines(verdict))}\n` : forPeople(verdict));
    return verdict.unaltered && verdict.complete ? 0 : 1;
  } finally {
    await file.close();
  }
}

const readerOf =
  (file: FileHandle): ReadAt =>
  async (start, length) => {
    const { buffer, bytesRead } = await file.read(new Uint8Array(length), 0, length, start);
    return buffer.subarray(0, bytesRead);
  };

function forMachines({
  unaltered,
  complete,
  reasons,
  counts,
  files,
  nothing,
  faults,
}: ArchiveVerdict): object {
  return {
    unaltered,
    complete,
    reasons,
    counts: { end: true, ...counts },
    faults,
    files: files.map(({ file, docket, verdict, faults: own }) => ({
      file,
      docket,
      unaltered: (verdict?.unaltered ?? false) && own.length === 0,
      complete: (verdict?.complete ?? false) && own.length === 0,
      reasons: verdict?.reasons ?? [],
      ...(verdict ? { counts: { end: true, ...verdict.counts } } : {}),
      faults: own,
    })),
    nothing,
  };
}

const yes = (answer: boolean): string => (answer ? 'yes' : 'no');

function forPeople(v: ArchiveVerdict): string {
  const lines = [
    `Unaltered: ${yes(v.unaltered)}${v.unaltered ? '  What is shown is what was put on record.' : ''}`,
    `Complete:  ${yes(v.complete)}${v.complete ? `  For each docket given this is all there is up to ${v.index?.epoch.closed}.` : ''}`,
    '',
    ...v.faults.map((fault) => `  the archive: ${fault}`),
  ];
  for (const reason of v.reasons) lines.push(`  ${reason}`, `    ${PLAIN[reason]}`);
  if (v.faults.length + v.reasons.length > 0) lines.push('');
  for (const { file, verdict, faults } of v.files) {
    const isGood = verdict && faults.length === 0;
    const said = [...faults, ...(verdict?.reasons ?? [])].join(', ');
    lines.push(
      `${file}  unaltered ${yes(Boolean(isGood && verdict.unaltered))}, complete ${yes(Boolean(isGood && verdict.complete))}, ${verdict?.counts.statements ?? 0} statements${said ? `  (${said})` : ''}`,
    );
  }
  if (v.index) {
    const { asked, epoch } = v.index;
    lines.push(
      '',
      `For ${asked.for}, epoch ${epoch.number}, closed ${epoch.closed}${asked.quarter ? `, ${asked.quarter}` : ''}. By the archive's own, unsigned list.`,
    );
  }
  if (v.nothing.length > 0)
    lines.push(
      `For ${v.nothing.length} more ${v.nothing.length === 1 ? 'docket' : 'dockets'} there was nothing: empty, or not for this reader. That nobody spoke there does not follow.`,
    );
  if (v.reasons.includes('stale-checkpoint') && v.index)
    lines.push(`To judge it as of its own day: --at ${v.index.epoch.closed}`);
  return `${lines.join('\n')}\n`;
}
