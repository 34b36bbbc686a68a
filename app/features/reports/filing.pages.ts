/** The worker's page where somebody else wrote the report down: a code of one's own first, then whose word it is. */
import { html, none, type Html } from '../../phone/html.ts';
import { heedNote, listen, note, picture, question, type Shell } from '../../phone/layout.ts';
import type { Key } from '../../../locales/index.ts';
import { codeGroups } from './end.pages.ts';
import { option } from './parts.pages.ts';
import { ADDRESSEES } from './said.ts';
import { day, posting, type ThreadView } from './thread.parts.pages.ts';
import { type Opened, textOf } from './thread.ts';

/** In the place of the thread, until the slip is given back: who wrote it down may know the slip. */
export const claimBody = (shell: Shell): Html =>
  html`<main class="main" data-claim="ask">
    ${question(shell, shell.t('claim.ask'))}
    <p class="hint">${shell.t('claim.why')}</p>
    ${heedNote(shell, 'hidden', shell.t('claim.alone'))}
    <button type="button" class="btn" data-claim-make>
      ${picture(shell, 'code')}${shell.t('claim.make')}
    </button>
  </main>`;

/** The worker's own code, before anything is changed: who has not kept it yet still has the slip. */
export const ownCodeBody = (shell: Shell, code: string): Html =>
  html`<main class="main" data-claim="code">
    ${question(shell, shell.t('claim.code'))}
    <p class="hint">${shell.t('claim.keep')}</p>
    <div class="code" dir="ltr">${codeGroups(code).map((group) => html`<span>${group}</span>`)}</div>
    ${heedNote(shell, 'code', shell.t('code.heed'))}
    <p class="note heed" role="alert" data-claim-failed hidden>${shell.t('open.failed')}</p>
    <button type="button" class="btn" data-claim-done>
      ${picture(shell, 'check')}${shell.t('code.done')}
    </button>
  </main>`;

const WORDS: Readonly<Record<string, Key>> = {
  confirmed: 'filing.confirmed',
  corrected: 'filing.corrected',
  disowned: 'filing.disowned',
};
const SAID: Readonly<Record<string, Key>> = {
  confirmed: 'filing.said_confirmed',
  corrected: 'filing.said_corrected',
  disowned: 'filing.said_disowned',
};

const toOf = (statement: Opened | undefined): string => {
  const filed = statement?.opened?.['filed'];
  return typeof filed === 'object' && filed !== null && 'to' in filed ? String(filed.to) : '';
};

function wordForm(shell: Shell, view: ThreadView, report: Opened | undefined): Html {
  const { t } = shell;
  const choices = (['confirmed', 'corrected', 'disowned'] as const).map((value) =>
    option(shell, { name: 'value', value, checked: false, words: t(`filing.${value}`) }),
  );
  const to = ADDRESSEES.map((value) =>
    option(shell, { name: 'to', value, checked: toOf(report) === value, words: t(`filing.to_${value}`) }),
  );
  const inside = html`${choices}
    <label class="hint">${t('filing.own_words')}<textarea class="in" name="words" rows="3"></textarea></label>
    <fieldset>
      <legend>${t('filing.to')}</legend>
      ${to}
    </fieldset>
    <button class="btn">${picture(shell, 'lock')}${t('send')}</button>`;
  return posting(shell, view, { act: 'filing', re: view.thread.threadId }, inside);
}

/** Whether who wrote it down may read answers. Each answer is passed on by the worker's own phone, or is not. */
function helperBlock(shell: Shell, view: ThreadView): Html {
  const { t } = shell;
  const { filing } = view.thread;
  // Passing on is sealing, which only script does.
  if (!filing || view.plain) return none;
  const answers = view.statements.filter((s) => s.by && s.envelope && s.opened);
  const left = answers.filter(({ id }) => !filing.shared.includes(id)).length;
  const act = (name: 'helper_yes' | 'helper_no', words: Key, plain = false) =>
    posting(
      shell,
      view,
      { act: name },
      html`<button class="btn ${plain ? 'plain' : 'two'}">${t(words)}</button>`,
    );
  return html`<h2>${t('helper.ask')}</h2>
    ${note(shell, 'hidden', t(filing.access ? 'helper.can' : 'helper.cannot', { count: filing.shared.length }))}
    ${filing.helper && left > 0 && act('helper_yes', 'helper.yes', true)}
    ${filing.access && act('helper_no', 'helper.no')}`;
}

/** Below what was filed. Nothing of it is the worker's until the worker says so. */
export function filingBlock(shell: Shell, view: ThreadView): Html {
  const { filing, threadId } = view.thread;
  if (!filing || filing.state === 'unclaimed') return none;
  const { t } = shell;
  const report = view.statements.find(({ id }) => id === threadId);
  const said = SAID[filing.state];
  const form = view.thread.erasing || view.thread.withdrawn ? none : wordForm(shell, view, report);
  return html`<section class="msg" data-filing="${filing.state}">
    <div class="row">
      <h2>${t('filing.ask')}</h2>
      ${listen(shell, true)}
    </div>
    <p>${t('filing.hint', { date: day(shell, report?.recorded ?? '') })}</p>
    ${
      said
        ? html`${note(shell, 'check', t(said))}
            <details>
              <summary>${t('filing.again')}</summary>
              ${form}
            </details>`
        : form
    }
    ${helperBlock(shell, view)}
  </section>`;
}

/** The worker's own word as it stands among the messages; the original stays where it is. */
export function filingAnswer(shell: Shell, statement: Opened): Html | false {
  const value = textOf(statement, 'value');
  const key =
    textOf(statement, 'about') === 'filing' && Object.hasOwn(WORDS, value) ? WORDS[value] : undefined;
  const to = ADDRESSEES.find((one) => one === textOf(statement, 'to'));
  return (
    key !== undefined &&
    html`<p>
      <b>${shell.t(key)}</b>${to && html`<br />${shell.t('filing.to')} ${shell.t(`filing.to_${to}`)}`}
    </p>`
  );
}
