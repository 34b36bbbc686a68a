// What a file seems to be, where it is no bundle: the likeliest mistake in words. Only a hint; it decides nothing.

/** A sentence, or undefined where nothing is recognised. */
export function looksLike(head: Uint8Array, size: number): string | undefined {
  if (size === 0) return 'The file is empty.';
  const text = new TextDecoder().decode(head);
  if (text.startsWith('PK')) return 'This is a ZIP archive, not a bundle.';
  if (head[0] === 0x1f && head[1] === 0x8b) return 'The file is compressed. Unpack it first.';
  if (text.startsWith('%PDF'))
    return 'This is a PDF. A printed bundle can’t be checked, only the file itself.';
  if (/^\s*<(!doctype|html)/i.test(text))
    return 'This is a web page: the download gave a page instead of the file.';
  if (text.startsWith('vouch/1 receipt\n'))
    return 'This is a receipt. Choose the bundle here, and add this as a receipt.';
  if (/^(#|log |witness |receipt )/.test(text))
    return 'This looks like a policy. Choose it below, where it says whom you trust.';
  if (/^[^\n]+\/vouch\/1\n\d+\n/.test(text)) return 'This is a checkpoint of a log, not a bundle.';
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf)
    return 'The file begins with a byte order mark: it was opened and saved by an editor.';
  if (/^\{[^\n]*\r\n/.test(text)) return 'Its line ends were changed: it was opened and saved by an editor.';
  if (text.startsWith('{"vouch":1')) return undefined;
  return 'It doesn’t begin like a bundle at all.';
}
