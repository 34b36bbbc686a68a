/** The slip of a report that somebody wrote down is given back for a code of the worker's own. */
import type { Bytes } from '../../seal/bytes.ts';
import { newCode, stretch } from '../../seal/code.ts';
import { claimBody, ownCodeBody } from '../features/reports/filing.pages.ts';
import { claimOf } from '../features/reports/phone/filing.ts';
import type { Thread } from '../features/reports/thread.ts';
import type { Shell } from './layout.ts';
import { one } from './shell.ts';

export type Claiming = {
  readonly shell: Shell;
  readonly thread: Thread;
  readonly slip: Bytes;
  readonly slipLookup: string;
  readonly origin: string;
  readonly show: (body: string) => void;
  readonly post: (path: string, body: object) => Promise<Response | undefined>;
  /** Opens the thread by its new code. */
  readonly opened: (root: Bytes) => Promise<void>;
};

/** The code stands on the screen before anything changes: who closes the page then still has the slip. */
export function startClaim(claiming: Claiming): void {
  claiming.show(claimBody(claiming.shell).html);
  one('[data-claim-make]')?.addEventListener('click', () => {
    const code = newCode();
    claiming.show(ownCodeBody(claiming.shell, code).html);
    const button = one<HTMLButtonElement>('[data-claim-done]');
    button?.addEventListener('click', () => void finish(claiming, code, button));
  });
}

async function finish(claiming: Claiming, code: string, button: HTMLButtonElement): Promise<void> {
  const { thread, slip, slipLookup, origin } = claiming;
  const failed = one('[data-claim-failed]');
  button.disabled = true;
  if (failed) failed.hidden = true;
  try {
    const root = await stretch(code, origin);
    const next = await claimOf(thread, slip, root);
    const answer = next && (await claiming.post('/api/v1/assisted/claim', { lookup: slipLookup, next }));
    if (answer?.ok) return await claiming.opened(root);
    if (failed && answer && answer.status < 500) failed.textContent = claiming.shell.t('claim.used');
  } catch {
    // The code stays on the screen: pressed again, the same claim is sent again.
  }
  if (failed) failed.hidden = false;
  button.disabled = false;
}
