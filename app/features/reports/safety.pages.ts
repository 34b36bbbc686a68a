/** On the worker's page: one touch for "they punish me for speaking", and how the worker may be reached. */
import { html, type Html } from '../../phone/html.ts';
import { heedNote, note, picture, type Shell } from '../../phone/layout.ts';
import { PUNISHED } from '../protection/watch.ts';
import { option } from './parts.pages.ts';
import { punishedOf, TIME_NAMES, WAY_NAMES } from './safety.ts';
import { posting, type ThreadView } from './thread.parts.pages.ts';
import { type Opened, textOf } from './thread.ts';

const field = (name: string, value: string): Html =>
  html`<input type="hidden" name="${name}" value="${value}" />`;

/** Each pick is a form of its own, so that one touch sends it, with and without script. */
function flagForms(shell: Shell, view: ThreadView): Html {
  const { t } = shell;
  const re = view.thread.threadId;
  return html`${PUNISHED.map((value) =>
    posting(
      shell,
      view,
      { act: 'flag', re },
      html`${field('value', value)}<button class="btn two">${t(`safety.flag.${value}`)}</button>`,
    ),
  )}`;
}

function wishForm(shell: Shell, view: ThreadView): Html {
  const { t } = shell;
  const pick = (name: string, value: string, words: string, checked = false) =>
    option(shell, { name, value, checked, words });
  const box = (name: string, words: string) =>
    option(shell, { name, value: 'yes', checked: false, words, many: true });
  const inside = html`<fieldset>
      <legend>${t('safety.way')}</legend>
      ${pick('way', 'any', t('safety.way.any'))}
      ${WAY_NAMES.map((way) => pick('way', way, t(`safety.way.${way}`)))}
    </fieldset>
    <fieldset>
      <legend>${t('safety.time')}</legend>
      ${TIME_NAMES.map((time) => pick('time', time, t(`safety.time.${time}`), time === 'any'))}
    </fieldset>
    ${box('never_call', t('safety.never_call'))} ${box('shared', t('safety.shared'))}
    ${box('leave_nothing', t('safety.leave_nothing'))}
    <label class="hint">${t('safety.words')}<textarea class="in" name="words" rows="2"></textarea></label>
    ${note(shell, 'hidden', t('safety.sealed'))}
    <button class="btn">${picture(shell, 'lock')}${t('send')}</button>`;
  return posting(shell, view, { act: 'contact', re: view.thread.threadId }, inside);
}

export function safetyBlock(shell: Shell, view: ThreadView): Html {
  const { t } = shell;
  return html`<details class="safety">
      <summary>${t('safety.flag.do')}</summary>
      ${heedNote(shell, 'safe', t('safety.flag.hint'))} ${flagForms(shell, view)}
    </details>
    <details>
      <summary>${t('safety.do')}</summary>
      <p class="hint">${t('safety.hint')}</p>
      ${wishForm(shell, view)}
    </details>`;
}

/** What the worker said of it, as the own key opens it. */
export function safetyWords(shell: Shell, statement: Opened): Html | false {
  const { t } = shell;
  const kind = textOf(statement, 'kind');
  if (kind === 'contact_wish') return html`<p><b>${t('safety.said')}</b></p>`;
  if (kind !== 'retaliation_flag') return false;
  const what = punishedOf(textOf(statement, 'value'));
  return html`<p><b>${t('safety.flag.do')}</b></p>
    ${what !== undefined && html`<p>${t(`safety.flag.${what}`)}</p>`}`;
}
