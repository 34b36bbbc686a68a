import { html, type Html } from '../../phone/html.ts';
import type { Coverage, Figure } from './figure.ts';
import { monthWords, numberWords } from './words.ts';

/** The hatching that means "too few to show"; once a page. */
export const hatching: Html = html`<svg width="0" height="0" class="gone" aria-hidden="true">
  <pattern id="hat" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
    <path d="M0 0v6" stroke="var(--edge)" stroke-width="2" />
  </pattern>
</svg>`;

const HEIGHT = 96;
const BAR = 15;
const STEP = 20;
/** 24 months. */
const FULL = 24 * STEP;

/**
 * One bar a month or quarter, from zero, oldest first. A gap stays a gap: hatched where too few spoke, dashed where nobody
 * was reached, a line on the ground where it is zero. Words stand on the marks, there is no legend.
 */
export function monthBars(months: readonly Figure[]): Html {
  const top = Math.max(1, ...months.map((f) => f.value ?? 0));
  // Eight quarters take as much room as 24 months, so that the words beside all charts have one size.
  const step = Math.max(STEP, FULL / Math.max(1, months.length));
  const width = step * months.length;
  const wide = (step * BAR) / STEP;
  const highest = months.findIndex((f) => f.value === top);
  const labelled = new Set([highest, months.length - 1]);
  const bars = months.map((f, i) => {
    const x = i * step;
    const tall = Math.round(((f.value ?? 0) / top) * HEIGHT);
    const label = labelled.has(i) && f.value !== null;
    return html`${bar(f, { x, tall, wide })}${
      label &&
      html`<text class="k" x="${x + wide}" y="${HEIGHT + 11 - tall}" text-anchor="end"
        >${numberWords(f.value ?? 0)}</text
      >`
    }`;
  });
  const first = months[0];
  const last = months.at(-1);
  return html`<svg
    class="ch bars"
    viewBox="0 0 ${width} ${HEIGHT + 36}"
    role="img"
    aria-label="One bar for each month or quarter; the numbers are in the table below"
  >
    ${bars}
    <line class="ax" x1="0" x2="${width}" y1="${HEIGHT + 16}" y2="${HEIGHT + 16}" />
    <text x="0" y="${HEIGHT + 31}">${first && monthWords(first.period.from)}</text>
    <text x="${width - 5}" y="${HEIGHT + 31}" text-anchor="end">${last && monthWords(last.period.from)}</text>
  </svg>`;
}

function bar(f: Figure, { x, tall, wide }: { x: number; tall: number; wide: number }): Html {
  const ground = HEIGHT + 16;
  switch (f.state) {
    case 'shown':
      return html`<rect
        class="f1"
        x="${x}"
        y="${ground - tall}"
        width="${wide}"
        height="${tall}"
        rx="1.5"
      />`;
    case 'zero':
      return html`<text class="k" x="${x + wide / 2}" y="${ground - 4}" text-anchor="middle">0</text>`;
    case 'too_few':
      return html`<rect class="hat" x="${x}" y="${ground - 28}" width="${wide}" height="28" rx="1.5" />`;
    case 'not_heard':
      return html`<rect
        class="f3"
        x="${x + 0.6}"
        y="${ground - 28}"
        width="${wide - 1.2}"
        height="27"
        rx="1.5"
      />`;
  }
}

/** One mark a workplace; their order has no meaning, so none can be found. */
export function coverageMarks({ heard, tooFew, notHeard }: Coverage, k: number): Html {
  const block = (n: number, kind: string, words: [string, string]) =>
    html`<div>
      <b>${numberWords(n)} ${words[0]}</b>
      <div class="base">${words[1]}</div>
      ${marks(n, kind)}
    </div>`;
  return html`<div class="reach">
    ${block(heard, 'f1', ['heard from', `${k} or more distinct workers spoke`])}
    ${block(tooFew, 'hat', ['too few to show', `Fewer than ${k} spoke, or too few work there`])}
    ${block(notHeard, 'f3', ['not heard from', 'Nobody was reached. That is not “no problem”'])}
  </div>`;
}

const ROWS = 5;
function marks(n: number, kind: string): Html {
  if (n === 0) return html``;
  const columns = Math.ceil(n / ROWS);
  const inset = kind === 'f3' ? 0.6 : 0;
  return html`<svg
    class="ch marks"
    viewBox="0 0 ${columns * 21} ${ROWS * 15}"
    width="${columns * 21}"
    height="${ROWS * 15}"
    aria-hidden="true"
  >
    ${Array.from(
      { length: n },
      (_, i) =>
        html`<rect
          class="${kind}"
          x="${Math.floor(i / ROWS) * 21 + inset}"
          y="${(i % ROWS) * 15 + inset}"
          width="${17 - 2 * inset}"
          height="${11 - 2 * inset}"
          rx="1.5"
        />`,
    )}
  </svg>`;
}

/** A number, or which of the three silences. */
export function cell(f: Figure | undefined): Html {
  switch (f?.state) {
    case 'shown':
      return html`${numberWords(f.value ?? 0)}`;
    case 'zero':
      return html`0`;
    case 'not_heard':
      return html`<span class="nh">not heard from</span>`;
    default:
      return html`<span class="few">too few to show</span>`;
  }
}
