/** `/w/open` with script: the code stays on the phone, which opens the thread itself and seals what is added. */
import { type Bytes, random } from '../../seal/bytes.ts';
import { checkCode, lookupId, stretch } from '../../seal/code.ts';
import { open as openEnvelope } from '../../seal/envelope-open.ts';
import type { PrivateJwk } from '../../seal/keys.ts';
import type { Key, Words } from '../../locales/index.ts';
import { translator } from '../../locales/translate.ts';
import { additionOf, eraseScope, readThreadForm, type ThreadForm } from '../features/reports/additions.ts';
import { MOST_PHOTOS } from '../features/reports/answers.ts';
import { type Directory, receiverName } from '../features/reports/directory.ts';
import { additionBody, sealAddition } from '../features/reports/phone/compose.ts';
import { keysOf } from '../features/reports/phone/filing.ts';
import { eraseOf, type Root, signMoves, signWithdrawal } from '../features/reports/phone/sign.ts';
import { fetchChallenge, post, send } from '../features/reports/phone/wire.ts';
import type { Opened, Thread } from '../features/reports/thread.ts';
import { goneBody, threadBody, type ThreadView } from '../features/reports/thread.pages.ts';
import type { Shell } from './layout.ts';
import './old.ts';
import { startClaim } from './claim.ts';
import { sharesOf } from './pass-on.ts';
import { shrink } from './photos.ts';
import { saveText } from './save.ts';
import { all, canSeal, one, reveal, startShell } from './shell.ts';

/** What is known once a code has opened something. Lives in this page's memory only. */
type Known = {
  readonly root: Bytes;
  /** Which root signs for which statement. */
  readonly signer: Root;
  readonly lookup: string;
  readonly directory: Directory;
  readonly thread: Thread;
  readonly statements: readonly Opened[];
};

async function openAll(thread: Thread, keys: readonly PrivateJwk[]): Promise<Opened[]> {
  return Promise.all(
    thread.statements.map(async (statement) => {
      let opened: object | undefined;
      for (const key of keys) if (statement.envelope) opened ??= await openEnvelope(statement.envelope, key);
      return { ...statement, opened: opened as Record<string, unknown> | undefined };
    }),
  );
}

/** With a puzzle each: guessing codes must cost, and a factory shares one address. */
async function ask(path: string, body: object): Promise<Response | undefined> {
  const challenge = await fetchChallenge();
  return typeof challenge === 'string' ? undefined : post(path, { challenge, ...body });
}

async function fetchDirectory(): Promise<Directory> {
  return (await (await fetch('/w/directory.json', { credentials: 'omit' })).json()) as Directory;
}

type Gone = { readonly gone: { readonly on: string; readonly until: string } };

async function look(root: Bytes, directory: Directory): Promise<Known | Gone | Key> {
  const lookup = await lookupId(root);
  const answer = await ask('/api/v1/thread/open', { lookup });
  if (answer?.status === 404) return 'open.unknown';
  if (!answer?.ok) return 'open.failed';
  const found = (await answer.json()) as { thread: Thread } | Gone;
  if ('gone' in found) return found;
  const { thread } = found;
  const { keys, signer } = await keysOf(thread, root);
  return { root, signer, lookup, directory, thread, statements: await openAll(thread, keys) };
}

async function photosOf(
  form: HTMLFormElement,
): Promise<{ photos: { type: string; bytes: Bytes }[]; bad: boolean }> {
  const files = [...(one<HTMLInputElement>('[type=file]', form)?.files ?? [])].slice(0, MOST_PHOTOS);
  const drawn = await Promise.all(files.map(shrink));
  const photos = drawn.filter((photo) => photo !== undefined);
  return { photos, bad: photos.length < files.length };
}

