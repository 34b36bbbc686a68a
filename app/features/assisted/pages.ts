/** `/w/help-file`: where a community coordinator writes down for somebody, with or without a network. */
import { html, type Html } from '../../phone/html.ts';
import { heedNote, languageLinks, note, page, picture, question, type Shell, top } from '../../phone/layout.ts'; // prettier-ignore
import type { Key } from '../../../locales/index.ts';
import { CATEGORY_ROWS, ADDRESSEES } from '../reports/index.ts';

type Choice = { name: string; value: string; words: string; many?: boolean };
const option = ({ name, value, words, many }: Choice): Html =>
  html`<label class="opt"
    ><input type="${many ? 'checkbox' : 'radio'}" name="${name}" value="${value}" /><span class="face"
      ><span><b>${words}</b></span></span
    ></label
  >`;

const part = (name: string, body: Html): Html =>
  html`<section class="step" data-part="${name}" hidden>${body}</section>`;
const button = (act: string, words: string, look = ''): Html =>
  html`<button type="button" class="btn ${look}" data-do="${act}">${words}</button>`;
const code = (name: string): Html => html`<div class="code" dir="ltr" data-fill="${name}"></div>`;

function enter(shell: Shell): Html {
  const { t } = shell;
  const problems: Key[] = [
    'open.short',
    'open.long',
    'open.typo',
    'aid.unknown',
    'aid.first_online',
    'open.failed',
  ];
  return html`${question(shell, t('aid.enter'))}
    <div class="ways">${languageLinks(shell, '/w/help-file')}</div>
    ${problems.map((key) => html`<p class="note heed" role="alert" data-problem="${key}" hidden>${picture(shell, 'inf')}<span>${t(key)}</span></p>`)}
    <form data-enter autocomplete="off" class="step">
      <input
        class="in words"
        name="code"
        inputmode="numeric"
        autocomplete="off"
        spellcheck="false"
        maxlength="60"
        dir="ltr"
        aria-label="${t('aid.enter')}"
      />
      <button class="btn">${t('open.go')}</button>
    </form>`;
}

function form(shell: Shell): Html {
  const { t } = shell;
  const cats = CATEGORY_ROWS.flatMap(([, codes]) => [...codes]).map((value) =>
    option({ name: 'what', value, words: t(`cat.${value}`), many: true }),
  );
  const to = ADDRESSEES.map((value) => option({ name: 'to', value, words: t(`filing.to_${value}`) }));
  const danger = (['P0', 'P1', 'P2', 'P3'] as const).map((value) =>
    option({ name: 'danger', value, words: t(`danger.${value}`) }),
  );
  const agreed = (['yes', 'no', 'not_asked'] as const).map((value) =>
    option({ name: 'agreed', value, words: t(`aid.agreed_${value}`) }),
  );
  const asked = (words: Key, body: Html | Html[]): Html =>
    html`<fieldset>
      <legend>${t(words)}</legend>
      ${body}
    </fieldset>`;
  return html`<form data-form autocomplete="off" class="step">
    ${question(shell, t('aid.new'))} ${asked('aid.agreed', agreed)}
    <p class="note heed" role="status" data-refuse hidden>
      ${picture(shell, 'inf')}<span>${t('aid.no_without')}</span>
    </p>
    ${asked('aid.to', to)}
    <label class="hint"
      >${t('aid.where')}<select class="in" name="where" data-places>
        <option value="describe">${t('aid.where_other')}</option>
      </select></label
    >
    <details>
      <summary>${t('aid.what')}</summary>
      ${cats}
    </details>
    <label class="hint"
      >${t('aid.words')}<textarea class="in" name="words" rows="6" maxlength="20000"></textarea>
    </label>
    ${asked('danger.ask', danger)}
    <p class="note heed" role="alert" data-need hidden>
      ${picture(shell, 'inf')}<span>${t('aid.need')}</span>
    </p>
    <button class="btn">${picture(shell, 'lock')}${t('aid.lock')}</button>
    ${button('home', t('back'), 'plain')}
  </form>`;
}

const home = (shell: Shell): Html => {
  const { t } = shell;
  return html`${question(shell, t('aid.home'))}
    <p class="hint">${t('aid.home_hint')}</p>
    <p class="note" role="status" data-said hidden>${picture(shell, 'inf')}<span></span></p>
    ${button('new', t('aid.new'))}
    <div data-outbox hidden>
      <p class="note">
        ${picture(shell, 'lock')}<span data-fill="waiting" data-words="${t('aid.waiting')}"></span>
      </p>
      ${button('send', t('aid.send'), 'two')}
    </div>
    <h2>${t('aid.filed')}</h2>
    <div class="msgs" data-filed data-none="${t('aid.none_shared')}"></div>
    ${button('leave', t('aid.leave'), 'plain')}`;
};

/** Works from the phone's own store; nothing on it can be read without the coordinator's code. */
export function helpPage(shell: Shell): string {
  const { t } = shell;
  const said = ['aid.sent', 'aid.still', 'aid.refused', 'aid.ended'] as const;
  const body = html`${top(shell)}
    <main class="main" data-aid>
      ${part('enter', enter(shell))} ${part('home', home(shell))} ${part('form', form(shell))}
      ${part(
        'own',
        html`${question(shell, t('aid.own'))}
          <p class="hint">${t('aid.own_hint')}</p>
          ${code('own')} ${button('joined', t('code.done'))}`,
      )}
      ${part(
        'over',
        html`${question(shell, t('aid.over'))} ${heedNote(shell, 'hidden', t('aid.over_hint'))}
        ${button('slip', t('aid.over_show'))}`,
      )}
      ${part(
        'slip',
        html`${question(shell, t('aid.over_slip'))} ${code('slip')}
        ${note(shell, 'code', t('aid.over_keep', { page: '/w/open' }))} ${button('over', t('aid.over_done'))}`,
      )}
      ${part('wait', html`<p class="hint" role="status">${t('wait.ask')}</p>`)}
      <p class="note heed" data-plain>${picture(shell, 'inf')}<span>${t('aid.script')}</span></p>
      ${said.map((key) => html`<template data-words-of="${key.slice(4)}">${t(key)}</template>`)}
    </main>`;
  return page(shell, body, 'help.js');
}
