/** The thread that a code opens. The phone renders it from what it opened itself; the server only without script. */
import { html, none, type Html } from '../../phone/html.ts';
import { heedNote, listen, note, picture, question, type Shell } from '../../phone/layout.ts';
import type { Key } from '../../../locales/index.ts';
import { isScope, OUTCOMES } from './additions.ts';
import { CATEGORY_ROWS } from './answers.ts';
import { type AskKind, isAsked } from './asked.ts';
import { askedAnswer, askedForm } from './asked.pages.ts';
import { filingAnswer, filingBlock } from './filing.pages.ts';
import { option } from './parts.pages.ts';
import { safetyBlock, safetyWords } from './safety.pages.ts';
import { openingsNote } from './openings.pages.ts';
import { eraseOne, erasedMarks, goingAll, moveQuestion } from './thread.rights.pages.ts';
import { day, posting, type ThreadView, wish } from './thread.parts.pages.ts';
import { answerTo, listOf, type Opened, scopesOf, textOf, type Thread } from './thread.ts';

/** In the language in which it was written, which need not be the page's. */
const said = (statement: Opened): Html => {
  const language = textOf(statement, 'language');
  // A span: its line breaks are the worker's, so none may come from here.
  return html`<p>
    <span class="say" ${language !== '' && html`lang="${language}"`}>${textOf(statement, 'words')}</span>
  </p>`;
};

const STATES: Record<string, Key> = {
  received: 'thread.state.received',
  read: 'thread.state.read',
  withdrawn: 'thread.state.withdrawn',
  erasure_asked: 'thread.state.erasure_asked',
};

function stateOf(statement: Opened, thread: Thread): Key {
  const about = statement.id === thread.threadId;
  if (about && thread.withdrawn) return 'thread.state.withdrawn';
  // The organisation's docket knows better than the thread, where nobody has answered yet.
  const opened = about && thread.openings?.rows.some((row) => !row.told && row.act === 'opened');
  if (opened && statement.state === 'received') return 'thread.state.read';
  return STATES[statement.state ?? ''] ?? 'thread.state.sent';
}

const categories = (shell: Shell, statement: Opened): string =>
  CATEGORY_ROWS.flatMap(([, codes]) => [...codes])
    .filter((code) => listOf(statement, 'categories').includes(code))
    .map((code) => shell.t(`cat.${code}`))
    .join(', ');

function yesNo(shell: Shell, answers: Readonly<Record<string, unknown>>): Html[] {
  const said = { yes: shell.t('consent.yes'), no: shell.t('consent.no') };
  return Object.entries(answers)
    .filter(([scope]) => isScope(scope))
    .map(
      ([scope, answer]) =>
        html`<p>
          ${isScope(scope) && shell.t(`scope.${scope}`)} <b>${answer === 'yes' ? said.yes : said.no}</b>
        </p>`,
    );
}

const outcomeWords = (shell: Shell, outcome: string): string => {
  const known = OUTCOMES.find((name) => name === outcome);
  return known ? shell.t(`remedy.${known}`) : outcome;
};

/** What the worker said, as opened by the worker's own key. */
function ownWords(shell: Shell, statement: Opened): Html {
  const { t } = shell;
  const photos = listOf(statement, 'photos').length;
  const answers = statement.opened?.answers;
  const outcome = textOf(statement, 'outcome');
  const parts = [
    categories(shell, statement) !== '' && html`<p><b>${categories(shell, statement)}</b></p>`,
    textOf(statement, 'words') !== '' && said(statement),
    typeof answers === 'object' && answers !== null && yesNo(shell, answers as Record<string, unknown>),
    outcome !== '' && html`<p>${t('remedy.answered', { answer: outcomeWords(shell, outcome) })}</p>`,
    statement.kind === 'answer' && (filingAnswer(shell, statement) || askedAnswer(shell, statement)),
    safetyWords(shell, statement),
    photos > 0 && html`<p>${t('thread.photos', { count: photos })}</p>`,
  ];
  return html`${parts}`;
}

/** As the case worker coded it: a consent in one word for what was asked, a remedy as its outcome. */
const CODED: Readonly<Record<string, Key>> = { given: 'consent.yes', refused: 'consent.no' };