/** Seals, signs where it must, sends. The key of what was said back to the worker. */
async function add(known: Known, form: ThreadForm, element: HTMLFormElement): Promise<Key> {
  const { directory, thread, root, signer, statements } = known;
  const { photos, bad } = await photosOf(element);
  if (bad) return 'words.photo_bad';
  const addition = additionOf(form, document.documentElement.lang, photos.length);
  const receiver = directory.receivers.find(({ org }) => org === thread.receiver);
  if (!addition || !receiver) return 'open.failed';
  if ('problem' in addition) return addition.problem;
  const chosen = { root, statementId: crypto.randomUUID(), m: random(32) };
  const { sealed, files } = await sealAddition({ ...addition, thread, receiver, photos }, chosen);
  const target = statements.find(({ id }) => id === form.re);
  const where = { origin: directory.origin, docket: target?.docket ?? thread.docket.index };
  const signature =
    addition.kind === 'withdrawal' && target
      ? await signWithdrawal(signer, { statementId: target.id, commitment: target.commitment }, where)
      : undefined;
  const more = { ...(form.act === 'reply' ? {} : { re: form.re }), ...(signature ? { signature } : {}) };
  const scope = eraseScope(form.act);
  const { origin } = directory;
  const body = async (recorded: string) => {
    const whole = await additionBody(sealed, recorded, more);
    const own = { id: sealed.statementId, commitment: whole.commitment };
    return scope
      ? { ...whole, erase: await eraseOf(signer, thread, { scope, re: form.re, own, origin }) }
      : whole;
  };
  const taken = await send({
    path: '/api/v1/thread/add',
    sealed,
    files,
    body,
    origin,
    epochSeconds: directory.epochSeconds,
  });
  if (typeof taken !== 'string') return 'thread.sent';
  return taken === 'wrong' ? 'code.receipt_wrong' : 'open.failed';
}

/** Signs a "yes" to the question in the thread only after everything that is signed was computed here. */
async function answerMove({ signer, lookup, directory, thread }: Known, answer: 'yes' | 'no'): Promise<Key> {
  const { origin } = directory;
  const signatures = answer === 'yes' ? await signMoves(signer, thread, { origin, directory }) : [];
  if (!signatures) return 'move.failed';
  const sent = await ask('/api/v1/thread/move', { lookup, moveId: thread.move?.id, answer, signatures });
  return sent?.ok ? 'thread.sent' : 'open.failed';
}

/** Passes the answers so far on to who wrote the report down, or takes all of them back. */
async function setAccess(known: Known, access: 'yes' | 'no'): Promise<Key> {
  const { lookup, thread, statements } = known;
  const shares = access === 'yes' ? await sharesOf(thread, statements) : [];
  const sent = await ask('/api/v1/assisted/access', { lookup, access, shares });
  return sent?.ok ? 'thread.sent' : 'open.failed';
}

const MOVES = { move_yes: 'yes', move_no: 'no' } as const;
const ACCESS = { helper_yes: 'yes', helper_no: 'no' } as const;

/** What a form of the thread does. The key of what is said back to the worker. */
function does(known: Known, read: ThreadForm, element: HTMLFormElement): Promise<Key> {
  const { act } = read;
  if (act === 'move_yes' || act === 'move_no') return answerMove(known, MOVES[act]);
  if (act === 'helper_yes' || act === 'helper_no') return setAccess(known, ACCESS[act]);
  return add(known, read, element);
}

/** A receipt or a proof, as text; undefined where there is none yet. */
async function paper(
  known: Known,
  act: 'receipt' | 'proof',
  statementId: string,
): Promise<string | undefined> {
  const answer = await ask(`/api/v1/thread/${act}`, { lookup: known.lookup, statementId });
  if (!answer?.ok) return undefined;
  const text = await answer.text();
  if (!answer.headers.get('content-type')?.startsWith('application/json')) return text;
  const named = (JSON.parse(text) as Record<string, unknown>)[act === 'proof' ? 'bundle' : act];
  return typeof named === 'string' ? named : text;
}

