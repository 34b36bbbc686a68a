// The statements of a bundle, as lines that open.

import type { HiddenField, LeafLine, ShownField, SingleLine } from '../../ledger/bundle.ts';
import type { Leaf } from '../../ledger/lines.ts';
import { PLAIN } from '../../ledger/reasons.ts';
import type { SeenLine } from '../../ledger/verify.ts';
import { el } from './dom.ts';

/** As many lines are kept to be looked at; all are checked and counted. */
export const MOST_LISTED = 1000;

export function statementList(seen: readonly SeenLine[], all: number): HTMLElement {
  const box = el('section', {}, el('h2', {}, 'Line by line'));
  if (all > seen.length) {
    box.append(
      el('p', { class: 'sm dim' }, `The first ${seen.length} of ${all} lines are listed. All were checked.`),
    );
  }
  for (const one of seen) box.append(entry(one));
  return box;
}

function entry({ index, leaf, line, reasons }: SeenLine): HTMLElement {
  const opened = el('details', { class: 'st1' });
  opened.append(
    el(
      'summary',
      {},
      el('span', { class: 'codeid' }, String(index)),
      el('b', {}, kindOf(line) ?? controlName(leaf)),
      el('span', { class: 'dim' }, stateOf(line)),
      reasons.length > 0 && el('span', { class: 'rs' }, reasons.join(', ')),
    ),
  );
  // Built when it is opened first: a thousand closed lines cost nothing.
  opened.addEventListener('toggle', () => opened.append(details(leaf, line, reasons)), { once: true });
  return opened;
}

function details(leaf: Leaf, line: LeafLine | SingleLine, reasons: SeenLine['reasons']): HTMLElement {
  const box = el('div', { class: 'in1' });
  for (const reason of reasons) box.append(el('p', { class: 'note1' }, PLAIN[reason]));
  const { shown, hidden } = fieldsOf(line);
  const list = el('dl', { class: 'fields' });
  const all = [...shown, ...hidden].sort((a, b) => a.i - b.i);
  for (const field of all) {
    const value =
      'value' in field
        ? el('dd', { dir: 'auto' }, field.value)
        : el('dd', {}, el('span', { class: 'hid' }, 'hidden'));
    list.append(el('dt', {}, field.name), value);
  }
  list.append(el('dt', {}, 'on record as'), el('dd', { class: 'codeid' }, line.leaf));
  if (leaf.type === 'moved' && line.state === undefined && line.target) {
    const { kind, id, index } = line.target.docket;
    list.append(el('dt', {}, 'stands now in'), el('dd', {}, `docket ${index}, ${kind} ${id}`));
  }
  box.append(list);
  return box;
}

function fieldsOf(line: LeafLine | SingleLine): { shown: ShownField[]; hidden: HiddenField[] } {
  if (line.state === 'disclosed') return { shown: line.fields, hidden: line.hidden };
  return line.state === 'withheld' ? { shown: line.shown, hidden: line.hidden } : { shown: [], hidden: [] };
}

const kindOf = (line: LeafLine | SingleLine): string | undefined => {
  if (line.state === undefined) return undefined;
  return fieldsOf(line).shown.find(({ name }) => name === 'kind')?.value ?? 'statement';
};

function controlName(leaf: Leaf): string {
  if (leaf.type === 'erased') return `line ${leaf.index} was erased`;
  return leaf.type === 'moved' ? `line ${leaf.index} was moved to docket ${leaf.docket}` : 'statement';
}

const STATES = {
  'not-licensed': 'withheld by the operator: no licence to show it to you',
  withdrawn: 'withdrawn by the worker',
  suppressed: 'withheld by the operator: too few people to show',
  sealed: 'sealed to others',
};

function stateOf(line: LeafLine | SingleLine): string {
  switch (line.state) {
    case 'disclosed':
      return line.hidden.length === 0 ? 'shown' : `shown, ${line.hidden.length} of its fields hidden`;
    case 'withheld':
      return STATES[line.reason];
    case 'erased':
      return line.authority ? 'erased by the worker' : 'erased, no worker’s signature';
    case 'moved':
      return 'moved to another workplace';
    case undefined:
      return 'control line';
  }
}
