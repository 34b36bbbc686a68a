import { type Policy, parsePolicy } from '../../../ledger/index.ts';
import { type Cosigner, witnessThreshold } from './policy.ts';

/** Who must sign of each group, where the operator asks for more than the rule does. */
export type Thresholds = { w: number; a: number };

/** What an operator's own policy file says: who watches this log. Its keys and its epoch are ours to say. */
export type OwnPolicy = { cosigners: Cosigner[]; thresholds: Thresholds };

export type OwnKeys = { log: readonly string[]; receipt: readonly string[]; epochSeconds: number };

/**
 * Reads the policy file that an operator edits (C2SP tlog-policy): `witness` lines, with `group a …` naming the auditors
 * among them. A text says in one sentence what must be changed.
 */
export function readOwnPolicy(source: string, own: OwnKeys): OwnPolicy | string {
  const policy = parsePolicy(/^\s*quorum\s/m.test(source) ? source : `${source}\nquorum none\n`);
  if (typeof policy === 'string') return policy;
  const strange =
    policy.logs.find((key) => !own.log.includes(key.vkey)) ??
    policy.receipts.find((key) => !own.receipt.includes(key.vkey));
  if (strange) return `it names the key ${strange.vkey}, which is none of this installation's`;
  if (policy.epochSeconds !== undefined && policy.epochSeconds !== own.epochSeconds)
    return `it says that an epoch has ${policy.epochSeconds} seconds, this start says ${own.epochSeconds}`;
  const auditors = new Set(policy.groups.get('a')?.members);
  const cosigners = [...policy.witnesses].map(([name, { vkey }]): Cosigner => ({
    ...{ name, vkey, url: policy.urls.get(vkey) ?? '', by: runBy(source, name) },
    group: auditors.has(name) ? 'a' : 'w',
  }));
  return faultOf(policy, cosigners) ?? { cosigners, thresholds: thresholdsOf(policy, cosigners) };
}

function runBy(source: string, name: string): string {
  const before = `# ${name} is run by `;
  const line = source.split('\n').find((one) => one.startsWith(before));
  return line?.slice(before.length).trim() || 'whoever the operator did not name';
}

const count = (cosigners: readonly Cosigner[], group: 'w' | 'a'): number =>
  cosigners.filter((one) => one.group === group).length;

const thresholdsOf = (policy: Policy, cosigners: readonly Cosigner[]): Thresholds => ({
  w: policy.groups.get('w')?.threshold ?? witnessThreshold(count(cosigners, 'w')),
  a: policy.groups.get('a')?.threshold ?? 1,
});

function faultOf(policy: Policy, cosigners: readonly Cosigner[]): string | undefined {
  const wrongUrl = cosigners.find(({ url }) => url !== '' && !/^https?:\/\/[^/]/.test(url));
  if (wrongUrl)
    return `the address of ${wrongUrl.name} must begin with https://, or be left out if it asks by itself`;
  const other = [...policy.groups.keys()].find((name) => !['w', 'a', 'q'].includes(name));
  if (other !== undefined)
    return `it has a group ${other}: here there are w (witnesses), a (auditors), and q of both`;
  const w = policy.groups.get('w');
  const witnesses = cosigners.filter((one) => one.group === 'w').map((one) => one.name);
  if (w && (w.members.length !== witnesses.length || !w.members.every((name) => witnesses.includes(name))))
    return 'group w must name every witness that is not in group a';
  const least = witnessThreshold(witnesses.length);
  if (w && w.threshold < least)
    return `${w.threshold} of ${witnesses.length} witnesses could be shown two histories: write "group w ${least} ${w.members.join(' ')}"`;
  const named = policy.quorum;
  const both = witnesses.length > 0 && witnesses.length < cosigners.length;
  const right = both ? 'q' : witnesses.length > 0 ? 'w' : 'a';
  if (named !== undefined && named !== right) return `the quorum must be "${right}", not "${named}"`;
  const q = policy.groups.get('q');
  if (q && !(q.threshold === 2 && ['w', 'a'].every((name) => q.members.includes(name))))
    return 'group q must be "group q all w a"';
  return undefined;
}
