import { html, type Html } from '../../phone/html.ts';
import { cell, coverageMarks, hatching, monthBars } from './charts.pages.ts';
import type { Figure, Measure, Period, Scope } from './figure.ts';
import { checkSection, limitsSection, partnersSection } from './open-more.pages.ts';
import { latest, type OpenView, scopesOf } from './view.ts';
import {
  baseWords,
  dayWords,
  MEASURE_WORDS,
  monthWords,
  numberWords,
  periodWords,
  scopeWords,
} from './words.ts';

const NETWORK: Scope = { kind: 'network' };
export const icon = (id: string, size = ''): Html =>
  html`<svg class="i ${size}" aria-hidden="true"><use href="/assets/looks/pictograms.svg#${id}" /></svg>`;

/** The public page: released rows only, no script, readable without style. Rules of looks.md: figure, unit, base. */
export function openPage(view: OpenView): string {
  const body = view.release ? figuresOf(view) : emptyPage(view);
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <title>Vouch: figures</title>
        <link rel="stylesheet" href="/assets/looks/tokens.css" />
        <link rel="stylesheet" href="/assets/looks/desk.css" />
        <link rel="stylesheet" href="/open/open.css" />
      </head>
      <body class="d pg" lang="en">
        ${hatching}
        <header class="hd wrap">
          <b>${icon('mark', 'i28')}Vouch</b><span class="grow"></span>
          <a href="/open" class="on" aria-current="page">Figures</a>
          <a href="#partners">Who takes part</a><a href="#how">How we count</a>
          <a href="/verify">Check evidence</a><a href="/w/" class="bt go">Speak up</a>
        </header>
        <main>
          ${view.demo && html`<p class="wrap demo">Everything here is invented: this is a demo network.</p>`}${body}
        </main>
      </body>
    </html> `.html;
}

const emptyPage = (view: OpenView): Html =>
  html`<div class="wrap first">
      <h1>No figures yet</h1>
      <p class="lead">
        A month is released a week after it ends. The next fixed day is ${dayWords(view.nextDay)}. Nothing
        will stand on fewer than ${view.k} workers.
      </p>
    </div>
    ${partnersSection(view)}`;

function figuresOf(view: OpenView): Html {
  const year = latest(view.figures, 'contacts', NETWORK, 'window');
  return html`<div class="wrap first">
      <h1>What workers said, and what was put right</h1>
      <p class="lead">
        Totals of the whole network${year && html`, ${periodWords(year.period)}`}. Counts are rounded to 5.
        Nothing stands on fewer than ${view.k} workers.
      </p>
    </div>
    ${year && headline(view)} ${monthsSection(view)} ${reachSection(view)} ${year && tables(view)}
    ${year && remedies(view)} ${partnersSection(view)} ${limitsSection(view)} ${checkSection(view)}`;
}

const NOTES: Partial<Record<Measure, string>> = {
  contacts: 'Reports and messages. One person may contact often.',
  raised: 'One report may hold several issues. Questions are not issues.',
  verified: 'The business says done, and the workers asked say fully done.',
};

function headline({ figures }: OpenView): Html {
  const four: Measure[] = ['contacts', 'workers', 'raised', 'verified'];
  return html`<div class="wrap">
    <div class="four">
      ${four.map((measure) => {
        const f = latest(figures, measure, NETWORK, 'window');
        return html`<div>
          <div class="fig">${f?.value === null || !f ? cell(f) : numberWords(f.value)}</div>
          <div class="unit">
            ${measure === 'verified' ? 'remedies verified by workers' : MEASURE_WORDS[measure]}
          </div>
          <p class="base">${NOTES[measure]} ${f && baseWords(f)}</p>
        </div>`;
      })}
    </div>
  </div>`;
}

const inTurn = (figures: readonly Figure[], measure: Measure, kind: Period['kind']): Figure[] =>
  figures
    .filter((f) => f.measure === measure && f.period.kind === kind && f.scope.kind === 'network')
    .sort((a, b) => (a.period.from < b.period.from ? -1 : 1))
    .slice(-24);

function monthsSection({ figures, k }: OpenView): Html {
  const shown: [Measure, Period['kind'], string][] = [
    ['contacts', 'month', 'Contacts each month'],
    ['raised', 'quarter', 'Issues raised each quarter'],
    ['verified', 'quarter', 'Remedies both sides confirmed each quarter'],
  ];
  const series = shown.map(([measure, kind, title]) => ({ measure, title, bars: inTurn(figures, measure, kind) })); // prettier-ignore
  return html`<section class="band1">
    <div class="wrap">
      <h2>Over time</h2>
      <p class="base">
        Closed months and quarters of the whole network. Contacts and issues are different units and are never
        added. Hatched: fewer than ${k} workers, or hidden with another. Dashed: nobody was reached.
      </p>
      <div class="thirds">
        ${series.map(
          ({ title, bars, measure }) =>
            html`<div>
              <h3>${title}</h3>
              <p class="base">${measure === 'contacts' ? 'contacts' : 'issues'}, from zero</p>
              ${monthBars(bars)}
            </div>`,
        )}
      </div>
      <details>
        <summary>The same as a table</summary>
        <div class="thirds">
          ${series.map(
            ({ title, bars }) =>
              html`<table class="t">
                <thead>
                  <tr>
                    <th scope="col">From</th>
                    <th scope="col" class="num">${title}</th>
                  </tr>
                </thead>
                <tbody>
                  ${bars.map(
                    (f) =>
                      html`<tr>
                        <th scope="row">${monthWords(f.period.from)}</th>
                        <td class="num">${cell(f)}</td>
                      </tr>`,
                  )}
                </tbody>
              </table>`,
          )}
        </div>
      </details>
    </div>
  </section>`;
}

const reachSection = ({ coverage, k }: OpenView): Html =>
  coverage
    ? html`<section class="band1">
        <div class="wrap">
          <h2>Where we heard from</h2>
          <p class="base">
            ${numberWords(coverage.registered)} registered workplaces. One mark is one workplace, rounded to
            5. Order has no meaning, so none can be found.
          </p>
          ${coverageMarks(coverage, k)}
        </div>
      </section>`
    : html``;

const COLUMNS: Measure[] = ['contacts', 'workers', 'raised', 'verified', 'disputed', 'overdue'];
const UNITS: Record<string, string> = { contacts: 'contacts', workers: 'workers', raised: 'issues', verified: 'issues', disputed: 'issues', overdue: 'issues' }; // prettier-ignore

function table({ figures }: OpenView, title: string, scopes: readonly Scope[]): Html {
  return html`<h3>${title}</h3>
    <div class="scroll">
      <table class="t">
        <thead>
          <tr>
            <th scope="col"></th>
            ${COLUMNS.map((m) => html`<th scope="col" class="num">${MEASURE_WORDS[m]}<br /><span class="dim3">${UNITS[m]}</span></th>`)}
          </tr>
        </thead>
        <tbody>
          ${scopes.map(
            (scope) =>
              html`<tr>
                <th scope="row">${scopeWords(scope)}</th>
                ${COLUMNS.map((m) => html`<td class="num">${cell(latest(figures, m, scope, 'window'))}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}

function tables(view: OpenView): Html {
  const of = (kind: 'country' | 'sector' | 'country_sector') => scopesOf(view.figures, kind);
  const year = latest(view.figures, 'contacts', NETWORK, 'window');
  return html`<section class="band1">
    <div class="wrap">
      <h2>By country and sector</h2>
      <p class="base">
        ${year && periodWords(year.period)}. A total stands only where all its parts can; rounded lines may
        not add up.
      </p>
      ${table(view, 'Countries', of('country'))} ${table(view, 'Sectors', of('sector'))}
      ${table(view, 'Sectors within countries', of('country_sector'))}
      <p class="key">
        <span
          ><span class="few">too few to show</span> fewer than ${view.k} workers, or hidden so that another
          can’t be worked out</span
        >
        <span><b>0</b> nothing counted, though ${view.k} or more were heard</span>
        <span><span class="nh">not heard from</span> nobody was reached; this is not “no problem”</span>
      </p>
    </div>
  </section>`;
}

const STANDS: [Measure, string, string][] = [
  ['verified', 'st-verified', 'workers say fully done'],
  ['verified_state', 'st-verified', 'workers agree; no employer did it'],
  ['partly', 'st-partly', 'stays open'],
  ['disputed', 'disputed', 'workers say not done'],
  ['unreachable', 'st-unreach', 'counted apart'],
  ['claimed', 'st-claimed', 'the employer says done'],
];

const remedies = ({ figures }: OpenView): Html =>
  html`<section class="band1">
    <div class="wrap">
      <h2>How remedies stand</h2>
      <p class="base">
        Issues that a business says are done. Left half: workers. Right half: the business. Nobody verifies
        alone.
      </p>
      <ul class="stand">
        ${STANDS.map(([measure, id, note]) => {
          const f = latest(figures, measure, NETWORK, 'window');
          return html`<li>
            <span class="st">${icon(id)}${MEASURE_WORDS[measure]}</span><b>${cell(f)}</b>
            <span class="dim sm"
              >${note}${f?.state === 'shown' && html`; ${baseWords(f).toLowerCase()}`}</span
            >
          </li>`;
        })}
      </ul>
    </div>
  </section>`;
