/** Issues by quarter: bars from zero; a gap is hatched or dashed, never joined and never drawn as zero. */
import { fill, named, w } from '../words.ts';
import type { Figure, ScopeKind } from './figure-pick.ts';

const WIDTH = 560;
const HEIGHT = 130;
const FLOOR = 104;
const MOST = 10;

const quarterName = (iso: string): string =>
  `Q${Math.floor((Number(iso.slice(5, 7)) - 1) / 3) + 1} ${iso.slice(2, 4)}`;

const spoken = (figure: Figure): string =>
  fill(w.figures.barSpoken, {
    quarter: quarterName(figure.period.from),
    value:
      figure.state === 'too_few' ? w.figures.tooFew : figure.state === 'not_heard' ? w.figures.notHeard : (figure.value ?? 0), // prettier-ignore
  });

const quartersOf = (figures: readonly Figure[], kind: ScopeKind, measure: Figure['measure']): Figure[] =>
  figures
    .filter((one) => one.scope.kind === kind && one.measure === measure && one.period.kind === 'quarter')
    .sort((a, b) => (a.period.from < b.period.from ? -1 : 1))
    .slice(-MOST);

/** Issues; where none can be shown, the workers heard from. Never both in one chart: they are two units. */
export function Quarters({ figures, kind }: { figures: readonly Figure[]; kind: ScopeKind }) {
  const issues = quartersOf(figures, kind, 'raised');
  const anyShown = issues.some(({ state }) => state === 'shown');
  const measure = anyShown ? 'raised' : 'workers';
  const quarters = anyShown ? issues : quartersOf(figures, kind, 'workers');
  if (quarters.length === 0) return null;
  const top = Math.max(1, ...quarters.map(({ value }) => value ?? 0));
  const step = WIDTH / MOST;
  return (
    <section className="pad">
      <h2>{fill(w.figures.quarters, { measure: named(w.measure, measure) })}</h2>
      <p className="base">
        {fill(w.figures.quartersBase, { unit: named(w.unit, measure === 'raised' ? 'issues' : 'workers') })}
      </p>
      <svg
        className="ch"
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={quarters.map(spoken).join('; ')}
      >
        <defs>
          <pattern id="hat" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <path d="M0 0v6" className="hatline" />
          </pattern>
        </defs>
        <path className="ax" d={`M0 ${FLOOR}.5H${WIDTH}`} />
        {quarters.map((figure, n) => (
          <Bar key={figure.period.from} figure={figure} x={n * step + 6} width={step - 12} top={top} />
        ))}
      </svg>
    </section>
  );
}

function Bar({ figure, x, width, top }: { figure: Figure; x: number; width: number; top: number }) {
  const silent = figure.state === 'too_few' || figure.state === 'not_heard';
  const height = silent ? 34 : ((figure.value ?? 0) / top) * (FLOOR - 20);
  const name = figure.state === 'too_few' ? 'hat' : figure.state === 'not_heard' ? 'f3' : 'f1';
  return (
    <g>
      <rect className={name} x={x} y={FLOOR - height} width={width} height={height} rx={1} />
      <text className="k" x={x + width / 2} y={FLOOR - height - 5} textAnchor="middle">
        {silent
          ? figure.state === 'too_few'
            ? w.figures.few
            : w.figures.notHeardShort
          : (figure.value ?? 0)}
      </text>
      <text x={x + width / 2} y={FLOOR + 18} textAnchor="middle">
        {quarterName(figure.period.from)}
      </text>
    </g>
  );
}
