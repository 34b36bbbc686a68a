/** What comes after the last question: the wait, the code, no network, a report that waits on the phone. */
import { heedNote, listen, note, picture, question, type Shell } from '../../phone/layout.ts';
import { html, none, type Html } from '../../phone/html.ts';
import type { Key } from '../../../locales/index.ts';
import type { Urgency } from '../record/fields.ts';

export const codeGroups = (code: string): string[] => code.match(/.{1,4}/g) ?? [];

const codeBlock = (code: string): Html =>
  html`<div class="code" dir="ltr" data-fill="code">
    ${codeGroups(code).map((group) => html`<span>${group}</span>`)}
  </div>`;

const receiptBlock = (shell: Shell, receipt: string | undefined): Html => {
  const { t } = shell;
  return html`<details>
    <summary>${t('code.receipt')}</summary>
    ${heedNote(shell, 'safe', t('code.receipt_heed'))}
    <pre class="receipt" data-fill="receipt">${receipt}</pre>
    ${
      receipt === undefined
        ? html`<button type="button" class="btn two" data-save="receipt">${t('code.receipt_save')}</button>`
        : none
    }
  </details>`;
};

/** The code of a report that was taken (`receipt` without script), and how soon a person reads it. */
export function codeScreen(
  shell: Shell,
  sent: { readonly code: string; readonly receipt: string; readonly urgency: Urgency } | undefined,
): Html {
  const { t } = shell;
  return html`${question(shell, t('code.ask'))}
    <p class="hint">${t('code.hint')}</p>
    ${codeBlock(sent?.code ?? '')}
    ${
      !sent &&
      html`<div class="pair">
        <button type="button" class="btn two" data-hear>${picture(shell, 'listen')}${t('code.hear')}</button>
        <button type="button" class="btn two" data-save="picture">${t('code.picture')}</button>
      </div>`
    }
    ${heedNote(shell, 'code', t('code.heed'))}
    <p class="note">
      ${picture(shell, 'reader')}<span data-fill="due">${sent && t(`danger.${sent.urgency}_small`)}</span>
    </p>
    ${receiptBlock(shell, sent?.receipt)}
    ${
      !sent &&
      html`<button type="button" class="btn plain" data-act="store">${t('code.store')}</button>
        <p class="note heed" data-stored hidden>${picture(shell, 'safe')}<span>${t('code.stored')}</span></p>`
    }`;
}

type Button = readonly [act: string, words: Key, look?: string];

const ending = (shell: Shell, name: string, body: Html, buttons: readonly Button[]): Html =>
  html`<section class="step" data-end="${name}">
    ${body}
    <div data-foot hidden>
      ${buttons.map(
        ([act, words, look = '']) =>
          html`<button type="button" class="btn ${look}" data-act="${act}">${shell.t(words)}</button>`,
      )}
    </div>
  </section>`;

const GOOD = ['lock', 'proof', 'safe'];

const said = (shell: Shell, pictogram: string, ask: Key, words: Key): Html =>
  html`<div class="seal ${!GOOD.includes(pictogram) && 'no'}">
    ${picture(shell, pictogram)}
    <h1 tabindex="-1">${shell.t(ask)}</h1>
    ${listen(shell)}
    <p>${shell.t(words)}</p>
  </div>`;

/** With script: inert until one of them is needed. The buttons move to the foot of the page. */
export function endings(shell: Shell): Html {
  const { t } = shell;
  const kept = html`${question(shell, t('code.ask_kept'))}
    <p class="hint">${t('code.hint')}</p>
    ${codeBlock('')}
    <div class="pair">
      <button type="button" class="btn two" data-hear>${picture(shell, 'listen')}${t('code.hear')}</button>
      <button type="button" class="btn two" data-save="picture">${t('code.picture')}</button>
    </div>
    ${heedNote(shell, 'code', t('code.heed'))} ${note(shell, 'offline', t('outbox.offline'))}`;
  return html`${ending(shell, 'wait', said(shell, 'lock', 'wait.ask', 'wait.words'), [])}
  ${ending(shell, 'code', codeScreen(shell, undefined), [['done', 'code.done']])}
  ${ending(shell, 'kept', kept, [['done', 'code.done']])}
  ${ending(shell, 'offline', said(shell, 'offline', 'offline.ask', 'offline.words'), [
    ['retry', 'offline.retry'],
    ['keep', 'offline.keep', 'two'],
    ['drop', 'offline.drop', 'plain'],
  ])}
  ${ending(shell, 'busy', said(shell, 'offline', 'busy.ask', 'busy.words'), [
    ['retry', 'offline.retry'],
    ['keep', 'offline.keep', 'two'],
  ])}
  ${ending(shell, 'wrong', said(shell, 'unproven', 'refused.ask', 'code.receipt_wrong'), [
    ['retry', 'offline.retry'],
    ['keep', 'offline.keep', 'two'],
  ])}
  ${ending(shell, 'refused', said(shell, 'unproven', 'refused.ask', 'refused.words'), [
    ['again', 'offline.retry'],
  ])}
  ${ending(shell, 'large', said(shell, 'camera', 'refused.ask', 'refused.large'), [['change', 'back']])}
  ${ending(shell, 'outbox', said(shell, 'offline', 'outbox.ask', 'outbox.words'), [
    ['send-kept', 'outbox.send'],
    ['later', 'outbox.later', 'two'],
    ['remove', 'outbox.remove', 'plain'],
  ])}
  ${ending(shell, 'outbox-offline', said(shell, 'offline', 'outbox.ask', 'outbox.offline'), [
    ['later', 'next'],
    ['remove', 'outbox.remove', 'plain'],
  ])}
  ${(['busy', 'refused'] as const).map((why) =>
    ending(shell, `outbox-${why}`, said(shell, 'unproven', `${why}.ask`, `${why}.words`), [
      ['send-kept', 'offline.retry'],
      ['later', 'outbox.later', 'two'],
      ['remove', 'outbox.remove', 'plain'],
    ]),
  )}
  ${ending(shell, 'outbox-sent', said(shell, 'proof', 'thread.sent', 'outbox.sent'), [['done', 'next']])}
  ${ending(shell, 'forgotten', said(shell, 'safe', 'forget', 'forget.done'), [['done', 'next']])}`;
}
