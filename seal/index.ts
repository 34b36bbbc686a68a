export * from './code.ts';
export * from './device.ts';
export * from './envelope.ts';
export * from './keys.ts';
export * from './passkey.ts';
export * from './ring.ts';
export { type Bytes, fromBase64url, hex, sha256, toBase64url, utf8 } from './bytes.ts';
