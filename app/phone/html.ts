/** Text that is HTML already. Only `html` makes it, so that every other value is escaped. */
export type Html = { readonly html: string };
export type Part = Html | string | number | false | undefined | readonly Part[];

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');

function write(part: Part): string {
  if (part === undefined || part === false) return '';
  if (typeof part === 'object') return 'html' in part ? part.html : part.map(write).join('');
  return escapeHtml(String(part));
}

export const html = (texts: TemplateStringsArray, ...parts: Part[]): Html => ({
  html: texts.map((text, i) => text + write(parts[i])).join(''),
});

export const none: Html = { html: '' };

/** For a `<script type="application/json">`: nothing in it can end the element. */
export const jsonBlock = (value: unknown): Html => ({
  html: JSON.stringify(value).replace(/</g, '\\u003c'),
});
