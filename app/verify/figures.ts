// The verdict as a circle in two halves, each statement as one mark, all of them as one strip. All of it is also said
// in words beside it.

import { svg } from './dom.ts';
import type { State } from './line-table.ts';

/** Left is unaltered, right is complete; filled is yes, dotted is no. */
export const halves = (unaltered: boolean, complete: boolean): SVGElement =>
  svg(
    'svg',
    { viewBox: '0 0 32 32', 'aria-hidden': 'true' },
    svg('path', { d: 'M15 3.5A12.5 12.5 0 0 0 15 28.5Z', class: unaltered ? 'full' : 'none' }),
    svg('path', { d: 'M17 3.5A12.5 12.5 0 0 1 17 28.5Z', class: complete ? 'full' : 'none' }),
  );

/** How a state is filled, in the strip and as a mark; `missing` is what the record holds and the file doesn't. */
export type Look = State | 'missing';

const FILL: Record<Look, string> = {
  shown: 'var(--accent)',
  'not-licensed': 'var(--mute)',
  suppressed: 'url(#p-few)',
  sealed: 'url(#p-sealed)',
  withdrawn: 'url(#p-back)',
  'erased by the worker': 'url(#p-crossed)',
  'erased, unsigned': 'url(#p-heed)',
  moved: 'url(#p-away)',
  control: 'none',
  missing: 'none',
};

const box = (look: Look, at: Record<string, string | number>): SVGElement =>
  svg('rect', {
    fill: FILL[look],
    class: `mk ${look === 'missing' || look === 'erased, unsigned' ? 'mk-heed' : ''}`,
    ...at,
  });

/** One mark, beside its words. */
export const mark = (look: Look): SVGElement =>
  svg(
    'svg',
    { class: 'mark1', width: 14, height: 14, 'aria-hidden': 'true' },
    box(look, { x: 1, y: 1, width: 12, height: 12, rx: 1.5 }),
  );

const PER_ROW = 31;
/** Up to here one mark is one statement; a picture of more would only be grey. */
export const MOST_MARKS = 500;

/** `n` statements, each as a mark, in rows. */
export function marks(n: number, look: Look): SVGElement {
  const rows = Math.max(1, Math.ceil(n / PER_ROW));
  const picture = svg('svg', {
    class: 'marks',
    width: PER_ROW * 13,
    height: rows * 13,
    'aria-hidden': 'true',
  });
  for (let i = 0; i < n; i++) {
    const [x, y] = [(i % PER_ROW) * 13 + 0.5, Math.floor(i / PER_ROW) * 13 + 0.5];
    picture.append(box(look, { x, y, width: 10, height: 10, rx: 1.5 }));
  }
  return picture;
}

export type Part = { n: number; look: Look; name: string };

const GAP = 0.25;
/** In percent: what is there is always seen, however little of the whole it is. */
const LEAST = 0.8;

/** All statements as one strip; `label` says the same in words. */
export function strip(parts: readonly Part[], label: string): SVGElement {
  const all = parts.reduce((sum, { n }) => sum + n, 0);
  const picture = svg('svg', { class: 'strip', width: '100%', height: 40, role: 'img', 'aria-label': label });
  const there = parts.filter(({ n }) => n > 0);
  const widths = there.map(({ n }) => Math.max(LEAST, (100 * n) / all));
  const scale = 100 / widths.reduce((sum, width) => sum + width, 0);
  let x = 0;
  for (const [at, { n, look, name }] of there.entries()) {
    const width = (widths[at] ?? 0) * scale;
    const part = box(look, { x: `${x}%`, y: 1, width: `${Math.max(0.2, width - GAP)}%`, height: 38, rx: 2 });
    part.append(svg('title', {}, `${name}: ${n}`));
    picture.append(part);
    if (width >= 5)
      picture.append(
        svg(
          'text',
          {
            x: `${x + width / 2}%`,
            y: 25,
            'text-anchor': 'middle',
            class: look === 'shown' ? 'on' : 'beside',
          },
          n.toLocaleString('en-GB'),
        ),
      );
    x += width;
  }
  return picture;
}

const pattern = (id: string, size: number, turn: number, ...children: SVGElement[]): SVGElement =>
  svg(
    'pattern',
    { id, width: size, height: size, patternUnits: 'userSpaceOnUse', patternTransform: `rotate(${turn})` },
    ...children,
  );
const line = (d: string, colour: string, width: number): SVGElement =>
  svg('path', { d, stroke: `var(${colour})`, 'stroke-width': width, fill: 'none' });

/** The patterns that marks and strips refer to; once a page. */
export const patterns = (): SVGElement =>
  svg(
    'svg',
    { class: 'defs', width: 0, height: 0, 'aria-hidden': 'true' },
    pattern('p-few', 5, 45, line('M0 0v6', '--edge', 2)),
    pattern('p-back', 5, -45, line('M0 0v6', '--accent-line', 3)),
    pattern('p-sealed', 6, 0, svg('circle', { cx: 3, cy: 3, r: 1.6, fill: 'var(--ink2)' })),
    pattern('p-crossed', 6, 45, line('M0 3h6M3 0v6', '--ink2', 1.2)),
    pattern('p-heed', 6, 45, line('M0 3h6M3 0v6', '--heed', 1.8)),
    pattern('p-away', 6, 0, line('M0 3h6', '--ink2', 1.6)),
  );
