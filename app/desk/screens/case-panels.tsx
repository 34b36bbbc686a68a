/** The parts of a case page. Another capability adds one line here, and its own panel in its own folder. */
import { type JSX, type KeyboardEvent, useRef } from 'react';
import { useLocation, useNavigate } from '@tanstack/react-router';
import type { CaseView } from '../../features/cases/contract.ts';
import { Icon } from '../parts/basic.tsx';
import { useMember } from '../session.ts';
import c from '../words/cases.en.json' with { type: 'json' };
import protection from '../words/protection.en.json' with { type: 'json' };
import { Actions } from './case-actions.tsx';
import { Asks } from './case-asks.tsx';
import { Disclosures } from './case-disclosures.tsx';
import { Issues } from './case-issues.tsx';
import { Reports } from './case-reports.tsx';
import { Transitions } from './case-steps.tsx';
import { CaseProtection } from './protection/panel.tsx';
import { AffectedCard } from './cases/affected.tsx';
import { Tasks } from './cases/tasks.tsx';
import { Clocks } from './duties/clocks.tsx';
import { RemedyPanel } from './remedy/remedy-panel.tsx';
import r from '../words/remedy.en.json' with { type: 'json' };
import j from '../words/joint.en.json' with { type: 'json' };
import { CaseTogetherPanel } from './joint/case-together.tsx';
import refer from '../words/referral.en.json' with { type: 'json' };
import { ReferralPanel } from './referral/referral-panel.tsx';

export type CasePanel = {
  /** Stands in the address after `#`, so that a reload and the way back keep the place. */
  readonly id: string;
  readonly words: string;
  /** A pictogram of app/looks. */
  readonly icon: string;
  /** Only for these kinds of organisation; left out = for all who may open a case. */
  readonly kinds?: readonly string[];
  /** Gets the case as the page has it; what else it needs it fetches itself, by case. */
  readonly Panel: (props: { view: CaseView }) => JSX.Element | null;
};

const Work = ({ view }: { view: CaseView }) => (
  <>
    <Transitions view={view} />
    <Issues view={view} />
    <AffectedCard view={view} />
    <Asks view={view} />
    <Disclosures view={view} />
    <Actions view={view} />
  </>
);

const Due = ({ view }: { view: CaseView }) => (
  <>
    <Tasks view={view} />
    <Clocks view={view} />
  </>
);

/** In the order of the day's work. The first is shown where the address names none. */
export const PANELS: readonly CasePanel[] = [
  { id: 'work', words: c.panels.work, icon: 'pen', Panel: Work },
  { id: 'due', words: c.panels.due, icon: 'play', Panel: Due },
  { id: 'remedy', words: r.panel, icon: 'st-verified', Panel: ({ view }) => <RemedyPanel view={view} /> },
  { id: 'reports', words: c.panels.reports, icon: 'chat', Panel: Reports },
  { id: 'referrals', words: refer.panel, icon: 'next', Panel: ReferralPanel },
  { id: 'together', words: j.panel, icon: 'reader', Panel: CaseTogetherPanel },
  { id: 'protection', words: protection.tab, icon: 'safe', kinds: ['cso', 'union'], Panel: CaseProtection },
];

const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1 };

export function CasePanels({ view }: { view: CaseView }) {
  const { kind } = useMember().member;
  const { hash } = useLocation();
  const navigate = useNavigate();
  const bar = useRef<HTMLDivElement>(null);
  const panels = PANELS.filter(({ kinds }) => kinds?.includes(kind) ?? true);
  const open = panels.find(({ id }) => id === hash) ?? panels[0];
  if (!open) return null;
  const show = (id: string) => void navigate({ to: '.', hash: id, replace: true, hashScrollIntoView: false });
  const move = (event: KeyboardEvent) => {
    const by = STEPS[event.key];
    if (!by) return;
    event.preventDefault();
    const at = (panels.indexOf(open) + by + panels.length) % panels.length;
    const next = panels[at];
    if (next) show(next.id);
    bar.current?.querySelectorAll<HTMLElement>('[role=tab]')[at]?.focus();
  };
  return (
    <>
      <div className="tabs" role="tablist" aria-label={c.panels.label} ref={bar} onKeyDown={move}>
        {panels.map(({ id, words, icon }) => (
          <button
            key={id}
            type="button"
            role="tab"
            id={`tab-${id}`}
            aria-selected={id === open.id}
            aria-controls="panel"
            tabIndex={id === open.id ? 0 : -1}
            onClick={() => show(id)}
          >
            <Icon id={icon} /> {words}
          </button>
        ))}
      </div>
      <div className="g pad" role="tabpanel" id="panel" aria-labelledby={`tab-${open.id}`}>
        <open.Panel view={view} />
      </div>
    </>
  );
}
