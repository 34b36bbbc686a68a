/** `/w/notices`: what organisations tell everybody. Works without script; nothing on it says who reads it. */
import { html, type Html } from '../../phone/html.ts';
import {
  heedNote,
  languageLinks,
  listen,
  note,
  page,
  question,
  type Shell,
  top,
} from '../../phone/layout.ts';
import type { Key } from '../../../locales/index.ts';
import type { PublicAnswer } from './contract.ts';

type Notice = PublicAnswer['notices'][number];

const dayIn = (shell: Shell, day: string): string => {
  const format = new Intl.DateTimeFormat(shell.language === 'en' ? 'en-GB' : shell.language, {
    dateStyle: 'long',
    timeZone: 'UTC',
  });
  return format.format(new Date(`${day}T00:00:00Z`));
};

/** In the reader's language where it is written in it, else in one that it is written in, and that is said. */
function pick<T>(shell: Shell, texts: { en?: T | undefined; my?: T | undefined; th?: T | undefined }) {
  const found = ([shell.language, 'en', 'my', 'th'] as const).find((code) => texts[code]);
  return found && { language: found, text: texts[found] };
}

function replyOf(shell: Shell, n: Notice): Html | false {
  if (n.kind !== 'broker_warning') return false;
  const name = n.subjectName ?? '';
  const said = n.reply && pick(shell, n.reply);
  return said
    ? html`<details open>
        <summary>${shell.t('notice.reply', { name })}</summary>
        <p lang="${said.language}"><span class="say">${said.text}</span></p>
      </details>`
    : html`<p class="hint">
        ${shell.t('notice.no_reply', { name, date: dayIn(shell, n.invitedOn ?? n.publishedOn) })}
      </p>`;
}

function one(shell: Shell, n: Notice): Html {
  const { t } = shell;
  const found = pick(shell, n.texts);
  const kind: Key = `notice.kind_${n.kind}`;
  return html`<article class="msg" data-notice="${n.kind}">
    <div class="row">
      <small>${t(kind)}${n.region !== null && html` · ${n.region}`}</small>${listen(shell, true)}
    </div>
    <h2 lang="${found?.language ?? shell.language}">${found?.text?.title}</h2>
    ${n.subjectName !== null && html`<p><b>${n.subjectName}</b></p>`}
    ${n.evidence !== null && heedNote(shell, 'inf', t(`notice.evidence_${n.evidence}`))}
    ${found && found.language !== shell.language && html`<p class="hint">${t('notice.language')}</p>`}
    <p lang="${found?.language ?? shell.language}"><span class="say">${found?.text?.words}</span></p>
    ${replyOf(shell, n)}
    <small>${t('notice.until', { name: n.by, date: dayIn(shell, n.validUntil) })}</small>
  </article>`;
}

export function boardPage(shell: Shell, board: PublicAnswer, path: string): string {
  const { t } = shell;
  const body = html`${top(shell)}
    <main class="main">
      ${question(shell, t('notice.ask'))}
      <div class="ways">${languageLinks(shell, path)}</div>
      <p class="hint">${t('notice.hint')}</p>
      ${board.notices.length === 0 && note(shell, 'inf', t('notice.none'))}
      <div class="msgs">${board.notices.map((n) => one(shell, n))}</div>
      ${board.withdrawn.map(
        ({ by, publishedOn, withdrawnOn }) =>
          html`<p class="hint" data-withdrawn>
            ${t('notice.withdrawn', { name: by, from: dayIn(shell, publishedOn), date: dayIn(shell, withdrawnOn) })}
          </p>`,
      )}
      <a class="btn plain" href="/w/?l=${shell.language}">${t('new')}</a>
      <a class="btn plain" href="/w/open?l=${shell.language}">${t('have_code')}</a>
    </main>`;
  return page(shell, body, 'board.js');
}
