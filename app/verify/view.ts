// What is shown of a verdict.

import type { Header } from '../../ledger/bundle.ts';
import { parseTime } from '../../ledger/lines.ts';
import { PLAIN, deniesComplete, deniesUnaltered } from '../../ledger/reasons.ts';
import type { Reason } from '../../ledger/reasons.ts';
import type { Checked, Signer } from './check.ts';
import { countView } from './counts.ts';
import { el } from './dom.ts';
import { halves } from './figures.ts';
import { LineList } from './list.ts';
import { SAID } from './said.ts';
import * as words from './words.ts';

export function verdictView(
  checked: Checked,
  file: Blob,
  trust: string,
  find: (words: string) => Promise<Uint32Array>,
): HTMLElement {
  const { verdict, table } = checked;
  const { unaltered, complete, reasons, header } = verdict;
  const box = el(
    'section',
    { 'aria-label': 'The answer' },
    el(
      'div',
      { class: 'vd' },
      half('Unaltered', unaltered, words.unalteredWords(verdict), words.unalteredNot(verdict)),
      halves(unaltered, complete),
      half('Complete', complete, words.completeWords(verdict), words.completeNot(verdict)),
    ),
    el('p', { class: 'sm dim judged' }, `${trust} Judged as read on ${words.when(checked.at)}.`),
  );
  if (verdict.receipt !== undefined)
    box.append(el('p', { class: 'note1 said' }, words.PROMISE[verdict.receipt]));
  if (reasons.length > 0) box.append(reasonList(checked));
  if (reasons.includes('malformed')) return box;
  const lines = new LineList({ file, table, single: header?.type === 'single', find });
  box.append(countView(verdict, table, lines.show));
  if (header) box.append(facts(header, checked));
  box.append(lines.element);
  return box;
}

const half = (name: string, yes: boolean, says: string, not: string): HTMLElement =>
  el(
    'div',
    { class: 'half1' },
    el(
      'div',
      {},
      el('h2', { class: 'sm dim' }, name),
      el('div', { class: `word ${yes ? 'yes' : 'no'}` }, yes ? 'yes' : 'no'),
      el('p', {}, says),
      el('p', { class: 'dim not1' }, not),
    ),
  );

function reasonList(checked: Checked): HTMLElement {
  const list = el('ul', { class: 'why' });
  for (const reason of checked.verdict.reasons) {
    const denied = [deniesUnaltered(reason) && 'unaltered', deniesComplete(reason) && 'complete'].filter(
      Boolean,
    );
    const exactly = measured(reason, checked);
    list.append(
      el(
        'li',
        {},
        el(
          'div',
          {},
          el('span', { class: 'rs' }, reason),
          el('div', { class: 'sm dim' }, `so not ${denied.join(', not ')}`),
        ),
        el('div', {}, PLAIN[reason], exactly !== undefined && el('div', { class: 'b' }, exactly)),
        el(
          'div',
          { class: 'sm dim' },
          el('div', {}, SAID[reason].not),
          el('div', { class: 'then1' }, SAID[reason].then),
        ),
      ),
    );
  }
  return el(
    'section',
    {},
    el('h2', {}, checked.verdict.reasons.length === 1 ? 'The reason' : 'The reasons'),
    list,
  );
}

/** The figures behind a reason, where there are some. */
function measured(reason: Reason, { verdict, table, quorumTime, at }: Checked): string | undefined {
  const { header } = verdict;
  if (reason === 'malformed') {
    if (!header) return 'Already its first line can’t be read.';
    return `The first ${words.counted(table.length + 1, 'line is', 'lines are')} in order; what comes then is not.`;
  }
  if (reason === 'count-mismatch' && header?.type === 'docket')
    return `The record holds ${words.counted(header.head.size, 'line', 'lines')} for this docket, the file ${words.number(table.length)}.`;
  if (reason === 'stale-checkpoint' && quorumTime !== undefined && at > quorumTime)
    return `The newest signatures that suffice were ${words.lasting(at - quorumTime)} old when it was read.`;
  return undefined;
}

function facts(header: Header, { verdict, signers }: Checked): HTMLElement {
  const { docket, epoch, unplaced } = header;
  const list = el('dl', { class: 'kv facts' });
  const add = (name: string, ...values: (string | HTMLElement)[]) =>
    list.append(el('dt', {}, name), el('dd', {}, ...values));
  add('Log', verdict.origin ?? 'unknown');
  add('Docket', `${docket.index}, ${words.docketName(header)}`);
  add('State of', `epoch ${epoch.number}, closed ${words.when(epoch.closed)}`);
  add('Signed by', ...signedBy(signers, parseTime(epoch.closed)));
  if (header.since)
    add(
      'Same history as',
      header.since.map((one) => `epoch ${one.epoch.number}`).join(', ') ||
        'nothing earlier: it is the first epoch',
    );
  if (unplaced) {
    const oldest = unplaced.oldest === undefined ? '' : `, the oldest since ${unplaced.oldest}`;
    add('Not yet placed', `${words.statements(unplaced.open)} of the whole deployment${oldest}`);
  }
  return el('section', {}, el('h2', {}, 'Where it stands'), list);
}

function signedBy(signers: readonly Signer[], closed: number | undefined): (string | HTMLElement)[] {
  if (signers.length === 0) return ['nobody but the log: the policy names no witness'];
  const of = (auditor: boolean): string | undefined => {
    const all = signers.filter((one) => one.auditor === auditor);
    if (all.length === 0) return undefined;
    const did = all.filter(({ at }) => at !== undefined).length;
    return `${did} of ${words.counted(all.length, auditor ? 'auditor' : 'witness', auditor ? 'auditors' : 'witnesses')}`;
  };
  const list = el('ul', { class: 'signers' });
  for (const { name, by, auditor, at } of signers) {
    const late =
      at !== undefined && closed !== undefined && at >= closed
        ? `, ${words.lasting(at - closed)} after the close`
        : '';
    list.append(
      el(
        'li',
        { class: at === undefined ? 'dim' : '' },
        el('b', {}, name),
        by === undefined ? '' : ` (${by})`,
        auditor ? ', auditor' : '',
        at === undefined ? ': did not sign this' : `: ${words.when(at)}${late}`,
      ),
    );
  }
  const summary = el(
    'summary',
    {},
    [of(false), of(true) ?? 'no auditor is named by the policy'].filter(Boolean).join(', '),
  );
  return [el('details', {}, summary, list)];
}
