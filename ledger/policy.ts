// C2SP tlog-policy, with the lines `receipt <vkey>` and `# epoch <seconds>` of ledger.md §7 and §8.

import { hex } from './bytes.ts';
import { parseNumber } from './lines.ts';
import { isBy, parseVkey, verifySignature } from './note.ts';
import type { Note, VerifierKey } from './note.ts';

export type Group = { name: string; threshold: number; members: string[] };

export type Policy = {
  logs: VerifierKey[];
  receipts: VerifierKey[];
  /** By the policy's own names. */
  witnesses: Map<string, VerifierKey>;
  /** In the file's order: members stand before their group. */
  groups: Map<string, Group>;
  /** A witness's or group's name; undefined for `quorum none`. */
  quorum: string | undefined;
  /** `# epoch <seconds>`, where it stands. */
  epochSeconds: number | undefined;
  /** URLs of logs and witnesses by their vkey, where they stand. */
  urls: Map<string, string>;
};

/** Reads a policy file; a text says in one sentence what is wrong with it. */
export function parsePolicy(source: string): Policy | string {
  const policy: Policy = {
    logs: [],
    receipts: [],
    witnesses: new Map(),
    groups: new Map(),
    quorum: undefined,
    epochSeconds: undefined,
    urls: new Map(),
  };
  const seen = { quorum: 0, grouped: new Set<string>() };
  const lines = source.split('\n');
  for (const [at, line] of lines.entries()) {
    const fault = readLine(policy, seen, line);
    if (fault) return `policy line ${at + 1}: ${fault}`;
  }
  return seen.quorum === 1 ? policy : 'the policy has no quorum line';
}

type Seen = { quorum: number; grouped: Set<string> };

function readLine(policy: Policy, seen: Seen, line: string): string | undefined {
  if (/[\x00-\x08\x0a-\x1f\x7f]/.test(line)) return 'a control character';
  const [word, ...rest] = line.split(/[ \t]+/).filter((part) => part !== '');
  if (word === undefined) return undefined;
  if (word.startsWith('#')) return readComment(policy, line);
  switch (word) {
    case 'log':
      return readKey(policy, policy.logs, rest);
    case 'receipt':
      return readKey(policy, policy.receipts, rest);
    case 'witness':
      return readWitness(policy, rest);
    case 'group':
      return readGroup(policy, seen, rest);
    case 'quorum':
      return readQuorum(policy, seen, rest);
    default:
      return `unknown word ${word}`;
  }
}

function readComment(policy: Policy, line: string): string | undefined {
  const digits = /^[ \t]*#[ \t]*epoch[ \t]+([0-9]+)[ \t]*$/.exec(line)?.[1];
  if (digits === undefined) return undefined;
  const seconds = parseNumber(digits);
  if (!seconds) return 'an epoch has a whole number of seconds';
  policy.epochSeconds = seconds;
  return undefined;
}

function readKey(
  policy: Policy,
  keys: VerifierKey[],
  [vkey = '', url, ...rest]: string[],
): string | undefined {
  const key = parseVkey(vkey);
  if (key?.algorithm !== 1 || rest.length > 0) return 'not an Ed25519 key';
  const others = [...policy.logs, ...policy.receipts];
  if (others.some((other) => hex(other.key) === hex(key.key))) return 'this key stands twice';
  keys.push(key);
  if (url !== undefined) policy.urls.set(vkey, url);
  return undefined;
}

function readWitness(policy: Policy, [name = '', vkey = '', url, ...rest]: string[]): string | undefined {
  const key = parseVkey(vkey);
  if (key?.algorithm !== 4 || rest.length > 0) return 'not a cosignature/v1 key';
  if (isTaken(policy, name)) return `the name ${name} stands twice`;
  const others = [...policy.witnesses.values()];
  if (others.some((other) => hex(other.key) === hex(key.key))) return 'this key stands twice';
  policy.witnesses.set(name, key);
  if (url !== undefined) policy.urls.set(vkey, url);
  return undefined;
}

