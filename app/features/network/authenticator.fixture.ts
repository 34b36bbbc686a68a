/** An authenticator in software, as WebAuthn level 3 writes it down: for tests of what a real one would never send. */
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

const sha256 = (bytes: Buffer | string): Buffer => createHash('sha256').update(bytes).digest();
const b64 = (bytes: Buffer): string => bytes.toString('base64url');

/** Just enough of CBOR (RFC 8949): heads, byte and text strings, integers, maps of pairs. */
type Cbor = number | string | Buffer | readonly (readonly [Cbor, Cbor])[];
function head(major: number, n: number): Buffer {
  if (n < 24) return Buffer.from([(major << 5) | n]);
  if (n < 256) return Buffer.from([(major << 5) | 24, n]);
  return Buffer.from([(major << 5) | 25, n >> 8, n & 255]);
}
function cbor(value: Cbor): Buffer {
  if (typeof value === 'number') return value >= 0 ? head(0, value) : head(1, -1 - value);
  if (typeof value === 'string')
    return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  return Buffer.concat([head(5, value.length), ...value.flatMap(([k, v]) => [cbor(k), cbor(v)])]);
}

const [PRESENT, VERIFIED, WITH_KEY] = [0x01, 0x04, 0x40];
export type How = { origin: string; name: string; verified?: boolean };
type Options = Record<string, unknown>;

export class SoftAuthenticator {
  readonly id = randomBytes(32);
  readonly #key: KeyObject;
  readonly #point: { x: Buffer; y: Buffer };
  counter = 0;

  constructor() {
    const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const { x = '', y = '' } = pair.publicKey.export({ format: 'jwk' });
    this.#key = pair.privateKey;
    this.#point = { x: Buffer.from(x, 'base64url'), y: Buffer.from(y, 'base64url') };
  }

  #data({ name, verified = true }: How, key: Buffer): Buffer {
    const flags = PRESENT | (verified ? VERIFIED : 0) | (key.length > 0 ? WITH_KEY : 0);
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(this.counter);
    return Buffer.concat([sha256(name), Buffer.from([flags]), counter, key]);
  }
  #client(type: string, options: Options, origin: string): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge: options['challenge'], origin, crossOrigin: false }));
  }
  #answer(response: object) {
    const id = b64(this.id);
    return { id, rawId: id, type: 'public-key', response, clientExtensionResults: {} };
  }

  /** What `navigator.credentials.create` gives, as JSON. */
  create(options: Options, how: How) {
    const cose = cbor([[1, 2], [3, -7], [-1, 1], [-2, this.#point.x], [-3, this.#point.y]]); // prettier-ignore
    const length = Buffer.from([this.id.length >> 8, this.id.length & 255]);
    const data = this.#data(how, Buffer.concat([Buffer.alloc(16), length, this.id, cose]));
    const attestation = cbor([['fmt', 'none'], ['attStmt', []], ['authData', data]]); // prettier-ignore
    return this.#answer({
      clientDataJSON: b64(this.#client('webauthn.create', options, how.origin)),
      attestationObject: b64(attestation),
    });
  }

  /** What `navigator.credentials.get` gives, as JSON. */
  get(options: Options, how: How) {
    this.counter += 1;
    const client = this.#client('webauthn.get', options, how.origin);
    const data = this.#data(how, Buffer.alloc(0));
    return this.#answer({
      clientDataJSON: b64(client),
      authenticatorData: b64(data),
      signature: b64(sign('sha256', Buffer.concat([data, sha256(client)]), this.#key)),
    });
  }
}
