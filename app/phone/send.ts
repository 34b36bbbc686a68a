/** The end of the report path, loaded while the worker answers: check, seal, send, code, and what waits on the phone. */
import { type Bytes, random } from '../../seal/bytes.ts';
import { newCode, stretch } from '../../seal/code.ts';
import type { Photo } from '../../seal/envelope-seal.ts';
import { fourWords, thumbprint } from '../../seal/keys.ts';
import { MOST_PHOTOS } from '../features/reports/answers.ts';
import { receiverName, type Route, routeOf } from '../features/reports/directory.ts';
import { reportBody, sealReport } from '../features/reports/phone/compose.ts';
import { type Failure, send, type Taken } from '../features/reports/phone/wire.ts';
import './old.ts';
import { allKept, dropKept, forgetAll, keep, type Kept } from './outbox.ts';
import { shrink } from './photos.ts';
import { savePicture, saveText } from './save.ts';
import type { Stage } from './stage.ts';
import { all, one, say } from './shell.ts';

const photos: Photo[] = [];
/** What was composed and not yet taken: sent again as it is, never composed twice. */
let pending: { readonly kept: Kept; readonly code: string; readonly of: string } | undefined;

const fill = (name: string, text: string): void => {
  for (const part of all(`[data-fill="${name}"]`)) part.textContent = text;
};

export async function addPhotos(input: HTMLInputElement): Promise<void> {
  const [bad, many, chips] = ['[data-photo-bad]', '[data-photo-many]', '[data-chips]'].map((name) =>
    one(name),
  );
  const files = [...(input.files ?? [])];
  input.value = '';
  if (bad) bad.hidden = true;
  if (many) many.hidden = photos.length + files.length <= MOST_PHOTOS;
  for (const file of files.slice(0, MOST_PHOTOS - photos.length)) {
    const photo = await shrink(file);
    if (!photo && bad) bad.hidden = false;
    const chip = one<HTMLTemplateElement>('#chip')?.content.firstElementChild?.cloneNode(true);
    if (!photo || !(chip instanceof HTMLElement)) continue;
    photos.push(photo);
    one('button', chip)?.addEventListener('click', () => {
      photos.splice(photos.indexOf(photo), 1);
      chip.remove();
    });
    chips?.append(chip);
  }
}

const labels = (name: string): string =>
  all(`[name="${name}"]:checked + .face`)
    .map((face) => (one('b', face) ?? face).textContent?.trim() ?? '')
    .join(', ');

async function route(stage: Stage): Promise<Route | undefined> {
  const { where, country } = stage.answers();
  return routeOf(await stage.directory(), where, country);
}

/** The four words are computed from the key that will be used. Where they are not the published ones, nothing is sent. */
export async function fillCheck(stage: Stage): Promise<void> {
  const answers = stage.answers();
  const button = one<HTMLButtonElement>('[data-act=send]');
  const warn = one('[data-problem="check.four_words_wrong"]');
  const photoWords = photos.length > 0 ? ` + ${photos.length} 📷` : '';
  const said: Record<string, string> = {
    what: labels('what'),
    where: answers.where === 'describe' ? answers.described || labels('where') : labels('where'),
    words: answers.words.trim() + photoWords,
    when: answers.date || labels('when'),
    safe: labels('safe'),
    due: one('[name=danger]:checked + .face small')?.textContent ?? '',
  };
  for (const [name, text] of Object.entries(said)) {
    fill(name, text || (one(`[data-fill="${name}"]`)?.dataset.empty ?? ''));
  }
  const found = await route(stage).catch(() => undefined);
  if (!found) return stage.show('offline');
  const { receiver, why } = found;
  const words = await fourWords(receiver.jwk);
  fill('reader', receiverName(receiver, stage.language));
  fill('fourwords', words);
  for (const part of all('[data-why]')) part.hidden = part.dataset.why !== why;
  const honest = words === receiver.words && (await thumbprint(receiver.jwk)) === receiver.kid;
  if (warn) warn.hidden = honest;
  if (button) button.disabled = !honest;
}

async function compose(stage: Stage): Promise<NonNullable<typeof pending>> {
  const of = JSON.stringify([stage.answers(), photos.map(({ bytes }) => bytes.length)]);
  if (pending?.of === of) return pending;
  const [found, { origin, epochSeconds }] = [await route(stage), await stage.directory()];
  if (!found) throw new Error('no reader');
  const code = newCode();
  const chosen = { root: await stretch(code, origin), statementId: crypto.randomUUID(), m: random(32) };
  const input = { answers: stage.answers(), route: found, language: stage.language, photos };
  const { sealed, files } = await sealReport(input, chosen);
  pending = { kept: { sealed, files, origin, epochSeconds }, code, of };
  return pending;
}

