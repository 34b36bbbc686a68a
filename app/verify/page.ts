// The page as one file: markup, style, script and the deployment's policy. Pure: text in, text out.

import { sha256 } from '#sha256';
import { base64, utf8 } from '../../ledger/bytes.ts';

export type VerifyPage = {
  /** The deployment's policy file, the default that a reader can replace; left out, the page asks for one. */
  policy?: string;
  /** The built script and style, as `buildVerify` writes them. */
  script: string;
  css: string;
  /** Where the mark leads; left out in a page that is opened as a file. */
  home?: string;
};

const sourceHash = (text: string): string => `'sha256-${base64(sha256(utf8(text)))}'`;

/**
 * The security policy of the page: its own script and style, the same script once more as a worker, hashing in
 * WebAssembly, and no connection of any kind. Also for a header.
 */
export const verifyPolicyHeader = ({ script, css }: Pick<VerifyPage, 'script' | 'css'>): string =>
  `default-src 'none'; script-src ${sourceHash(script)} 'wasm-unsafe-eval'; worker-src blob:; style-src ${sourceHash(css)}; base-uri 'none'; form-action 'none'`;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

const MARK =
  '<svg class="i i28" viewBox="0 0 32 32" aria-hidden="true"><path d="M14.8 3.5A12.5 12.5 0 0 0 8.5 25.9L6 30l5-1.5a12 12 0 0 0 3.8.6Z" fill="currentColor"/><path d="M17.2 3.5A12.8 12.8 0 0 1 17.2 29.1Z" fill="currentColor"/></svg>';

/** A whole HTML page. It can be saved and opened without a network, and gives the same answers. */
export function verifyPage(page: VerifyPage): string {
  const { policy, script, css, home } = page;
  const brand =
    home === undefined ? `<b>${MARK}Vouch</b>` : `<a href="${escaped(home)}"><b>${MARK}Vouch</b></a>`;
  const data = policy === undefined ? '' : JSON.stringify(policy).replaceAll('<', '\\u003c');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(verifyPolicyHeader(page))}">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>Vouch: check evidence</title>
<style>${css}</style>
</head>
<body class="d">
<div class="pg">
<header class="hd wrap">${brand}<span class="grow"></span>${home === undefined ? '<span class="sm dim">Works offline.</span>' : '<a class="bt" href="/vouch-verify.html" download>Save this page for a computer without a network</a>'}</header>
<main class="wrap">
<h1>Check evidence</h1>
<p class="lead">Everything happens in this browser. Nothing is sent: this page is not allowed to connect to anything. Switch the network off first if you like: the answer is the same.</p>
<div id="verify"><noscript><p class="note1">Checking takes script. Without it, use the command <code>npx vouch verify FILE</code>, which needs no network either.</p></noscript></div>
</main>
</div>
<script type="application/json" id="policy">${data}</script>
<script>${script}</script>
</body>
</html>
`;
}