function start(form: HTMLFormElement, block: { words: Partial<Words>; files: Record<string, string> }): void {
  const language = document.documentElement.lang as Shell['language'];
  const shell: Shell = { t: translator(block.words), language, languages: [], files: block.files };
  let known: Known | undefined;
  startShell();

  const problem = (name: Key | undefined): void => {
    for (const line of all('[data-problem]')) line.hidden = line.dataset.problem !== name;
  };
  function render(more: Partial<ThreadView> = {}): void {
    if (!known) return;
    const { thread, statements, directory } = known;
    const receiver = directory.receivers.find(({ org }) => org === thread.receiver);
    const readerName = receiver ? receiverName(receiver, language) : thread.receiver;
    const placeName = (docket: number) => directory.places.find((place) => place.docket === docket)?.name;
    show(threadBody(shell, { thread, statements, readerName, placeName, ...more }).html);
  }
  /** In the place of whatever stood on the page. */
  function show(body: string): void {
    const rest = all('main,footer,form');
    rest.slice(1).forEach((part) => part.remove());
    const place = document.createElement('div');
    place.className = 'flow';
    place.innerHTML = body;
    rest[0]?.replaceWith(place);
    for (const old of all('.flow')) if (old !== place && old.childElementCount === 0) old.remove();
    reveal();
    one('h1')?.focus();
  }
  async function enter(root: Bytes, directory: Directory): Promise<void> {
    const found = await look(root, directory);
    if (typeof found === 'string') return problem(found);
    if ('gone' in found) return show(goneBody(shell, found.gone).html);
    const { thread, lookup } = found;
    if (thread.filing?.state === 'unclaimed') {
      const opened = (own: Bytes) => enter(own, directory);
      const { origin } = directory;
      return startClaim({ shell, thread, slip: root, slipLookup: lookup, origin, show, post: ask, opened });
    }
    known = found;
    render();
  }
  async function go(typed: string): Promise<void> {
    const code = checkCode(typed);
    problem(code.ok ? undefined : `open.${code.why}`);
    if (!code.ok) return;
    const button = one<HTMLButtonElement>('footer .btn');
    if (button) button.disabled = true;
    try {
      const directory = await fetchDirectory();
      await enter(await stretch(code.code, directory.origin), directory);
    } catch {
      problem('open.failed');
    } finally {
      if (button) button.disabled = false;
    }
  }
  async function turn(element: HTMLFormElement): Promise<void> {
    if (!known) return;
    const posted = new FormData(element);
    const read = readThreadForm((name) => posted.getAll(name).map(String));
    if (read.act === 'receipt' || read.act === 'proof') {
      const text = await paper(known, read.act, read.re);
      return render(read.act === 'receipt' ? { receipt: text ?? '' } : { proof: text ?? 'wait' });
    }
    const said = await does(known, read, element);
    if (said !== 'thread.sent') return render({ said, words: read.act === 'reply' ? read.words : '' });
    const found = await look(known.root, known.directory);
    if (typeof found !== 'string' && 'gone' in found) return show(goneBody(shell, found.gone).html);
    if (typeof found !== 'string') known = found;
    render({ said });
  }
  document.addEventListener('submit', (event) => {
    const element = event.target;
    if (!(element instanceof HTMLFormElement)) return;
    event.preventDefault();
    if (element === form) return void go(one<HTMLInputElement>('[name=code]', form)?.value ?? '');
    for (const button of all<HTMLButtonElement>('button', element)) button.disabled = true;
    void turn(element).catch(() => render({ said: 'open.failed' }));
  });
  document.addEventListener('click', (event) => {
    const save = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-save]') : null;
    const name = save?.dataset.save;
    if (!name) return;
    saveText(
      one(`[data-text=${name}]`)?.textContent ?? '',
      name === 'proof' ? 'note.vouch.jsonl' : 'note.txt',
    );
  });
  const kept = localStorage.getItem('code');
  for (const part of all('[data-stored]')) part.hidden = kept === null;
  one('[data-use]')?.addEventListener('click', () => void go(kept ?? ''));
}

const form = one<HTMLFormElement>('#open');
const block = one('#words')?.textContent?.trim();
if (canSeal() && form && block) start(form, JSON.parse(block));
else if (canSeal()) startShell();
