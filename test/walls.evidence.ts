// Walls around what is judged for buyers (db/migrations/0009_evidence.sql), decided as in walls.ts.
import type { Walls } from './walls.read.ts';

export const EVIDENCE: Walls = {
  quarter_judged: {
    jobs: { grants: 'insert select', policies: ['all'] },
  },
};
