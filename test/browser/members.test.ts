// Members: a passkey of a real browser's authenticator signs in and opens the key in one touch; sessions end; shifts.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import type { CDPSession, Page } from 'playwright-core';
import { type Ground, ground, shot } from './ground.ts';
import { atDesk } from './partner.ts';

let g: Ground;
before(async () => {
  g = await ground();
});
after(() => g.close());

/** Chromium's own virtual authenticator (DevTools protocol, WebAuthn domain): real keys, real signatures, a real PRF. */
async function authenticator(page: Page, hasPrf: boolean): Promise<{ cdp: CDPSession; id: string }> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      ctap2Version: 'ctap2_1',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
      hasPrf,
    },
  });
  return { cdp, id: authenticatorId };
}

const passkeys = (page: Page) => page.locator('section.card', { hasText: 'Your passkeys' });
async function addPasskey(page: Page, name: string): Promise<void> {
  await page.getByRole('link', { name: 'Members and keys' }).click();
  await passkeys(page).getByLabel('A name for it').fill(name);
  await passkeys(page).getByRole('button', { name: 'Add a passkey' }).click();
  await passkeys(page).getByText(name).waitFor();
}
async function signOutAndIn(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByText('Sign in with a password').click();
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
}

test('one touch signs in and opens the key, and a session elsewhere is ended from here', async () => {
  const page = await atDesk(g, 'Mon');
  await authenticator(page, true);
  await addPasskey(page, 'Office laptop');
  // Some authenticators give their bytes at once, some on a second touch only.
  const second = passkeys(page).getByRole('button', { name: 'Let it open my key' });
  if (await second.isVisible()) await second.click();
  await passkeys(page).getByText('Signs in and opens your key').waitFor();
  await shot(page, 'members-passkey');
  await signOutAndIn(page);
  await page.getByRole('link', { name: 'Inbox' }).waitFor();
  assert.equal(await page.getByLabel('Passphrase').count(), 0, 'no passphrase was asked for');
  await page.getByRole('link', { name: 'Members and keys' }).click();
  const sessions = page.locator('section.card', { hasText: 'Where you are signed in' });
  await sessions.getByText('by passkey').waitFor();
  const elsewhere = await atDesk(g, 'Mon');
  await page.reload();
  // A reload forgets the key; the passkey opens it again.
  await page.getByRole('button', { name: 'Open with a passkey' }).click();
  await sessions.getByRole('button', { name: 'End all others' }).click();
  await sessions.getByText('1 session ended.').waitFor();
  await elsewhere.reload();
  await elsewhere.getByText('This is the demo').waitFor();
  await elsewhere.context().close();
  assert.deepEqual(g.faults, []);
});

test('where the device has no PRF, the passkey signs in and the passphrase opens', async () => {
  const page = await atDesk(g, 'Hari');
  await authenticator(page, false);
  await addPasskey(page, 'Old key');
  await passkeys(page).getByText('your key still needs the passphrase').waitFor();
  await passkeys(page).getByRole('button', { name: 'Let it open my key' }).click();
  await passkeys(page).getByText('This device can’t open keys').waitFor();
  await signOutAndIn(page);
  await page.getByLabel('Passphrase').waitFor();
  assert.equal(await page.getByRole('button', { name: 'Open with a passkey' }).count(), 0);
  assert.deepEqual(g.faults, []);
});

test('a lead enters shifts, sees the gaps, and a colleague takes one over', async () => {
  const lead = await atDesk(g, 'Aye');
  await lead.getByRole('link', { name: 'Members and keys' }).click();
  await lead.getByRole('link', { name: 'Shifts', exact: true }).click();
  await lead.getByText('Nobody is on shift now').waitFor();
  await lead.getByLabel('Who').selectOption({ label: 'Mon' });
  await lead.getByLabel('For').selectOption({ label: 'on call' });
  await lead.getByLabel('From').fill('23:00');
  await lead.getByRole('button', { name: 'Add a shift' }).click();
  await lead.getByText('1 shift added.').waitFor();
  await lead.getByText(/gaps? in which nobody is on call/).waitFor();
  await shot(lead, 'members-rota');
  await lead.getByRole('button', { name: 'I take it' }).first().click();
  await lead.locator('.rotaweek b', { hasText: 'Aye' }).first().waitFor();
  assert.deepEqual(g.faults, []);
});
