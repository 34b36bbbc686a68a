/** The pages of a report: with script one document for all of it, without script one document a screen. */
import { html, none, type Html } from '../../phone/html.ts';
import { heedNote, languageLinks, page, picture, plainNote, top, type Shell } from '../../phone/layout.ts';
import type { Urgency } from '../record/fields.ts';
import { type Answers, type Problem, readAnswers, type Step, STEPS } from './answers.ts';
import { type Directory, type Place, routeOf } from './directory.ts';
import { codeScreen, endings } from './end.pages.ts';
import { screen } from './steps.pages.ts';

const FORM = 'report';
const EMPTY: Answers = readAnswers(() => []);

const hidden = (name: string, value: string): Html =>
  html`<input type="hidden" name="${name}" value="${value}" />`;

/** A browser presses the first button of a form on Enter: it must be the one that goes on. */
const firstButton = html`<button
  class="vh"
  name="go"
  value="next"
  tabindex="-1"
  aria-hidden="true"
></button>`;

const posting = (action: string, inside: Html, files = false): Html =>
  html`<form
    id="${FORM}"
    class="flow"
    method="post"
    action="${action}"
    autocomplete="off"
    ${files && html`enctype="multipart/form-data"`}
  >
    ${firstButton}${inside}
  </form>`;

/**
 * `GET /w/`: the first question is a plain form; all that follows is inert until the script shows it. The script sends
 * nothing before the end.
 */
export function reportPage(shell: Shell, directory: Directory): string {
  const { t } = shell;
  const view = { answers: EMPTY, directory, script: true };
  const first = screen(shell, 'what', view);
  const steps = html`<template id="steps"
    >${STEPS.slice(1).map((step) => screen(shell, step, view))}${endings(shell)}</template
  >`;
  const inside = html`${hidden('l', shell.language)}${hidden('step', 'what')}${top(shell, { step: 1 })}
    <main class="main">
      <div class="ways" data-first>
        ${languageLinks(shell, '/w/')}
        <a href="/w/open?l=${shell.language}">${picture(shell, 'code')}${t('have_code')}</a>
      </div>
      ${/* What can hurt stands first: below four screens of pictures nobody would read it. */ plainNote(shell)}
      ${first}
      <button type="button" class="btn plain" data-forget data-first hidden>${t('forget')}</button>
    </main>
    <footer class="foot">
      <button class="btn" name="go" value="next" data-next>${t('next')}</button>
      <button type="button" class="btn" data-act="send" hidden>${picture(shell, 'lock')}${t('send')}</button>
      <button type="button" class="btn plain" data-act="later-keep" hidden>${t('check.later')}</button>
    </footer>`;
  const back = html`<template id="backbutton"
    ><button type="button" class="ico" data-back aria-label="${t('back')}">
      ${picture(shell, 'back')}
    </button></template
  >`;
  return page(shell, html`${posting('/w/form', inside)}${back}${steps}`, 'enhance.js');
}

/** Which hidden fields carry the answers of the other screens. Fields of `step` itself are on the screen. */
const FIELDS: Record<Step, readonly (keyof Answers)[]> = {
  what: ['what'],
  where: ['where', 'name', 'described', 'country'],
  words: ['words'],
  when: ['when', 'date'],
  safe: ['safe', 'to', 'hours', 'cover'],
  danger: ['danger'],
  check: ['may'],
};

const carried = (answers: Answers, step: Step): Html[] =>
  STEPS.filter((other) => other !== step)
    .flatMap((other) => FIELDS[other])
    .flatMap((name) => [answers[name]].flat().map((value) => hidden(name, value)));

export type FormView = {
  readonly step: Step;
  readonly answers: Answers;
  readonly directory: Directory;
  readonly problem?: Problem;
  readonly found?: readonly Place[];
  /** For the last screen: chosen by the server, so that a second sending of the same form is the same report. */
  readonly code: string;
  readonly statementId: string;
  readonly photoProblem?: 'words.photo_bad' | 'words.photo_many' | 'refused.large' | 'busy.words';
};

/** Without script: one screen, filled in, with the earlier answers in hidden fields. Always `no-store`. */
export function formPage(shell: Shell, view: FormView): string {
  const { t } = shell;
  const { step, answers, directory, problem, found } = view;
  const route = routeOf(directory, answers.where, answers.country);
  const last = step === 'check';
  const at = STEPS.indexOf(step) + 1;
  const shown = screen(shell, step, { answers, directory, problem, found, route, script: false });
  const secret = last ? html`${hidden('code', view.code)}${hidden('statementId', view.statementId)}` : none;
  const inside = html`${hidden('l', shell.language)}${hidden('step', step)}${carried(answers, step)}${secret}
    ${top(shell, { step: at, back: at > 1 ? FORM : undefined })}
    <main class="main">
      ${view.photoProblem && heedNote(shell, 'camera', t(view.photoProblem))} ${shown}
      ${heedNote(shell, 'open', t('plain'))}
    </main>
    <footer class="foot">
      <button class="btn" name="go" value="next">${last ? t('send') : t('next')}</button>
    </footer>`;
  return page(shell, posting(last ? '/w/send' : '/w/form', inside, last));
}

/** Without script, after it was taken. */
export function sentPage(
  shell: Shell,
  sent: { readonly code: string; readonly receipt: string; readonly urgency: Urgency },
): string {
  const body = html`${top(shell)}
    <main class="main">${codeScreen(shell, sent)}</main>
    <footer class="foot">
      <a class="btn" href="/w/?l=${shell.language}">${shell.t('code.done')}</a>
    </footer>`;
  return page(shell, body);
}

/** The last screen's back button posts to `/w/form`, whose screens have no files: it must not upload them. */
export type Turn = {
  readonly step: Step;
  readonly problem?: Problem;
};

/** Which screen follows a posted one. `go`: next, back, search, or the name of a screen. */
export function nextScreen(step: Step, go: string, problem: Problem | undefined): Turn {
  const at = STEPS.indexOf(step);
  const named = STEPS.find((name) => name === go);
  if (named) return { step: named };
  if (go === 'back') return { step: STEPS[Math.max(0, at - 1)] ?? 'what' };
  if (go === 'search') return { step };
  if (problem) return { step, problem };
  return { step: STEPS[Math.min(at + 1, STEPS.length - 1)] ?? 'check' };
}
