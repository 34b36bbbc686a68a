import type { Page } from 'playwright-core';

/** What a case worker does with the mouse. Each waits until the desk shows that it is done. */

const dialog = (desk: Page) => desk.getByRole('dialog');
const press = (desk: Page, name: string) => dialog(desk).getByRole('button', { name, exact: true }).click();
const shut = (desk: Page) => dialog(desk).waitFor({ state: 'detached' });

export const openFromInbox = async (desk: Page, words: string): Promise<void> => {
  await desk.getByRole('link', { name: 'Inbox', exact: true }).click();
  await desk.locator('.list .it', { hasText: words }).click();
  await desk.locator('.statement.worker', { hasText: words }).waitFor();
};

/** Out of the open thread: a new case, or the one of this number. The worker is confirmed as another one. */
export async function intoCase(desk: Page, number?: string): Promise<void> {
  await desk.getByRole('button', { name: /^Make case/ }).click();
  await dialog(desk).getByRole('checkbox').check();
  if (number === undefined) await press(desk, 'Open a new case');
  else await dialog(desk).locator('.pickrow', { hasText: number }).click();
  await desk.locator('.stepsbar').waitFor();
  await shut(desk);
}

export const caseNumber = async (desk: Page): Promise<string> => {
  const title = (await desk.locator('.bar1 .codeid').first().textContent()) ?? '';
  return `Case ${title.replace(/\D/g, '')}`;
};

export const openCase = async (desk: Page, number: string): Promise<void> => {
  await desk.getByRole('link', { name: 'Cases', exact: true }).click();
  await desk.getByRole('link', { name: number, exact: true }).click();
  await desk.locator('.stepsbar').waitFor();
};

/** One step of the case, by the button that the rules drew. `to`: where it stands then. */
export async function step(desk: Page, button: string, to: string): Promise<void> {
  await desk.locator('.transitions').getByRole('button', { name: button, exact: true }).click();
  await dialog(desk).getByLabel('Reason').fill('As agreed in the team');
  await press(desk, button);
  await shut(desk);
  await desk.getByRole('heading', { name: `Stands at: ${to}` }).waitFor();
}

export async function addIssue(desk: Page, code: string): Promise<void> {
  await desk.getByRole('button', { name: 'Add issue' }).click();
  await dialog(desk).getByRole('searchbox').fill(code);
  await dialog(desk).locator('.pickrow', { hasText: code }).click();
  await press(desk, 'Keep');
  await shut(desk);
  await desk.locator('td .codeid', { hasText: code }).waitFor();
}

/** In the open thread. */
export async function askConsent(desk: Page, scopes: readonly string[]): Promise<void> {
  await desk.getByRole('button', { name: 'Ask for consent' }).click();
  for (const scope of scopes) await dialog(desk).getByLabel(scope, { exact: true }).check();
  await press(desk, 'Send question');
  await shut(desk);
}

/** Reads each answer that waits in the case and records what it says, as the desk proposes it. */
export async function recordAnswers(desk: Page): Promise<number> {
  const waiting = desk.getByRole('button', { name: 'Read the answer' });
  await waiting.first().waitFor();
  const all = await waiting.count();
  for (let left = all; left > 0; left--) {
    await waiting.first().click();
    await dialog(desk).locator('input[name=coded]:checked').waitFor();
    await press(desk, 'Record');
    await shut(desk);
    while ((await waiting.count()) >= left) await desk.waitForTimeout(50);
  }
  return all;
}

export async function tellBusiness(desk: Page, words: string): Promise<void> {
  await desk.getByRole('button', { name: 'Write a disclosure' }).click();
  await dialog(desk).getByLabel('Words to the business').fill(words);
  await dialog(desk).getByLabel('Days until it can be seen').fill('0');
  // Known to a whole line: nobody is guessed by it.
  await dialog(desk).getByLabel('People who could know it').fill('40');
  await press(desk, 'Send to the business');
  await shut(desk);
  await desk.locator('.statement.us', { hasText: words }).waitFor();
}

export async function askWorkers(desk: Page, count: number): Promise<void> {
  await desk.getByRole('button', { name: /^Ask workers/ }).click();
  await press(desk, `Ask ${count} workers`);
  await shut(desk);
}

/** The business sees the word once a member ends the round, whoever answered last. */
export async function endRound(desk: Page): Promise<void> {
  await desk.getByRole('tab', { name: 'Remedy' }).click();
  await desk.getByRole('button', { name: 'End this round' }).click();
  await desk.locator('[data-round=ended]').waitFor();
  await desk.getByRole('tab', { name: 'Work' }).click();
}
