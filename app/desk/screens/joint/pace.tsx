/** How suppliers answer, for a buyer's own chain; and how sectors do, for an association. Bands only. */
import { useQuery } from '@tanstack/react-query';
import type { PaceAnswer, SectorAnswer } from '../../../features/joint/contract.ts';
import { DESK, get } from '../../api.ts';
import { Empty, Loading, Wrong } from '../../parts/states.tsx';
import { fill, named } from '../../words.ts';
import j from '../../words/joint.en.json' with { type: 'json' };

const FewHere = () => <span className="few">{j.pace.few}</span>;
const share = (word: string | null): string => (word ? named(j.pace.share, word) : '–');

export function Pace() {
  const pace = useQuery({ queryKey: ['pace'], queryFn: () => get<PaceAnswer>(`${DESK}/together/pace`) });
  if (pace.isError) return <Wrong error={pace.error} again={() => void pace.refetch()} />;
  if (!pace.data) return <Loading rows={3} />;
  const { rows, k } = pace.data;
  return (
    <section className="pad g" aria-label={j.pace.title}>
      <p className="xs dim">{fill(j.pace.hint, { k })}</p>
      {rows.length === 0 ? (
        <Empty>{j.pace.empty}</Empty>
      ) : (
        <>
          <div className="tablewrap" role="region" tabIndex={0} aria-label={j.pace.title}>
            <table className="t">
              <thead>
                <tr>
                  {
                    [j.pace.place, j.pace.tier, j.pace.quarter, j.pace.plan, j.pace.overdue, j.pace.disputed].map((head) => <th key={head}>{head}</th>) /* prettier-ignore */
                  }
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <tr key={`${row.docket} ${row.quarter}`}>
                    <td>{row.name}</td>
                    <td>{row.tier}</td>
                    <td>{row.quarter}</td>
                    {row.state === 'too_few' ? (
                      <td colSpan={3}>
                        <FewHere />
                      </td>
                    ) : (
                      <>
                        <td>{named(j.pace.firstPlan, row.firstPlan ?? 'none_yet')}</td>
                        <td>{share(row.overdue)}</td>
                        <td>{share(row.disputed)}</td>
                      </>
                    )}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <span>
            <a className="bt" href={`${DESK}/together/pace.csv`} download>
              {j.pace.csv}
            </a>
          </span>
        </>
      )}
    </section>
  );
}

export function Sectors() {
  const sectors = useQuery({ queryKey: ['sectors'], queryFn: () => get<SectorAnswer>(`${DESK}/together/sectors`) }); // prettier-ignore
  if (sectors.isError) return <Wrong error={sectors.error} again={() => void sectors.refetch()} />;
  if (!sectors.data) return <Loading rows={3} />;
  const { rows, k } = sectors.data;
  return (
    <section className="pad g" aria-label={j.sectors.title}>
      <p className="xs dim">{fill(j.sectors.hint, { k })}</p>
      {rows.length === 0 && <Empty>{j.sectors.empty}</Empty>}
      {rows.length > 0 && (
        <div className="tablewrap" role="region" tabIndex={0} aria-label={j.sectors.title}>
          <table className="t">
            <thead>
              <tr>
                {
                  [j.sectors.sector, j.pace.quarter, j.sectors.remediations, j.sectors.joined, j.pace.overdue, j.pace.disputed].map((head) => <th key={head}>{head}</th>) /* prettier-ignore */
                }
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={`${row.sector} ${row.quarter}`}>
                  <td>{row.sector}</td>
                  <td>{row.quarter}</td>
                  {row.state === 'too_few' ? (
                    <td colSpan={4}>
                      <FewHere />
                    </td>
                  ) : (
                    <>
                      <td>{row.remediations}</td>
                      <td>{row.joined}</td>
                      <td>{share(row.overdue)}</td>
                      <td>{share(row.disputed)}</td>
                    </>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
