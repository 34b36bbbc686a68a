/** One matter: what is due, what was said and done, who is in, and the other side's part. */
import { Link } from '@tanstack/react-router';
import type { JointView } from '../../../features/joint/contract.ts';
import { day } from '../../clock.ts';
import { Icon, Outcome, Tag } from '../../parts/basic.tsx';
import { fill, named } from '../../words.ts';
import j from '../../words/joint.en.json' with { type: 'json' };
import { Asked } from './asked.tsx';
import { Log } from './log.tsx';
import { Parties } from './parties.tsx';
import { Parts } from './parts.tsx';
import { Tasks } from './tasks.tsx';
import { Writer } from './writer.tsx';

export function JointDetail({ view }: { view: JointView }) {
  const been = view.you.state === 'joined' || view.you.state === 'left';
  return (
    <article className="detail" aria-label={view.label ?? j.kind[view.kind]}>
      <div className="bar1 wrap">
        <Link to="/together" className="bt narrow" aria-label={j.rail}>
          <Icon id="back" />
        </Link>
        {view.code && <span className="codeid">{view.code}</span>}
        <h1>{view.label ?? j.kind[view.kind]}</h1>
        <Tag>{j.kind[view.kind]}</Tag>
        {view.state === 'closed' && <Tag>{j.closed}</Tag>}
        <span className="grow" />
        {view.kind === 'remediation' && <Outcome outcome={view.outcome} side="employer" />}
      </div>
      <div className="withside">
        <div className="g pad">
          <About view={view} />
          {view.may.some((act) => act === 'join' || act === 'decline') && <Asked view={view} />}
          {been && <Tasks view={view} />}
          {been && <Log view={view} />}
          {view.may.includes('write') && <Writer view={view} />}
        </div>
        <aside className="side g">
          <Parties view={view} />
          {view.parts.length > 0 && <Parts view={view} />}
        </aside>
      </div>
    </article>
  );
}

const About = ({ view }: { view: JointView }) => (
  <p className="sm dim">
    <Icon id="place" /> {view.place.name ?? '–'}
    {view.place.tier !== null && `, ${fill(j.tier, { n: view.place.tier })}`}
    {view.quarter && `, ${fill(j.quarter, { quarter: view.quarter })}`}
    {view.plan && `, ${named(j.plan, view.plan)} (${fill(j.asOf, { day: day(view.asOf) })})`}.{' '}
    {fill(j.by, { name: view.lead.name })}.
  </p>
);
