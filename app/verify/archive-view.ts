// What is shown of an archive: both verdicts on all of it, and each of its dockets in one row.

import { PLAIN } from '../../ledger/reasons.ts';
import type { ArchiveFile, ArchiveVerdict } from '../features/evidence/archive.ts';
import { el } from './dom.ts';
import { halves } from './figures.ts';
import { counted, docketName, number, when } from './words.ts';

export function archiveView(
  archive: ArchiveVerdict,
  trust: string,
  open: (file: string) => void,
): HTMLElement {
  const { files, unaltered, complete, faults } = archive;
  const box = el(
    'section',
    { 'aria-label': 'The answer' },
    el(
      'div',
      { class: 'vd' },
      half('Unaltered', unaltered, sums(archive, 'unaltered')),
      halves(unaltered, complete),
      half('Complete', complete, sums(archive, 'complete')),
    ),
    el(
      'p',
      { class: 'sm dim judged' },
      `${trust} Each docket was judged by itself, then against the archive’s index.`,
    ),
  );
  if (faults.length > 0) {
    box.append(
      el('p', { class: 'note1 said' }, el('span', { class: 'rs' }, 'malformed'), ` ${faults.join('; ')}.`),
    );
  }
  if (!archive.index) return box;
  const body = el('tbody');
  for (const file of files) body.append(rowView(file, open));
  const head = el('tr');
  for (const name of ['Docket', 'Unaltered', 'Complete', 'Statements', 'Why not'])
    head.append(el('th', { scope: 'col', class: name === 'Statements' ? 'num' : '' }, name));
  box.append(
    el(
      'h2',
      {},
      `${counted(files.length, 'docket', 'dockets')}, ${counted(archive.counts.statements, 'statement', 'statements')}`,
    ),
    el('div', { class: 'wide' }, el('table', { class: 't arch' }, el('thead', {}, head), body)),
    askedView(archive),
  );
  return box;
}

function sums({ files, faults, index }: ArchiveVerdict, name: 'unaltered' | 'complete'): string {
  if (!index) return 'This archive can’t be read. Nothing in it can be relied on.';
  const good = files.filter(({ verdict, faults: own }) => verdict?.[name] && own.length === 0).length;
  const all = counted(files.length, 'docket', 'dockets');
  if (good < files.length) return `${number(good)} of ${all} in this archive.`;
  return faults.length > 0
    ? `All ${all}, but the archive itself is not as it was made.`
    : `All ${all} in this archive.`;
}

const half = (name: string, yes: boolean, says: string): HTMLElement =>
  el(
    'div',
    { class: 'half1' },
    el(
      'div',
      {},
      el('h2', { class: 'sm dim' }, name),
      el('div', { class: `word ${yes ? 'yes' : 'no'}` }, yes ? 'yes' : 'no'),
      el('p', {}, says),
    ),
  );

function rowView({ file, verdict, faults }: ArchiveFile, open: (file: string) => void): HTMLElement {
  const name = verdict?.header ? docketName(verdict.header) : file;
  const button = el('button', { type: 'button', class: 'lk' }, name);
  button.addEventListener('click', () => open(file));
  const why = el('td');
  for (const reason of verdict?.reasons ?? [])
    why.append(el('div', { class: 'rs', title: PLAIN[reason] }, reason));
  for (const fault of faults) why.append(el('div', { class: 'sm' }, fault));
  const cell = (yes: boolean | undefined): HTMLElement =>
    el('td', { class: `b ${yes ? 'yes1' : 'heedc'}` }, yes === undefined ? '–' : yes ? 'yes' : 'no');
  return el(
    'tr',
    {},
    el('th', { scope: 'row' }, verdict ? button : name),
    cell(verdict?.unaltered),
    cell(verdict?.complete),
    el('td', { class: 'num' }, verdict ? number(verdict.counts.statements) : '–'),
    why,
  );
}

/** What was asked for, as the index says: it isn't signed, so it only helps to read. */
function askedView({ index, nothing }: ArchiveVerdict): HTMLElement {
  if (!index) return el('p');
  const { asked, epoch } = index;
  const what =
    asked.dockets === 'chain' ? 'the whole supply chain' : counted(asked.dockets.length, 'docket', 'dockets');
  const box = el(
    'div',
    { class: 'sm dim asked1' },
    el(
      'p',
      {},
      `Made for ${asked.for}, who asked for ${what}${asked.quarter === undefined ? '' : `, quarter ${asked.quarter}`}: epoch ${epoch.number}, closed ${when(epoch.closed)}. The index isn’t signed; the bundles are.`,
    ),
    el(
      'p',
      {},
      'Complete is said of each docket. That these are all dockets there are can’t be seen from an archive: compare it with the registrations in the public log.',
    ),
  );
  if (nothing.length > 0) {
    box.append(
      el(
        'p',
        {},
        `For ${counted(nothing.length, 'docket', 'dockets')} there is nothing here (${nothing.slice(0, 30).join(', ')}${nothing.length > 30 ? ' …' : ''}): empty, not there, or not yours to see. These look alike on purpose.`,
      ),
    );
  }
  return box;
}
