import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { buildAll } from '../../app/build.ts';
import { markReleasedKeys } from '../../app/features/network/index.ts';
import { type Office, office } from '../office.ts';
import { type TestWorld, testWorld } from '../world.ts';
import { launch } from './chromium.ts';

/** A whole server that really listens, an office that is really set up, and a browser. */
export type Ground = {
  t: TestWorld;
  o: Office;
  /** `http://localhost:…`: a secure context, so service workers and WebCrypto work as behind TLS. */
  base: string;
  /** A person with storage of their own. What goes wrong in their pages is in `faults`. */
  visitor(options?: BrowserContextOptions): Promise<BrowserContext>;
  faults: string[];
  close(): Promise<void>;
};

export const PHONE: BrowserContextOptions = {
  viewport: { width: 360, height: 640 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
  locale: 'my-MM',
};
export const DESKTOP: BrowserContextOptions = { viewport: { width: 1440, height: 900 }, locale: 'en-GB' };

/** Refusals that a journey provokes on purpose are answers, not faults. */
const EXPECTED = /status of (401|404|409|422|428)|ERR_INTERNET_DISCONNECTED|ERR_FAILED/;

function listenFor(faults: string[], page: Page): void {
  page.setDefaultTimeout(25_000);
  page.on('pageerror', (error) => faults.push(`${page.url()}: ${error.message}`));
  page.on('console', (line) => {
    if (line.type() === 'error' && !EXPECTED.test(line.text()))
      faults.push(`${page.url()}: ${line.text()} ${line.location().url}`);
  });
}

/** `at`: when the story begins; now, if it isn't said. */
export async function ground(at = new Date().toISOString(), policy?: () => string): Promise<Ground> {
  const t = await testWorld({ built: await buildAll(), at, ...(policy ? { policy } : {}) });
  const o = await office(t);
  await markReleasedKeys(t.world);
  await t.app.listen({ host: 'localhost', port: 0 });
  const { port } = t.app.server.address() as AddressInfo;
  const browser = await launch();
  const faults: string[] = [];
  return {
    t,
    o,
    base: `http://localhost:${port}`,
    faults,
    visitor: async (options = {}) => {
      const context = await browser.visitor(options);
      context.on('page', (page) => listenFor(faults, page));
      return context;
    },
    close: async () => {
      await browser.close();
      await t.close();
    },
  };
}

/** `VOUCH_SHOTS=folder` shows what the journey saw. */
export async function shot(page: Page, name: string): Promise<void> {
  const folder = process.env['VOUCH_SHOTS'];
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}
