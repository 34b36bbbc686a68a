/**
 * The worker's pages without a network. Holds pages, scripts, style, pictograms and the directory: nothing that anybody
 * wrote, no challenge, no thread, no answer of the API. `FILES` and `BUILD` are put in by the build.
 */
declare const self: ServiceWorkerGlobalScope;
declare const BUILD: string;
declare const FILES: readonly string[];
declare const HELPER_FILES: readonly string[];
declare const LANGUAGES: readonly string[];

const PAGES = ['/w/', '/w/open', '/w/lost'];
/** A coordinator's page: kept where it was opened once, and on no other worker's phone. */
const HELPER = '/w/help-file';
const DIRECTORY = '/w/directory.json';
/** A network that does not answer for this long, in ms, is no network. */
const PATIENCE = 4000;

const ours = (): string[] => [
  ...FILES.map((file) => `/w/a/${file}`),
  ...PAGES.flatMap((path) => LANGUAGES.map((code) => `${path}?l=${code}`)),
  DIRECTORY,
];

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(BUILD)
      .then((cache) => cache.addAll(ours().map((path) => new Request(path, { cache: 'reload' })))),
  );
});

self.addEventListener('activate', (event) => {
  const others = async () => {
    for (const name of await caches.keys()) if (name !== BUILD) await caches.delete(name);
    await self.clients.claim();
  };
  event.waitUntil(others());
});

/** The language of the link, else the browser's, as the server chooses it. */
function language(url: URL): string {
  const chosen = url.searchParams.get('l');
  const wanted = [chosen ?? '', ...navigator.languages.map((name) => name.slice(0, 2).toLowerCase())];
  return wanted.find((code) => LANGUAGES.includes(code)) ?? 'en';
}

/** Keys change: the newest list that can be had, and the kept one where none can. */
async function directory(request: Request): Promise<Response> {
  const cache = await caches.open(BUILD);
  const slow = new Promise<undefined>((done) => setTimeout(done, PATIENCE));
  const fresh = fetch(request).catch(() => undefined);
  const answer = await Promise.race([fresh, slow]);
  if (answer?.ok) {
    await cache.put(DIRECTORY, answer.clone());
    return answer;
  }
  return (await cache.match(DIRECTORY)) ?? (await fresh) ?? Response.error();
}

async function kept(request: Request, key: string): Promise<Response> {
  return (await (await caches.open(BUILD)).match(key)) ?? fetch(request);
}

const helperOurs = (): string[] => [
  ...HELPER_FILES.map((file) => `/w/a/${file}`),
  ...LANGUAGES.map((code) => `${HELPER}?l=${code}`),
];
async function helper(request: Request, key: string): Promise<Response> {
  const cache = await caches.open(BUILD);
  const found = await cache.match(key);
  if (found) return found;
  await cache.addAll(helperOurs()).catch(() => undefined);
  return (await cache.match(key)) ?? fetch(request);
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (url.pathname === DIRECTORY) return event.respondWith(directory(request));
  if (url.pathname.startsWith('/w/a/')) return event.respondWith(kept(request, url.pathname));
  if (url.pathname === HELPER) return event.respondWith(helper(request, `${HELPER}?l=${language(url)}`));
  if (PAGES.includes(url.pathname)) event.respondWith(kept(request, `${url.pathname}?l=${language(url)}`));
});
