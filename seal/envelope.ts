export * from './envelope-seal.ts';
export * from './envelope-open.ts';
