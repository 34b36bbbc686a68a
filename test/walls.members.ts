// Walls around what members keep (db/migrations/0023_members.sql), decided as in walls.ts.
import type { Walls } from './walls.read.ts';

export const MEMBERS: Walls = {
  passkey_wrap: {
    app: { grants: 'delete insert select update', policies: ['all by member org', 'delete by org'] },
  },
  shift: {
    app: { grants: 'delete insert select update(member_id)', policies: ['all by org'] },
    jobs: { grants: 'select', policies: ['select'] },
  },
};
