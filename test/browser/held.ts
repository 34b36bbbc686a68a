import type { Page } from 'playwright-core';

export type Held = { databases: string[]; storage: string; cached: string[]; text: string };

// Written as text: it runs in the page, whose types the server's tests don't have.
const HELD = `(async () => {
  const entries = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys())
      entries.push([request.url, await (await cache.match(request)).text()]);
  }
  return {
    databases: (await indexedDB.databases()).map(({ name }) => name),
    storage: JSON.stringify([{ ...localStorage }, { ...sessionStorage }]),
    cached: entries.map(([url]) => url),
    text: entries.map(([, text]) => text).join('\\n'),
  };
})()`;

/** All that a phone holds of these pages. */
export const heldOn = (page: Page): Promise<Held> => page.evaluate<Held>(HELD);

const OUTBOX = `new Promise((done, failed) => {
  const request = indexedDB.open('notes');
  request.onerror = () => failed(request.error);
  request.onsuccess = () => {
    const all = request.result.transaction('kept').objectStore('kept').getAll();
    all.onsuccess = () => {
      request.result.close();
      done(JSON.stringify(all.result));
    };
  };
})`;

/** What the outbox itself holds, where there is one. */
export const inTheOutbox = (page: Page): Promise<string> => page.evaluate<string>(OUTBOX);

/** From here on the pages work without a network. */
export async function worksOffline(page: Page): Promise<void> {
  await page.evaluate('navigator.serviceWorker.ready.then(() => undefined)');
  await page.waitForFunction('navigator.serviceWorker.controller !== null');
}
