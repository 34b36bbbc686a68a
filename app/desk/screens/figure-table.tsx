/** Place by place. A whole row that is silent says which silence it is, in words. */
import { Few, NotHeard } from '../parts/basic.tsx';
import { countryName, fill, named, w } from '../words.ts';
import { Value, baseWords } from './figure-block.tsx';
import {
  type Figure,
  type Period,
  type ScopeKind,
  figureAt,
  periodsOf,
  samePeriod,
  scopeName,
} from './figure-pick.ts';
import type { FiguresAnswer } from './figure-answer.ts';

const COLUMNS = ['workers', 'raised', 'verified', 'claimed', 'disputed', 'overdue'] as const;

type Row = { readonly key: string; readonly name: string; readonly tier?: number; readonly kind: ScopeKind };

function rowsOf(answer: FiguresAnswer): Row[] {
  const chain = (answer.workplaces ?? [])
    .toSorted((a, b) => a.tier - b.tier || a.name.localeCompare(b.name))
    .map(({ id, name, tier }): Row => ({ key: id, name, tier, kind: 'workplace' }));
  if (chain.length > 0) return chain;
  const rows = new Map<string, Row>();
  for (const { scope } of answer.figures)
    if (scope.kind === 'country' || scope.kind === 'sector' || scope.kind === 'chain_country') {
      const key = scopeName(scope);
      rows.set(`${scope.kind} ${key}`, {
        key,
        name: scope.kind === 'sector' ? key : countryName(key),
        kind: scope.kind,
      });
    }
  return [...rows.values()].sort((a, b) =>
    a.kind === b.kind ? a.name.localeCompare(b.name) : a.kind < b.kind ? -1 : 1,
  );
}

type Props = {
  answer: FiguresAnswer;
  period: Period;
  own: boolean;
  opened: Figure | undefined;
  open: (figure: Figure) => void;
};

export function FigureTable({ answer, period, own, opened, open }: Props) {
  const rows = rowsOf(answer);
  if (rows.length === 0) return null;
  const kind = rows[0]?.kind ?? 'workplace';
  const periods = periodsOf(answer.figures, kind);
  // Single places are printed by the year where a quarter would be too small: then the table says so itself.
  const shown = periods.find((one) => samePeriod(one, period)) ?? periods[0];
  const tiers = rows.some(({ tier }) => tier !== undefined);
  if (!shown) return null;
  return (
    <section className="tablewrap" aria-label={w.figures.byPlace}>
      {!samePeriod(shown, period) && (
        <p className="note1">{fill(w.figures.otherPeriod, { from: shown.from, to: shown.to })}</p>
      )}
      <table className="t">
        <thead>
          <tr>
            <th>{own ? w.cases.place : w.figures.place}</th>
            {tiers && <th className="num">{w.figures.tier}</th>}
            {COLUMNS.map((measure) => (
              <th key={measure} className="num">
                {named(w.measureShort, measure)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Line
              key={`${row.kind} ${row.key}`}
              row={row}
              tiers={tiers}
              answer={answer}
              period={shown}
              opened={opened}
              open={open}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Line({
  row,
  tiers,
  answer,
  period,
  opened,
  open,
}: Omit<Props, 'own'> & { row: Row; tiers: boolean }) {
  const cells = COLUMNS.map((measure) =>
    figureAt(answer.figures, { measure, period, kind: row.kind, key: row.key }),
  );
  const silent = (['not_heard', 'too_few'] as const).find((state) =>
    cells.every((cell) => cell?.state === state),
  );
  return (
    <tr>
      <th scope="row" className="rowname">
        {row.name}
      </th>
      {tiers && <td className="num">{row.tier}</td>}
      {silent ? (
        <td colSpan={COLUMNS.length}>
          {silent === 'not_heard' ? <NotHeard /> : <Few />}{' '}
          <span className="xs dim">{baseWords(cells[0])}</span>
        </td>
      ) : (
        COLUMNS.map((measure, n) => (
          <td key={measure} className="num">
            <Value figure={cells[n]} opened={opened} open={open} label={named(w.measure, measure)} />
          </td>
        ))
      )}
    </tr>
  );
}
