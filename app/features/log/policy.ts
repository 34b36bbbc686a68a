import { parsePolicy, vkeyOf } from '../../../ledger/index.ts';
import type { World } from '../../platform/world.ts';
import { logKey, receiptKey } from './log-keys.ts';

/** Whom the publisher asks for a cosignature (C2SP tlog-witness). What it saw last is its own to say: it answers 409. */
export type WitnessAt = { vkey: string; url: string };

/** `w` a witness, `a` an auditor; `name` is the policy's own word for the key, `by` says who runs it. */
export type Cosigner = WitnessAt & { name: string; by: string; group: 'w' | 'a' };

/** Those that a policy file names; `url` is empty for one that asks by itself, `by` is from our own comment above it. */
export function cosignersOf(source: string): Cosigner[] {
  const policy = parsePolicy(source);
  if (typeof policy === 'string') return [];
  const auditors = new Set(policy.groups.get('a')?.members);
  return [...policy.witnesses].map(([name, { vkey }]) => {
    const said = source.split('\n').find((line) => line.startsWith(`# ${name} is run by `));
    const by = said?.slice(`# ${name} is run by `.length) ?? '';
    return { name, vkey, url: policy.urls.get(vkey) ?? '', by, group: auditors.has(name) ? 'a' : 'w' };
  });
}

/**
 * How many of n witnesses must sign: with f liars among them no two histories both get q signatures if 2q − n > f
 * (ledger.md 7). At least one liar is reckoned with, and one in three of many.
 */
export function witnessThreshold(n: number): number {
  const liars = Math.max(1, Math.floor((n - 1) / 3));
  return Math.min(n, Math.floor((n + liars) / 2) + 1);
}

/** Whose signatures count, oldest first: several while one key takes over from another. */
export type PolicyKeys = { log: readonly string[]; receipt: readonly string[] };

/** The policy of this deployment (C2SP tlog-policy, ledger.md 7): who must have signed. */
export function policyText(
  world: Pick<World, 'keys' | 'config'>,
  cosigners: readonly (Omit<Cosigner, 'group'> & { group?: 'w' | 'a' })[],
  keys: PolicyKeys = { log: [vkeyOf(logKey(world)).vkey], receipt: [vkeyOf(receiptKey(world)).vkey] },
): string {
  const names = (auditors: boolean) =>
    cosigners.filter((one) => (one.group === 'a') === auditors).map((one) => one.name);
  return [
    ...keys.log.map((vkey) => `log ${vkey}`),
    ...keys.receipt.map((vkey) => `receipt ${vkey}`),
    `# epoch ${world.config.epochSeconds}`,
    ...cosigners.flatMap((one) => [
      `# ${one.name} is run by ${one.by}`,
      `witness ${one.name} ${one.vkey} ${one.url}`.trimEnd(),
    ]),
    ...quorumLines(names(false), names(true), world.config.quorum),
    '',
  ].join('\n');
}

/** One auditor is enough: it sees all, and to hide from two is no harder than from the worse of them. */
function quorumLines(
  witnesses: readonly string[],
  auditors: readonly string[],
  asked: { w: number; a: number } | undefined,
): string[] {
  const w = asked?.w ?? witnessThreshold(witnesses.length);
  const groups = [
    ...(witnesses.length > 0 ? [`group w ${w} ${witnesses.join(' ')}`] : []),
    ...(auditors.length > 0 ? [`group a ${asked?.a ?? 1} ${auditors.join(' ')}`] : []),
  ];
  if (groups.length === 2) return [...groups, 'group q all w a', 'quorum q'];
  if (groups.length === 0) return ['quorum none'];
  return [...groups, `quorum ${witnesses.length > 0 ? 'w' : 'a'}`];
}
