import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EpochAudit } from './audit.ts';
import type { AuditedHead } from './audit.ts';
import { Remembered } from './audit-memory.ts';
import { type AuditFault, auditReasons } from './audit-reasons.ts';
import { equalBytes, mustHex } from './bytes.ts';
import { parseEntry } from './lines.ts';
import { Frontier } from './merkle.ts';
import { folderReader, oursPath, readJson } from './vectors.ts';
import { readCheckpoint, readEntries } from './verify-log.ts';

type Keys = {
  k_seal: string;
  sealed: { docket: number; id: string }[];
  unplaced_reasons: { index: number; reason: string }[];
};
type Private = { epoch: number; dockets: (AuditedHead & { leaves: string[] })[] };
type Index = { audits: { dir: string; about: string; ok: boolean; reasons: string[] }[] };

const ALLOWED = ['two workplaces share the address'];

async function audit(dir: string): Promise<AuditFault[]> {
  const folder = oursPath(`audits/${dir}`);
  const read = folderReader(`${folder}/log`);
  const found = readCheckpoint(await read('checkpoint'));
  assert.ok(found);
  const { checkpoint } = found;
  const entries = (await readEntries(read, checkpoint.size)) ?? [];
  const given = readJson<Keys>(`${folder}/private/keys.json`);
  const ground = { origin: checkpoint.origin, sealKey: mustHex(given.k_seal) };
  const memory = new Remembered();
  const reasonOf = (leaf: number) =>
    given.unplaced_reasons.some((one) => one.index === leaf && ALLOWED.includes(one.reason));
  for (let from = 0, to = 0; to < entries.length; to++) {
    const entry = parseEntry(entries[to] ?? '');
    if (entry?.type !== 'epoch') continue;
    const epoch = new EpochAudit(memory, ground);
    for (const { docket, id } of given.sealed) epoch.opening(docket, id);
    for (const line of entries.slice(from, to + 1)) epoch.entry(line);
    const priv = readJson<Private>(`${folder}/private/epoch-${entry.number}.json`);
    for (const { leaves, ...head } of priv.dockets) {
      epoch.docket(head);
      for (const line of leaves) epoch.leaves([`${line}\n`]);
    }
    const faults = epoch.end({ reasonOf });
    if (faults.length > 0) return faults;
    from = to + 1;
  }
  assert.ok(equalBytes(Frontier.fromJSON(memory.log().frontier).root(), checkpoint.root));
  return [];
}

const vectors = readJson<Index>(oursPath('audits/index.json')).audits;

for (const { dir, about, ok, reasons } of vectors) {
  test(`known audit ${dir}: ${about}`, async () => {
    const faults = await audit(dir);
    assert.equal(faults.length === 0, ok);
    assert.deepEqual(auditReasons(faults), reasons, JSON.stringify(faults));
  });
}