function understood(shell: Shell, statement: Opened): Html {
  const as = statement.recorded_as;
  if (as === undefined || as === 'no_answer') return none;
  const answer = Object.hasOwn(CODED, as)
    ? shell.t(CODED[as] ?? 'consent.answered')
    : outcomeWords(shell, as);
  return html`<small>${shell.t('consent.recorded', { answer })}</small>`;
}

function own(shell: Shell, view: ThreadView, statement: Opened): Html {
  if (statement.kind === 'withdrawal' || statement.kind === 'erasure_request') return none;
  const words = statement.opened ? ownWords(shell, statement) : shell.t('thread.sealed');
  const filed = view.thread.filing !== undefined && statement.id === view.thread.threadId;
  return html`<div class="msg me">
    <small
      >${shell.t(filed ? 'filing.written' : 'thread.you', { date: day(shell, statement.recorded) })}</small
    >${words}
    ${!view.thread.going?.includes(statement.id) && html`<small>${shell.t(stateOf(statement, view.thread))}</small>`}${understood(shell, statement)}${eraseOne(shell, view, statement)}
  </div>`;
}

/** A yes to these is for the one organisation that is named, and opens nothing for another. */
const NAMED: ReadonlySet<string> = new Set(['share_with_named_ngo_or_union', 'share_with_authority']);

function consentForm(shell: Shell, view: ThreadView, asked: Opened): Html {
  const { t } = shell;
  const only = asked.asks?.kind === 'consent' ? asked.asks.for : undefined;
  const choice = (scope: string, value: 'yes' | 'no') =>
    option(shell, { name: `scope.${scope}`, value, checked: false, words: t(`consent.${value}`) });
  const each = scopesOf(asked).map(
    (scope) =>
      isScope(scope) &&
      html`<input type="hidden" name="asked" value="${scope}" />
        <fieldset>
          <legend>${t(`scope.${scope}`)}</legend>
          ${only !== undefined && NAMED.has(scope) && html`<p class="hint">${t('consent.only', { name: only })}</p>`}
          <div class="pair">${choice(scope, 'yes')}${choice(scope, 'no')}</div>
        </fieldset>`,
  );
  const inside = html`<h2>${t('consent.ask')}</h2>
    <p class="hint">${t('consent.hint')}</p>
    ${each}<button class="btn">${picture(shell, 'lock')}${t('send')}</button>`;
  return posting(shell, view, { act: 'consent', re: asked.id }, inside);
}

function remedyForm(shell: Shell, view: ThreadView, asked: Opened): Html {
  const { t } = shell;
  const pictograms: Record<string, string> = { fully: 'done', partly: 'partly', not: 'notdone' };
  const inside = html`<h2>${t('remedy.ask')}</h2>
    ${OUTCOMES.map((value) =>
      option(shell, {
        name: 'outcome',
        value,
        checked: false,
        pictogram: pictograms[value],
        words: t(`remedy.${value}`),
      }),
    )}
    <details>
      <summary>${t('remedy.well')}</summary>
      ${([1, 2, 3, 4, 5] as const).map((well) =>
        option(shell, { name: 'well', value: String(well), checked: false, words: t(`remedy.well_${well}`) }),
      )}
    </details>
    <label class="hint">${t('remedy.words')}<textarea class="in" name="words" rows="2"></textarea></label>
    ${note(shell, 'hidden', t('remedy.hidden'))}
    <button class="btn">${picture(shell, 'lock')}${t('send')}</button>`;
  return posting(shell, view, { act: 'remedy', re: asked.id }, inside);
}

const asksOf = (statement: Opened): AskKind | undefined =>
  statement.asks?.kind ?? (scopesOf(statement).length > 0 ? 'consent' : undefined);

