/** The seven screens of a report. The same HTML with and without script: there one is shown at a time, here posted. */
import { around, heedNote, listen, note, picture, question, type Shell } from '../../phone/layout.ts';
import { html, type Html } from '../../phone/html.ts';
import { CATEGORY_ROWS, type Step, WHENS } from './answers.ts';
import { checkStep } from './check.pages.ts';
import type { Place } from './directory.ts';
import { EMERGENCY } from './emergency.ts';
import { option, problems, type StepView } from './parts.pages.ts';

function whatStep(shell: Shell, view: StepView): Html {
  const { t } = shell;
  const tile = (code: (typeof CATEGORY_ROWS)[number][1][number]) =>
    html`<label class="tile"
      ><input
        type="checkbox"
        name="what"
        value="${code}"
        ${view.answers.what.includes(code) && html`checked`}
      /><span class="face">${picture(shell, code.toLowerCase())}<span>${t(`cat.${code}`)}</span></span></label
    >`;
  return html`${question(shell, t('what.ask'))} ${note(shell, 'safe', t('check.hidden'))}
    <p class="hint">${t('what.hint')}</p>
    ${problems(shell, view, ['what.none'])}
    ${CATEGORY_ROWS.map(
      ([group, codes]) =>
        html`<section>
          <div class="row">
            <h2>${t(`group.${group}`)}</h2>
            ${listen(shell, true)}
          </div>
          <div class="three">${codes.map(tile)}</div>
        </section>`,
    )}`;
}

const placeOption = (shell: Shell, place: Place, chosen: string): Html =>
  option(shell, {
    name: 'where',
    value: String(place.docket),
    checked: chosen === String(place.docket),
    pictogram: 'place',
    words: html`<span lang="en">${place.name}</span>`,
    small: place.region,
  });

function countries(shell: Shell, view: StepView): Html {
  const names = new Intl.DisplayNames([shell.language], { type: 'region' });
  const { country } = view.answers;
  const codes = Object.keys(view.directory.unplaced.receiverByCountry).sort();
  return html`<select class="in" name="country">
    <option value="">${shell.t('where.country_unsaid')}</option>
    ${codes.map(
      (code) =>
        html`<option value="${code}" ${code === country && html`selected`}>
          ${names.of(code) ?? code}
        </option>`,
    )}
  </select>`;
}

function whereStep(shell: Shell, view: StepView): Html {
  const { t } = shell;
  const { answers, found = [], script } = view;
  const plain = html`<button class="btn two" name="go" value="search">
    ${picture(shell, 'search')}${t('where.search')}
  </button>`;
  return html`${question(shell, t('where.ask'))} ${problems(shell, view, ['where.none'])}
    <label class="hint"
      >${t('where.name')}<input class="in" name="name" value="${answers.name}" maxlength="200" data-search
    /></label>
    ${script ? html`<p class="hint">${t('where.local')}</p>` : plain}
    <div class="step" data-places>${found.map((place) => placeOption(shell, place, answers.where))}</div>
    <p
      class="hint"
      role="status"
      data-nothing
      ${(script || !answers.name || found.length > 0) && html`hidden`}
    >
      ${t('where.nothing')}
    </p>
    ${option(shell, {
      name: 'where',
      value: 'describe',
      checked: answers.where === 'describe',
      pictogram: 'pen',
      words: t('where.describe'),
    })}
    <div class="step" data-when-chosen="where=describe">
      <label class="hint"
        >${t('where.describe_hint')}<textarea class="in" name="described" maxlength="1000">
${answers.described}</textarea>
      </label>
      <label class="hint">${t('where.country')}${countries(shell, view)}</label>
    </div>
    ${option(shell, {
      name: 'where',
      value: 'unsaid',
      checked: answers.where === 'unsaid',
      pictogram: 'hidden',
      words: t('where.unsaid'),
    })}
    ${script && html`<template id="place">${placeOption(shell, EMPTY_PLACE, '')}</template>`}`;
}

const EMPTY_PLACE: Place = {
  docket: -1,
  kind: '',
  id: '',
  name: '',
  country: '',
  region: '',
  sector: '',
  receiver: '',
};

