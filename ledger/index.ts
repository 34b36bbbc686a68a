// The door of the ledger: protocol vouch/1 (ledger.md) as a pure library. No clock, no chance, no files, no network.

export * from './bundle.ts';
export * from './bytes.ts';
export * from './lines.ts';
export * from './merkle.ts';
export * from './note.ts';
export * from './policy.ts';
export * from './receipt.ts';
export * from './statement.ts';
export * from './tiles.ts';
export * from './witness.ts';
export { hmacSha256, sha256 } from '#sha256';
export { publicKey, sign as signEd25519, verify as verifyEd25519 } from '#ed25519';
