import { html, type Html } from '../../phone/html.ts';
import type { CosignerStatus, LedgerStatus } from './contract.ts';

const STYLE = `.lg{max-width:960px;margin:0 auto;padding:24px 16px 64px;font-size:1rem;line-height:1.6}
.lg header{display:flex;align-items:center;gap:16px;flex-wrap:wrap;margin-bottom:24px}.lg header b{font-size:1.25rem}.lg header span{flex:1}
.lg .wide:focus-visible,.lg pre:focus-visible{outline:2px solid var(--accent)}.lg h1{font-size:1.75rem;line-height:1.25;margin:0 0 8px}.lg h2{font-size:1.125rem;margin:32px 0 8px}.lg p{max-width:44em;margin:0 0 12px}
.lg .say{padding:12px 16px;border-left:4px solid var(--accent);background:var(--surface);max-width:none}
.lg .say.bad{border-color:var(--heed-line);background:var(--heed-wash)}
.lg .wide{overflow-x:auto}.lg pre{padding:12px;background:var(--surface);border:1px solid var(--line);border-radius:8px;overflow-x:auto;font:0.8125rem/1.5 var(--mono);user-select:all}
.lg td,.lg th{vertical-align:top}.lg dl{display:grid;grid-template-columns:max-content 1fr;gap:4px 16px;margin:0 0 12px}.lg dt{color:var(--ink2)}.lg dd{margin:0;overflow-wrap:anywhere}
@media(max-width:480px){.lg dl{grid-template-columns:1fr;gap:0}.lg dd{margin-bottom:8px}}`;

const timeWords = (time: string): string => `${time.slice(0, 10)} ${time.slice(11, 16)} UTC`;
const numberWords = (n: number): string => String(n).replace(/\B(?=(\d{3})+$)/g, ' ');
const lengthWords = (seconds: number): string =>
  seconds % 3600 === 0 ? `${seconds / 3600} hours` : `${seconds} seconds`;

/** One sentence on how the log is; the first thing that anybody who checks wants to know. */
function standing(now: LedgerStatus): Html {
  if (now.halted)
    return html`<p class="say bad" role="status">
      <b>The log stands still since ${timeWords(now.halted.since)}.</b> ${now.halted.why}. Reports go on being
      taken; nothing new is published until a person has looked.
    </p>`;
  if (now.belowSince)
    return html`<p class="say bad" role="status">
      <b>Below its quorum since ${timeWords(now.belowSince)}.</b> Not enough of those who must sign have
      signed, so nothing newer than epoch ${now.verified?.epoch ?? 'none'} is published as verified. Reports
      go on being taken.
    </p>`;
  if (now.quorum === 'none')
    return html`<p class="say" role="status">
      <b>In order, and watched by nobody.</b> This log’s policy names no witness: only the operator’s own
      signature stands under it.
    </p>`;
  return html`<p class="say" role="status">
    <b>In order.</b> Enough of those who must sign have signed the newest checkpoint.
  </p>`;
}

function signedWords({ signed }: CosignerStatus, now: LedgerStatus): Html {
  if (!signed) return html`not yet`;
  const isNewest = signed.size >= (now.verified?.size ?? Infinity);
  return html`${isNewest ? 'yes' : `no, last at ${numberWords(signed.size)} entries`}, ${timeWords(signed.at)}`;
}

const lastWords = ({ last }: CosignerStatus): string =>
  last ? `${last.answer}, ${timeWords(last.at)}` : 'not asked yet';

