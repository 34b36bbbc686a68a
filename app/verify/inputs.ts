// What a reader puts in: the file, whom they trust, and what else may be held against it.

import { parsePolicy } from '../../ledger/policy.ts';
import type { Policy } from '../../ledger/policy.ts';
import { el, svg } from './dom.ts';
import { when } from './words.ts';

export type Chosen = {
  file?: File;
  older?: File;
  receipt?: File;
  /** The reader's own policy, or the word for the one that this page came with. */
  trust?: { text: string; whose: string };
  /** Judge as if read then, seconds since 1970. */
  at?: number;
};

export type DropZone = { element: HTMLElement; named: HTMLElement; sized: HTMLElement };

export function dropZone(take: (file: File) => void): DropZone {
  const named = el('b', {}, 'Drop a .vouch.jsonl or .vouch.zip file here, or choose one');
  const sized = el('div', { class: 'sm dim' }, 'Before a file: no verdict, no example figures.');
  const input = el('input', { type: 'file', accept: '.jsonl,.vouch,.zip' });
  const icon = svg('svg', { class: 'i i28', viewBox: '0 0 32 32', 'aria-hidden': 'true' }, ...seal());
  const element = el('label', { class: 'drop' }, input, icon, el('div', {}, named, sized));
  const over = (on: boolean) => element.classList.toggle('over1', on);
  const given = (file: File | undefined): void => {
    if (file) take(file);
  };
  input.addEventListener('change', () => {
    given(input.files?.[0]);
    input.value = ''; // so that the same file, mended, can be chosen again
  });
  element.addEventListener('dragover', (event) => {
    event.preventDefault();
    over(true);
  });
  element.addEventListener('dragleave', () => over(false));
  // A file that misses the zone would replace this page.
  document.addEventListener('dragover', (event) => event.preventDefault());
  document.addEventListener('drop', (event) => {
    event.preventDefault();
    over(false);
    given(event.dataTransfer?.files[0]);
  });
  return { element, named, sized };
}

const seal = (): SVGElement[] => [
  svg('path', {
    d: 'M13 27H7a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2h16a2 2 0 0 1 2 2v7M10 9h10M10 14h6M19.7 20l1.7 1.7 3-3.2M19 25v5l3-1.6L25 30v-5',
    class: 'mk-line',
  }),
  svg('circle', { cx: 22, cy: 20, r: 5.5, class: 'mk-line' }),
];

const OWN = 'Judged by the policy that you chose.';
const SITE = 'Judged by this site’s own policy: it can’t speak against the operator.';

/** Never the policy that came with the evidence, and never one that nobody chose. */
export function trustChoice(chosen: Chosen, changed: () => void): HTMLElement {
  const said = el('div', { class: 'trusted' });
  const take = (text: string, whose: string): void => {
    chosen.trust = { text, whose };
    said.replaceChildren(...trustWords(text));
    changed();
  };
  const box = el(
    'fieldset',
    { class: 'trust' },
    el('legend', {}, 'Whom do you trust?'),
    el(
      'p',
      { class: 'sm dim' },
      'A verdict is never better than the policy it is judged by: the keys of the log, of witnesses and auditors, and how many must have signed.',
    ),
  );
  const input = el('input', { type: 'file' });
  const name = el('b', {}, 'A policy that I bring');
  const own = el(
    'label',
    { class: 'card1 own' },
    input,
    name,
    el(
      'span',
      { class: 'sm dim' },
      'From a witness, an auditor or your own office. Only this one can also speak against the operator.',
    ),
  );
  const site = siteChoice(() => {
    own.classList.remove('has');
    name.textContent = 'A policy that I bring';
    take(sitePolicy(), SITE);
  });
  input.addEventListener('change', () => {
    const file = input.files?.[0];
    input.value = '';
    if (!file) return;
    name.textContent = `My policy: ${file.name}`;
    own.classList.add('has');
    const radio = site?.querySelector('input');
    if (radio) radio.checked = false;
    void file.text().then((text) => take(text, OWN));
  });
  box.append(el('div', { class: 'cards1' }, own, site), said);
  return box;
}

