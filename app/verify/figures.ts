// The verdict as a circle in two halves, and each statement as one mark. All of it is also said in words beside it.

import type { Counts } from '../../ledger/bundle.ts';
import { svg } from './dom.ts';

/** Left is unaltered, right is complete; filled is yes, dotted is no. */
export const halves = (unaltered: boolean, complete: boolean): SVGElement =>
  svg(
    'svg',
    { viewBox: '0 0 32 32', 'aria-hidden': 'true' },
    svg('path', { d: 'M15 3.5A12.5 12.5 0 0 0 15 28.5Z', class: unaltered ? 'full' : 'none' }),
    svg('path', { d: 'M17 3.5A12.5 12.5 0 0 1 17 28.5Z', class: complete ? 'full' : 'none' }),
  );

export type Mark = 'shown' | 'grey' | 'sealed' | 'hatched' | 'crossed' | 'heeded' | 'away';

const PER_ROW = 31;
/** Up to here a mark is one statement; beyond, a mark stands for as many as keep the picture this large. */
const MOST = 500;

/** How many statements a mark stands for. */
export const perMark = (counts: Counts): number => Math.max(1, Math.ceil(counts.statements / MOST));

/** `n` statements as marks, in rows. */
export function marks(n: number, mark: Mark, each: number): SVGElement {
  const all = Math.ceil(n / each);
  const rows = Math.ceil(all / PER_ROW);
  const picture = svg('svg', {
    class: 'ch',
    width: PER_ROW * 13,
    height: Math.max(1, rows) * 13,
    'aria-hidden': 'true',
  });
  for (let i = 0; i < all; i++) {
    const [x, y] = [(i % PER_ROW) * 13, Math.floor(i / PER_ROW) * 13];
    picture.append(svg('g', { transform: `translate(${x} ${y})` }, ...drawn(mark)));
  }
  return picture;
}

function drawn(mark: Mark): SVGElement[] {
  const box = { width: 10, height: 10, rx: 1.5 };
  switch (mark) {
    case 'shown':
      return [svg('rect', { class: 'f1', ...box })];
    case 'grey':
      return [svg('rect', { class: 'f2', ...box })];
    case 'hatched':
      return [svg('rect', { class: 'hat', ...box })];
    case 'sealed':
      return [
        svg('rect', { class: 'mk-line', x: 0.75, y: 0.75, width: 8.5, height: 8.5, rx: 1.5 }),
        svg('circle', { class: 'mk-dot', cx: 5, cy: 5, r: 1.8 }),
      ];
    case 'crossed':
    case 'heeded':
      return [svg('path', { class: mark === 'crossed' ? 'mk-line' : 'mk-heed', d: 'M1 1l8 8M9 1l-8 8' })];
    case 'away':
      return [svg('path', { class: 'mk-line', d: 'M0 5h9M6 2l3 3-3 3' })];
  }
}

/** The hatching that marks refer to; once a page. */
export const hatching = (): SVGElement =>
  svg(
    'svg',
    { width: 0, height: 0, 'aria-hidden': 'true' },
    svg(
      'pattern',
      { id: 'hat', width: 5, height: 5, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' },
      svg('path', { d: 'M0 0v6', stroke: 'var(--edge)', 'stroke-width': 2 }),
    ),
  );
