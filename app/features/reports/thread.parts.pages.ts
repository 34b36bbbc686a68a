/** What several parts of an opened thread are made of. */
import { html, type Html } from '../../phone/html.ts';
import type { Shell } from '../../phone/layout.ts';
import type { Key } from '../../../locales/index.ts';
import type { Act } from './additions.ts';
import type { Opened, Thread } from './thread.ts';

export type ThreadView = {
  readonly thread: Thread;
  readonly statements: readonly Opened[];
  readonly readerName: string;
  /** Name of a workplace in the public directory, by its docket's index. */
  readonly placeName: (docket: number) => string | undefined;
  /** Said at the top: that something was sent, or was not understood. */
  readonly said?: Key;
  readonly words?: string;
  readonly receipt?: string;
  /** Text of a `single` bundle, or that there is none yet. */
  readonly proof?: string | 'wait';
  /** Without script only: posted with each form, in the body. */
  readonly plain?: { readonly code: string; readonly statementId: string };
};

/** Browsers without the months of a language write `M11`: then digits, which all read. */
export function day(shell: Shell, recorded: string): string {
  const format = new Intl.DateTimeFormat(shell.language === 'en' ? 'en-GB' : shell.language, {
    dateStyle: 'long',
    timeZone: 'UTC',
  });
  const words = format.format(new Date(recorded));
  return /M\d\d/.test(words) ? recorded.slice(0, 10) : words;
}

/** A form of the thread; the code is in its body only without script. */
export function posting(
  shell: Shell,
  view: ThreadView,
  form: { act: Act; re?: string; files?: boolean },
  inside: Html,
): Html {
  const hidden = (name: string, value: string) =>
    html`<input type="hidden" name="${name}" value="${value}" />`;
  return html`<form
    class="step"
    method="post"
    action="/w/thread"
    autocomplete="off"
    ${form.files && html`enctype="multipart/form-data"`}
  >
    ${hidden('l', shell.language)}${hidden('act', form.act)}${hidden('re', form.re ?? '')}${
      view.plain && html`${hidden('code', view.plain.code)}${hidden('statementId', view.plain.statementId)}`
    }${inside}
  </form>`;
}

/** A wish is asked for twice: the second button is inside. */
export const wish = (
  shell: Shell,
  view: ThreadView,
  act: 'withdraw' | 'erase' | 'erase_all',
  re: string,
): Html => {
  const { t } = shell;
  return html`<details>
    <summary>${t(`${act}.do`)}</summary>
    <p class="hint">${t(`${act}.hint`)}</p>
    ${posting(shell, view, { act, re }, html`<button class="btn two">${t(`${act}.sure`)}</button>`)}
  </details>`;
};
