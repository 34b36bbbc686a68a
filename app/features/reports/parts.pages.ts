import { picture, type Shell } from '../../phone/layout.ts';
import { html, type Html, type Part } from '../../phone/html.ts';
import type { Answers, Problem } from './answers.ts';
import type { Directory, Place, Route } from './directory.ts';

export type StepView = {
  readonly answers: Answers;
  readonly directory: Directory;
  /** Without script: what was not understood on this screen. */
  readonly problem?: Problem;
  /** Without script: what the search found. */
  readonly found?: readonly Place[];
  readonly route?: Route;
  /** With script, which fills in what is missing. */
  readonly script: boolean;
};

/** All that can be wrong on a screen stands there already; script shows the one that is. */
export const problems = (shell: Shell, view: StepView, all: readonly Problem[]): Html[] =>
  all
    .filter((problem) => view.script || problem === view.problem)
    .map(
      (problem) =>
        html`<p class="note heed" role="alert" data-problem="${problem}" ${view.script && html`hidden`}>
          ${picture(shell, 'inf')}<span>${shell.t(problem)}</span>
        </p>`,
    );

export type Choice = {
  readonly name: string;
  readonly value: string;
  readonly checked: boolean;
  readonly pictogram?: string;
  readonly words: Part;
  readonly small?: Part;
  readonly many?: boolean;
};

export const option = (shell: Shell, choice: Choice): Html =>
  html`<label class="opt"
    ><input
      type="${choice.many ? 'checkbox' : 'radio'}"
      name="${choice.name}"
      value="${choice.value}"
      ${choice.checked && html`checked`}
    /><span class="face"
      >${choice.pictogram !== undefined && picture(shell, choice.pictogram)}<span
        ><b>${choice.words}</b>${choice.small !== undefined && html`<small>${choice.small}</small>`}</span
      ></span
    ></label
  >`;
