/** Builds the worker's scripts, style and pictograms. Names carry hashes, so that they may be kept for ever. */
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { build, type BuildOptions, type Plugin, transform } from 'esbuild';
import { LANGUAGES } from '../../locales/index.ts';

const HERE = import.meta.dirname;
const STYLES = ['../looks/tokens.css', '../looks/phone.css', 'more.css'];

/** Browsers since about 2020. */
const FOR_BROWSERS: BuildOptions = {
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2020',
  conditions: ['browser'],
  legalComments: 'none',
  logLevel: 'silent',
  absWorkingDir: HERE,
  alias: { '#sha256': './sha256.ts' },
};

const hashOf = (content: string): string =>
  createHash('sha256').update(content).digest('hex').slice(0, 8).toUpperCase();

async function writeHashed(outDir: string, name: string, content: string): Promise<string> {
  const dot = name.lastIndexOf('.');
  const hashed = `${name.slice(0, dot)}-${hashOf(content)}${name.slice(dot)}`;
  await writeFile(join(outDir, hashed), content);
  return hashed;
}

/** Ed25519 for browsers without their own: a file of its own, so that it shares nothing with what all must load. */
async function fallback(outDir: string): Promise<string> {
  const stdin = { contents: `export { ed25519 } from '@noble/curves/ed25519.js'`, resolveDir: HERE };
  const built = await build({ ...FOR_BROWSERS, stdin, write: false });
  return writeHashed(outDir, 'ed25519.js', built.outputFiles?.[0]?.text ?? '');
}

const elsewhere = (path: string): Plugin => ({
  name: 'ed25519-elsewhere',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^@noble\/curves\// }, () => ({ path: `./${path}`, external: true })),
});

/** Without the sheet that shows them all to whoever draws them, which a phone would lay out, and without titles: words stand beside. */
function symbolsOnly(svg: string): string {
  const symbols = svg.match(/<symbol[\s\S]*?<\/symbol>/g) ?? [];
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join('').replace(/<title>[^<]*<\/title>/g, '')}</svg>`;
}

type Built = { readonly entries: Record<string, string>; readonly names: readonly string[] };

/**
 * One entry, its logical name and all files that it may load. Entries share nothing: who only sends would load with the
 * shared parts what only opening needs.
 */
async function script(outDir: string, entry: string, library: string): Promise<Built> {
  const built = await build({
    ...FOR_BROWSERS,
    plugins: [elsewhere(library)],
    entryPoints: [entry],
    splitting: true,
    outdir: outDir,
    entryNames: '[name]-[hash]',
    chunkNames: 'part-[hash]',
    metafile: true,
  });
  const outputs = Object.entries(built.metafile.outputs);
  const [own = '', made] = outputs.find(([, { entryPoint }]) => entryPoint === entry) ?? [];
  const parts = (made?.imports ?? []).filter(
    ({ kind, external }) => kind === 'import-statement' && !external,
  );
  const name = entry.replace(/\.ts$/, '.js');
  return {
    // What the entry can't run without: asked for with it, a round trip sooner than by reading it.
    entries: { [name]: basename(own), [`${name} parts`]: parts.map(({ path }) => basename(path)).join(' ') },
    names: outputs.map(([path]) => basename(path)),
  };
}

/** Its own bytes change with every file that it keeps: so a browser sees that there is a new one. */
async function serviceWorker(
  outDir: string,
  names: readonly string[],
  helper: readonly string[],
): Promise<void> {
  await build({
    ...FOR_BROWSERS,
    entryPoints: ['sw.ts'],
    format: 'iife',
    outfile: join(outDir, 'sw.js'),
    define: {
      FILES: JSON.stringify(names),
      HELPER_FILES: JSON.stringify(helper),
      LANGUAGES: JSON.stringify(LANGUAGES.map(({ code }) => code)),
      BUILD: JSON.stringify(hashOf([...names, ...helper].join())),
    },
  });
}

/**
 * `files`: logical name (`enhance.js`, `open.js`, `phone.css`, `pictograms.svg`) → name in `outDir`, to be served below
 * `/w/a/` and kept for ever. `sw.js` is to be served as `/w/sw.js`, `no-cache`.
 */
export async function buildPhone(outDir: string): Promise<{ files: Record<string, string> }> {
  await mkdir(outDir, { recursive: true });
  const read = (path: string) => readFile(join(HERE, path), 'utf8');
  const css = await transform((await Promise.all(STYLES.map(read))).join('\n'), {
    loader: 'css',
    minify: true,
  });
  const pictograms = symbolsOnly(await read('../looks/pictograms.svg'));
  const library = await fallback(outDir);
  const built = [
    await script(outDir, 'enhance.ts', library),
    await script(outDir, 'open.ts', library),
    await script(outDir, 'board.ts', library),
  ];
  const help = await script(outDir, 'help.ts', library);
  const names = [library, ...new Set(built.flatMap((one) => one.names))];
  const style = await writeHashed(outDir, 'phone.css', css.code);
  const sprite = await writeHashed(outDir, 'pictograms.svg', pictograms);
  await serviceWorker(outDir, [...names, style, sprite], help.names);
  return {
    files: {
      ...built[0]?.entries,
      ...built[1]?.entries,
      ...built[2]?.entries,
      ...help.entries,
      'phone.css': style,
      'pictograms.svg': sprite,
      'sw.js': 'sw.js',
    },
  };
}
