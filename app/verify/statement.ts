// One line of a bundle, opened.

import type { HiddenField, LeafLine, ShownField, SingleLine } from '../../ledger/bundle.ts';
import { PLAIN } from '../../ledger/reasons.ts';
import type { Reason } from '../../ledger/reasons.ts';
import { el } from './dom.ts';
import { mark } from './figures.ts';
import type { Opened } from './find.ts';
import { SAID } from './said.ts';
import { shownKind, stateOf } from './line-table.ts';
import { STATE_WORDS } from './words.ts';

/** What a control line is called in a list, where its words aren't read. */
export const CONTROL = 'control line';

/** `goTo` opens another line of the same docket. */
export function statementView(
  index: number,
  { leaf, line }: Opened,
  reasons: readonly Reason[],
  goTo: (index: number) => void,
): HTMLElement {
  const state = stateOf(line);
  const words = STATE_WORDS[state];
  const box = el(
    'div',
    { class: 'in1' },
    el('h3', { tabindex: -1 }, `Line ${index}: ${shownKind(line) ?? words.name.toLowerCase()}`),
    el(
      'p',
      { class: 'state1' },
      mark(state),
      el('b', {}, words.name),
      state !== 'control' && state !== 'shown' && ` – ${words.note}`,
    ),
    el('p', { class: 'sm dim' }, words.means),
  );
  for (const reason of reasons)
    box.append(
      el(
        'p',
        { class: 'note1' },
        el('span', { class: 'rs' }, reason),
        ` ${PLAIN[reason]} ${SAID[reason].not}`,
      ),
    );
  box.append(fieldList(line));
  if (leaf.type !== 'statement') box.append(controlWords(leaf.type, leaf.index, goTo));
  if (leaf.type === 'moved' && line.state === undefined && line.target) {
    const { kind, id, index: docket } = line.target.docket;
    box.append(el('p', {}, 'It stands now in ', el('b', {}, `docket ${docket}, ${kind} ${id}`), '.'));
  }
  if ('authority' in line && line.authority)
    box.append(
      el(
        'p',
        { class: 'sm dim' },
        `A worker’s signature stands here, by the key `,
        el('span', { class: 'codeid' }, line.authority.key),
        '.',
      ),
    );
  box.append(
    el('dl', { class: 'fields' }, el('dt', {}, 'on record as'), el('dd', { class: 'codeid' }, line.leaf)),
  );
  return box;
}

function controlWords(type: 'erased' | 'moved', index: number, goTo: (index: number) => void): HTMLElement {
  const open = el('button', { type: 'button', class: 'lk' }, `line ${index}`);
  open.addEventListener('click', () => goTo(index));
  return el('p', {}, 'It says that ', open, ` was ${type}.`);
}

function fieldList(line: LeafLine | SingleLine): HTMLElement {
  const { shown, hidden } = fieldsOf(line);
  const list = el('dl', { class: 'fields' });
  for (const field of [...shown, ...hidden].sort((a, b) => a.i - b.i)) {
    const value =
      'value' in field
        ? el('dd', { dir: 'auto' }, field.value)
        : el('dd', {}, el('span', { class: 'hid' }, 'hidden'));
    list.append(el('dt', {}, field.name), value);
  }
  return list;
}

function fieldsOf(line: LeafLine | SingleLine): { shown: ShownField[]; hidden: HiddenField[] } {
  if (line.state === 'disclosed') return { shown: line.fields, hidden: line.hidden };
  return line.state === 'withheld' ? { shown: line.shown, hidden: line.hidden } : { shown: [], hidden: [] };
}
