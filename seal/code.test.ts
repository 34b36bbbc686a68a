import assert from 'node:assert/strict';
import { hkdfSync, pbkdf2Sync } from 'node:crypto';
import { test } from 'node:test';
import { checkCode, formatCode, lookupId, newCode, statementSeed, stretch, wrapKey } from './code.ts';
import { hex, toBase64url, utf8 } from './bytes.ts';

const CODE = '57240000000000000002';

test('the check digit is the one of the published example: 572 gives 4', () => {
  assert.deepEqual(checkCode('0000 0000 0000 0000 5724'), { ok: true, code: '00000000000000005724' });
});

test('every single wrong digit and every swap of unlike neighbours is found', () => {
  const code = newCode();
  for (let at = 0; at < code.length; at++) {
    for (const digit of '0123456789') {
      if (digit === code[at]) continue;
      const wrong = code.slice(0, at) + digit + code.slice(at + 1);
      assert.deepEqual(checkCode(wrong), { ok: false, why: 'typo' });
    }
    const [a, b] = [code[at], code[at + 1]];
    if (b === undefined || a === b) continue;
    assert.deepEqual(checkCode(code.slice(0, at) + b + a + code.slice(at + 2)), { ok: false, why: 'typo' });
  }
});

test('a code is 20 digits that pass their own check, and each is another', () => {
  const codes = Array.from({ length: 200 }, newCode);
  assert.equal(new Set(codes).size, 200);
  for (const code of codes) assert.deepEqual(checkCode(code), { ok: true, code });
  const digits = codes.map((code) => code.slice(0, 19)).join('');
  for (const digit of '0123456789') {
    const share = digits.split(digit).length - 1;
    assert.ok(share > 250 && share < 520, `${digit} stands ${share} times among ${digits.length}`);
  }
});

test('a code is read as people type it: groups, dashes, Burmese and Thai digits', () => {
  const code = '00000000000000005724';
  assert.equal(formatCode(code), '0000 0000 0000 0000 5724');
  for (const typed of [' 0000-0000 0000.0000 5724 ', '၀၀၀၀ ၀၀၀၀ ၀၀၀၀ ၀၀၀၀ ၅၇၂၄', '๐๐๐๐๐๐๐๐๐๐๐๐๐๐๐๐๕๗๒๔']) {
    assert.deepEqual(checkCode(typed), { ok: true, code });
  }
  assert.deepEqual(checkCode('0000 0000'), { ok: false, why: 'short' });
  assert.deepEqual(checkCode(code + '1'), { ok: false, why: 'long' });
  assert.deepEqual(checkCode(''), { ok: false, why: 'short' });
});

test('the keys are PBKDF2 and HKDF as Node computes them, and differ by origin and by statement', async () => {
  const origin = 'demo.vouch.invalid/vouch/1';
  const root = await stretch(CODE, origin);
  assert.equal(hex(root), pbkdf2Sync(CODE, 'vouch/1 code\n' + origin, 600_000, 32, 'sha256').toString('hex'));
  const id = '8c5a1f4e-7b39-4a52-9d8e-1c2b3a4d5e6f';
  const hkdf = (info: string) => Buffer.from(hkdfSync('sha256', root, '', info, 32));
  assert.equal(await lookupId(root), hkdf('vouch/1 lookup').toString('base64url'));
  assert.equal(hex(await statementSeed(root, id)), hkdf('vouch/1 key\n' + id).toString('hex'));
  assert.notEqual(hex(await statementSeed(root, id.replace('8', '9'))), hex(await statementSeed(root, id)));
  assert.notEqual(hex(await stretch(CODE, 'other.invalid/vouch/1')), hex(root));
  const iv = new Uint8Array(12);
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, await wrapKey(root), utf8('x'));
  const same = await crypto.subtle.importKey('raw', hkdf('vouch/1 wrap'), 'AES-GCM', false, ['encrypt']);
  assert.equal(
    toBase64url(new Uint8Array(sealed)),
    toBase64url(new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, same, utf8('x')))),
  );
});
