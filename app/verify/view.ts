// What is shown of a verdict.

import type { Header } from '../../ledger/bundle.ts';
import { PLAIN, deniesComplete, deniesUnaltered } from '../../ledger/reasons.ts';
import type { SeenLine, Verdict } from '../../ledger/verify.ts';
import { el } from './dom.ts';
import { halves, marks, perMark } from './figures.ts';
import { statementList } from './statements.ts';
import { PROMISE, completeWords, rows, unalteredWords, when } from './words.ts';

export type Seen = { lines: readonly SeenLine[]; all: number };

export function verdictView(verdict: Verdict, seen: Seen): HTMLElement {
  const { unaltered, complete, reasons } = verdict;
  const box = el(
    'section',
    { 'aria-label': 'The answer' },
    el(
      'div',
      { class: 'vd' },
      el('div', { class: 'left' }, half('Unaltered', unaltered, unalteredWords(verdict))),
      halves(unaltered, complete),
      half('Complete', complete, completeWords(verdict)),
    ),
  );
  if (reasons.length > 0) box.append(reasonList(verdict));
  if (verdict.receipt !== undefined) box.append(el('p', { class: 'note1 said' }, PROMISE[verdict.receipt]));
  if (reasons.includes('malformed')) return box;
  box.append(countView(verdict, seen.all));
  if (verdict.header) box.append(facts(verdict.header, verdict.origin));
  box.append(statementList(seen.lines, seen.all));
  return box;
}

const half = (name: string, yes: boolean, words: string): HTMLElement =>
  el(
    'div',
    {},
    el('div', { class: 'sm dim' }, name),
    el('div', { class: `word ${yes ? 'yes' : 'no'}` }, yes ? 'yes' : 'no'),
    el('p', {}, words),
  );

function reasonList({ reasons }: Verdict): HTMLElement {
  const list = el('ul', { class: 'why' });
  for (const reason of reasons) {
    const denied = [deniesUnaltered(reason) && 'unaltered', deniesComplete(reason) && 'complete'].filter(
      Boolean,
    );
    list.append(
      el(
        'li',
        {},
        el('span', { class: 'rs' }, reason),
        el('span', {}, PLAIN[reason]),
        el('span', { class: 'sm dim' }, `so not ${denied.join(', not ')}`),
      ),
    );
  }
  return list;
}

const statements = (n: number): string => (n === 1 ? '1 statement' : `${n} statements`);

function countView({ counts, withKey, header }: Verdict, all: number): HTMLElement {
  const each = perMark(counts);
  const one = each === 1 ? 'One mark is one statement.' : `One mark is up to ${each} statements.`;
  const shown = rows(counts);
  const box = el(
    'section',
    {},
    el(
      'h2',
      {},
      header?.type === 'single' ? 'One statement' : `${statements(counts.statements)} in this file`,
    ),
    el('p', { class: 'sm dim' }, one),
  );
  for (const { n, mark, name, note } of shown) {
    box.append(
      el(
        'div',
        { class: 'vr' },
        el('b', { class: 'num' }, String(n)),
        el('div', {}, el('b', {}, name), el('div', { class: 'sm dim' }, note)),
        marks(n, mark, each),
      ),
    );
  }
  const sum = `${shown.map(({ n }) => n).join(' + ')} = ${statements(counts.statements)}.`;
  const control = all - counts.statements;
  const size = header?.head.size;
  const bound =
    header?.type === 'single'
      ? ''
      : ` With control lines (${control}) that is ${all}; the record holds ${size}.`;
  const isBound = header?.type === 'single' || all === size;
  box.append(
    el(
      'p',
      { class: 'sumline' },
      el('b', {}, sum),
      el('span', { class: isBound ? 'dim' : 'heedc b' }, bound),
      el('span', { class: 'dim' }, ` With a worker’s own key: ${withKey}.`),
    ),
  );
  return box;
}

function facts(header: Header, origin: string | undefined): HTMLElement {
  const { docket, epoch, unplaced } = header;
  const list = el('dl', { class: 'kv facts' });
  const add = (name: string, value: string) => list.append(el('dt', {}, name), el('dd', {}, value));
  add('Log', origin ?? 'unknown');
  add(
    'Docket',
    `${docket.index}, ${docket.kind} ${docket.id}${docket.opening ? ` (${docket.opening.id})` : ''}`,
  );
  add('State of', `epoch ${epoch.number}, closed ${when(epoch.closed)}`);
  if (header.since)
    add(
      'Same history as',
      header.since.map((one) => `epoch ${one.epoch.number}`).join(', ') || 'the first epoch',
    );
  if (unplaced) {
    const oldest = unplaced.oldest === undefined ? '' : `, the oldest since ${unplaced.oldest}`;
    add('Not yet placed', `${unplaced.open} statements of the whole deployment${oldest}`);
  }
  return list;
}
