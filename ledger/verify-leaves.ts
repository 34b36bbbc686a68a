// ledger.md §8: judges the lines after the header of a docket bundle, one after the other. What is kept: the edge of
// the tree, and 33 bytes for each erased or moved statement whose control leaf hasn't come yet.

import { verify } from '#ed25519';
import { equalBytes, hex, mustHex, utf8 } from './bytes.ts';
import { actText, countLine, noCounts } from './bundle.ts';
import type { Act, Authority, Counts, HiddenField, LeafLine, ShownField, Target } from './bundle.ts';
import { fail } from './bundle-shape.ts';
import { formatLeaf, formatSubject } from './lines.ts';
import type { Leaf, Subject } from './lines.ts';
import { Frontier, leafHash, rootOfPath, verifyInclusion } from './merkle.ts';
import { MARK, stateOfMark } from './quick-line.ts';
import { PendingStatements } from './pending.ts';
import type { Reason } from './reasons.ts';
import { commitmentOf, fieldHash, hasForm, hiddenHash, keyField } from './statement.ts';
import { hashesOf, headInEpoch, registrationInLog } from './verify-header.ts';
import type { Place } from './verify-header.ts';

/** The docket that the lines belong to. */
export type Docket = Subject & { index: number };

export class LeavesJudge {
  readonly counts: Counts = noCounts();
  readonly reasons = new Set<Reason>();
  readonly frontier = new Frontier();
  /** Statement lines that name a field `key`: those a worker's device made. */
  withKey = 0;
  readonly #place: Place;
  readonly #docket: Docket;
  readonly #pending = new PendingStatements();

  constructor(place: Place, docket: Docket) {
    this.#place = place;
    this.#docket = docket;
  }

  /** Takes the next line and returns the reasons that it alone gives. Throws Malformed. */
  take(leaf: Leaf, line: LeafLine): Reason[] {
    const index = this.frontier.size;
    this.frontier.append(leafHash(utf8(formatLeaf(leaf))));
    countLine(this.counts, line);
    const found = this.#judge(index, leaf, line);
    for (const reason of found) this.reasons.add(reason);
    return found;
  }

  /** Takes a statement's line that was found to open elsewhere (line-check.ts): nothing is wrong with it alone. */
  takeOpened(mark: number, leaf: Uint8Array): void {
    this.frontier.append(leaf);
    this.counts.statements++;
    const state = stateOfMark(mark);
    if (state === 'disclosed') this.counts.disclosed++;
    else this.counts.withheld[state]++;
    if ((mark & MARK.key) !== 0) this.withKey++;
  }

  #judge(index: number, leaf: Leaf, line: LeafLine): Reason[] {
    switch (leaf.type) {
      case 'statement':
        return this.#statement(index, leaf.commitment, line);
      case 'erased':
        if (this.#pending.get(leaf.index)?.state !== 'erased') return ['erasure-unproven'];
        this.#pending.delete(leaf.index);
        return [];
      case 'moved':
        return this.#isMoveProven(leaf, line) ? [] : ['move-unproven'];
    }
  }

  #statement(index: number, commitment: string, line: LeafLine): Reason[] {
    const here = { origin: this.#place.checkpoint.origin, docket: this.#docket.index, commitment };
    switch (line.state) {
      case 'disclosed':
        return this.#isOpening(commitment, line.fields, line.hidden, ['kind', 'schema', 'subject'])
          ? []
          : ['opening-mismatch'];
      case 'withheld':
        return this.#withheld(here, line);
      case 'erased':
        this.#pending.add(index, 'erased', commitment);
        return !line.authority || isAuthorised(line.authority, { act: 'erasure', ...here })
          ? []
          : ['erasure-unproven'];
      case 'moved':
        this.#pending.add(index, 'moved', commitment);
        return [];
      case undefined:
        return fail('a statement has a state');
    }
  }

