/** Photos before they are sealed: drawn anew, which leaves place, time and phone behind, and no larger than needed. */
import type { Photo } from '../../seal/envelope-seal.ts';

const LONGEST_SIDE = 1600;
const QUALITY = 0.8;

/** Undefined for a file that is no picture that this browser can draw. */
export async function shrink(file: Blob): Promise<Photo | undefined> {
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const drawn = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', QUALITY));
    if (!drawn) return undefined;
    return { type: 'image/jpeg', bytes: new Uint8Array(await drawn.arrayBuffer()) };
  } catch {
    return undefined;
  }
}