const deliver = ({ sealed, files, origin, epochSeconds }: Kept): Promise<Taken | Failure> =>
  send({
    path: '/api/v1/reports',
    sealed,
    files: files as Bytes[],
    body: (recorded) => reportBody(sealed, recorded),
    origin,
    epochSeconds,
  });

function showCode(stage: Stage, name: 'code' | 'kept', code: string): void {
  const groups = code.match(/.{4}/g) ?? [];
  for (const block of all('[data-fill=code]')) {
    block.replaceChildren(
      ...groups.map((group) => {
        const part = document.createElement('span');
        part.textContent = group;
        return part;
      }),
    );
  }
  photos.length = 0;
  one('[data-chips]')?.replaceChildren();
  stage.reset();
  stage.show(name);
}

async function sendNow(stage: Stage): Promise<void> {
  stage.show('wait');
  const { kept, code } = await compose(stage);
  const taken = await deliver(kept);
  if (typeof taken === 'string') return stage.show(taken);
  fill('receipt', taken.receipt);
  showCode(stage, 'code', code);
}

async function keepNow(stage: Stage): Promise<void> {
  stage.show('wait');
  const { kept, code } = await compose(stage);
  await keep(kept);
  showCode(stage, 'kept', code);
}

/** A network may be the employer's: what waits is never sent without being asked. */
export async function askOutbox(stage: Stage): Promise<void> {
  if ((await allKept()).length === 0) return localStorage.removeItem('kept');
  stage.show(navigator.onLine ? 'outbox' : 'outbox-offline');
}

const KEPT_ENDINGS: Partial<Record<Failure, string>> = { offline: 'outbox-offline', busy: 'outbox-busy' };

async function sendKept(stage: Stage): Promise<void> {
  stage.show('wait');
  for (const kept of await allKept()) {
    const taken = await deliver(kept);
    if (typeof taken === 'string') return stage.show(KEPT_ENDINGS[taken] ?? 'outbox-refused');
    await dropKept(kept.sealed.statementId);
  }
  stage.show('outbox-sent');
}

async function removeKept(stage: Stage): Promise<void> {
  for (const { sealed } of await allKept()) await dropKept(sealed.statementId);
  stage.show('forgotten');
}

const shownCode = (): string[] =>
  all('[data-fill=code] span', one('[data-end]:not([hidden])') ?? document).map(
    (part) => part.textContent ?? '',
  );

/** What the buttons at the end do. */
const ACTS: Record<string, (stage: Stage, button: HTMLElement) => unknown> = {
  send: sendNow,
  retry: sendNow,
  keep: keepNow,
  'later-keep': keepNow,
  'send-kept': sendKept,
  remove: removeKept,
  later: (stage) => stage.show('what'),
  change: (stage) => stage.show('words'),
  /** Refused means not taken, mostly because a key changed: the worker sees anew who reads it. */
  again: async (stage) => {
    pending = undefined;
    await stage.directory(true);
    stage.show('check');
  },
  drop: (stage) => {
    pending = undefined;
    stage.reset();
    stage.show('what');
  },
  done: (stage) => {
    pending = undefined;
    fill('receipt', '');
    for (const block of all('[data-fill=code]')) block.replaceChildren();
    stage.show('what');
  },
  store: () => {
    localStorage.setItem('code', shownCode().join(''));
    for (const part of all('[data-stored]')) part.hidden = false;
  },
  picture: () => savePicture(shownCode()),
  receipt: () => saveText(one('[data-fill=receipt]')?.textContent ?? '', 'note.txt'),
  hear: (_, button) =>
    say(
      shownCode()
        .map((group) => [...group].join(' '))
        .join('. '),
      button,
    ),
  forget: async (stage) => {
    await forgetAll();
    stage.show('forgotten');
  },
};

export async function act(stage: Stage, button: HTMLElement): Promise<void> {
  const { act: name, save, hear } = button.dataset;
  const key = name ?? save ?? (hear === undefined ? 'forget' : 'hear');
  try {
    await ACTS[key]?.(stage, button);
  } catch {
    // Nothing is lost: the answers are still in the form, and what was composed is still held.
    stage.show(navigator.onLine ? 'refused' : 'offline');
  }
}
