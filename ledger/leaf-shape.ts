// ledger.md §8: reads the leaf lines of a bundle, and judges the order and names of their fields.

import { utf8 } from './bytes.ts';
import type { HiddenField, LeafLine, ShownField, SingleLine } from './bundle.ts';
import {
  authority,
  fail,
  hiddenField,
  list,
  members,
  parseEnd,
  parseJsonLine,
  proof,
  shownField,
  target,
  text,
  whole,
  withheldReason,
} from './bundle-shape.ts';
import type { Counts } from './bundle.ts';
import { parseLeaf } from './lines.ts';
import type { Leaf } from './lines.ts';

export type BodyLine = { leaf: Leaf; line: LeafLine } | { end: Counts };

/** A line after the header of a docket bundle. */
export function parseBodyLine(source: string): BodyLine {
  const value = parseJsonLine(source);
  if (isEnd(value)) return { end: parseEnd(value) };
  const leaf = leafOf(value);
  return { leaf, line: leaf.type === 'statement' ? statementLine(value) : controlLine(value, leaf) };
}

/** The second line of a single bundle. */
export function parseSingleLine(source: string): { leaf: Leaf & { type: 'statement' }; line: SingleLine } {
  const value = parseJsonLine(source);
  const leaf = leafOf(value);
  const m = members(value, ['leaf', 'state', 'fields', 'hidden', 'index', 'proof']);
  if (leaf.type !== 'statement' || m['state'] !== 'disclosed') return fail('not a disclosed statement');
  const opened = fieldLists(m['fields'], m['hidden']);
  const line: SingleLine = {
    leaf: text(m['leaf']),
    state: 'disclosed',
    fields: opened.shown,
    hidden: opened.hidden,
    index: whole(m['index']),
    proof: proof(m['proof']),
  };
  return { leaf, line };
}

const isEnd = (value: unknown): boolean => typeof value === 'object' && value !== null && 'end' in value;

function leafOf(value: unknown): Leaf {
  if (typeof value !== 'object' || value === null || !('leaf' in value)) return fail('not a leaf line');
  return parseLeaf(`${text(value.leaf)}\n`) ?? fail('not a leaf');
}

function stateOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'state' in value ? value.state : undefined;
}

function statementLine(value: unknown): LeafLine {
  switch (stateOf(value)) {
    case 'disclosed': {
      const m = members(value, ['leaf', 'state', 'fields', 'hidden']);
      const { shown, hidden } = fieldLists(m['fields'], m['hidden']);
      return { leaf: text(m['leaf']), state: 'disclosed', fields: shown, hidden };
    }
    case 'erased': {
      const m = members(value, ['leaf', 'state', 'authority?']);
      const line: LeafLine = { leaf: text(m['leaf']), state: 'erased' };
      return m['authority'] === undefined ? line : { ...line, authority: authority(m['authority']) };
    }
    case 'moved':
      return { leaf: text(members(value, ['leaf', 'state'])['leaf']), state: 'moved' };
    case 'withheld':
      return withheldLine(value);
    default:
      return fail('unknown state');
  }
}

function withheldLine(value: unknown): LeafLine {
  const m = members(value, ['leaf', 'state', 'reason', 'shown', 'hidden', 'authority?']);
  const reason = withheldReason(m['reason']);
  const { shown, hidden } = fieldLists(m['shown'], m['hidden']);
  const line: LeafLine = { leaf: text(m['leaf']), state: 'withheld', reason, shown, hidden };
  if (m['authority'] === undefined) return line;
  return reason === 'withdrawn'
    ? { ...line, authority: authority(m['authority']) }
    : fail('an authority here');
}

function controlLine(value: unknown, leaf: Leaf): LeafLine {
  const m = members(value, leaf.type === 'moved' ? ['leaf', 'target?', 'authority?'] : ['leaf']);
  const line: LeafLine = { leaf: text(m['leaf']) };
  if (m['target'] !== undefined) line.target = target(m['target']);
  if (m['authority'] !== undefined) line.authority = authority(m['authority']);
  return line;
}

/** §8: positions 0 … n − 1 each once, ascending in each list; names of 1–255 bytes, unique, sorted bytewise. */
function fieldLists(a: unknown, b: unknown): { shown: ShownField[]; hidden: HiddenField[] } {
  const shown = list(a).map(shownField);
  const hidden = list(b).map(hiddenField);
  const n = shown.length + hidden.length;
  if (n < 1 || n > 256) return fail('a statement has 1 to 256 fields');
  let [s, h] = [0, 0];
  let before: string | undefined;
  for (let i = 0; i < n; i++) {
    const field = shown[s]?.i === i ? shown[s++] : hidden[h]?.i === i ? hidden[h++] : undefined;
    if (!field) return fail('positions are not 0 to n − 1, each once, ascending');
    if (field.name === '' || utf8Length(field.name) > 255) return fail('a name has 1 to 255 bytes');
    if (before !== undefined && compareNames(before, field.name) >= 0) return fail('names are not sorted');
    before = field.name;
  }
  return { shown, hidden };
}

const utf8Length = (name: string): number => (name.length <= 85 ? name.length : utf8(name).length);

/** The order of the UTF-8 bytes, without making them: a surrogate sorts after all of the basic plane. */
function compareNames(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)];
    if (x !== y) return utf8Rank(x) - utf8Rank(y);
  }
  return a.length - b.length;
}

const utf8Rank = (unit: number): number =>
  unit < 0xd800 ? unit : unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
