// RFC 6962 §2.1 and ledger.md §2 a second time, for tests: recursive, on plain arrays, sharing nothing with the library.
import { createHash, createHmac } from 'node:crypto';

export const sha = (...parts: (Uint8Array | string)[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};
export const u16 = (n: number): Buffer => Buffer.from([n >> 8, n & 255]);

// RFC 6962 §2.1, word for word.
export const naiveLeaf = (d: Uint8Array | string): Buffer => sha(Buffer.from([0]), d);
const node = (l: Uint8Array, r: Uint8Array): Buffer => sha(Buffer.from([1]), l, r);
function largestBelow(n: number): number {
  let k = 1;
  while (2 * k < n) k = 2 * k;
  return k;
}
export function mth(d: readonly Uint8Array[]): Uint8Array {
  const [first] = d;
  if (!first) return sha('');
  if (d.length === 1) return first;
  const k = largestBelow(d.length);
  return node(mth(d.slice(0, k)), mth(d.slice(k)));
}
export function path(m: number, d: readonly Uint8Array[]): Uint8Array[] {
  if (d.length === 1) return [];
  const k = largestBelow(d.length);
  return m < k
    ? [...path(m, d.slice(0, k)), mth(d.slice(k))]
    : [...path(m - k, d.slice(k)), mth(d.slice(0, k))];
}
export const proof = (m: number, d: readonly Uint8Array[]): Uint8Array[] =>
  m === 0 ? [] : subproof(m, d, true);
function subproof(m: number, d: readonly Uint8Array[], b: boolean): Uint8Array[] {
  if (m === d.length) return b ? [] : [mth(d)];
  const k = largestBelow(d.length);
  if (m <= k) return [...subproof(m, d.slice(0, k), b), mth(d.slice(k))];
  return [...subproof(m - k, d.slice(k), false), mth(d.slice(0, k))];
}

export class No extends Error {}
export function must(yes: unknown, what: string): asserts yes {
  if (!yes) throw new No(what);
}

/** The root that a path leads to. */
export function rootOf(leaf: Uint8Array, m: number, n: number, p: Uint8Array[]): Uint8Array {
  must(m >= 0 && m < n, 'index');
  if (n === 1) {
    must(p.length === 0, 'a long path');
    return leaf;
  }
  const [k, last, rest] = [largestBelow(n), p.at(-1), p.slice(0, -1)];
  must(last, 'a short path');
  return m < k ? node(rootOf(leaf, m, k, rest), last) : node(last, rootOf(leaf, m - k, n - k, rest));
}

/** The roots, older and newer, that a consistency proof stands for. */
export function rootsOf(
  m: number,
  n: number,
  p: Uint8Array[],
  older: Uint8Array | undefined,
): [Uint8Array, Uint8Array] {
  if (m === n) {
    const whole = older ?? p[0];
    must(whole && p.length === (older ? 0 : 1), 'a consistency proof of another length');
    return [whole, whole];
  }
  const [k, last, rest] = [largestBelow(n), p.at(-1), p.slice(0, -1)];
  must(last, 'a short consistency proof');
  if (m <= k) {
    const [o, w] = rootsOf(m, k, rest, older);
    return [o, node(w, last)];
  }
  const [o, w] = rootsOf(m - k, n - k, rest, undefined);
  return [node(last, o), node(last, w)];
}

/** §2 from the words of the page. */
export function naiveCommitment(fields: readonly { name: string; value: string }[], m: Uint8Array): string {
  const sorted = [...fields].sort((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)));
  const leaves = sorted.map(({ name, value }, i) => {
    const salt = createHmac('sha256', m).update('vouch/1 field').update(u16(i)).digest();
    const bytes = Buffer.from(name);
    return naiveLeaf(Buffer.concat([u16(bytes.length), bytes, sha(salt, value)]));
  });
  return sha('vouch/1 commitment\n', u16(leaves.length), mth(leaves)).toString('hex');
}
