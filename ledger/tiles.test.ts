import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { base64, fromUtf8, hex, utf8 } from './bytes.ts';
import { Tree, leafHash } from './merkle.ts';
import { LogEdge, entryBundle, parseEntryBundle, tileBytes, tilePath, tilesBetween } from './tiles.ts';
import { folderReader, oursPath, publishedPath, readText, withoutPublished } from './vectors.ts';
import { readEntries } from './verify-log.ts';

test('paths are those of tlog-tiles', () => {
  assert.equal(tilePath({ level: 0, index: 0, width: 256 }), 'tile/0/000');
  assert.equal(tilePath({ level: 1, index: 1234067, width: 5 }), 'tile/1/x001/x234/067.p/5');
  assert.equal(tilePath({ level: -1, index: 1000, width: 256 }), 'tile/entries/x001/000');
});

for (const [name, sizes] of [
  ['main', [19, 22, 25, 27, 28]],
  ['wide', [261, 264, 267, 269, 270]],
] as const) {
  test(`the edge of a log writes the files of ${name}, byte for byte, whether or not it was put away between`, async () => {
    const folder = oursPath(`logs/${name}`);
    const entries = await readEntries(folderReader(folder), sizes.at(-1) ?? 0);
    assert.ok(entries);
    let edge = new LogEdge();
    let before = 0;
    for (const size of sizes) {
      while (edge.size < size) edge.append(entries[edge.size] ?? '');
      assert.equal(readText(`${folder}/checkpoint.${size}`).split('\n')[2], base64(edge.root()));
      const files = edge.takeFiles();
      assert.deepEqual(files.map(({ path }) => path).sort(), tilesBetween(before, size).map(tilePath).sort());
      for (const { path, bytes } of files)
        assert.equal(hex(bytes), hex(readFileSync(`${folder}/${path}`)), path);
      assert.deepEqual(edge.takeFiles(), []);
      edge = LogEdge.fromJSON(JSON.parse(JSON.stringify(edge)));
      before = size;
    }
  });
}

test('a large log: tiles of the edge are those of the whole tree', () => {
  const edge = new LogEdge();
  const tree = new Tree();
  const written = new Map<string, string>();
  for (const size of [1, 255, 256, 257, 65535, 65536, 65537, 66000]) {
    for (let i = edge.size; i < size; i++) {
      edge.append(`erased ${i}\n`);
      tree.append(leafHash(utf8(`erased ${i}\n`)));
    }
    assert.equal(hex(edge.root()), hex(tree.root()));
    for (const { path, bytes } of edge.takeFiles()) written.set(path, hex(bytes));
  }
  for (const ref of tilesBetween(0, 66000).filter(({ level }) => level >= 0)) {
    assert.equal(written.get(tilePath(ref)), hex(tileBytes(ref, tree.hashAt)), tilePath(ref));
  }
});

test('entry bundles come back, and a cut one does not', () => {
  const bytes = entryBundle(['docket 0 facility osid:TH1\n', 'ค่าแรง\n', '']);
  assert.deepEqual(parseEntryBundle(bytes), ['docket 0 facility osid:TH1\n', 'ค่าแรง\n', '']);
  assert.equal(parseEntryBundle(bytes.subarray(0, -3)), undefined);
  assert.throws(() => entryBundle(['x'.repeat(65536)]), RangeError);
});

test(
  'a published log has the tiles, bundles and roots that we make of it',
  { skip: withoutPublished('tessera-log') },
  () => {
    const folder = publishedPath('tessera-log/testdata/log');
    const edge = new LogEdge();
    for (let size = 1; existsSync(`${folder}/checkpoint.${size}`); size++) {
      const bundle = parseEntryBundle(readFileSync(`${folder}/tile/entries/000.p/${size}`));
      edge.append(bundle?.[size - 1] ?? '');
      assert.equal(readText(`${folder}/checkpoint.${size}`).split('\n')[2], base64(edge.root()));
      for (const { path, bytes } of edge.takeFiles())
        assert.deepEqual(fromUtf8(bytes), fromUtf8(readFileSync(`${folder}/${path}`)));
    }
    assert.equal(edge.size, 15);
  },
);
