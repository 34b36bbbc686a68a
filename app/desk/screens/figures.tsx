/** Released rows and nothing else: no figure without its unit, period and base, and each opens to where it comes from. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { DESK, get } from '../api.ts';
import { fullDay } from '../clock.ts';
import { Empty, Loading, Wrong } from '../parts/states.tsx';
import { useMember } from '../session.ts';
import { fill, w } from '../words.ts';
import type { FiguresAnswer } from './figure-answer.ts';
import { FigureBlock } from './figure-block.tsx';
import { FigureTable } from './figure-table.tsx';
import { Provenance } from './figure-provenance.tsx';
import { Quarters } from './figure-quarters.tsx';
import {
  type Figure,
  type Period,
  figureAt,
  periodName,
  mostShown,
  periodsOf,
  samePeriod,
} from './figure-pick.ts';

/** Buyers have figures of their own; everybody else, associations too, reads the public’s: sectors, no workplace. */
const ownFigures = (kind: string): boolean => kind === 'buyer';

const HEADLINES = ['raised', 'verified', 'disputed', 'overdue', 'workers'] as const;

export function Figures() {
  const me = useMember();
  const own = ownFigures(me.member.kind);
  const figures = useQuery({
    queryKey: ['figures', own],
    queryFn: () => get<FiguresAnswer>(own ? `${DESK}/figures` : '/api/v1/open/figures'),
    staleTime: 300_000,
  });
  if (figures.isError) return <Wrong error={figures.error} again={() => void figures.refetch()} />;
  if (!figures.data) return <Loading rows={8} />;
  return <Whole answer={figures.data} own={own} />;
}

function Whole({ answer, own }: { answer: FiguresAnswer; own: boolean }) {
  const main = own ? 'chain' : 'network';
  const periods = periodsOf(answer.figures, main);
  const [chosen, setChosen] = useState<Period>();
  const period = chosen ?? mostShown(answer.figures, main);
  const [open, setOpen] = useState<Figure>();
  const { release, coverage } = answer;
  if (!release || !period)
    return (
      <>
        <Head own={own} />
        <Empty>{fill(w.figures.none, { day: fullDay(answer.nextDay) })}</Empty>
      </>
    );
  return (
    <>
      <Head own={own}>
        <label>
          <span className="vh">{w.figures.period}</span>
          <select
            className="pick"
            value={periods.findIndex((one) => samePeriod(one, period))}
            onChange={(event) => {
              setChosen(periods[Number(event.currentTarget.value)]);
              setOpen(undefined);
            }}
          >
            {periods.map((one, n) => (
              <option key={periodName(one)} value={n}>
                {periodName(one)}
              </option>
            ))}
          </select>
        </label>
        <span className="grow" />
        <a className="bt" href={own ? `${DESK}/figures.csv` : '/api/v1/open/figures.csv'} download>
          {w.figures.csv}
        </a>
      </Head>
      <div className="figrow">
        {HEADLINES.map((measure) => (
          <FigureBlock
            key={measure}
            measure={measure}
            figure={figureAt(answer.figures, { measure, period, kind: main })}
            opened={open}
            open={setOpen}
          />
        ))}
        {coverage && (
          <div className="figblock">
            <div className="fig">
              {fill(w.figures.ofAll, { n: coverage.notHeard, of: coverage.registered })}
            </div>
            <div className="unit b">{w.figures.workplacesNotHeard}</div>
            <div className="base">{fill(w.figures.coverageBase, { few: coverage.tooFew })}</div>
          </div>
        )}
      </div>
      <div className="figmid">
        <Quarters figures={answer.figures} kind={main} />
        {open ? (
          <Provenance figure={open} answer={answer} own={own} close={() => setOpen(undefined)} />
        ) : (
          <section className="pad">
            <h2>{w.figures.how}</h2>
            <p className="sm dim">{fill(w.figures.howWhat, { k: answer.k })}</p>
          </section>
        )}
      </div>
      <FigureTable answer={answer} period={period} own={own} opened={open} open={setOpen} />
      <p className="xs dim pad">
        {fill(w.figures.release, { name: release.name, day: fullDay(release.day) })}{' '}
        {release.announced ? w.figures.announced : w.figures.notAnnounced}{' '}
        {fill(w.figures.nextDay, { day: fullDay(answer.nextDay) })}
      </p>
    </>
  );
}

const Head = ({ own, children }: { own: boolean; children?: React.ReactNode }) => (
  <div className="bar1 wrap">
    <h1>{own ? w.figures.chainTitle : w.figures.title}</h1>
    {children}
  </div>
);
