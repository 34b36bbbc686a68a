import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, type BrowserContextOptions, chromium } from 'playwright-core';

const DEBIAN = '/usr/bin/chromium';
const ARGS = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-component-update',
  '--disable-sync',
];

export type Launched = {
  /** A visitor with storage of their own: another phone, another person. */
  visitor(options?: BrowserContextOptions): Promise<BrowserContext>;
  close(): Promise<void>;
};

/** Debian's Chromium where it is installed, else the one that comes with npm. */
export async function executable(): Promise<{ path: string; args: string[] }> {
  if (existsSync(DEBIAN)) return { path: DEBIAN, args: ARGS };
  const { default: packed } = await import('@sparticuz/chromium');
  // Not its own arguments: they put all in one process, where visitors share a cookie jar, and they turn web security off.
  return { path: await packed.executablePath(), args: [...ARGS, '--font-render-hinting=none'] };
}

/** A browser with a fresh profile, and nothing that talks to anyone but us. */
export async function launch(): Promise<Launched> {
  const { path, args } = await executable();
  // What Chromium writes beside the profile goes there too, and with it.
  const home = mkdtempSync(join(tmpdir(), 'vouch-browser-'));
  const browser = await chromium.launch({
    executablePath: path,
    args,
    env: { ...process.env, HOME: home, XDG_CONFIG_HOME: home, XDG_CACHE_HOME: home },
  });
  return {
    visitor: (options = {}) => browser.newContext(options),
    close: async () => {
      await browser.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
