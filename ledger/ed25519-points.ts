// RFC 8032 §5.1.7, for ledger.md §5 and §8. Libraries differ in which odd points they take (see the CCTV vectors). Two verifiers that differ could be
// shown one bundle that one calls unaltered and the other not, so both refuse the same ones before they ask
// their library.

// The y of the points of order 1, 2, 4 and 8, little endian, without the sign bit.
const SMALL_ORDER = new Set([
  '0100000000000000000000000000000000000000000000000000000000000000',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  '0000000000000000000000000000000000000000000000000000000000000000',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
]);

/** Whether a point is spelt with y ≥ p = 2^255 − 19, or has small order. */
export function refusedPoint(point: Uint8Array): boolean {
  let text = '';
  for (let i = 0; i < 32; i++) {
    const byte = point[i] ?? 0;
    text += (i === 31 ? byte & 0x7f : byte).toString(16).padStart(2, '0');
  }
  return SMALL_ORDER.has(text) || notCanonical(point);
}

function notCanonical(point: Uint8Array): boolean {
  if (((point[31] ?? 0) & 0x7f) !== 0x7f) return false;
  for (let i = 30; i > 0; i--) if (point[i] !== 0xff) return false;
  return (point[0] ?? 0) >= 0xed;
}
