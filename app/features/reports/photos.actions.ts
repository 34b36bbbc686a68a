/** Longest side in pixels of what is sealed, as on the phone. */
const SIDE = 1600;
const MOST_PIXELS = 60_000_000;

/**
 * Without script: what the phone's canvas does. Reads the pixels and writes a new JPEG, so that no metadata (place, time,
 * device) can be left. Undefined for what isn't a picture, whatever its name says.
 */
export async function scalePhoto(
  bytes: Buffer,
): Promise<{ type: string; bytes: Uint8Array<ArrayBuffer> } | undefined> {
  // Loaded when the first photo comes: most installations never see one this way, and it takes 20 MB.
  const { default: sharp } = await import('sharp');
  try {
    const made = await sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'error' })
      .rotate()
      .resize(SIDE, SIDE, { fit: 'inside', withoutEnlargement: true })
      .jpeg({ quality: 78 })
      .toBuffer();
    return { type: 'image/jpeg', bytes: new Uint8Array(made) };
  } catch {
    return undefined;
  }
}
