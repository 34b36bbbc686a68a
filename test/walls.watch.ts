// Walls around what is kept of openings (db/migrations/0011_watch.sql), decided as in walls.ts.
import type { Walls } from './walls.read.ts';

export const WATCH: Walls = {
  disclosure_voice: {
    anon: { grants: 'select(disclosure_id thread_id)', policies: ['select by thread'] },
    app: { grants: 'insert select', policies: ['all by hidden', 'all by org'] },
    eraser: { grants: 'delete select(thread_id)', policies: ['all'] },
  },
  // The worker sees no organisation and no member; the organisation can't read what the worker is shown.
  opening: {
    anon: { grants: 'select(about_id act docket_id role week)', policies: ['select by about'] },
    app: { grants: 'insert', policies: ['insert by org'] },
    eraser: { grants: 'delete select(about_id)', policies: ['all'] },
  },
  sitting: {
    app: { grants: 'insert select update(at began)', policies: ['all by member'] },
    jobs: { grants: 'delete select(at)', policies: ['delete', 'select'] },
  },
  watch: {
    app: { grants: 'insert select', policies: ['all by org'] },
  },
};