const sitePolicy = (): string => {
  const built = document.getElementById('policy')?.textContent ?? '';
  const text: unknown = built === '' ? '' : JSON.parse(built);
  return typeof text === 'string' ? text : '';
};

function siteChoice(choose: () => void): HTMLElement | undefined {
  if (sitePolicy() === '') return undefined;
  const radio = el('input', { type: 'radio', name: 'trust' });
  radio.addEventListener('change', choose);
  return el(
    'label',
    { class: 'card1 site' },
    radio,
    el('b', {}, 'This site’s own policy'),
    el(
      'span',
      { class: 'sm dim' },
      'Whoever runs this site wrote it. It finds what was changed on the way to you; against the operator it proves nothing.',
    ),
  );
}

function trustWords(source: string): HTMLElement[] {
  const policy = parsePolicy(source);
  if (typeof policy === 'string') return [el('p', { class: 'note1' }, `That is not a policy: ${policy}.`)];
  const names = (list: readonly string[]): string => list.join(', ') || 'nobody';
  const auditors = policy.groups.get('a')?.members ?? [];
  const witnesses = [...policy.witnesses.keys()].filter((name) => !auditors.includes(name));
  const lines = [
    `Log: ${names(policy.logs.map(({ name }) => name))}.`,
    `Witnesses: ${names(witnesses)}.`,
    `Auditors: ${names(auditors)}.`,
    quorumWords(policy),
  ];
  return [el('p', { class: 'sm dim' }, lines.join(' '))];
}

function quorumWords({ quorum, groups }: Policy): string {
  if (quorum === undefined) return 'Nobody besides the log must have signed.';
  const words = (name: string): string => {
    const group = groups.get(name);
    if (!group) return name;
    const isPlain = group.members.every((member) => !groups.has(member));
    if (isPlain) return `${group.threshold} of ${group.members.length}`;
    const inner = group.members.map(
      (member) => `${words(member)}${groups.has(member) ? ` (${member})` : ''}`,
    );
    return group.threshold === group.members.length
      ? inner.join(' and ')
      : `${group.threshold} of: ${inner.join('; ')}`;
  };
  return `Must have signed: ${words(quorum)}.`;
}

/** An older bundle, a receipt, another day. */
export function besides(chosen: Chosen, changed: () => void): HTMLElement {
  const add = (name: string, accept: string, set: (file: File | undefined) => void): HTMLElement => {
    const input = el('input', { type: 'file', accept });
    const words = el('span', {}, `Add: ${name}`);
    const remove = el(
      'button',
      { type: 'button', class: 'lk', 'aria-label': `Take the ${name} away`, hidden: '' },
      'remove',
    );
    const label = el('label', { class: 'add' }, input, words);
    const show = (file: File | undefined): void => {
      set(file);
      words.textContent = file ? `${name}: ${file.name}` : `Add: ${name}`;
      label.classList.toggle('has', file !== undefined);
      remove.hidden = file === undefined;
      changed();
    };
    input.addEventListener('change', () => {
      const file = input.files?.[0];
      input.value = '';
      if (file) show(file);
    });
    remove.addEventListener('click', () => show(undefined));
    return el('span', { class: 'adding' }, label, remove);
  };
  return el(
    'div',
    { class: 'adds' },
    add('receipt', '', (file) => (chosen.receipt = file)),
    add('older bundle', '.jsonl,.vouch', (file) => (chosen.older = file)),
    anotherDay(chosen, changed),
  );
}

/** A court that reads a file of last year asks how it stood then, not whether it is old by now. */
function anotherDay(chosen: Chosen, changed: () => void): HTMLElement {
  const input = el('input', { type: 'datetime-local', step: 1 });
  const said = el('span', { class: 'sm dim' });
  input.addEventListener('change', () => {
    const time = input.value === '' ? Number.NaN : Date.parse(`${input.value}Z`);
    chosen.at = Number.isNaN(time) ? undefined : time / 1000;
    said.textContent = chosen.at === undefined ? '' : `as read on ${when(chosen.at)}`;
    changed();
  });
  return el('label', { class: 'add asof' }, 'Judge as of (UTC) ', input, said);
}
