/** Each side's part as the others may know it, with its own clock. */
import { Link } from '@tanstack/react-router';
import type { JointView, PartView } from '../../../features/joint/contract.ts';
import { day } from '../../clock.ts';
import { countryName, fill, many, named, w } from '../../words.ts';
import j from '../../words/joint.en.json' with { type: 'json' };
import { timeThere } from './names.ts';

export const Parts = ({ view }: { view: JointView }) => (
  <section>
    <h2>{j.parts.title}</h2>
    <p className="xs dim">{j.parts.hint}</p>
    {view.parts.map((part) => (
      <Part key={part.no} part={part} />
    ))}
    {view.cases.length > 0 && (
      <>
        <h2>{j.parts.own}</h2>
        {view.cases.map((own) => (
          <p key={own.caseId} className="sm">
            <Link to="/cases/$docket/$case" params={{ docket: String(own.docket), case: own.caseId }}>
              {own.number}
            </Link>{' '}
            <span className="dim">{named(w.caseState, own.state)}</span>
          </p>
        ))}
      </>
    )}
  </section>
);

function Part({ part }: { part: PartView }) {
  const there = timeThere(part.country, Date.now());
  const line = [
    fill(j.parts.cases, { n: part.cases }),
    fill(j.parts.workers, { n: part.workers }),
    part.nextDue ? fill(j.parts.next, { day: day(part.nextDue) }) : j.parts.none,
  ];
  return (
    <div className="part sm">
      <div>
        <b>{part.name}</b>, {countryName(part.country)}
        {there && <span className="dim">, {fill(j.parts.there, { time: there })}</span>}
      </div>
      <div>{line.join(', ')}</div>
      {part.overdue > 0 && <div className="heedc b">{many(j.parts.overdue, part.overdue)}</div>}
      {part.codes.length > 0 && (
        <div>
          {part.codes.map((code) => (
            <span key={code} className="codeid">
              {code}{' '}
            </span>
          ))}
        </div>
      )}
      {part.states.length > 0 && (
        <div className="dim">{part.states.map((state) => named(w.caseState, state)).join(', ')}</div>
      )}
      <div className="xs dim">{fill(j.asOf, { day: day(part.asOf) })}</div>
    </div>
  );
}
