// Walls around what protects people (db/migrations/0015_protection.sql), decided as in walls.ts.
import type { Walls } from './walls.read.ts';

export const PROTECTION_GROWING: readonly string[] = ['recusal', 'compartment'];
export const PROTECTION_STANDING: readonly string[] = ['compartment_role'];

export const PROTECTION: Walls = {
  compartment: {
    app: {
      grants: 'insert select update(by_member leave_asked_at leave_by left_at left_by since)',
      policies: ['all by org'],
    },
    eraser: { grants: 'delete select(about_id docket_id)', policies: ['all'] },
  },
  compartment_role: {
    app: {
      grants: 'delete insert select update(agreed_at agreed_by)',
      policies: ['delete by org', 'insert by member org', 'select by org', 'update by member org'],
    },
  },
  // Nobody ends what keeps themselves away.
  recusal: {
    app: {
      grants: 'insert select update(ended_at ended_by)',
      policies: ['insert by member org', 'select by org', 'update by member org'],
    },
    eraser: { grants: 'delete select(about_id docket_id)', policies: ['all'] },
  },
};
