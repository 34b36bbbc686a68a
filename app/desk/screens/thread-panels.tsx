/** What stands beside a worker's words. Another capability adds one line here, and its own panel in its own folder. */
import type { JSX } from 'react';
import type { ThreadView } from '../../features/cases/contract.ts';
import { useMember } from '../session.ts';
import { FilingPanel } from './assisted/filing-panel.tsx';
import { ThreadProtection } from './protection/panel.tsx';
import { Beside } from './triage/beside.tsx';

export type ThreadPanel = {
  readonly id: string;
  /** Only for these kinds of organisation; left out = for all who may open a thread. */
  readonly kinds?: readonly string[];
  /** A section of the side, or null where it has nothing to say. What else it needs it fetches itself, by thread. */
  readonly Panel: (props: { view: ThreadView }) => JSX.Element | null;
};

export const THREAD_PANELS: readonly ThreadPanel[] = [
  { id: 'person', Panel: Beside },
  { id: 'filing', kinds: ['cso', 'union'], Panel: FilingPanel },
  { id: 'protection', Panel: ThreadProtection },
];

export function ThreadPanels({ view }: { view: ThreadView }) {
  const { kind } = useMember().member;
  return THREAD_PANELS.filter(({ kinds }) => kinds?.includes(kind) ?? true).map(({ id, Panel }) => (
    <Panel key={id} view={view} />
  ));
}
