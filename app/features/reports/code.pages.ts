/** The pages around the code: type it, read the thread without script, lost. */
import { html, jsonBlock, type Html } from '../../phone/html.ts';
import {
  heedNote,
  languageLinks,
  listen,
  page,
  picture,
  plainNote,
  top,
  type Shell,
} from '../../phone/layout.ts';
import type { Key, Words } from '../../../locales/index.ts';
import { goneBody, threadBody, type ThreadView } from './thread.pages.ts';
import { day } from './thread.parts.pages.ts';

export type CodeProblem = Extract<
  Key,
  'open.short' | 'open.long' | 'open.typo' | 'open.unknown' | 'open.failed' | 'claim.script'
>;

const SPOKEN =
  /^(thread|consent|scope|remedy|withdraw|erase|erase_all|move|receipt|proof|cat|open|opens|words|claim|filing|helper|go_ahead|payment|safety)\.|^code\.(heed|done|hear)$|^(listen|send|plain)$/;

/** The words that the phone needs for a thread: it is rendered there, from what only the phone can open. */
export function threadWords(words: Words): Partial<Words> {
  return Object.fromEntries(Object.entries(words).filter(([key]) => SPOKEN.test(key)));
}

/** Whoever comes back after a restore must hear that words may be gone: the code alone doesn't say so. */
const restoredNote = (shell: Shell, { from, to }: { from: string; to: string }): Html =>
  html`<div data-restored>
    ${heedNote(shell, 'inf', shell.t('open.restored', { from: day(shell, from), to: day(shell, to) }))}
  </div>`;

/** `GET /w/open`, and without script the answer to a code that opens nothing. `no-store` then. */
export function openPage(
  shell: Shell,
  words?: Words,
  problem?: CodeProblem,
  restored?: { from: string; to: string },
): string {
  const { t } = shell;
  const problems: CodeProblem[] = [
    'open.short',
    'open.long',
    'open.typo',
    'open.unknown',
    'open.failed',
    'claim.script',
  ];
  const line = (key: CodeProblem): Html =>
    html`<p class="note heed" role="alert" data-problem="${key}" ${key !== problem && html`hidden`}>
      ${picture(shell, 'inf')}<span>${t(key)}</span>
    </p>`;
  const block = html`<script type="application/json" id="words">
    ${words && jsonBlock({ words: threadWords(words), files: shell.files })}
  </script>`;
  const body = html`${top(shell)}
    <form id="open" class="flow" method="post" action="/w/open" autocomplete="off">
      <input type="hidden" name="l" value="${shell.language}" />
      <main class="main">
        <div class="ways" data-first>${languageLinks(shell, '/w/open')}</div>
        <div class="ask">
          <h1 tabindex="-1">${t('open.ask')}</h1>
          ${listen(shell)}
        </div>
        ${restored && restoredNote(shell, restored)} ${problems.map(line)}
        <div class="note" data-stored hidden>
          ${picture(shell, 'code')}<span>${t('open.stored')}</span
          ><button type="button" class="btn two" data-use>${t('open.stored_go')}</button>
        </div>
        <label class="hint"
          >${t('open.hint')}<input
            class="in words"
            name="code"
            inputmode="numeric"
            autocomplete="off"
            autocapitalize="off"
            spellcheck="false"
            maxlength="60"
            dir="ltr"
            aria-label="${t('open.label')}"
        /></label>
        ${plainNote(shell)}
        <a class="btn plain" href="/w/lost?l=${shell.language}">${t('open.lost')}</a>
        <a class="btn plain" href="/w/?l=${shell.language}">${t('new')}</a>
        <a class="btn plain" href="/w/notices?l=${shell.language}">${t('notice.ask')}</a>
      </main>
      <footer class="foot"><button class="btn">${t('open.go')}</button></footer>
    </form>
    ${block}`;
  return page(shell, body, 'open.js');
}

/** Without script. Always `no-store`: it holds the code. */
export const threadPage = (shell: Shell, view: ThreadView): string =>
  page(shell, html`${top(shell)}${threadBody(shell, view)}`);

/** Without script, for a code whose thread was erased. */
export const gonePage = (shell: Shell, gone: { on: string; until: string }): string =>
  page(shell, html`${top(shell)}${goneBody(shell, gone)}`);

/** `GET /w/lost`: what can and what cannot be done. */
export function lostPage(shell: Shell): string {
  const { t } = shell;
  const body = html`${top(shell)}
    <main class="main">
      <div class="ask">
        <h1 tabindex="-1">${t('lost.ask')}</h1>
        ${listen(shell)}
      </div>
      ${heedNote(shell, 'code', t('lost.cannot'))}
      <p>${t('lost.still')}</p>
      <p>${t('lost.kept')}</p>
      <p>${t('lost.again')}</p>
      <p>${t('lost.call')}</p>
    </main>
    <footer class="foot">
      <a class="btn" href="/w/open?l=${shell.language}">${t('have_code')}</a>
      <a class="btn two" href="/w/?l=${shell.language}">${t('new')}</a>
    </footer>`;
  return page(shell, body, 'open.js');
}
