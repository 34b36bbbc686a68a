// The verifier's page as a file on a computer without a network, and what a reader does with it.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { bundleVerify } from '../../app/verify/build.ts';
import { verifyPage } from '../../app/verify/page.ts';
import { launch } from './chromium.ts';

export const VECTORS = fileURLToPath(new URL('../../ledger/vectors/vouch1/', import.meta.url));
export const bundleFile = (name: string): string => `${VECTORS}bundles/${name}.vouch.jsonl`;

export type Answered = { unaltered: string; complete: string; reasons: string[] };

export class Reader {
  readonly page: Page;
  readonly folder: string;
  readonly requests: string[] = [];
  readonly faults: string[] = [];
  readonly close: () => Promise<void>;

  private constructor(page: Page, folder: string, close: () => Promise<void>) {
    [this.page, this.folder, this.close] = [page, folder, close];
    page.on('request', (request) => this.requests.push(request.url()));
    page.on('pageerror', (error) => this.faults.push(String(error)));
    page.on('console', (message) => void (message.type() === 'error' && this.faults.push(message.text())));
  }

  /** Opens the page, saved as one file, in a browser that has no network. */
  static async open(policy?: string, size = { width: 1280, height: 900 }): Promise<Reader> {
    const folder = mkdtempSync(join(tmpdir(), 'vouch-verify-'));
    const saved = join(folder, 'vouch-verify.html');
    writeFileSync(saved, verifyPage({ ...(await bundleVerify()), policy }));
    const browser = await launch();
    const context = await browser.visitor({ offline: true, viewport: size });
    const reader = new Reader(await context.newPage(), folder, async () => {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    });
    await reader.at('2026-01-02T07:00:00Z');
    await reader.page.goto(pathToFileURL(saved).href);
    return reader;
  }

  at(time: string): Promise<void> {
    return this.page.clock.setFixedTime(new Date(time));
  }

  async #done(): Promise<void> {
    await this.page.locator('.answer[aria-busy=false]').waitFor({ state: 'attached' });
  }

  async choose(path: string): Promise<void> {
    await this.page.setInputFiles('.drop input', path);
    await this.#done();
  }

  async trust(path: string): Promise<void> {
    await this.page.evaluate("document.querySelector('.trusted').replaceChildren()");
    await this.page.setInputFiles('.card1.own input', path);
    await this.page.locator('.trusted > *').waitFor();
    if ((await this.page.locator('.answer[aria-busy]').count()) > 0) await this.#done();
  }

  async add(what: 'receipt' | 'older bundle', path: string): Promise<void> {
    await this.page.setInputFiles(`.adding:has-text("${what}") input`, path);
    if ((await this.page.locator('.answer[aria-busy]').count()) > 0) await this.#done();
  }

  async remove(what: 'receipt' | 'older bundle'): Promise<void> {
    await this.page.getByRole('button', { name: `Take the ${what} away` }).click();
    await this.#done();
  }

  /** A file with this content, to be chosen. */
  write(name: string, content: string | Uint8Array): string {
    const path = join(this.folder, name);
    writeFileSync(path, content);
    return path;
  }

  words(selector: string): Promise<string[]> {
    return this.page.locator(selector).allInnerTexts();
  }

  async answered(): Promise<Answered> {
    const [unaltered = '', complete = ''] = await this.words('.vd .word');
    return { unaltered, complete, reasons: await this.words('.why .rs') };
  }
}

export const bundleText = (name: string): string => readFileSync(bundleFile(name), 'utf8');
