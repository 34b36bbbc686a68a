/** `/w/help-file`: a coordinator writes down for somebody, offline too, and hands the phone over for the worker's slip. */
import { random, type SecretKey, text, utf8 } from '../../seal/bytes.ts';
import { checkCode, lookupId, newCode, stretch, wrapKey } from '../../seal/code.ts';
import { open as openEnvelope } from '../../seal/envelope-open.ts';
import { newReaderKeyPair, unwrapBytes, unwrapPrivate, wrapBytes, wrapPrivate } from '../../seal/keys.ts';
import { readAnswers } from '../features/reports/answers.ts';
import { type Directory, routeOf } from '../features/reports/directory.ts';
import { reportBody, sealReport } from '../features/reports/phone/compose.ts';
import { fetchChallenge, post, send } from '../features/reports/phone/wire.ts';
import { ADDRESSEES } from '../features/reports/said.ts';
import { drop, howMany, lock, unlocked } from './box.ts';
import './old.ts';
import { all, canSeal, one, startShell } from './shell.ts';

/** Of an unlocked page, in its memory only. */
type Session = { readonly key: SecretKey; readonly lookup: string; readonly org: string };
type Mine = {
  readonly org: string;
  readonly state: 'invited' | 'active' | 'ended';
  readonly wrappedKey?: string;
  readonly filed: readonly { readonly day: string; readonly shared: readonly string[] }[];
};
/** Opens with the right code and with no other: what is needed to write without a network. */
const KEPT = 'aid';

let session: Session | undefined;
let joining: { readonly code: string; readonly slip: string } | undefined;
/** The worker's slip: shown once, never stored. */
let slip = '';

const go = (name: string): void => {
  for (const part of all('[data-part]')) part.hidden = part.dataset.part !== name;
  scrollTo(0, 0);
  one(`[data-part=${name}] h1`)?.focus();
};
const problem = (name?: string): void => {
  for (const line of all('[data-problem]')) line.hidden = line.dataset.problem !== name;
  go('enter');
};
function said(name?: string): void {
  const line = one('[data-said]');
  const words = one<HTMLTemplateElement>(`[data-words-of="${name}"]`)?.innerHTML ?? '';
  if (!line) return;
  line.hidden = !name;
  const place = one('span', line);
  if (place) place.textContent = words;
}
function digits(name: string, code: string): void {
  const groups = (code.match(/.{4}/g) ?? []).map((group) => {
    const span = document.createElement('span');
    span.textContent = group;
    return span;
  });
  one(`[data-fill=${name}]`)?.replaceChildren(...groups);
}

const directory = async (): Promise<Directory> =>
  (await (await fetch('/w/directory.json', { credentials: 'omit' })).json()) as Directory;

async function ask(path: string, body: object): Promise<Response | undefined> {
  const challenge = await fetchChallenge();
  return typeof challenge === 'string' ? undefined : post(`/api/v1/assisted/${path}`, { challenge, ...body });
}

async function enter(typed: string): Promise<void> {
  const code = checkCode(typed);
  if (!code.ok) return problem(`open.${code.why}`);
  go('wait');
  const root = await stretch(code.code, (await directory()).origin);
  const [key, lookup] = [await wrapKey(root), await lookupId(root)];
  const kept = localStorage.getItem(KEPT);
  const known = kept ? await unwrapBytes(kept, key) : undefined;
  if (known) {
    session = { key, lookup, org: text(known) };
    await home();
    return void refresh();
  }
  const answer = await ask('mine', { lookup });
  if (!answer) return problem('aid.first_online');
  if (answer.status === 404) return problem('aid.unknown');
  if (!answer.ok) return problem('open.failed');
  const mine = (await answer.json()) as Mine;
  if (mine.state === 'invited') return offerCode(lookup);
  await start({ key, lookup, org: mine.org }, mine);
}

async function start(now: Session, mine?: Mine): Promise<void> {
  session = now;
  localStorage.setItem(KEPT, await wrapBytes(utf8(now.org), now.key));
  await home();
  if (mine) await showFiled(mine);
}

function offerCode(lookup: string): void {
  joining = { code: newCode(), slip: lookup };
  digits('own', joining.code);
  go('own');
}

/** The slip is given back for the coordinator's own code. Pressed again, it is the same code. */
async function joined(): Promise<void> {
  if (!joining) return;
  const { code, slip: given } = joining;
  go('wait');
  const root = await stretch(code, (await directory()).origin);
  const [key, lookup, pair] = [await wrapKey(root), await lookupId(root), await newReaderKeyPair()];
  const next = { lookup, publicKey: pair.publicJwk, wrappedKey: await wrapPrivate(pair.privateJwk, key) };
  const answer = await ask('join', { lookup: given, next });
  if (!answer?.ok) return go('own');
  const mine = await ask('mine', { lookup });
  if (!mine?.ok) return go('own');
  joining = undefined;
  digits('own', '');
  const { org } = (await mine.json()) as Mine;
  await start({ key, lookup, org });
}

async function home(): Promise<void> {
  const count = await howMany();
  const [box, words] = [one('[data-outbox]'), one('[data-fill=waiting]')];
  if (box) box.hidden = count === 0;
  if (words) words.textContent = (words.dataset.words ?? '').replace('{count}', String(count));
  go('home');
}

