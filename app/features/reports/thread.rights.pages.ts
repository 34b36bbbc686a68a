/** Of an opened thread: what is being erased and what is gone, and the question whether it was somewhere else. */
import { html, none, type Html } from '../../phone/html.ts';
import { heedNote, note, question, type Shell } from '../../phone/layout.ts';
import type { Opened } from './thread.ts';
import { day, posting, type ThreadView, wish } from './thread.parts.pages.ts';

/** Where something of the worker's stood: when it was said, when it went, what is left. */
export const erasedMarks = (shell: Shell, { thread }: ThreadView): Html =>
  html`${(thread.erased ?? []).map(
    ({ said, on, until }) =>
      html`<div class="msg me gone">
        ${said !== undefined && html`<small>${shell.t('thread.you', { date: day(shell, said) })}</small>`}
        <p>${shell.t('erase.done', { on: day(shell, on), until: day(shell, until) })}</p>
      </div>`,
  )}`;

const SAID = ['report', 'message', 'consent_answer', 'remedy_answer', 'answer'];

/** Below each of the worker's own messages: that it goes, or the way to let it go. */
export function eraseOne(shell: Shell, view: ThreadView, statement: Opened): Html {
  const { thread } = view;
  if (thread.erasing || !SAID.includes(statement.kind)) return none;
  if (thread.going?.includes(statement.id)) return html`<small>${shell.t('erase.going')}</small>`;
  return wish(shell, view, 'erase', statement.id);
}

/** "You said it happened at X. Was it at Y?" A "yes" signs; both answers are sent. */
export function moveQuestion(shell: Shell, view: ThreadView): Html {
  const { t } = shell;
  const { move, filed, threadId } = view.thread;
  const name = (at: { index: number; id: string }) => view.placeName(at.index) ?? at.id;
  if (!move)
    return filed
      ? note(shell, 'place', t(filed.signed ? 'move.signed' : 'move.corrected', { to: name(filed.to) }))
      : none;
  const [from, to] = [name(move.from), name(move.to)];
  const button = (act: 'move_yes' | 'move_no', words: string) =>
    posting(shell, view, { act, re: threadId }, html`<button class="btn two">${words}</button>`);
  return html`<div class="msg" data-move>
    <h2>${t('move.ask')}</h2>
    <p>${t('move.words', { from, to })}</p>
    <p class="hint">${t('move.hint', { to })}</p>
    ${button('move_yes', t('move.yes', { to }))}${button('move_no', t('move.no', { from }))}
  </div>`;
}

/** All of the page, once everything is gone. */
export const goneBody = (shell: Shell, gone: { on: string; until: string }): Html =>
  html`<main class="main" data-gone>
    ${question(shell, shell.t('erase.gone_ask'))}
    ${note(shell, 'check', shell.t('erase.gone', { on: day(shell, gone.on), until: day(shell, gone.until) }))}
  </main>`;

export const goingAll = (shell: Shell): Html => heedNote(shell, 'safe', shell.t('erase.going_all'));
