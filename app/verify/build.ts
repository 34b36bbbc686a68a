/// <reference types="node" />
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { verifyPage } from './page.ts';

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** The script and the style of the page, minified, ready for `verifyPage`. */
export async function bundleVerify(): Promise<{ script: string; css: string }> {
  const [script, css] = await Promise.all([
    bundled({
      entryPoints: [here('./verify.ts')],
      format: 'iife',
      conditions: ['browser'],
      target: 'es2022',
    }),
    bundled({ stdin: { contents: STYLES, resolveDir: here('.'), loader: 'css' } }),
  ]);
  // What would end the element that it stands in can't be left in an inline script or style.
  if (/<\/(script|style)|<!--/i.test(script + css)) throw new Error('the page can’t hold its own script');
  return { script, css };
}

const STYLES = `@import '../looks/tokens.css'; @import '../looks/desk.css'; @import './verify.css'; body{margin:0}`;

async function bundled(options: Parameters<typeof build>[0]): Promise<string> {
  const { outputFiles } = await build({
    ...options,
    bundle: true,
    minify: true,
    write: false,
    legalComments: 'none',
    logLevel: 'warning',
  });
  return outputFiles?.[0]?.text ?? '';
}

/** Writes verify.js and verify.css for the server, and verify.html, whole, without a policy of its own. */
export async function buildVerify(outDir: string): Promise<void> {
  const { script, css } = await bundleVerify();
  await mkdir(outDir, { recursive: true });
  await writeFile(join(outDir, 'verify.js'), script);
  await writeFile(join(outDir, 'verify.css'), css);
  await writeFile(join(outDir, 'verify.html'), verifyPage({ script, css }));
}
