/** What every page of the worker's has once script runs: the way out and the listen buttons. */

export const all = <E extends HTMLElement = HTMLElement>(
  selector: string,
  root: ParentNode = document,
): E[] => [...root.querySelectorAll<E>(selector)];
export const one = <E extends HTMLElement = HTMLElement>(
  selector: string,
  root: ParentNode = document,
): E | null => root.querySelector<E>(selector);

/** Sealing needs WebCrypto, which needs a secure context. Without it the page stays as it is without script. */
export const canSeal = (): boolean =>
  isSecureContext && typeof crypto?.subtle?.deriveBits === 'function' && typeof indexedDB === 'object';

let depth = 0;
export const deeper = (): void => {
  depth += 1;
  history.pushState(depth, '');
};
export const shallower = (): void => {
  depth = typeof history.state === 'number' ? history.state : 0;
};

/** The words go first, then this page's place in the history, then the page itself. */
function leave(url: string): void {
  document.body.replaceChildren();
  const go = () => location.replace(url);
  if (depth === 0) return go();
  addEventListener('popstate', go, { once: true });
  history.go(-depth);
  setTimeout(go, 500);
}

const READ = 'h1,h2,p,.face,.code,.words';

/** The part of the page that a listen button stands in, without parts that have a button of their own. */
function wordsBeside(button: HTMLElement): string {
  const part = button.closest('section,.msg,.main') ?? document.body;
  return all(READ, part)
    .filter((element) => element.offsetParent !== null && element.closest('section,.msg,.main') === part)
    .map((element) => element.textContent?.trim() ?? '')
    .join('. ');
}

/** By the phone's own voices. Where it has none for the language it says so, under what was to be read. */
export function say(words: string, beside: HTMLElement): void {
  const { lang } = beside.closest<HTMLElement>('[lang]') ?? document.documentElement;
  const voices = speechSynthesis.getVoices();
  const known = voices.length === 0 || voices.some((voice) => voice.lang.slice(0, 2) === lang.slice(0, 2));
  if (!known) {
    const line = document.createElement('p');
    line.className = 'note heed';
    line.setAttribute('role', 'status');
    line.textContent = document.body.dataset.novoice ?? '';
    const place = beside.closest('.ask,.seal,.row,.pair') ?? beside;
    if (!place.nextElementSibling?.matches('[role=status]')) place.after(line);
    return;
  }
  const voice = new SpeechSynthesisUtterance(words);
  voice.lang = lang;
  voice.rate = 0.9;
  speechSynthesis.cancel();
  speechSynthesis.speak(voice);
}

/** Again after new words came to the page. */
export function reveal(): void {
  for (const button of all('[data-listen]')) button.hidden = !('speechSynthesis' in window);
  for (const element of all('[data-plain]')) element.hidden = true;
}

export function startShell(): void {
  reveal();
  document.addEventListener('click', (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const exit = target?.closest<HTMLAnchorElement>('[data-exit]');
    if (exit) {
      event.preventDefault();
      leave(exit.href);
    }
    const button = target?.closest<HTMLElement>('[data-listen]');
    if (button) say(wordsBeside(button), button);
  });
}