function wordsStep(shell: Shell, view: StepView): Html {
  const { t } = shell;
  return html`${question(shell, t('words.ask'))}
    <p class="hint">${t('words.hint')}</p>
    ${problems(shell, view, ['words.long'])}
    <textarea class="in" name="words" rows="6" aria-label="${t('words.ask')}">${view.answers.words}</textarea>
    ${
      view.script &&
      html`<label class="btn two pick"
          >${picture(shell, 'camera')}${t('words.photo')}<input
            type="file"
            accept="image/*"
            multiple
            data-photo
        /></label>
        <p class="note heed" role="alert" data-photo-bad hidden>
          ${picture(shell, 'camera')}<span>${t('words.photo_bad')}</span>
        </p>
        <p class="note heed" role="alert" data-photo-many hidden>
          ${picture(shell, 'camera')}<span>${t('words.photo_many')}</span>
        </p>
        <div class="step" data-chips></div>
        <template id="chip"
          ><div class="chip">
            ${picture(shell, 'camera')}<span>${t('words.photo_ready')}</span
            ><button type="button" class="ico" aria-label="${t('remove')}">${picture(shell, 'close')}</button>
          </div></template
        >
        ${note(shell, 'lock', t('words.lock'))}`
    }`;
}

function whenStep(shell: Shell, view: StepView): Html {
  const { t } = shell;
  const { when, date } = view.answers;
  return html`${question(shell, t('when.ask'))}
    <p class="hint">${t('when.hint')}</p>
    ${problems(shell, view, ['when.bad', 'when.future'])}
    ${WHENS.map((value) =>
      option(shell, { name: 'when', value, checked: when === value, words: t(`when.${value}`) }),
    )}
    <label class="hint"
      >${t('when.date')}<input class="in" type="date" name="date" value="${date}"
    /></label>`;
}

function safeStep(shell: Shell, view: StepView): Html {
  const { t } = shell;
  const { safe, to, hours, cover } = view.answers;
  const way = (value: 'code' | 'message' | 'call' | 'none', pictogram: string) =>
    option(shell, {
      name: 'safe',
      value,
      checked: safe === value,
      pictogram,
      words: t(`safe.${value}`),
      small: t(`safe.${value}_small`),
    });
  const field = (name: string, words: string, value: string) =>
    html`<label class="hint"
      >${words}<input class="in" name="${name}" value="${value}" maxlength="200"
    /></label>`;
  return html`${question(shell, t('safe.ask'))} ${problems(shell, view, ['safe.missing'])}
    ${way('code', 'code')} ${way('message', 'chat')} ${way('call', 'call')}
    <div class="step" data-when-chosen="safe=message safe=call">
      ${field('to', t('safe.to'), to)} ${field('hours', t('safe.hours'), hours)}
      ${field('cover', t('safe.words'), cover)}
    </div>
    ${way('none', 'silent')}`;
}

/** The number to call stands before the question. Of the country if it is known, else all of them. */
function dangerStep(shell: Shell, view: StepView): Html {
  const { t, language } = shell;
  const names = new Intl.DisplayNames([language], { type: 'region' });
  const country = view.route?.place?.country ?? view.answers.country;
  const shown = Object.entries(EMERGENCY).filter(
    ([code]) => view.script || !Object.hasOwn(EMERGENCY, country) || code === country,
  );
  const call = (number: string, i: number) =>
    html`${i > 0 && ' / '}<a href="tel:${number}"><b>${number}</b></a>`;
  const numbers = shown.map(
    ([code, list], i) =>
      html`<span data-country="${code}">${i > 0 && ' '}${list.map(call)} (${names.of(code) ?? code})</span>`,
  );
  return html`${question(shell, t('danger.ask'))}
  ${heedNote(shell, 'call', around(t('danger.call'), 'number', html`${numbers}`))}
  ${problems(shell, view, ['danger.none'])}
  ${(['P0', 'P1', 'P2', 'P3'] as const).map((value) =>
    option(shell, {
      name: 'danger',
      value,
      checked: view.answers.danger === value,
      words: t(`danger.${value}`),
      small: t(`danger.${value}_small`),
    }),
  )}`;
}

const SCREENS: Record<Step, (shell: Shell, view: StepView) => Html> = {
  what: whatStep,
  where: whereStep,
  words: wordsStep,
  when: whenStep,
  safe: safeStep,
  danger: dangerStep,
  check: checkStep,
};

export const screen = (shell: Shell, step: Step, view: StepView): Html =>
  html`<section class="step" data-step="${step}">${SCREENS[step](shell, view)}</section>`;
