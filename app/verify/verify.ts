// The page at /verify: checks evidence in this browser. It has no way to reach the network: the page's own security
// policy forbids every connection, and it works the same when it was saved and is opened as a file.

import { archiveView } from './archive-view.ts';
import { fileIn, isArchive } from './archive.ts';
import type { ArchiveAnswer } from './archive.ts';
import { Stopped, put, stopAsking } from './asking.ts';
import type { Answer, Inputs } from './check.ts';
import { el } from './dom.ts';
import { patterns } from './figures.ts';
import { besides, dropZone, trustChoice } from './inputs.ts';
import type { Chosen } from './inputs.ts';
import { looksLike } from './sniff.ts';
import { verdictView } from './view.ts';
import { bytes } from './words.ts';
import { work } from './worker.ts';

type Reading = { inputs: Inputs; mine: () => boolean; back?: HTMLElement };

class CheckPage {
  readonly #chosen: Chosen = {};
  readonly #answer = el('div', { class: 'answer' });
  readonly #status = el('p', { class: 'away', role: 'status' });
  readonly #bar = el('progress', { max: 100, value: 0, 'aria-label': 'How much of the file is read' });
  readonly #busy = el('div', { class: 'busy', hidden: '' }, this.#bar);
  readonly #zone = dropZone((file) => {
    this.#chosen.file = file;
    void this.#read();
  });
  #turn = 0;

  start(root: HTMLElement): void {
    const stop = el('button', { type: 'button', class: 'bt sm' }, 'Stop');
    stop.addEventListener('click', stopAsking);
    this.#busy.append(stop);
    const again = () => void this.#read();
    root.replaceChildren(
      this.#zone.element,
      this.#busy,
      trustChoice(this.#chosen, again),
      besides(this.#chosen, again),
      this.#status,
      this.#answer,
      patterns(),
    );
  }

  #say(words: string): void {
    this.#status.textContent = words;
    this.#answer.replaceChildren(el('p', { class: 'note1 said' }, words));
  }

  /** Runs one reading; whatever was running is of no use any more. */
  async #reading(file: Blob, run: (mine: () => boolean) => Promise<void>): Promise<void> {
    const mine = ++this.#turn;
    const isMine = () => mine === this.#turn;
    this.#answer.setAttribute('aria-busy', 'true');
    this.#bar.value = 0;
    // A short file is read before anybody could see a bar.
    const later = setTimeout(() => (this.#busy.hidden = !isMine()), 300);
    try {
      await run(isMine);
    } catch (error) {
      if (!isMine()) return;
      this.#say(faultWords(error));
      this.#zone.sized.textContent = `${bytes(file.size)}. Drop another file here, or choose one.`;
    } finally {
      clearTimeout(later);
      if (isMine()) {
        this.#busy.hidden = true;
        this.#answer.setAttribute('aria-busy', 'false');
      }
    }
  }

  #progress(size: number): (done: number, of?: string) => void {
    return (done, of) => {
      const percent = Math.min(100, Math.floor((100 * done) / Math.max(1, size)));
      this.#bar.value = percent;
      this.#zone.sized.textContent = `${bytes(size)}, ${percent} % read${of === undefined ? '' : `: ${of}`}`;
    };
  }

  async #inputs(): Promise<Inputs | undefined> {
    const { trust, older, receipt, at = Math.floor(Date.now() / 1000) } = this.#chosen;
    return trust && { policy: trust.text, older, receipt: await receipt?.text(), at };
  }

  async #read(): Promise<void> {
    const { file } = this.#chosen;
    if (!file) return;
    this.#zone.named.textContent = file.name;
    await this.#reading(file, async (mine) => {
      const inputs = await this.#inputs();
      if (!inputs) {
        this.#zone.sized.textContent = `${bytes(file.size)}, not read yet`;
        return this.#say('Now say above whom you trust. Without that there is no verdict.');
      }
      this.#zone.sized.textContent = `${bytes(file.size)}, being read`;
      if (await isArchive(file)) await this.#readArchive(file, { inputs, mine });
      else await this.#readBundle(file, { inputs, mine });
    });
  }

  async #readBundle(file: Blob, { inputs, mine, back }: Reading): Promise<void> {
    const began = performance.now();
    const told = await put({ type: 'bundle', file, inputs }, this.#progress(file.size));
    if (!mine()) return;
    this.#wasRead(file, began);
    const head = new Uint8Array(await file.slice(0, 1 << 16).arrayBuffer());
    if (mine()) this.#show(told, file, head, back);
  }

  #wasRead(file: Blob, began: number): void {
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    this.#zone.sized.textContent = `${bytes(file.size)}, read in ${seconds} s. Drop another file here, or choose one.`;
  }

  #show(told: Answer, file: Blob, head: Uint8Array, back?: HTMLElement): void {
    if ('refused' in told) return this.#say(`No verdict: ${told.refused}.`);
    const find = (words: string) => put({ type: 'find', file, words }, () => undefined);
    const view = verdictView(told, file, this.#chosen.trust?.whose ?? '', find);
    const { unaltered, complete, header } = told.verdict;
    this.#status.textContent = `Unaltered: ${unaltered ? 'yes' : 'no'}. Complete: ${complete ? 'yes' : 'no'}.`;
    const hint = header ? undefined : looksLike(head, file.size);
    const hinted = hint === undefined ? [] : [el('p', { class: 'note1 said hint1' }, hint)];
    this.#answer.replaceChildren(...(back ? [back] : []), ...hinted, view);
  }

  async #readArchive(file: File, { inputs, mine }: Reading): Promise<void> {
    const began = performance.now();
    const told = await put({ type: 'archive', file, inputs }, this.#progress(file.size));
    if (!mine()) return;
    this.#wasRead(file, began);
    this.#showArchive(told, file, inputs);
  }

  #showArchive(told: ArchiveAnswer, file: File, inputs: Inputs): void {
    if ('refused' in told) return this.#say(`No verdict: ${told.refused}.`);
    const back = el('button', { type: 'button', class: 'bt back2' }, 'Back to the archive');
    back.addEventListener('click', () => this.#showArchive(told, file, inputs));
    const open = (name: string): void => {
      void this.#reading(file, async (mine) =>
        this.#readBundle(await fileIn(file, name), { inputs, mine, back }),
      );
    };
    this.#status.textContent = '';
    this.#answer.replaceChildren(archiveView(told, this.#chosen.trust?.whose ?? '', open));
  }
}

function faultWords(error: unknown): string {
  if (error instanceof Stopped) return 'Stopped. No verdict: the file was not read to its end.';
  return `This file could not be read to its end (${String(error)}). Choose it again.`;
}

if (typeof document === 'undefined') work();
else {
  const root = document.getElementById('verify');
  if (root) new CheckPage().start(root);
}
