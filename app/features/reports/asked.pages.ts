/** Questions beside consent and remedy, on the worker's page: one form each, the same with and without script. */
import { html, type Html } from '../../phone/html.ts';
import { note, picture, type Shell } from '../../phone/layout.ts';
import type { Key } from '../../../locales/index.ts';
import { ASKED, type Asked, asksAmount, isAsked } from './asked.ts';
import { option } from './parts.pages.ts';
import { posting, type ThreadView } from './thread.parts.pages.ts';
import { type Opened, textOf } from './thread.ts';

const ASK: Readonly<Record<Asked, Key>> = {
  go_ahead: 'go_ahead.ask',
  payment: 'payment.ask',
  filing: 'consent.ask',
  satisfaction: 'remedy.well',
  retaliation: 'safety.check',
};
const HINT: Readonly<Partial<Record<Asked, Key>>> = {
  go_ahead: 'go_ahead.hint',
  payment: 'payment.hint',
  retaliation: 'safety.check.hint',
};
const VALUES: Readonly<Record<Asked, Readonly<Record<string, Key>>>> = {
  go_ahead: { given: 'go_ahead.given', refused: 'go_ahead.refused' },
  payment: { fully: 'payment.fully', partly: 'payment.partly', not: 'payment.not' },
  filing: { given: 'consent.yes', refused: 'consent.no' },
  satisfaction: {},
  retaliation: { none: 'safety.check.none', punished: 'safety.check.punished' },
};
const WELL = ([1, 2, 3, 4, 5] as const).map((well) => [String(well), `remedy.well_${well}`] as const);

const wordsOf = (shell: Shell, about: Asked, value: string): string => {
  const key = Object.hasOwn(VALUES[about], value) ? VALUES[about][value] : undefined;
  return key ? shell.t(key) : '';
};

/** Neither must be said: who says only that a part came is heard too. */
const moneyFields = (shell: Shell): Html => {
  const { t } = shell;
  return html`<label class="hint"
      >${t('payment.amount')}<input
        class="in"
        name="amount"
        inputmode="decimal"
        autocomplete="off"
        maxlength="20"
    /></label>
    <details>
      <summary>${t('payment.well')}</summary>
      ${WELL.map(([value, words]) => option(shell, { name: 'well', value, checked: false, words: t(words) }))}
    </details>`;
};

export function askedForm(shell: Shell, view: ThreadView, to: { asked: Opened; about: Asked }): Html {
  const { t } = shell;
  const { asked, about } = to;
  const hint = HINT[about];
  const field = (name: string, value: string) =>
    html`<input type="hidden" name="${name}" value="${value}" />`;
  const choices = ASKED[about].well
    ? html`${field('value', 'answered')}${WELL.map(([value, words]) => option(shell, { name: 'well', value, checked: false, words: t(words) }))}`
    : html`${ASKED[about].values.map((value) => option(shell, { name: 'value', value, checked: false, words: wordsOf(shell, about, value) }))}`;
  const inside = html`<h2>${t(ASK[about])}</h2>
    ${hint && note(shell, 'hidden', t(hint))} ${field('about', about)}${choices}
    ${asksAmount(about) && moneyFields(shell)}
    <label class="hint">${t('remedy.words')}<textarea class="in" name="words" rows="2"></textarea></label>
    <button class="btn">${picture(shell, 'lock')}${t('send')}</button>`;
  return posting(shell, view, { act: 'answer', re: asked.id }, inside);
}

/** What the worker answered, as its own key opens it. */
export function askedAnswer(shell: Shell, statement: Opened): Html | false {
  const { t } = shell;
  const about = textOf(statement, 'about');
  const grade = WELL.find(([value]) => value === String(statement.opened?.['well']))?.[1];
  const said = isAsked(about) ? wordsOf(shell, about, textOf(statement, 'value')) : '';
  const amount = textOf(statement, 'amount');
  const parts = [said, amount, grade ? t(grade) : ''].filter((part) => part !== '');
  return parts.length > 0 && html`<p>${t('remedy.answered', { answer: parts.join(', ') })}</p>`;
}
