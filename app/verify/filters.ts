// What narrows the list of lines.

import { el } from './dom.ts';
import { STATES } from './line-table.ts';
import type { LineTable, State } from './line-table.ts';
import { STATE_WORDS } from './words.ts';

export type Filter = { state?: string; kind?: string; faulty: boolean };

type Does = { changed: () => void; search: (words: string) => void };

export function filterBar(
  table: LineTable,
  filter: Filter,
  { changed, search }: Does,
): { element: HTMLElement; set: (state?: State, kind?: string) => void } {
  const there = new Set(table.states);
  const states = STATES.filter((_, at) => there.has(at)).map((one) => [one, stateName(one)] as const);
  const state = choice('State', 'Any state', states);
  const kind = choice(
    'Kind',
    'Any kind',
    table.kindNames.toSorted().map((name) => [name, name] as const),
  );
  const read = (): void => {
    filter.state = state.value || undefined;
    filter.kind = kind.value || undefined;
    changed();
  };
  state.addEventListener('change', read);
  kind.addEventListener('change', read);
  const box = el('div', { class: 'filters1' }, searchForm(search), state, kind);
  if (table.faults.some((bits) => bits !== 0)) {
    const tick = el('input', { type: 'checkbox' });
    tick.addEventListener('change', () => {
      filter.faulty = tick.checked;
      changed();
    });
    box.append(el('label', { class: 'tick1' }, tick, 'only lines with a fault'));
  }
  const set = (to?: State, of?: string): void => {
    [state.value, kind.value] = [to ?? '', of ?? ''];
    [filter.state, filter.kind] = [to, of];
  };
  return { element: box, set };
}

function searchForm(search: (words: string) => void): HTMLElement {
  const words = el('input', {
    type: 'search',
    placeholder: 'Words in what is shown',
    'aria-label': 'Find words in what is shown',
  });
  const form = el(
    'form',
    { class: 'find1', role: 'search' },
    words,
    el('button', { type: 'submit', class: 'bt' }, 'Find'),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    search(words.value.trim());
  });
  words.addEventListener('input', () => words.value === '' && search(''));
  return form;
}

const stateName = (state: State): string =>
  state === 'not-licensed' || state === 'suppressed'
    ? `${STATE_WORDS[state].name}: ${STATE_WORDS[state].note}`
    : STATE_WORDS[state].name;

function choice(
  name: string,
  any: string,
  options: readonly (readonly [string, string])[],
): HTMLSelectElement {
  const select = el('select', { 'aria-label': name }, el('option', { value: '' }, any));
  for (const [value, words] of options) select.append(el('option', { value }, words));
  return select;
}