/** What workers passed on. Nothing of it is kept on the phone. */
async function refresh(): Promise<void> {
  const answer = session && navigator.onLine ? await ask('mine', { lookup: session.lookup }) : undefined;
  if (answer?.ok) await showFiled((await answer.json()) as Mine);
}

async function showFiled(mine: Mine): Promise<void> {
  const place = one('[data-filed]');
  if (!session || !place) return;
  if (mine.state === 'ended') said('ended');
  const key = mine.wrappedKey ? await unwrapPrivate(mine.wrappedKey, session.key) : undefined;
  const rows: HTMLElement[] = [];
  for (const { day, shared } of mine.filed) {
    const row = document.createElement('div');
    row.className = 'msg';
    const small = document.createElement('small');
    small.textContent = day;
    row.append(small);
    for (const content of shared) {
      const opened = key
        ? ((await openEnvelope(content, key)) as { words?: unknown } | undefined)
        : undefined;
      const line = document.createElement('p');
      line.textContent = typeof opened?.words === 'string' ? opened.words : '';
      row.append(line);
    }
    if (shared.length === 0) {
      const none = document.createElement('p');
      none.textContent = place.dataset.none ?? '';
      row.append(none);
    }
    rows.push(row);
  }
  place.replaceChildren(...rows);
}

/** Workplaces whose workers this organisation answers; without one, it says itself where it was. */
async function fillPlaces(): Promise<void> {
  const list = one<HTMLSelectElement>('[data-places]');
  if (!list || !session || list.options.length > 1) return;
  const { places } = await directory();
  for (const place of places.filter(({ receiver }) => receiver === session?.org))
    list.append(new Option(`${place.name}, ${place.region}`, String(place.docket)));
}

async function write(form: HTMLFormElement): Promise<void> {
  const posted = new FormData(form);
  const answers = readAnswers((name) => posted.getAll(name).map(String));
  const to = ADDRESSEES.find((one) => one === posted.get('to'));
  const agreed = (['yes', 'no', 'not_asked'] as const).find((one) => one === posted.get('agreed'));
  const whole = to && agreed && answers.danger && answers.words.trim() && answers.what.length > 0;
  const [need, refuse] = [one('[data-need]'), one('[data-refuse]')];
  if (refuse) refuse.hidden = agreed !== 'no';
  if (need) need.hidden = agreed === 'no' || Boolean(whole);
  if (!session || !whole || agreed === 'no') return;
  go('wait');
  const found = await directory();
  const route = routeOf(found, answers.where, '');
  const receiver = found.receivers.find(({ org }) => org === session?.org);
  if (!route || !receiver) return go('form');
  const code = newCode();
  const chosen = { root: await stretch(code, found.origin), statementId: crypto.randomUUID(), m: random(32) };
  const language = document.documentElement.lang;
  const input = { answers, route: { ...route, receiver }, language, photos: [], filed: { to, agreed } };
  const { sealed } = await sealReport(input, chosen);
  const { origin, epochSeconds } = found;
  await lock({ sealed, origin, epochSeconds }, session.key);
  form.reset();
  slip = code;
  go('over');
}

async function sendAll(): Promise<void> {
  if (!session) return;
  const { key, lookup: coordinator } = session;
  go('wait');
  let outcome = 'sent';
  for (const [name, { sealed, origin, epochSeconds }] of await unlocked(key)) {
    const body = async (recorded: string) => ({ coordinator, ...(await reportBody(sealed, recorded)) });
    const taken = await send({
      path: '/api/v1/assisted/file',
      sealed,
      files: [],
      body,
      origin,
      epochSeconds,
    });
    if (typeof taken !== 'string') await drop(name);
    else outcome = taken === 'offline' || taken === 'busy' ? 'still' : 'refused';
  }
  await home();
  said(outcome);
  void refresh();
}

const ACTS: Readonly<Record<string, () => unknown>> = {
  new: () => {
    said();
    void fillPlaces();
    go('form');
  },
  home,
  send: sendAll,
  joined,
  slip: () => {
    digits('slip', slip);
    go('slip');
  },
  over: () => {
    slip = '';
    digits('slip', '');
    return home();
  },
  leave: () => {
    session = undefined;
    one('[data-filed]')?.replaceChildren();
    said();
    problem();
  },
};

/** The page itself, for where there is no network: kept by asking for it once more through what keeps it. */
async function keepPage(): Promise<void> {
  await navigator.serviceWorker?.register('/w/sw.js', { scope: '/w/' });
  await navigator.serviceWorker?.ready;
  if (!navigator.serviceWorker?.controller)
    await new Promise((done) =>
      navigator.serviceWorker.addEventListener('controllerchange', done, { once: true }),
    );
  await fetch(`/w/help-file?l=${document.documentElement.lang}`);
  document.body.dataset.kept = '';
}

function startPage(): void {
  startShell();
  problem();
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement)) return;
    event.preventDefault();
    if ('form' in form.dataset) return void write(form).catch(() => go('form'));
    const input = one<HTMLInputElement>('[name=code]', form);
    const typed = input?.value ?? '';
    if (input) input.value = '';
    void enter(typed).catch(() => problem('aid.first_online'));
  });
  document.addEventListener('click', (event) => {
    const target = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-do]') : null;
    const act = ACTS[target?.dataset.do ?? ''];
    if (act) void Promise.resolve(act()).catch(() => void home().then(() => said('still')));
  });
  void keepPage().catch(() => undefined);
}

if (one('[data-aid]') && canSeal()) startPage();
