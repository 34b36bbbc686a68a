// What is shown of an archive: how many of its dockets are in order, and each of them in one row.

import type { Archive, ArchiveRow } from './archive.ts';
import type { Verdict } from '../../ledger/verify.ts';
import { el } from './dom.ts';
import { halves } from './figures.ts';
import { counted, docketName, number } from './words.ts';

export function archiveView(archive: Archive, trust: string, open: (row: ArchiveRow) => void): HTMLElement {
  const { rows, index, epochs } = archive;
  const verdicts = rows.map(verdictOf);
  const unaltered = verdicts.filter((one) => one?.unaltered).length;
  const complete = verdicts.filter((one) => one?.complete).length;
  const all = rows.length;
  const body = el('tbody');
  for (const row of rows) body.append(rowView(row, open));
  const box = el(
    'section',
    { 'aria-label': 'The answer' },
    el(
      'div',
      { class: 'vd' },
      sum('Unaltered', unaltered, all),
      halves(unaltered === all, complete === all),
      sum('Complete', complete, all),
    ),
    el('p', { class: 'sm dim judged' }, `${trust} Each docket was judged by itself.`),
  );
  for (const note of notes(rows, index, epochs)) box.append(el('p', { class: 'note1 said' }, note));
  box.append(
    el('h2', {}, counted(all, 'docket', 'dockets')),
    el('div', { class: 'wide' }, el('table', { class: 't arch' }, el('thead', {}, headRow()), body)),
    el(
      'p',
      { class: 'sm dim' },
      'Complete is said of each docket. That the archive holds every docket there is can’t be seen from it: compare the list with the log.',
    ),
  );
  return box;
}

const verdictOf = ({ answer }: ArchiveRow): Verdict | undefined =>
  answer && 'verdict' in answer ? answer.verdict : undefined;

function sum(name: string, n: number, all: number): HTMLElement {
  const yes = n === all;
  return el(
    'div',
    { class: 'half1' },
    el(
      'div',
      {},
      el('h2', { class: 'sm dim' }, name),
      el('div', { class: `word ${yes ? 'yes' : 'no'}` }, yes ? 'yes' : 'no'),
      el(
        'p',
        {},
        yes
          ? `All ${counted(all, 'docket', 'dockets')} in this archive.`
          : `${number(n)} of ${counted(all, 'docket', 'dockets')} in this archive.`,
      ),
    ),
  );
}

function* notes(
  rows: readonly ArchiveRow[],
  index: string | undefined,
  epochs: readonly string[],
): Generator<string> {
  if (index !== undefined) yield index;
  const gone = rows.filter(({ entry }) => !entry).length;
  if (gone > 0) yield `${counted(gone, 'docket is', 'dockets are')} in the list and not in the archive.`;
  const extra = rows.filter(({ entry, listed }) => entry && !listed).length;
  if (extra > 0 && index === undefined)
    yield `${counted(extra, 'file is', 'files are')} in the archive and not in its list.`;
  if (epochs.length > 1)
    yield `Its bundles show different states of the log: ${epochs.slice(0, 6).join(', ')}.`;
}

const headRow = (): HTMLElement =>
  el(
    'tr',
    {},
    ...['Docket', 'Unaltered', 'Complete', 'Statements', 'Reasons'].map((name) =>
      el('th', { scope: 'col', class: name === 'Statements' ? 'num' : '' }, name),
    ),
  );

function rowView(row: ArchiveRow, open: (row: ArchiveRow) => void): HTMLElement {
  const verdict = verdictOf(row);
  const why =
    row.fault ??
    (row.answer && 'refused' in row.answer
      ? `no verdict: ${row.answer.refused}`
      : (verdict?.reasons.join(', ') ?? ''));
  const name = verdict?.header ? docketName(verdict.header) : row.name;
  const button = el('button', { type: 'button', class: 'lk' }, name);
  button.addEventListener('click', () => open(row));
  const cell = (yes: boolean | undefined) =>
    el('td', { class: `b ${yes ? 'yes1' : 'heedc'}` }, yes === undefined ? '–' : yes ? 'yes' : 'no');
  return el(
    'tr',
    {},
    el('th', { scope: 'row' }, row.entry ? button : name),
    cell(verdict?.unaltered),
    cell(verdict?.complete),
    el('td', { class: 'num' }, verdict ? number(verdict.counts.statements) : '–'),
    el('td', {}, el('span', { class: 'rs' }, why)),
  );
}