const cosigners = (now: LedgerStatus): Html =>
  now.cosigners.length === 0
    ? html`<p>Nobody signs beside the log itself.</p>`
    : html`<div class="wide" tabindex="0">
        <table class="t">
          <thead>
            <tr>
              <th>Who</th>
              <th>Run by</th>
              <th>Is a</th>
              <th>Signed the newest checkpoint</th>
              <th>Answered last</th>
            </tr>
          </thead>
          <tbody>
            ${now.cosigners.map(
              (c) =>
                html`<tr>
                  <td>${c.name}</td>
                  <td>${c.by}</td>
                  <td>${c.role}</td>
                  <td>${signedWords(c, now)}</td>
                  <td>${lastWords(c)}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>`;

const figures = (now: LedgerStatus): Html =>
  html`<dl>
    <dt>Name of the log</dt>
    <dd><code>${now.origin}</code></dd>
    <dt>Newest verified checkpoint</dt>
    <dd>
      ${
        now.verified
          ? html`epoch ${now.verified.epoch}, ${numberWords(now.verified.size)} entries, closed
            ${timeWords(now.verified.closed)}`
          : 'none yet'
      }
    </dd>
    <dt>An epoch is closed</dt>
    <dd>
      every ${lengthWords(now.epochSeconds)}, whether or not anybody spoke; next ${timeWords(now.nextClose)}
    </dd>
  </dl>`;

const ANCHORED: Record<LedgerStatus['anchors'][number]['state'], string> = {
  waiting: 'not there yet',
  pending: 'promised, not final yet',
  done: 'there',
  refused: 'refused: what stands there is another history',
};

const blockWords = ({ kind, block }: LedgerStatus['anchors'][number]): string =>
  block === null ? '' : kind === 'ots' ? `Bitcoin block ${block}` : `block ${block}`;

/** The whole of it is in the list for machines. */
const shortly = (tx: string | null): string => (tx === null ? '' : `${tx.slice(0, 18)}…`);

/** Nothing where the operator anchors nothing: it is optional, and its absence says nothing. */
const anchors = (now: LedgerStatus): Html | string =>
  now.anchors.length === 0
    ? ''
    : html`<h2>Also written down elsewhere</h2>
        <p>
          Once a day the root is put where nobody here can take it back. That says when a state was there, and
          nothing more (<a href="/ledger/anchors.json">for machines</a>).
        </p>
        <div class="wide" tabindex="0">
          <table class="t">
            <thead>
              <tr>
                <th>Entries</th>
                <th>Where</th>
                <th>Is it there?</th>
                <th>Proof</th>
              </tr>
            </thead>
            <tbody>
              ${now.anchors.map(
                (a) =>
                  html`<tr>
                    <td>${numberWords(a.size)}</td>
                    <td>${a.chainId === null ? a.place : `${a.place}, chain ${a.chainId}`}</td>
                    <td>${ANCHORED[a.state]}, ${timeWords(a.at)}</td>
                    <td>
                      ${a.kind === 'ots' ? html`<a href="/ledger/anchors/${a.size}.ots">.ots file</a>` : shortly(a.tx)}
                      ${blockWords(a)}
                    </td>
                  </tr>`,
              )}
            </tbody>
          </table>
        </div>`;

/** `/ledger/`: whom to trust, who signed, and what to copy. Nothing here says who spoke, where or how often. */
export function logPage(now: LedgerStatus): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <title>Vouch: the log</title>
        <link rel="icon" href="/assets/looks/mark.svg" />
        <link rel="stylesheet" href="/assets/looks/tokens.css" />
        <link rel="stylesheet" href="/assets/looks/desk.css" />
        <style>
          body{margin:0}${STYLE}
        </style>
      </head>
      <body class="d">
        <div class="lg">
          <header>
            <b>Vouch</b><span></span><a href="/open">Figures</a> <a href="/verify">Check evidence</a>
            <a href="/">Who are you?</a>
          </header>
          <main>
            <h1>The public log</h1>
            <p>
              Every statement on record is bound by this log, so that none can be changed or taken out unseen.
              It says nothing of who spoke, about whom, when or how often: each epoch holds one blinded root
              for all workplaces.
            </p>
            ${standing(now)} ${figures(now)}
            <h2>Who signs</h2>
            <p>
              A witness signs only what continues what it signed before. An auditor also sees every docket
              grow. Without enough of both, nothing is called verified.
            </p>
            ${cosigners(now)} ${anchors(now)}
            <h2>The policy to judge by</h2>
            <p>
              Copy it and keep it (<a href="/ledger/policy">as a file</a>). A verifier trusts these keys and
              no others. Ask those who run them whether the keys are theirs.
            </p>
            <pre tabindex="0">${now.policy}</pre>
            <h2>Check it yourself</h2>
            <p>
              <a href="/ledger/checkpoint">The newest checkpoint</a> ·
              <a href="/ledger/status.json">This page for machines</a> ·
              <a href="/verify">Check a file of evidence</a> · <a href="/api/docs">The API</a>
            </p>
            <pre tabindex="0">vouch verify-log URL/ledger --policy policy</pre>
          </main>
        </div>
      </body>
    </html> `.html;
}
