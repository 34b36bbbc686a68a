// Solves puzzles on another core, before the clock.
import { parentPort } from 'node:worker_threads';
import { type Challenge, solve } from '../app/features/reports/phone/wire.ts';

parentPort?.on('message', (challenges: Challenge[]) => {
  void Promise.all(challenges.map((c) => solve(c))).then((solved) => parentPort?.postMessage(solved));
});
