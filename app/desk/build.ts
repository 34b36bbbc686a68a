/** Bundles the partners' desk for the browser: hashed names, one page, no inline script and no inline style. */
import { readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { variablesCss } from './theme-css.ts';

const HERE = import.meta.dirname;
const LOOKS = join(HERE, '..', 'looks');

export type DeskBuild = {
  /** Name below `/desk/assets/` to the file that holds it. */
  readonly files: Record<string, string>;
  /** The one page of the desk; the same for each address below `/desk`. */
  readonly html: string;
};

/**
 * Writes into `outDir`. The page gets along with `default-src 'none'; script-src 'self'; style-src 'self';
 * connect-src 'self'; img-src 'self' blob: data:`: all sheets are files, also Mantine's variables, so that no style
 * and no script must be allowed inline.
 */
export async function buildDesk(outDir: string): Promise<DeskBuild> {
  const made = await build({
    entryPoints: { desk: join(HERE, 'main.tsx'), style: join(HERE, 'style.css') },
    outdir: outDir,
    bundle: true,
    format: 'esm',
    splitting: true,
    minify: true,
    sourcemap: false,
    target: 'es2022',
    jsx: 'automatic',
    conditions: ['browser'],
    define: { 'process.env.NODE_ENV': '"production"' },
    entryNames: '[name]-[hash]',
    chunkNames: 'c-[hash]',
    assetNames: 'a-[hash]',
    publicPath: '/desk/assets',
    metafile: true,
    legalComments: 'none',
    logLevel: 'silent',
    plugins: [
      {
        name: 'mantine-variables',
        setup(at) {
          at.onResolve({ filter: /^virtual:variables\.css$/ }, ({ path }) => ({ path, namespace: 'made' }));
          at.onLoad({ filter: /.*/, namespace: 'made' }, () => ({ contents: variablesCss(), loader: 'css' }));
        },
      },
    ],
  });
  const files: Record<string, string> = {};
  let script = '';
  let style = '';
  for (const [path, { entryPoint }] of Object.entries(made.metafile.outputs)) {
    const name = basename(path);
    files[name] = join(outDir, name);
    if (entryPoint?.endsWith('main.tsx')) script = name;
    if (entryPoint?.endsWith('style.css')) style = name;
  }
  const html = page(script, style, sprite(await readFile(join(LOOKS, 'pictograms.svg'), 'utf8')));
  await writeFile(join(outDir, 'desk.html'), html);
  return { files, html };
}

/** Only the symbols, without their titles: the words stand beside each picture. */
function sprite(svg: string): string {
  const symbols = /<defs>([\s\S]*?)<\/defs>/.exec(svg)?.[1] ?? '';
  return `<svg width="0" height="0" class="sprite" aria-hidden="true">${symbols.replace(/<title>[^<]*<\/title>/g, '')}</svg>`;
}

const page = (script: string, style: string, pictograms: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="referrer" content="no-referrer">
<title>Vouch desk</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/desk/assets/${style}">
<script type="module" src="/desk/assets/${script}"></script>
</head>
<body>
<noscript><p>The desk opens sealed words in your browser and needs JavaScript for that. Workers do not need it.</p></noscript>
${pictograms}
<div id="desk"></div>
</body>
</html>
`;
