// Walls around what a coordinator files for somebody, and what goes back to those who spoke
// (db/migrations/0018_assisted_community.sql), decided as in walls.ts.
import type { Walls } from './walls.read.ts';

export const COMMUNITY_GROWING: readonly string[] = ['filing', 'filing_share', 'change_told'];
export const COMMUNITY_STANDING: readonly string[] = ['coordinator', 'notice', 'outreach'];

export const COMMUNITY: Walls = {
  change_told: {
    app: { grants: 'insert select', policies: ['all by hidden', 'all by org'] },
    eraser: { grants: 'delete select(thread_id)', policies: ['all'] },
  },
  // A code, or a slip that was not given back yet, opens one; a worker's phone reads the key that an answer is passed on to.
  coordinator: {
    anon: {
      grants: 'select update(joined_at lookup_hash public_key slip_hash wrapped_key)',
      policies: ['select by coordinator lookup', 'update by lookup'],
    },
    app: { grants: 'insert select update(ended_at ended_by)', policies: ['all by org'] },
  },
  filing: {
    anon: {
      grants: 'insert select update(access answered_at claimed_at)',
      policies: ['insert by coordinator', 'select by coordinator thread', 'update by thread'],
    },
    app: { grants: 'select', policies: ['all by hidden', 'select by org'] },
    eraser: { grants: 'delete select(thread_id)', policies: ['all'] },
  },
  // No member of the desk reads what a worker passed on.
  filing_share: {
    anon: {
      grants: 'delete insert select',
      policies: ['delete by thread', 'insert by thread', 'select by coordinator thread'],
    },
    eraser: { grants: 'delete select(thread_id)', policies: ['all'] },
  },
  notice: {
    anon: { grants: 'select', policies: ['select by columns'] },
    app: { grants: 'insert select update', policies: ['all by org', 'select by org', 'update by org'] },
  },
  outreach: {
    app: { grants: 'insert select', policies: ['all by org'] },
  },
};
