import { post, SIGN } from './api.ts';
import { lock } from './vault.ts';

/** Keys first, whatever the server answers; the page is loaded anew so that nothing opened stays in memory. */
export async function leave(): Promise<void> {
  lock();
  try {
    await post(`${SIGN}/sign-out`);
  } finally {
    location.assign('/desk');
  }
}
