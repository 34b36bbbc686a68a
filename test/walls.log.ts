// What each role may do with the tables of the log; the rest stands in test/walls.ts.
import type { Walls } from './walls.read.ts';

export const LOG_WALLS: Walls = {
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
    jobs: { grants: 'select', policies: ['select'] },
    sequencer: { grants: 'delete insert select', policies: ['all'] },
  },
  sequencer_lease: {
    anon: { grants: 'select', policies: ['select'] },
    app: { grants: 'select', policies: ['select'] },
    jobs: { grants: 'select', policies: ['select'] },
    sequencer: { grants: 'insert select update', policies: ['all'] },
  },
};
