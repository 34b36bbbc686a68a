// A list of any length of which only what is seen is built. Rows are all of one height; a list that would be taller than
// a browser can scroll is scrolled in proportion.

import { el } from './dom.ts';

const ROW = 44;
/** Browsers lose precision beyond some 16 million pixels. */
const TALLEST = 6_000_000;
const SPARE = 4;
const SEEN = 12;

export class WindowList {
  readonly element: HTMLElement;
  readonly #rows = el('div', { role: 'presentation' });
  readonly #room = el('div', { class: 'room1', role: 'presentation' }, this.#rows);
  readonly #build: (at: number) => HTMLElement;
  readonly #choose: (at: number, how: 'move' | 'open') => void;
  #count = 0;
  #marked = -1;

  /** `build` makes the row at a place; `choose` is told each row that a reader moves to or opens. */
  constructor(
    label: string,
    build: (at: number) => HTMLElement,
    choose: (at: number, how: 'move' | 'open') => void,
  ) {
    [this.#build, this.#choose] = [build, choose];
    this.element = el(
      'div',
      { class: 'window1', role: 'listbox', tabindex: 0, 'aria-label': label },
      this.#room,
    );
    this.element.addEventListener('scroll', () => this.#draw());
    this.element.addEventListener('keydown', (event) => this.#key(event));
  }

  /** Shows another number of rows, from the first on. */
  reset(count: number): void {
    [this.#count, this.#marked] = [count, -1];
    this.#room.style.height = `${this.#tall}px`;
    this.element.style.height = `${Math.min(Math.max(count, 1), SEEN) * ROW + 2}px`;
    this.element.scrollTop = 0;
    this.#draw();
  }

  /** Brings a row into view and marks it. */
  mark(at: number): void {
    this.#marked = at;
    let wanted = this.#top;
    if (at * ROW < wanted) wanted = at * ROW;
    if ((at + 1) * ROW > wanted + this.#seen) wanted = (at + 1) * ROW - this.#seen;
    const share = (this.#tall - this.#seen) / (this.#full - this.#seen);
    if (wanted !== this.#top) this.element.scrollTop = this.#tall === this.#full ? wanted : wanted * share;
    this.#draw();
  }

  get #full(): number {
    return this.#count * ROW;
  }
  get #tall(): number {
    return Math.min(this.#full, TALLEST);
  }
  get #seen(): number {
    return this.element.clientHeight || SEEN * ROW;
  }
  /** Where the first seen pixel would be in a list of full height. */
  get #top(): number {
    const { scrollTop } = this.element;
    if (this.#tall === this.#full) return scrollTop;
    return (scrollTop / Math.max(1, this.#tall - this.#seen)) * (this.#full - this.#seen);
  }

  #draw(): void {
    const top = this.#top;
    const first = Math.max(0, Math.floor(top / ROW) - SPARE);
    const last = Math.min(this.#count, Math.ceil((top + this.#seen) / ROW) + SPARE);
    this.#rows.style.transform = `translateY(${this.element.scrollTop - top + first * ROW}px)`;
    const built: HTMLElement[] = [];
    for (let at = first; at < last; at++) built.push(this.#option(at));
    this.#rows.replaceChildren(...built);
    if (this.#marked >= first && this.#marked < last)
      this.element.setAttribute('aria-activedescendant', `row-${this.#marked}`);
    else this.element.removeAttribute('aria-activedescendant');
  }

  #option(at: number): HTMLElement {
    const row = this.#build(at);
    const said = {
      role: 'option',
      id: `row-${at}`,
      'aria-posinset': at + 1,
      'aria-setsize': this.#count,
      'aria-selected': at === this.#marked,
    };
    for (const [name, value] of Object.entries(said)) row.setAttribute(name, String(value));
    row.addEventListener('click', () => {
      this.mark(at);
      this.#choose(at, 'open');
    });
    return row;
  }

  #key(event: KeyboardEvent): void {
    const to = target(event.key, this.#marked, this.#count, Math.max(1, Math.floor(this.#seen / ROW)));
    if (to === undefined || this.#count === 0) return;
    event.preventDefault();
    const at = Math.min(this.#count - 1, Math.max(0, to));
    this.mark(at);
    this.#choose(at, event.key === 'Enter' || event.key === ' ' ? 'open' : 'move');
  }
}

function target(key: string, at: number, count: number, page: number): number | undefined {
  switch (key) {
    case 'ArrowDown':
    case 'j':
      return at + 1;
    case 'ArrowUp':
    case 'k':
      return at - 1;
    case 'PageDown':
      return at + page;
    case 'PageUp':
      return at - page;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    case 'Enter':
    case ' ':
      return at;
    default:
      return undefined;
  }
}
