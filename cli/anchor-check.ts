// Whether what stands on a chain or in a .ots file is a state of this log: for outsiders, who need no deployment.
import { readFile } from 'node:fs/promises';
import {
  type Attested,
  NotOts,
  attested,
  parseOts,
  readContract,
  stampedDigest,
} from '../app/features/log/index.ts';
import {
  Frontier,
  equalBytes,
  hex,
  leafHash,
  readCheckpoint,
  readEntries,
  utf8,
  verifyLog,
} from '../ledger/index.ts';
import type { LogReader, Policy } from '../ledger/index.ts';
import { BadUse } from './ledger-inputs.ts';

export type Finding = { place: string; ok: boolean; size: number | null; says: string };

/** A state after each epoch: nothing else was ever signed. */
type States = { origin: string; size: number; roots: Map<number, Uint8Array> };

/** The signed states of a log, if it is in order by the policy. Throws BadUse where it can't be told. */
export async function statesOf(read: LogReader, policy: Policy): Promise<States> {
  const { ok, reasons } = await verifyLog(read, { policy });
  if (!ok)
    throw new BadUse(`The log itself is not in order (${reasons.join(', ')}): vouch verify-log says more.`);
  const found = readCheckpoint(await read('checkpoint'));
  const entries = found && (await readEntries(read, found.checkpoint.size));
  if (!entries) throw new BadUse('There is no whole log there.');
  const roots = new Map<number, Uint8Array>();
  const frontier = new Frontier();
  for (const [at, line] of entries.entries()) {
    frontier.append(leafHash(utf8(line)));
    if (line.startsWith('epoch ')) roots.set(at + 1, frontier.root());
  }
  return { origin: found.checkpoint.origin, size: entries.length, roots };
}

/** A `.ots` file: which state it speaks of, and who attests it. */
export async function checkOts(path: string, { origin, roots }: States): Promise<Finding> {
  const place = path;
  const no = (says: string): Finding => ({ place, ok: false, size: null, says });
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch {
    throw new BadUse(`Can't read ${path}.`);
  }
  try {
    const stamp = parseOts(bytes);
    const size = [...roots].find(([n, root]) =>
      equalBytes(stampedDigest(origin, n, root), stamp.message),
    )?.[0];
    if (size === undefined)
      return no('it is about something else: no signed state of this log has this digest');
    return { place, ok: true, size, says: [...attested(stamp)].map(inWords).sort().join('; ') };
  } catch (error) {
    if (error instanceof NotOts) return no(`it can't be read: ${error.message}`);
    throw error;
  }
}

function inWords({ message, attestation }: Attested): string {
  switch (attestation.kind) {
    case 'bitcoin':
      // Explorers write hashes of Bitcoin backwards.
      return `Bitcoin block ${attestation.height} holds it, if its Merkle root is ${hex(message.toReversed())}`;
    case 'pending':
      return `${attestation.uri} promised it`;
    case 'unknown':
      return 'somebody else attests it, in a way that is not known here';
  }
}

/** A contract: whether what it holds now is a state of this log. */
export async function checkContract(url: string, contract: string, states: States): Promise<Finding> {
  const place = contract;
  let there;
  try {
    there = await readContract(url, contract);
  } catch (error) {
    throw new BadUse(
      `The contract can't be read: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : ''}`,
    );
  }
  const no = (says: string): Finding => ({ place, ok: false, size: there.size, says });
  if (there.origin !== states.origin) return no(`it is of another log: ${there.origin}`);
  if (there.size > states.size)
    return no(`it holds ${there.size} entries, this log has ${states.size}: it was cut, or is an old copy`);
  const root = states.roots.get(there.size);
  if (!root || hex(root) !== there.root)
    return no('it holds another history: there are two logs of this name');
  return { place, ok: true, size: there.size, says: `chain ${there.chainId}, posted by ${there.poster}` };
}