  #withheld(
    here: { origin: string; docket: number; commitment: string },
    line: LeafLine & { state: 'withheld' },
  ): Reason[] {
    const reasons: Reason[] = [];
    if (line.reason === 'suppressed' && this.#docket.kind !== 'programme')
      fail('suppressed in another kind of docket');
    const { authority } = line;
    if (
      line.reason === 'withdrawn' &&
      !(authority && isAuthorised(authority, { act: 'withdrawal', ...here }))
    ) {
      reasons.push('withdrawal-unproven');
    }
    const must = line.reason === 'sealed' ? ['kind', 'content'] : ['kind'];
    if (!this.#isOpening(here.commitment, line.shown, line.hidden, must)) reasons.push('opening-mismatch');
    return reasons;
  }

  #isOpening(commitment: string, shown: ShownField[], hidden: HiddenField[], must: string[]): boolean {
    if (shown.some(({ name }) => name === 'key') || hidden.some(({ name }) => name === 'key')) this.withKey++;
    return isOpening({ commitment, subject: formatSubject(this.#docket) }, shown, hidden, must);
  }

  #isMoveProven(leaf: Leaf & { type: 'moved' }, line: LeafLine): boolean {
    const pending = this.#pending.get(leaf.index);
    if (!pending || pending.movedSeen || line.state !== undefined) return false;
    if (pending.state === 'moved') this.#pending.delete(leaf.index);
    else this.#pending.see(leaf.index); // moved, then erased: its erased leaf is still to come
    if (!line.target || leaf.docket === this.#docket.index || !isTarget(line.target, leaf, this.#place))
      return false;
    if (!line.authority) return this.#docket.kind === 'unplaced';
    return isAuthorised(line.authority, {
      act: 'move',
      origin: this.#place.checkpoint.origin,
      docket: this.#docket.index,
      commitment: pending.commitment,
      target: leaf.docket,
      newCommitment: leaf.commitment,
    });
  }

  /** After the last leaf line: what was announced must have come, the tree and the totals must be the docket's. */
  finish(head: { size: number; root: string }, end: Counts): void {
    if (this.#pending.has('erased')) this.reasons.add('erasure-unproven');
    if (this.#pending.has('moved')) this.reasons.add('move-unproven');
    if (hex(this.frontier.root()) !== head.root) this.reasons.add('root-mismatch');
    if (this.frontier.size !== head.size) this.reasons.add('count-mismatch');
    if (JSON.stringify(end) !== JSON.stringify(this.counts)) this.reasons.add('totals-mismatch');
  }
}

/** §2: the fields given are those committed to, `must` are among the shown, and each shown value has its form. */
export function isOpening(
  statement: { commitment: string; subject: string },
  shown: readonly ShownField[],
  hidden: readonly HiddenField[],
  must: readonly string[],
): boolean {
  const leaves: Uint8Array[] = [];
  const names = new Set<string>();
  for (const { i, name, value, salt } of shown) {
    if (!hasForm(name, value) || (name === 'subject' && value !== statement.subject)) return false;
    names.add(name);
    leaves[i] = fieldHash(name, hiddenHash(mustHex(salt), value));
  }
  for (const { i, name, hash } of hidden) leaves[i] = fieldHash(name, mustHex(hash));
  if (!must.every((name) => names.has(name))) return false;
  const frontier = new Frontier();
  for (const leaf of leaves) frontier.append(leaf);
  return hex(commitmentOf(leaves.length, frontier.root())) === statement.commitment;
}

/** §8: the statement's own `key` is opened and has signed this act. */
export function isAuthorised(authority: Authority, act: Act): boolean {
  const { n, field, key, signature } = authority;
  const publicKey = mustHex(key);
  if (field.name !== 'key' || field.value !== keyField(publicKey)) return false;
  const leaf = fieldHash(field.name, hiddenHash(mustHex(field.salt), field.value));
  const root = rootOfPath(leaf, field.i, n, hashesOf(field.path));
  if (!root || !equalBytes(commitmentOf(n, root), mustHex(act.commitment))) return false;
  return verify(publicKey, utf8(actText(act)), mustHex(signature));
}

function isTarget(target: Target, leaf: Leaf & { type: 'moved' }, place: Place): boolean {
  const { docket, registration, head, index, proof } = target;
  if (docket.index !== leaf.docket || !registrationInLog(place, docket, registration)) return false;
  if (!headInEpoch(place.epoch, docket.index, head)) return false;
  const there = leafHash(utf8(formatLeaf({ type: 'statement', commitment: leaf.commitment })));
  return verifyInclusion(there, index, { size: head.size, root: mustHex(head.root) }, hashesOf(proof));
}