const isTaken = (policy: Policy, name: string): boolean =>
  name === 'none' || policy.witnesses.has(name) || policy.groups.has(name);

function readGroup(
  policy: Policy,
  seen: Seen,
  [name = '', k = '', ...members]: string[],
): string | undefined {
  if (isTaken(policy, name)) return `the name ${name} stands twice`;
  const threshold = k === 'all' ? members.length : k === 'any' ? 1 : (parseNumber(k) ?? 0);
  if (threshold < 1 || threshold > members.length) return 'a threshold is from 1 to the number of members';
  for (const member of members) {
    if (member === 'none' || !isTaken(policy, member)) return `${member} is not defined above`;
    if (seen.grouped.has(member)) return `${member} is a member twice`;
    seen.grouped.add(member);
  }
  policy.groups.set(name, { name, threshold, members });
  return undefined;
}

function readQuorum(policy: Policy, seen: Seen, [name = '', ...rest]: string[]): string | undefined {
  if (++seen.quorum > 1) return 'a second quorum';
  if (rest.length > 0 || name === '') return 'a quorum has one name';
  if (name !== 'none' && !isTaken(policy, name)) return `${name} is not defined above`;
  policy.quorum = name === 'none' ? undefined : name;
  return undefined;
}

/** Whether the witnesses with these names meet the quorum. */
export function isQuorum(policy: Policy, names: ReadonlySet<string>): boolean {
  const met = (name: string): boolean => {
    const group = policy.groups.get(name);
    return group ? group.members.filter(met).length >= group.threshold : names.has(name);
  };
  return policy.quorum === undefined || met(policy.quorum);
}

/** §8: the quorum can't be met without a member of the group named `a`. */
export function hasAuditor(policy: Policy): boolean {
  if (!policy.groups.has('a')) return false;
  const auditors = new Set<string>();
  const collect = (name: string): void => {
    auditors.add(name);
    policy.groups.get(name)?.members.forEach(collect);
  };
  collect('a');
  return !isQuorum(policy, new Set([...policy.witnesses.keys()].filter((name) => !auditors.has(name))));
}

export type SignatureVerdict = {
  /** A line by a known key failed, or none by the log's is there. */
  badSignature: boolean;
  /** The quorum isn't met by the valid cosignatures. */
  quorumMissing: boolean;
  /** The latest t such that cosignatures with time ≥ t meet the quorum; undefined if none does, or for `quorum none`. */
  quorumTime: number | undefined;
};

/** §8: judges the signature lines of a checkpoint whose origin is `origin`. Unknown keys are ignored. */
export function judgeSignatures(policy: Policy, note: Note, origin: string): SignatureVerdict {
  let badSignature = false;
  let byLog = 0;
  const times = new Map<string, number>();
  for (const signature of note.signatures) {
    const log = policy.logs.find((key) => isBy(signature, key));
    if (log) {
      if (log.name === origin && verifySignature(note.text, signature, log)) byLog++;
      else badSignature = true;
      continue;
    }
    const witness = [...policy.witnesses].find(([, key]) => isBy(signature, key));
    if (!witness) continue;
    const cosignature = verifySignature(note.text, signature, witness[1]);
    if (cosignature) times.set(witness[0], Math.max(cosignature.time, times.get(witness[0]) ?? 0));
    else badSignature = true;
  }
  return {
    badSignature: badSignature || byLog === 0,
    quorumMissing: !isQuorum(policy, new Set(times.keys())),
    quorumTime: quorumTime(policy, times),
  };
}

function quorumTime(policy: Policy, times: ReadonlyMap<string, number>): number | undefined {
  if (policy.quorum === undefined) return undefined;
  const latestFirst = [...new Set(times.values())].sort((a, b) => b - a);
  return latestFirst.find((t) =>
    isQuorum(policy, new Set([...times].filter(([, u]) => u >= t).map(([name]) => name))),
  );
}
