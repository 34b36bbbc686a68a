/** Levels by area over time: one small chart an area, and the same as a table beside it. */
import type { ImprovementView } from '../../../features/improvement/contract.ts';
import { day } from '../../clock.ts';
import { Card } from '../../parts/basic.tsx';
import { named } from '../../words.ts';
import i from '../../words/improvement.en.json' with { type: 'json' };

type History = ImprovementView['history'];
const WIDE = 150;
const HIGH = 46;

/** Steps, since a level holds until the next one is handed in. */
function pathOf(levels: readonly number[]): string {
  const step = levels.length > 1 ? WIDE / levels.length : WIDE;
  const y = (level: number): number => HIGH - 4 - ((level - 1) / 3) * (HIGH - 8);
  return levels
    .map((level, n) => `${n === 0 ? 'M' : 'L'}${n * step},${y(level)} L${(n + 1) * step},${y(level)}`)
    .join(' ');
}

const Chart = ({ area, levels }: { area: string; levels: readonly number[] }) => (
  <figure className="trend">
    <figcaption className="xs">{named(i.areas, area)}</figcaption>
    <svg viewBox={`0 0 ${WIDE} ${HIGH}`} width={WIDE} height={HIGH} aria-hidden="true">
      {[1, 2, 3, 4].map((level) => (
        <line
          key={level}
          x1="0"
          x2={WIDE}
          y1={HIGH - 4 - ((level - 1) / 3) * (HIGH - 8)}
          y2={HIGH - 4 - ((level - 1) / 3) * (HIGH - 8)}
          stroke="currentColor"
          strokeOpacity="0.15"
        />
      ))}
      <path d={pathOf(levels)} fill="none" stroke="var(--accent, currentColor)" strokeWidth="2.5" />
    </svg>
    <b className="sm">{named(i.levels, String(levels.at(-1) ?? 1))}</b>
  </figure>
);

export function OverTime({ history }: { history: History }) {
  const areas = history.at(-1)?.scores.map(({ area }) => area) ?? [];
  const levelsOf = (area: string): number[] =>
    history.map(({ scores }) => scores.find((one) => one.area === area)?.level ?? 1);
  return (
    <Card title={i.over}>
      {history.length === 0 && <p className="pad sm dim">{i.overEmpty}</p>}
      {history.length > 0 && (
        <>
          <div className="trends">
            {areas.map((area) => (
              <Chart key={area} area={area} levels={levelsOf(area)} />
            ))}
          </div>
          <details className="pad">
            <summary className="sm">{i.overAs}</summary>
            <div className="tablewrap">
              <table className="tbl">
                <thead>
                  <tr>
                    <th scope="col">{i.area}</th>
                    {history.map(({ assessmentId, day: on }) => (
                      <th key={assessmentId} scope="col">
                        {day(on)}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {areas.map((area) => (
                    <tr key={area}>
                      <th scope="row">{named(i.areas, area)}</th>
                      {levelsOf(area).map((level, n) => (
                        <td key={history[n]?.assessmentId}>{named(i.levels, String(level))}</td>
                      ))}
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </details>
        </>
      )}
    </Card>
  );
}
