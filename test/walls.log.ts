// What each role may do with the tables of the log; the rest stands in test/walls.ts.
import type { Walls } from './walls.read.ts';

export const LOG_WALLS: Walls = {
  // Everybody may see what was anchored where; what went wrong with a provider is the operator's.
  anchor: {
    anon: {
      grants: 'select(anchor_id block chain_id changed_at kind made_at place proof root size state tx)',
      policies: ['select'],
    },
    app: {
      grants: 'select(anchor_id block chain_id changed_at kind made_at place proof root size state tx)',
      policies: ['select'],
    },
    jobs: {
      grants: 'delete insert select update(block chain_id changed_at fault proof state tried tx)',
      policies: ['all'],
    },
  },
  docket_head: {
    jobs: { grants: 'select', policies: ['all'] },
    sequencer: { grants: 'insert select update', policies: ['all'] },
  },
  docket_leaf: {
    eraser: { grants: 'select', policies: ['all'] },
    jobs: { grants: 'select', policies: ['all'] },
    sequencer: { grants: 'insert select update', policies: ['all'] },
  },
  epoch: {
    anon: { grants: 'select', policies: ['select'] },
    app: { grants: 'select', policies: ['select'] },
    eraser: { grants: 'select', policies: ['all'] },
    jobs: { grants: 'select', policies: ['select'] },
    sequencer: { grants: 'insert select update', policies: ['all'] },
  },
  epoch_secret: {
    jobs: { grants: 'select', policies: ['all'] },
    sequencer: { grants: 'insert select update', policies: ['all'] },
  },
  log_entry: {
    jobs: { grants: 'select', policies: ['all'] },
    sequencer: { grants: 'insert select update', policies: ['all'] },
  },
  ledger_state: {
    anon: { grants: 'select', policies: ['select'] },
    app: { grants: 'select', policies: ['select'] },
    jobs: { grants: 'select', policies: ['select'] },
    sequencer: { grants: 'select update', policies: ['all'] },
  },
  cosignature: {
    anon: { grants: 'select', policies: ['select'] },
    app: { grants: 'select', policies: ['select'] },
    jobs: { grants: 'select', policies: ['select'] },
    sequencer: { grants: 'insert select update', policies: ['all'] },
  },
  cosigner_answer: {
    anon: { grants: 'select', policies: ['select'] },
    app: { grants: 'select', policies: ['select'] },
    jobs: { grants: 'select', policies: ['select'] },
    sequencer: { grants: 'insert select update', policies: ['all'] },
  },
  lost_leaf: {
    eraser: { grants: 'select update(given_up)', policies: ['all'] },
    jobs: { grants: 'select', policies: ['select'] },
    sequencer: { grants: 'delete insert select update(given_up)', policies: ['all'] },
  },
  recovery: {
    anon: { grants: 'select(at made state)', policies: ['select'] },
    app: { grants: 'select(at made state)', policies: ['select'] },
    jobs: { grants: 'select(at made state)', policies: ['select'] },
    sequencer: { grants: 'select update', policies: ['all'] },
  },
  sequencer_lease: {
    anon: { grants: 'select', policies: ['select'] },
    app: { grants: 'select', policies: ['select'] },
    jobs: { grants: 'select', policies: ['select'] },
    sequencer: { grants: 'insert select update', policies: ['all'] },
  },
  auditor: {
    jobs: { grants: 'insert select update(revoked_at)', policies: ['all'] },
  },
  audit_fetch: {
    jobs: { grants: 'insert select', policies: ['all'] },
  },
};
