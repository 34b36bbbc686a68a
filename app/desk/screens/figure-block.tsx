/** Figure, unit, base: one block, never one without the others. */
import { Few, NotHeard } from '../parts/basic.tsx';
import { fill, many, named, w } from '../words.ts';
import type { Figure, Measure } from './figure-pick.ts';

type Props = {
  measure: Measure;
  figure: Figure | undefined;
  opened: Figure | undefined;
  open: (figure: Figure) => void;
};

export const baseWords = (figure: Figure | undefined): string => {
  if (!figure) return w.figures.notReleased;
  if (figure.state === 'not_heard') return w.figures.notHeardWhat;
  if (figure.state === 'too_few') return w.figures.tooFewWhat;
  return figure.base === null ? '' : many(w.figures.base, figure.base);
};

export const FigureBlock = ({ measure, figure, opened, open }: Props) => (
  <div className="figblock">
    <Value figure={figure} opened={opened} open={open} label={named(w.measure, measure)} big />
    <div className="unit b">{named(w.measure, measure)}</div>
    <div className="base">{baseWords(figure)}</div>
  </div>
);

type ValueProps = Omit<Props, 'measure'> & { label: string; big?: boolean };

/** The number as a button to its provenance; the three silences as what they are. */
export function Value({ figure, opened, open, label, big = false }: ValueProps) {
  if (!figure) return <span className="dim">–</span>;
  const inside =
    figure.state === 'too_few' ? <Few short={!big} /> : figure.state === 'not_heard' ? <NotHeard /> : (figure.value ?? 0).toLocaleString('en'); // prettier-ignore
  return (
    <button
      type="button"
      className={`val ${big ? 'fig' : ''} ${opened === figure ? 'opened' : ''}`}
      aria-expanded={opened === figure}
      title={fill(w.figures.openFigure, { label })}
      onClick={() => open(figure)}
    >
      {inside}
    </button>
  );
}
