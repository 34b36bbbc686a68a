// RFC 2104 for whoever authenticates many short texts under one key (ledger.md §2 salts of fields, §4 salts of heads).

import { sha256, sha256Into } from '#sha256';

const BLOCK = 64;
const HASH = 32;

/** HMAC-SHA256 under one key, whose pads are made once. `wipe` it when it is not needed any more. */
export class HmacKey {
  #inner = new Uint8Array(BLOCK);
  readonly #outer = new Uint8Array(BLOCK + HASH);

  constructor(key: Uint8Array) {
    this.rekey(key);
  }

  /** Another key, in the same buffers. */
  rekey(key: Uint8Array): void {
    const short = key.length > BLOCK ? sha256(key) : key;
    for (let i = 0; i < BLOCK; i++) {
      const byte = short[i] ?? 0;
      this.#inner[i] = byte ^ 0x36;
      this.#outer[i] = byte ^ 0x5c;
    }
  }

  /** Writes the 32 bytes of HMAC-SHA256(key, text) into `out` at `at`. Texts of one length cost least. */
  into(text: Uint8Array, out: Uint8Array, at: number): void {
    if (this.#inner.length !== BLOCK + text.length) {
      const inner = new Uint8Array(BLOCK + text.length);
      inner.set(this.#inner.subarray(0, BLOCK));
      this.#inner.fill(0);
      this.#inner = inner;
    }
    this.#inner.set(text, BLOCK);
    sha256Into(this.#inner, this.#outer, BLOCK);
    sha256Into(this.#outer, out, at);
  }

  wipe(): void {
    this.#inner.fill(0);
    this.#outer.fill(0);
  }
}
