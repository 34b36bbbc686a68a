import type { Page } from 'playwright-core';

export const dialog = (page: Page) => page.getByRole('dialog');

/** One of a list in the open dialog, or several where several may be; then the next field. */
export async function pick(page: Page, label: string, ...of: string[]): Promise<void> {
  const field = dialog(page).getByRole('combobox', { name: label });
  await field.click();
  for (const option of of) await dialog(page).getByRole('option', { name: option }).click();
  await field.press('Tab');
}
