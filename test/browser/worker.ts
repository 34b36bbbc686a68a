import type { Page } from 'playwright-core';

/** What a worker gives; each screen that isn't named is passed as it stands. */
export type Given = {
  language: 'en' | 'my' | 'th';
  categories: readonly string[];
  /** Typed into the search, then taken from what was found; without it, "rather not say". */
  place?: string;
  words: string;
  photo?: Buffer;
  danger: 'P0' | 'P1' | 'P2' | 'P3';
  /** Agrees at once to these. */
  may?: readonly string[];
};

const next = (page: Page): Promise<void> => page.locator('footer .btn[value=next]:visible').click();
const choose = (page: Page, name: string, value: string): Promise<void> =>
  page.locator(`label:has(input[name=${name}][value="${value}"]):visible`).click();

/** With script, up to the last screen, which is not sent. */
export async function fillReport(page: Page, given: Given): Promise<void> {
  for (const category of given.categories) await choose(page, 'what', category);
  await next(page);
  if (given.place) {
    await page.locator('[data-search]').fill(given.place);
    await page.locator('[data-places] label:visible').first().click();
  } else await choose(page, 'where', 'unsaid');
  await next(page);
  await page.locator('textarea[name=words]').fill(given.words);
  if (given.photo) {
    await page
      .locator('[data-photo]')
      .setInputFiles({ name: 'IMG_2041.jpg', mimeType: 'image/jpeg', buffer: given.photo });
    await page.locator('[data-chips] .chip').waitFor();
  }
  await next(page);
  await choose(page, 'when', 'week');
  await next(page);
  await choose(page, 'safe', 'code');
  await next(page);
  await choose(page, 'danger', given.danger);
  await next(page);
  for (const scope of given.may ?? []) await choose(page, 'may', scope);
}

/** The code that stands on the screen. */
export async function shownCode(page: Page, end: 'code' | 'kept' = 'code'): Promise<string> {
  const spans = page.locator(`[data-end=${end}] .code span`);
  await spans.first().waitFor({ timeout: 30_000 });
  return (await spans.allTextContents()).join('');
}

/** Reports with script and gives back the code. */
export async function reportByScript(page: Page, base: string, given: Given): Promise<string> {
  await page.goto(`${base}/w/?l=${given.language}`);
  await fillReport(page, given);
  await page.locator('[data-act=send]:visible').click();
  return shownCode(page);
}

/** Opens the thread of a code, with or without script. */
export async function openThread(
  page: Page,
  base: string,
  at: { code: string; language: string },
): Promise<void> {
  await page.goto(`${base}/w/open?l=${at.language}`);
  await page.locator('input[name=code]').fill(at.code.replace(/(.{4})(?=.)/g, '$1 '));
  await page.locator('footer .btn').click();
  await page.locator('.msgs').waitFor({ timeout: 30_000 });
}

/** The form of one act in an open thread. */
export const formOf = (page: Page, act: string) => page.locator(`form:has(input[name=act][value=${act}])`);
