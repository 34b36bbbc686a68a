import { html, type Html } from '../../phone/html.ts';
import type { OpenView } from './view.ts';
import { countryName, dayWords } from './words.ts';

const KINDS: Record<string, string> = {
  cso: 'Organisations of and for workers',
  union: 'Unions',
  association: 'Associations',
  labour_office: 'Labour offices',
  auditor: 'Auditors',
  buyer: 'Buyers',
  employer: 'Employers',
  recruiter: 'Recruiters',
};

export function partnersSection({ partners }: OpenView): Html {
  const kinds = Map.groupBy(partners, (p) => p.kind);
  return html`<section class="band1" id="partners">
    <div class="wrap">
      <h2>Who takes part</h2>
      <p class="base">
        Only organisations of and for workers and unions read what workers say. Employers, recruiters and
        buyers never do; which of them take part is not listed here.
      </p>
      <div class="thirds">
        ${Object.keys(KINDS).map((kind) => {
          const those = kinds.get(kind);
          return (
            those &&
            html`<div>
              <h3>${KINDS[kind]}</h3>
              <ul class="plain">
                ${those.map((p) => html`<li>${p.name} <span class="dim sm">${countryName(p.country)}</span></li>`)}
              </ul>
            </div>`
          );
        })}
      </div>
    </div>
  </section>`;
}

export const limitsSection = ({ k }: OpenView): Html =>
  html`<section class="band1" id="how">
    <div class="wrap half">
      <div>
        <h2>How we count</h2>
        <ul class="plain">
          <li>Only reports that a case worker confirmed come from distinct workers move a figure.</li>
          <li>
            Figures are computed on fixed days, a week or more after a period ends, and each is released once.
          </li>
          <li>
            Fewer than ${k} workers behind a figure, or fewer than ${k} in what is left when it is taken from
            another: hidden.
          </li>
          <li>
            All releases, to the public and to every buyer, are checked together: nobody who holds all of them
            can work out a hidden number of people closer than 10, or that there is an issue at all that fewer
            than 10 workers speak of.
          </li>
          <li>
            Issues are few and count from 1 where enough workers stand behind them; here one or two are not
            shown, because all open counts are rounded to 5. They come out by quarter and by half-year.
          </li>
          <li>Sexual violence, children and severity 4 count in countries, sectors and the network only.</li>
        </ul>
      </div>
      <div>
        <h2>What we do not know</h2>
        <p class="dim">
          Who stayed silent, and why. Workers without a phone or in homes are few here. A rise may mean more
          trust, not more harm. A fall may mean fear.
        </p>
        <h2>What is proven, and what is not</h2>
        <ul class="plain">
          <li>
            Proven: this release can’t be replaced quietly; its name and fingerprint stand in a public log.
          </li>
          <li>Proven: a report on record can’t be changed unseen.</li>
          <li>
            Not proven yet: that nothing was left out. That takes an independent auditor, and there is none so
            far.
          </li>
          <li>Not proven: that a report is true. People check that; both sides’ words stand side by side.</li>
          <li>
            Not proven: that case workers confirmed the right reports. An auditor with a licence can check it.
          </li>
        </ul>
      </div>
    </div>
  </section>`;

export const checkSection = ({ release, nextDay }: OpenView): Html =>
  release
    ? html`<section class="last">
        <div class="wrap">
          <h2>Check these figures</h2>
          <p class="dim">
            <svg class="i" aria-hidden="true">
              <use href="/assets/looks/pictograms.svg#${release.announced ? 'proof' : 'unproven'}" />
            </svg>
            Computed for ${dayWords(release.day)}. Next fixed day: ${dayWords(nextDay)}.
            ${
              release.announced
                ? html`Release <code>${release.name}</code> is on record in the log.`
                : html`Release <code>${release.name}</code> waits for the next epoch of the log.`
            }
            Its SHA-256 is <code class="hash">${release.sha256}</code>
          </p>
          <p>
            <a href="/api/v1/open/releases/${release.day}">The release, as it was named</a> ·
            <a href="/api/v1/open/figures.csv">All figures (CSV)</a> ·
            <a href="/api/v1/open/figures">JSON</a> ·
            <a href="/ledger/checkpoint">The log’s checkpoint</a>
          </p>
        </div>
      </section>`
    : html``;
