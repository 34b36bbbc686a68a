/** What a worker is told of who opened the own report. */
import { html, none, type Html } from '../../phone/html.ts';
import type { Shell } from '../../phone/layout.ts';
import { day } from './thread.parts.pages.ts';
import { type Openings, howLong, opensOf } from './openings.ts';

function when(shell: Shell, week: string, { thisWeek }: Openings): string {
  const { t } = shell;
  const ago = howLong(week, thisWeek);
  if (ago === 'this') return t('opens.this_week');
  return ago === 'last' ? t('opens.last_week') : t('opens.week', { date: day(shell, week) });
}

/** Roles are told as what they do; there are no others that open a thread. */
const byRole = (shell: Shell, role: string, count: number): string =>
  shell.t(role === 'lead' ? 'opens.by_lead' : 'opens.by_answers', { count });

/** Nothing where the server says nothing of it. */
export function openingsNote(shell: Shell, name: string, openings: Openings | undefined): Html {
  if (!openings) return none;
  const { t } = shell;
  const { opened, read, given } = opensOf(openings);
  const last = (week: string) => t('opens.last', { when: when(shell, week, openings) });
  return html`<details class="opens">
    <summary>${opened.n === 0 ? t('opens.none') : t('opens.count', { count: opened.n })}</summary>
    ${
      opened.n > 0 &&
      html`<p>
        ${t('opens.whose', { name, by: opened.by.map(({ role, n }) => byRole(shell, role, n)).join(', ') })}
        ${last(opened.last)}
      </p>`
    }
    ${read.n > 0 && html`<p>${t('opens.read', { count: read.n })} ${last(read.last)}</p>`}
    ${given.n > 0 && html`<p>${t('opens.given', { count: given.n })} ${last(given.last)}</p>`}
    <p class="hint">${t('opens.hint')}</p>
  </details>`;
}
