import type { Page } from 'playwright-core';
import { DESKTOP, type Ground } from './ground.ts';

/** Signs in by the demo's one tap and opens the keys, as a person of this name. */
export async function atDesk(g: Ground, name: string): Promise<Page> {
  const page = await (await g.visitor(DESKTOP)).newPage();
  await page.goto(`${g.base}/desk`);
  await page.locator('button.person', { hasText: name }).click();
  await unlock(page);
  return page;
}

/** After a sign-in, and after each reload: keys live in the tab's memory only. */
export async function unlock(page: Page): Promise<void> {
  const passphrase = page.locator('input[type=password]');
  const rail = page.locator('nav.rail');
  await passphrase.or(rail).first().waitFor({ timeout: 20_000 });
  if (await rail.isVisible()) return;
  // The demo fills it in once it knows who this is.
  while ((await passphrase.inputValue()) === '') await page.waitForTimeout(20);
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await rail.waitFor({ timeout: 20_000 });
}
