// What became of every statement: a strip, and the table that says the same.

import type { Verdict } from '../../ledger/verify.ts';
import { el } from './dom.ts';
import type { Child } from './dom.ts';
import { MOST_MARKS, mark, marks, strip } from './figures.ts';
import type { Look, Part } from './figures.ts';
import { kindAt, stateAt } from './line-table.ts';
import type { LineTable, State } from './line-table.ts';
import { STATE_WORDS, counted, number, rows, statements } from './words.ts';

/** `show` lists the lines of one state, or of one kind. */
export type Show = (filter: { state?: State; kind?: string }) => void;

export function countView({ counts, withKey, header }: Verdict, table: LineTable, show: Show): HTMLElement {
  const isSingle = header?.type === 'single';
  const control = table.length - counts.statements;
  const size = header?.head.size ?? 0;
  const missing = isSingle ? 0 : size - table.length;
  const shown = rows(counts);
  const parts: Part[] = shown.map(({ n, state }) => ({ n, look: state, name: nameOf(state) }));
  if (missing > 0) parts.push({ n: missing, look: 'missing', name: 'On record and not in this file' });
  const head = isSingle ? 'One statement' : `${statements(counts.statements)} in this file`;
  const box = el('section', { class: 'counts' }, el('h2', {}, head));
  if (counts.statements > 0 || missing > 0)
    box.append(strip(parts, `${head}. ${parts.map(({ n, name }) => `${name}: ${n}`).join('. ')}.`));
  const body = el('tbody');
  for (const { n, state } of shown) body.append(row(n, state, STATE_WORDS[state], () => show({ state })));
  if (missing > 0)
    body.append(
      row(missing, 'missing', { name: 'Missing', note: 'lines that the record holds and this file doesn’t' }),
    );
  if (missing < 0)
    body.append(row(-missing, 'missing', { name: 'Too many', note: 'lines that the record doesn’t hold' }));
  const sum = shown.map(({ n }) => number(n)).join(' + ');
  const bound = isSingle
    ? ''
    : ` With ${counted(control, 'control line', 'control lines')} that is ${number(table.length)}; the record holds ${number(size)}.`;
  box.append(
    el(
      'table',
      { class: 't sums' },
      el(
        'caption',
        { class: 'sm dim' },
        counts.statements > MOST_MARKS
          ? 'What became of each statement. Where there are marks, one is one statement.'
          : 'What became of each statement. One mark is one statement.',
      ),
      el('thead', {}, el('tr', {}, th('How many'), th('What became of them'), th('As marks'), th('Lines'))),
      body,
    ),
    el(
      'p',
      { class: 'sumline' },
      el('b', {}, `${sum} = ${statements(counts.statements)}.`),
      el('span', { class: missing === 0 ? 'dim' : 'heedc b' }, bound),
      el('span', { class: 'dim' }, ` With a worker’s own key: ${number(withKey)}.`),
    ),
  );
  const kinds = kindView(table, show);
  if (kinds) box.append(kinds);
  return box;
}

const nameOf = (state: State): string => `${STATE_WORDS[state].name} (${STATE_WORDS[state].note})`;
const th = (...words: Child[]): HTMLElement => el('th', { scope: 'col' }, ...words);

function row(n: number, look: Look, words: { name: string; note: string }, show?: () => void): HTMLElement {
  const open =
    show && n > 0
      ? el(
          'button',
          { type: 'button', class: 'bt sm', 'aria-label': `Show the lines: ${words.name}, ${words.note}` },
          'Show',
        )
      : undefined;
  open?.addEventListener('click', () => show?.());
  return el(
    'tr',
    { class: 'vr' },
    el('td', { class: 'n1' }, number(n)),
    el(
      'td',
      {},
      el(
        'div',
        { class: 'nm' },
        mark(look),
        el('div', {}, el('b', {}, words.name), el('div', { class: 'sm dim' }, words.note)),
      ),
    ),
    el('td', { class: 'mks' }, n <= MOST_MARKS && marks(n, look)),
    el('td', {}, open),
  );
}

/** Kinds by what became of them: twelve withheld complaints can't be read as twelve withheld survey answers. */
function kindView(table: LineTable, show: Show): HTMLElement | undefined {
  const columns: State[] = ['shown', 'not-licensed', 'suppressed', 'sealed', 'withdrawn'];
  const tally = new Map<string, number[]>();
  for (let i = 0; i < table.length; i++) {
    const kind = kindAt(table, i);
    const column = columns.indexOf(stateAt(table, i));
    if (kind === undefined || column < 0) continue;
    const cells = tally.get(kind) ?? columns.map(() => 0);
    cells[column] = (cells[column] ?? 0) + 1;
    tally.set(kind, cells);
  }
  if (tally.size < 2) return undefined;
  const used = columns.filter((_, at) => [...tally.values()].some((cells) => (cells[at] ?? 0) > 0));
  const short: Partial<Record<State, string>> = {
    'not-licensed': 'No licence',
    suppressed: 'Too few',
    withdrawn: 'Withdrawn',
  };
  const body = el('tbody');
  for (const [kind, cells] of [...tally].sort(([a], [b]) => a.localeCompare(b))) {
    const open = el('button', { type: 'button', class: 'lk' }, kind);
    open.addEventListener('click', () => show({ kind }));
    body.append(
      el(
        'tr',
        {},
        el('th', { scope: 'row' }, open),
        ...used.map((state) => el('td', { class: 'num' }, number(cells[columns.indexOf(state)] ?? 0))),
      ),
    );
  }
  return el(
    'details',
    { class: 'kinds' },
    el('summary', {}, `By kind: ${counted(tally.size, 'kind', 'kinds')}`),
    el(
      'div',
      { class: 'wide' },
      el(
        'table',
        { class: 't' },
        el(
          'thead',
          {},
          el(
            'tr',
            {},
            th('Kind'),
            ...used.map((state) =>
              el('th', { scope: 'col', class: 'num' }, short[state] ?? STATE_WORDS[state].name),
            ),
          ),
        ),
        body,
      ),
    ),
    el(
      'p',
      { class: 'sm dim' },
      'Erased and moved statements show no kind any more, so they aren’t in this table.',
    ),
  );
}