function theirs(shell: Shell, view: ThreadView, statement: Opened): Html {
  const asksItself = statement.asks?.kind === 'retaliation';
  if (statement.envelope === undefined && !asksItself) return none;
  const { t } = shell;
  const answered = answerTo(view.statements, statement);
  const asks = asksOf(statement);
  const form =
    asks === undefined || answered || view.thread.erasing
      ? none
      : asks === 'consent'
        ? consentForm(shell, view, statement)
        : isAsked(asks)
          ? askedForm(shell, view, { asked: statement, about: asks })
          : remedyForm(shell, view, statement);
  const date = day(shell, statement.recorded);
  return html`<div class="msg">
      <div class="row">
        <small>${t('thread.them', { name: view.readerName, date })}</small>${listen(shell, true)}
      </div>
      ${statement.opened ? said(statement) : html`<p>${t(asksItself ? 'safety.check' : 'thread.sealed')}</p>`}
      ${answered && html`<small>${t('consent.answered')}</small>`}
    </div>
    ${form}`;
}

function receiptAndProof(shell: Shell, view: ThreadView, re: string): Html {
  const { t } = shell;
  const { receipt, proof } = view;
  const ask = (act: 'receipt' | 'proof') =>
    posting(shell, view, { act, re }, html`<button class="btn two">${t(`${act}.show`)}</button>`);
  const shown = (text: string, save: 'receipt' | 'proof') =>
    html`<pre class="receipt" data-text="${save}">${text}</pre>
      <button type="button" class="btn two" data-save="${save}" ${view.plain && html`hidden`}>
        ${t(`${save}.save`)}
      </button>`;
  return html`<details ${(receipt !== undefined || proof !== undefined) && html`open`}>
    <summary>${t('receipt.show')}</summary>
    ${heedNote(shell, 'safe', t('receipt.hint'))}
    ${receipt === undefined ? ask('receipt') : shown(receipt, 'receipt')}
    ${
      proof === undefined
        ? ask('proof')
        : proof === 'wait'
          ? note(shell, 'unproven', t('proof.wait'))
          : html`${note(shell, 'proof', t('proof.good'))}${shown(proof, 'proof')}`
    }
  </details>`;
}

/** Done, or what was not understood. */
const word = (shell: Shell, key: Key): Html =>
  html`<p class="note ${key !== 'thread.sent' && 'heed'}" role="status">
    ${picture(shell, key === 'thread.sent' ? 'check' : 'inf')}<span>${shell.t(key)}</span>
  </p>`;

/** Everything between the top line and the end of the page. */
export function threadBody(shell: Shell, view: ThreadView): Html {
  const { t } = shell;
  const { statements, thread } = view;
  const report = statements.find(({ kind, by }) => kind === 'report' && !by);
  const open = report && !thread.withdrawn && !thread.erasing && report.state !== 'withdrawn';
  const asked = statements.some((one) => one.by && asksOf(one) && !answerTo(statements, one));
  const reply = html`<label class="hint"
      >${t('thread.write')}<textarea class="in" name="words" rows="3">${view.words}</textarea>
    </label>
    <label class="hint"
      >${t('words.photo')}<input class="in" type="file" name="photo" accept="image/*" multiple
    /></label>
    <button class="btn ${asked && 'two'}">${picture(shell, 'lock')}${t('thread.send')}</button>`;
  return html`<main class="main">
    ${question(shell, t('thread.ask'))} ${view.said !== undefined && word(shell, view.said)}
    <p class="hint">${t('thread.reader', { name: view.readerName })} ${t('thread.date_only')}</p>
    ${openingsNote(shell, view.readerName, thread.openings)}
    <div class="msgs">
      ${statements.map((one) => (one.by ? theirs(shell, view, one) : own(shell, view, one)))}${erasedMarks(shell, view)}
    </div>
    ${filingBlock(shell, view)}
    ${
      thread.erasing
        ? goingAll(shell)
        : html`${moveQuestion(shell, view)}${posting(shell, view, { act: 'reply', re: thread.threadId, files: true }, reply)}`
    }
    <h2>${t('thread.more')}</h2>
    <div class="flat">
      ${open && safetyBlock(shell, view)} ${report && receiptAndProof(shell, view, report.id)}
      ${open && wish(shell, view, 'withdraw', report.id)}
      ${!thread.erasing && wish(shell, view, 'erase_all', thread.threadId)}
    </div>
    ${view.plain && heedNote(shell, 'open', t('plain'))}
  </main>`;
}

export { goneBody } from './thread.rights.pages.ts';
export type { ThreadView } from './thread.parts.pages.ts';
