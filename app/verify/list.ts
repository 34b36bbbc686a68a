// The lines of a bundle: all of them, those of a state or kind, those with a fault, those in which words stand.

import type { Show } from './counts.ts';
import { el } from './dom.ts';
import { mark } from './figures.ts';
import { filterBar } from './filters.ts';
import type { Filter } from './filters.ts';
import { openRow } from './find.ts';
import { faultsAt, kindAt, stateAt } from './line-table.ts';
import type { LineTable } from './line-table.ts';
import { CONTROL, statementView } from './statement.ts';
import { WindowList } from './window-list.ts';
import { STATE_WORDS, counted, number } from './words.ts';

export type Bundle = {
  file: Blob;
  table: LineTable;
  /** A bundle of one statement. */
  single: boolean;
  /** Reads the file again for words; gives rows. */
  find: (words: string) => Promise<Uint32Array>;
};

export class LineList {
  readonly element: HTMLElement;
  readonly #bundle: Bundle;
  readonly #list: WindowList;
  readonly #filters: ReturnType<typeof filterBar>;
  readonly #said = el('p', { class: 'sm dim', role: 'status' });
  readonly #opened = el(
    'div',
    { class: 'opened1' },
    el('p', { class: 'sm dim' }, 'Choose a line to read it.'),
  );
  readonly #filter: Filter = { faulty: false };
  #rows: ArrayLike<number> = [];
  #found: ReadonlySet<number> | undefined;
  #asked = 0;
  #searching = 0;

  constructor(bundle: Bundle) {
    this.#bundle = bundle;
    this.#list = new WindowList(
      'Lines of the bundle',
      (at) => rowView(bundle.table, this.#rows[at] ?? 0),
      (at, how) => void this.#open(this.#rows[at] ?? 0, how === 'open'),
    );
    this.#filters = filterBar(bundle.table, this.#filter, {
      changed: () => this.#draw(),
      search: (words) => void this.#search(words),
    });
    this.#draw();
    const keys = [
      el('kbd', {}, '↑'),
      ' ',
      el('kbd', {}, '↓'),
      ' move in the list, ',
      el('kbd', {}, 'Enter'),
      ' opens a line.',
    ];
    this.element = el(
      'section',
      { class: 'lines1' },
      el('h2', {}, 'Line by line'),
      this.#filters.element,
      this.#said,
      el('div', { class: 'split1' }, this.#list.element, this.#opened),
      el('p', { class: 'sm dim keys1' }, ...keys),
    );
  }

  readonly show: Show = ({ state, kind }) => {
    this.#filters.set(state, kind);
    this.#draw();
    this.element.scrollIntoView({ block: 'start' });
    this.#list.element.focus({ preventScroll: true });
  };

  async #open(row: number, focus: boolean): Promise<void> {
    const { file, table, single } = this.#bundle;
    const mine = ++this.#asked;
    let view: HTMLElement;
    try {
      const opened = await openRow(file, table, row, single);
      view = statementView(table.first + row, opened, faultsAt(table, row), (index) => this.#goTo(index));
    } catch {
      view = el(
        'p',
        { class: 'note1' },
        'This line can’t be read any more: the file was changed or taken away. Choose it again.',
      );
    }
    if (mine !== this.#asked) return;
    const back = el('button', { type: 'button', class: 'bt back1' }, 'Back to the list');
    back.addEventListener('click', () => this.#list.element.focus());
    this.#opened.replaceChildren(view, back);
    if (!focus) return;
    this.#opened.querySelector('h3')?.focus({ preventScroll: true });
    this.#opened.scrollIntoView({ block: 'nearest' });
  }

  #goTo(index: number): void {
    const row = index - this.#bundle.table.first;
    const at = Array.prototype.indexOf.call(this.#rows, row);
    if (at >= 0) this.#list.mark(at);
    void this.#open(row, true);
  }

  #draw(): void {
    const { table } = this.#bundle;
    this.#rows = rowsFor(table, this.#filter, this.#found);
    const all = counted(table.length, 'line', 'lines');
    const n = this.#rows.length;
    this.#said.textContent = n === table.length ? `All ${all}.` : `${number(n)} of ${all}.`;
    this.#list.reset(n);
  }

  async #search(words: string): Promise<void> {
    const mine = ++this.#searching;
    if (words !== '') {
      this.#said.textContent = 'Looking through the file …';
      const found = await this.#bundle.find(words).catch(() => undefined);
      if (mine !== this.#searching || !found) return;
      this.#found = new Set(found);
    } else this.#found = undefined;
    this.#draw();
  }
}

function rowView(table: LineTable, row: number): HTMLElement {
  const state = stateAt(table, row);
  const faults = faultsAt(table, row);
  return el(
    'div',
    { class: 'row1' },
    el('span', { class: 'codeid' }, String(table.first + row)),
    mark(state),
    el('b', {}, kindAt(table, row) ?? (state === 'control' ? CONTROL : 'statement')),
    el('span', { class: 'dim' }, state === 'control' ? '' : STATE_WORDS[state].name),
    faults.length > 0 && el('span', { class: 'rs' }, faults.join(', ')),
  );
}

function rowsFor(
  table: LineTable,
  filter: Filter,
  found: ReadonlySet<number> | undefined,
): ArrayLike<number> {
  const rows = new Uint32Array(table.length);
  let n = 0;
  for (let row = 0; row < table.length; row++) {
    if (filter.state !== undefined && stateAt(table, row) !== filter.state) continue;
    if (filter.kind !== undefined && kindAt(table, row) !== filter.kind) continue;
    if (filter.faulty && table.faults[row] === 0) continue;
    if (found && !found.has(row)) continue;
    rows[n++] = row;
  }
  return rows.subarray(0, n);
}
