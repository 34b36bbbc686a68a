/** The last screen: what was said, who reads it and why, what happens next. */
import { around, note, picture, question, type Shell } from '../../phone/layout.ts';
import { html, type Html } from '../../phone/html.ts';
import { MAY, type Step } from './answers.ts';
import { receiverName } from './directory.ts';
import { option, type StepView } from './parts.pages.ts';

/** Whose words on this page are filled in by script have `data-fill`. */
function reader(shell: Shell, view: StepView): Html {
  const { t, language } = shell;
  const { route } = view;
  const why = (['place', 'country', 'any'] as const).filter((value) => view.script || value === route?.why);
  return html`<h2>${t('check.reader')}</h2>
    <p>
      <b lang="en" data-fill="reader">${route && receiverName(route.receiver, language)}</b><br />
      ${why.map((value) => html`<span data-why="${value}">${t(`check.why_${value}`)}</span>`)}
    </p>
    ${note(
      shell,
      'reader',
      around(
        t('check.four_words'),
        'words',
        html`<b class="words" lang="en" data-fill="fourwords">${route?.receiver.words}</b>`,
      ),
    )}
    ${note(shell, 'hidden', t('check.hidden'))}
    <h2>${t('check.then')}</h2>
    <p>
      <span data-fill="due">${view.answers.danger && t(`danger.${view.answers.danger}_small`)}</span>
      ${t('check.answer_here')}
    </p>`;
}

function summary(shell: Shell, view: StepView): Html {
  const { t } = shell;
  const { answers, route } = view;
  const where = route?.place?.name ?? (answers.where === 'describe' ? answers.described : t('where.unsaid'));
  const rows: [Step, string, string][] = [
    ['what', t('check.what'), answers.what.map((code) => t(`cat.${code}`)).join(', ')],
    ['where', t('check.where'), where || t('where.describe')],
    ['words', t('check.words'), answers.words || t('check.words_none')],
    [
      'when',
      t('check.when'),
      answers.date || (answers.when ? t(`when.${answers.when}`) : t('check.when_unsaid')),
    ],
    ['safe', t('check.answer'), t(`safe.${answers.safe}`)],
  ];
  return html`<dl class="sum">
    ${rows.map(
      ([step, label, value]) =>
        html`<div>
          <dt>${label}</dt>
          <dd
            data-fill="${step}"
            data-empty="${step === 'words' && t('check.words_none')}${
              step === 'when' && t('check.when_unsaid')
            }"
          >
            ${!view.script && value}
          </dd>
          <dd class="to">
            <button
              name="go"
              value="${step}"
              formnovalidate
              formaction="/w/form"
              formenctype="application/x-www-form-urlencoded"
            >
              ${t('change')}
            </button>
          </dd>
        </div>`,
    )}
  </dl>`;
}

export function checkStep(shell: Shell, view: StepView): Html {
  const { t } = shell;
  const words = { [MAY[0]]: t('check.may_employer'), [MAY[1]]: t('check.may_totals') };
  return html`${question(shell, t('check.ask'))} ${reader(shell, view)} ${summary(shell, view)}
    <div class="flat">
      <h2>${t('check.may')}</h2>
      <p class="hint">${t('check.may_hint')}</p>
      ${MAY.map((value) =>
        option(shell, {
          name: 'may',
          value,
          many: true,
          checked: view.answers.may.includes(value),
          words: words[value],
        }),
      )}
    </div>
    ${
      view.script
        ? html`<p class="note heed" role="alert" data-problem="check.four_words_wrong" hidden>
            ${picture(shell, 'inf')}<span>${t('check.four_words_wrong')}</span>
          </p>`
        : html`<label class="hint"
            >${t('check.photo_plain')}<input class="in" type="file" name="photo" accept="image/*" multiple
          /></label>`
    }`;
}
