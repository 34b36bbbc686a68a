// Walls around erasure, moves and retention (db/migrations/0010_rights.sql), decided as in walls.ts.
import type { Walls } from './walls.read.ts';

export const RIGHTS: Walls = {
  deletion_notice: {
    app: {
      grants: 'select update(acknowledged_at acknowledged_by sent_at state)',
      policies: ['select by org', 'update by org'],
    },
    eraser: { grants: 'insert select', policies: ['all'] },
    jobs: { grants: 'insert select', policies: ['all'] },
  },
  erasure: {
    anon: { grants: 'insert select', policies: ['insert by thread', 'select by thread'] },
    app: {
      grants: 'insert select update(decided_at decided_member state)',
      policies: ['all by hidden', 'insert by member org', 'select by org', 'update by member org'],
    },
    eraser: { grants: 'insert select update', policies: ['all'] },
    jobs: { grants: 'insert select', policies: ['insert by columns', 'select'] },
  },
  erasure_item: {
    anon: { grants: 'insert select', policies: ['insert by thread', 'select by thread'] },
    app: { grants: 'select', policies: ['all by hidden', 'select by org'] },
    eraser: { grants: 'delete insert select update', policies: ['all'] },
    jobs: { grants: 'select', policies: ['select'] },
  },
  erased_leaf: {
    eraser: { grants: 'insert select', policies: ['all'] },
    jobs: { grants: 'select', policies: ['select'] },
  },
  erased_thread: {
    anon: { grants: 'select', policies: ['select by lookup'] },
    eraser: { grants: 'delete insert select', policies: ['all'] },
  },
  handout: {
    app: { grants: 'insert select', policies: ['insert', 'select by org'] },
    eraser: { grants: 'select', policies: ['all'] },
    jobs: { grants: 'insert select', policies: ['all'] },
  },
  move_ask: {
    anon: { grants: 'select update(answered_at state)', policies: ['select by thread', 'update by thread'] },
    app: { grants: 'insert select update(answered_at state)', policies: ['all by hidden', 'all by org'] },
    eraser: { grants: 'delete select', policies: ['all'] },
  },
  move_copy: {
    anon: { grants: 'insert select', policies: ['all by thread'] },
    app: { grants: 'insert', policies: ['insert'] },
    eraser: { grants: 'delete select', policies: ['all'] },
  },
  moved_leaf: {
    anon: { grants: 'insert', policies: ['insert by columns'] },
    eraser: { grants: 'select(commitment docket_id)', policies: ['all'] },
    jobs: { grants: 'select', policies: ['select'] },
  },
  retention_rule: {
    app: { grants: 'insert select update', policies: ['all by org'] },
    jobs: { grants: 'select', policies: ['select'] },
  },
  unplaced_reason: {
    app: { grants: 'insert select update(reason said_at)', policies: ['all by org'] },
    eraser: { grants: 'delete select', policies: ['all'] },
    jobs: { grants: 'select', policies: ['select'] },
  },
};
