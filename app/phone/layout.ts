/** The shell of every page that a worker sees: neutral title, way out, languages. Pure: text in, text out. */
import type { Language, Translate } from '../../locales/index.ts';
import { html, none, type Html, type Part } from './html.ts';

/** A page that everybody visits. It must say nothing about who comes to it. */
export const EXIT_URL = 'https://www.google.com/';

export type Shell = {
  readonly t: Translate;
  readonly language: Language;
  readonly languages: readonly { readonly code: Language; readonly name: string }[];
  /** Logical name of a built file → its name below `/w/a/`, as `buildPhone` returns them. */
  readonly files: Readonly<Record<string, string>>;
};

export const asset = (shell: Pick<Shell, 'files'>, name: string): string =>
  `/w/a/${shell.files[name] ?? name}`;

export const picture = (shell: Shell, id: string): Html =>
  html`<svg class="pic" aria-hidden="true"><use href="${asset(shell, 'pictograms.svg')}#${id}" /></svg>`;

/** Reads its part of the page by the phone's own voice; without script it is not there. */
export const listen = (shell: Shell, small = false): Html => {
  const label = shell.t('listen');
  return html`<button type="button" class="hear${small && ' s'}" data-listen hidden aria-label="${label}">
    ${picture(shell, 'listen')}
  </button>`;
};

export const question = (shell: Shell, words: string): Html =>
  html`<div class="ask">
    <h1 tabindex="-1">${words}</h1>
    ${listen(shell)}
  </div>`;

export const note = (shell: Shell, pictogram: string, words: Part): Html =>
  html`<p class="note">${picture(shell, pictogram)}<span>${words}</span></p>`;

export const heedNote = (shell: Shell, pictogram: string, words: Part): Html =>
  html`<p class="note heed">${picture(shell, pictogram)}<span>${words}</span></p>`;

/** Less private, and said so: shown until the script takes over. */
export const plainNote = (shell: Shell): Html =>
  html`<p class="note heed" data-plain>${picture(shell, 'open')}<span>${shell.t('plain')}</span></p>`;

/** The words of a message with HTML in the place of one of its values. */
export function around(words: string, name: string, part: Part): Html {
  const [before = '', after = ''] = words.split(`{${name}}`);
  return html`${before}${part}${after}`;
}

export function languageLinks(shell: Shell, path: string): Html {
  const others = shell.languages.filter(({ code }) => code !== shell.language);
  return html`<nav class="ways" aria-label="${shell.t('language')}">
    ${others.map(
      ({ code, name }) => html`<a lang="${code}" hreflang="${code}" href="${path}?l=${code}">${name}</a>`,
    )}
  </nav>`;
}

/** Top line. `step` from 1; `back` names the form whose `go=back` the button posts. */
export function top(
  shell: Shell,
  at: { readonly step?: number; readonly steps?: number; readonly back?: string } = {},
): Html {
  const { t } = shell;
  const { step, steps = 7, back } = at;
  const parts = Array.from(
    { length: step === undefined ? 0 : steps },
    (_, i) => html`<i ${i < (step ?? 0) && html`class="on"`}></i>`,
  );
  const progress =
    step === undefined ? none : html`role="img" aria-label="${t('progress', { step, all: steps })}"`;
  const first = back
    ? html`<button
        class="ico"
        form="${back}"
        formaction="/w/form"
        formenctype="application/x-www-form-urlencoded"
        name="go"
        value="back"
        formnovalidate
        aria-label="${t('back')}"
      >
        ${picture(shell, 'back')}
      </button>`
    : html`<span class="ico">${picture(shell, 'mark')}</span>`;
  return html`<header class="top">
    ${first}<span class="bar" ${progress}>${parts}</span>
    <a class="exit" href="${EXIT_URL}" rel="noreferrer" data-exit>${picture(shell, 'exit')}${t('exit')}</a>
  </header>`;
}

/** The whole document. The page that is gone to by `exit` never learns from where. */
export function page(shell: Shell, body: Html, script?: string): string {
  const { t, language } = shell;
  const parts = (script ? (shell.files[`${script} parts`] ?? '') : '').split(' ').filter(Boolean);
  const run = script
    ? html`${parts.map((part) => html`<link rel="modulepreload" href="/w/a/${part}" />`)}
        <script type="module" blocking="render" src="${asset(shell, script)}"></script>`
    : none;
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <meta name="robots" content="noindex" />
        <title>${t('title')}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="${asset(shell, 'phone.css')}" />
        ${run}
      </head>
      <body class="p" data-novoice="${t('listen.none')}">
        ${body}
      </body>
    </html>`.html;
}
