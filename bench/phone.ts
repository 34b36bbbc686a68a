import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { BrowserContext, CDPSession, Page } from 'playwright-core';
import { launch } from '../test/browser/chromium.ts';
import { dataFolder, prepareDeployment, serve } from '../test/deployment.ts';
import type { Measured } from './machine.ts';
import { quantile, round } from './machine.ts';

/** A poor network and a cheap phone: 400 kbit/s, 400 ms there and back, a processor six times slower. */
const NETWORK = { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 };
const SLOWER = 6;
const PHONE = {
  viewport: { width: 360, height: 640 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
  locale: 'my',
};
const TIMES = 3;
/** Nothing long may happen for this long after the last thing that did. */
const QUIET_MS = 1500;

type Visit = { bytes: number; scriptBytes: number; requests: number; interactive_ms: number };

/** What crosses the network, as DevTools counts it: headers and bodies, compressed; caches are free. */
async function counting(cdp: CDPSession): Promise<() => Omit<Visit, 'interactive_ms'>> {
  const types = new Map<string, string>();
  const sizes = new Map<string, number>();
  const free = new Set<string>();
  await cdp.send('Network.enable');
  cdp.on('Network.requestWillBeSent', (e) => types.set(e.requestId, e.type ?? 'Other'));
  cdp.on('Network.requestServedFromCache', (e) => free.add(e.requestId));
  cdp.on('Network.responseReceived', (e) => {
    if (e.response.fromDiskCache || e.response.fromServiceWorker || e.response.fromPrefetchCache)
      free.add(e.requestId);
  });
  cdp.on('Network.loadingFinished', (e) => sizes.set(e.requestId, e.encodedDataLength));
  return () => {
    const paid = [...types.keys()].filter((id) => !free.has(id));
    const sum = (ids: readonly string[]): number => ids.reduce((n, id) => n + (sizes.get(id) ?? 0), 0);
    return {
      bytes: sum(paid),
      scriptBytes: sum(paid.filter((id) => types.get(id) === 'Script')),
      requests: paid.length,
    };
  };
}

/** Runs in the page: when it was painted, parsed, its scripts had run and its last task over 50 ms was over; in ms since asked for. */
const BUSY_UNTIL = `Math.max(window.longest ?? 0, performance.getEntriesByType('navigation')[0]?.domContentLoadedEventEnd ?? 0,
  performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0)`;
const WATCH = `window.longest = 0; new PerformanceObserver((list) => {
  for (const e of list.getEntries()) window.longest = e.startTime + e.duration; }).observe({ type: 'longtask', buffered: true });`;

/** The worker can begin: everything above has happened, and nothing long has followed. */
async function interactive(page: Page): Promise<number> {
  // Asked from outside: the page's own policy forbids it to evaluate texts.
  const calm = `document.readyState === 'complete' && performance.now() - ${BUSY_UNTIL} > ${QUIET_MS}`;
  while (!(await page.evaluate(calm))) await page.waitForTimeout(250);
  return Number(await page.evaluate(BUSY_UNTIL));
}

async function visit(context: BrowserContext, url: string): Promise<Visit> {
  const page = await context.newPage();
  await page.addInitScript(WATCH);
  const cdp = await context.newCDPSession(page);
  const counted = await counting(cdp);
  await cdp.send('Network.emulateNetworkConditions', NETWORK);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  await page.goto(url, { waitUntil: 'load', timeout: 60_000 });
  const interactive_ms = await interactive(page);
  const found = { ...counted(), interactive_ms };
  await page.close();
  return found;
}

const middle = (visits: readonly Visit[]): Visit => {
  const of = (pick: (v: Visit) => number): number => Math.round(quantile(visits.map(pick), 0.5));
  return {
    bytes: of((v) => v.bytes),
    scriptBytes: of((v) => v.scriptBytes),
    requests: of((v) => v.requests),
    interactive_ms: of((v) => v.interactive_ms),
  };
};

/** The same words, without script and style. */
async function plainServer(words: string): Promise<{ url: string; server: Server }> {
  const escaped = words.replace(/[&<>]/g, (c) => `&#${c.charCodeAt(0)};`);
  const html = `<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>.</title><pre>${escaped}</pre>`;
  const body = gzipSync(html);
  const server = createServer((_request, reply) =>
    reply
      .writeHead(200, {
        'content-type': 'text/html; charset=utf-8',
        'content-encoding': 'gzip',
        'content-length': body.length,
      })
      .end(body),
  );
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { url: `http://localhost:${(server.address() as AddressInfo).port}/`, server };
}

type Browser = Awaited<ReturnType<typeof launch>>;

/** A new phone each time; then the same phone again, a second later. */
async function coldAndWarm(browser: Browser, url: string): Promise<{ cold: Visit; warm: Visit }> {
  const [cold, warm]: Visit[][] = [[], []];
  for (let i = 0; i < TIMES; i++) {
    const context = await browser.visitor(PHONE);
    cold?.push(await visit(context, url));
    warm?.push(await visit(context, url));
    await context.close();
  }
  return { cold: middle(cold ?? []), warm: middle(warm ?? []) };
}

async function wordsOf(browser: Browser, url: string): Promise<string> {
  const context = await browser.visitor(PHONE);
  const page = await context.newPage();
  await page.goto(url);
  const words = await page.locator('body').innerText();
  await context.close();
  return words;
}

export async function measure(_full: boolean): Promise<Measured> {
  const folder = dataFolder();
  try {
    await prepareDeployment(folder.dir);
    const server = await serve(folder.dir);
    const browser = await launch();
    try {
      const first = `${server.url}/w/`;
      const figures = await coldAndWarm(browser, first);
      const plain = await plainServer(await wordsOf(browser, first));
      const baseline = await coldAndWarm(browser, plain.url);
      plain.server.close();
      const ratio = { interactive: round(figures.cold.interactive_ms / baseline.cold.interactive_ms, 2) };
      return { figures, baseline, ratio };
    } finally {
      await browser.close();
      await server.stop();
    }
  } finally {
    folder.remove();
  }
}
