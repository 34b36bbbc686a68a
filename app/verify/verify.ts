// The page at /verify: checks an evidence bundle in this browser. It has no way to reach the network: the page's own
// security policy forbids every connection, and it works the same when it was saved and is opened as a file.

import { parsePolicy } from '../../ledger/policy.ts';
import type { Policy } from '../../ledger/policy.ts';
import { verifyBundle } from '../../ledger/verify.ts';
import type { SeenLine } from '../../ledger/verify.ts';
import { el, svg } from './dom.ts';
import { hatching } from './figures.ts';
import { MOST_LISTED } from './statements.ts';
import { verdictView } from './view.ts';

type Extra = 'receipt' | 'older bundle' | 'policy';

const files: { bundle?: File; extra: Partial<Record<Extra, File>> } = { extra: {} };
const answer = el('div', { 'aria-live': 'polite' });
const trust = el('p', { class: 'sm dim' });
const named = el('b', {}, 'Drop a .vouch.jsonl file here, or choose one');
const sized = el('div', { class: 'sm dim' }, 'Before a file: no verdict, no example figures.');
let reading = 0;

function start(): void {
  const root = document.getElementById('verify');
  if (!root) return;
  root.replaceChildren(dropZone(), adds(), trust, answer, hatching());
  void showTrust();
}

function dropZone(): HTMLElement {
  const input = el('input', { type: 'file', accept: '.jsonl,.vouch' });
  const icon = svg('svg', { class: 'i i28', viewBox: '0 0 32 32', 'aria-hidden': 'true' }, ...seal());
  const zone = el('label', { class: 'drop' }, input, icon, el('div', {}, named, sized));
  const over = (on: boolean) => zone.classList.toggle('over1', on);
  input.addEventListener('change', () => take(input.files?.[0]));
  zone.addEventListener('dragover', (event) => {
    event.preventDefault();
    over(true);
  });
  zone.addEventListener('dragleave', () => over(false));
  // A file that misses the zone would replace this page.
  document.addEventListener('dragover', (event) => event.preventDefault());
  document.addEventListener('drop', (event) => {
    event.preventDefault();
    over(false);
    take(event.dataTransfer?.files[0]);
  });
  return zone;
}

const seal = (): SVGElement[] => [
  svg('path', {
    d: 'M13 27H7a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2h16a2 2 0 0 1 2 2v7M10 9h10M10 14h6M19.7 20l1.7 1.7 3-3.2M19 25v5l3-1.6L25 30v-5',
    class: 'mk-line',
  }),
  svg('circle', { cx: 22, cy: 20, r: 5.5, class: 'mk-line' }),
];

function adds(): HTMLElement {
  const add = (name: Extra, accept: string): HTMLElement => {
    const input = el('input', { type: 'file', accept });
    const words = el('span', {}, `Add: ${name}`);
    const label = el('label', { class: 'add' }, input, words);
    input.addEventListener('change', () => {
      const file = input.files?.[0];
      files.extra[name] = file;
      words.textContent = file ? `${name}: ${file.name}` : `Add: ${name}`;
      label.classList.toggle('has', file !== undefined);
      void showTrust();
      void read();
    });
    return label;
  };
  return el(
    'div',
    { class: 'adds' },
    add('receipt', ''),
    add('older bundle', '.jsonl,.vouch'),
    add('policy', ''),
  );
}

/** The policy that the page came with, or the one that was chosen; a text says what is wrong with it. */
async function policyNow(): Promise<Policy | string> {
  const chosen = files.extra.policy;
  const built = document.getElementById('policy')?.textContent ?? '';
  const source: unknown = chosen ? await chosen.text() : built === '' ? '' : JSON.parse(built);
  if (typeof source !== 'string' || source === '')
    return 'Add a policy: the keys of the log and witnesses that you trust.';
  return parsePolicy(source);
}

async function showTrust(): Promise<void> {
  const policy = await policyNow();
  if (typeof policy === 'string') {
    trust.textContent = policy;
    return;
  }
  const logs = policy.logs.map(({ name }) => name).join(', ');
  const witnesses = [...policy.witnesses.values()].map(({ name }) => name).join(', ') || 'nobody';
  const whose = files.extra.policy
    ? 'Judged by the policy that you chose'
    : 'Judged by the policy that this page came with: whoever runs this site wrote it, so compare it or add your own';
  trust.textContent = `${whose}. Log: ${logs}. Witnesses: ${witnesses}.`;
}

function take(file: File | undefined): void {
  if (!file) return;
  files.bundle = file;
  void read();
}

async function read(): Promise<void> {
  const { bundle } = files;
  if (!bundle) return;
  const mine = ++reading;
  answer.setAttribute('aria-busy', 'true');
  await readAs(mine, bundle);
  if (mine === reading) answer.setAttribute('aria-busy', 'false');
}

async function readAs(mine: number, bundle: File): Promise<void> {
  named.textContent = bundle.name;
  sized.textContent = `${bytes(bundle.size)}, being read`;
  const policy = await policyNow();
  if (typeof policy === 'string') {
    sized.textContent = `${bytes(bundle.size)}, not read yet`;
    return say(policy);
  }
  const seen = { lines: [] as SeenLine[], all: 0 };
  const onLine = (line: SeenLine) => {
    seen.all++;
    if (seen.lines.length < MOST_LISTED) seen.lines.push(line);
  };
  const began = performance.now();
  const older = files.extra['older bundle'];
  const receipt = await files.extra.receipt?.text();
  const progress = (done: number) => {
    if (mine === reading)
      sized.textContent = `${bytes(bundle.size)}, ${Math.floor((100 * done) / bundle.size)} % read`;
  };
  try {
    const options = { policy, at: Date.now() / 1000, older: older && chunks(older), receipt, onLine };
    const verdict = await verifyBundle(chunks(bundle, progress), options);
    if (mine !== reading) return; // another file was dropped meanwhile
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    sized.textContent = `${bytes(bundle.size)}, read in ${seconds} s. Drop another file here, or choose one.`;
    if ('refused' in verdict) say(`No verdict: ${verdict.refused}.`);
    else answer.replaceChildren(verdictView(verdict, seen));
  } catch (error) {
    if (mine === reading) say(`This file could not be read to its end (${String(error)}). Choose it again.`);
  }
}

const say = (words: string): void => answer.replaceChildren(el('p', { class: 'note1 said' }, words));

/** A file as a stream; by a reader, since not every browser can iterate over one. */
async function* chunks(file: File, progress?: (done: number) => void): AsyncGenerator<Uint8Array> {
  const reader = file.stream().getReader();
  let done = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    done += part.value.length;
    progress?.(done);
    yield part.value;
  }
}

function bytes(n: number): string {
  if (n < 1000) return `${n} bytes`;
  return n < 1e6 ? `${Math.round(n / 1000)} kB` : `${(n / 1e6).toFixed(1)} MB`;
}

start();
