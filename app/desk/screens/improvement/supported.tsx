/** Who improves: for those who support, all that is shared; for a buyer, levels by quarter of its own suppliers. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { ImprovementView, SupportedList } from '../../../features/improvement/contract.ts';
import { DESK, get } from '../../api.ts';
import { Card, Icon, Tag } from '../../parts/basic.tsx';
import { Empty, Loading, Wrong } from '../../parts/states.tsx';
import { useMember } from '../../session.ts';
import { named } from '../../words.ts';
import i from '../../words/improvement.en.json' with { type: 'json' };
import { Checklist } from './checklist.tsx';
import { levelWords } from './improvement.tsx';
import { OverTime } from './over-time.tsx';
import { Plan } from './plan.tsx';
import { Reviews } from './reviews.tsx';

export function Supported() {
  const { org } = useParams({ strict: false });
  return org ? <One org={org} /> : <All />;
}

const quarterWords = (first: string): string =>
  `${first.slice(0, 4)} Q${(Number(first.slice(5, 7)) + 2) / 3}`;

function All() {
  const { kind } = useMember().member;
  const list = useQuery({
    queryKey: ['improvements'],
    queryFn: () => get<SupportedList>(`${DESK}/improvements`),
  });
  return (
    <main className="view">
      <div className="bar1">
        <h1>{i.supported}</h1>
      </div>
      {list.isPending && <Loading rows={4} />}
      {list.isError && <Wrong error={list.error} again={() => void list.refetch()} />}
      {list.data?.rows.length === 0 && <Empty>{i.supportedEmpty}</Empty>}
      <div className="g pad">
        {list.data?.rows.map((row) => (
          <Card
            key={row.org}
            title={row.name}
            aside={
              <span className="sp">
                {row.zeroFees && <Tag>{i.zero}</Tag>}
                {kind !== 'buyer' && (
                  <Link
                    to="/improvements/$org"
                    params={{ org: row.org }}
                    className="lnk inline"
                    aria-label={row.name}
                  >
                    <Icon id="next" />
                  </Link>
                )}
              </span>
            }
          >
            <Quarters row={row} />
          </Card>
        ))}
      </div>
    </main>
  );
}

function Quarters({ row }: { row: SupportedList['rows'][number] }) {
  const quarters = [...new Set(row.quarters.map(({ quarter }) => quarter))];
  const areas = [...new Set(row.quarters.map(({ area }) => area))];
  return (
    <div className="tablewrap">
      {row.places.length > 0 && <p className="pad xs dim">{row.places.join(', ')}</p>}
      <table className="tbl">
        <thead>
          <tr>
            <th scope="col">{i.area}</th>
            {quarters.map((quarter) => (
              <th key={quarter} scope="col">
                {quarterWords(quarter)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {areas.map((area) => (
            <tr key={area}>
              <th scope="row">{named(i.areas, area)}</th>
              {quarters.map((quarter) => {
                const cell = row.quarters.find((one) => one.quarter === quarter && one.area === area);
                return (
                  <td key={quarter}>
                    {cell ? levelWords(cell.level) : '–'} {cell?.reviewed && <Tag>{i.reviewed}</Tag>}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function One({ org }: { org: string }) {
  const one = useQuery({
    queryKey: ['improvements', org],
    queryFn: () => get<ImprovementView>(`${DESK}/improvements/${org}`),
  });
  return (
    <main className="view">
      <div className="bar1">
        <Link to="/improvements" className="bt" aria-label={i.supported}>
          <Icon id="back" />
        </Link>
        <h1>{i.title}</h1>
        <span className="grow" />
        {one.data?.zeroFees && <Tag>{i.zero}</Tag>}
      </div>
      {one.isPending && <Loading rows={6} />}
      {one.isError && <Wrong error={one.error} again={() => void one.refetch()} />}
      {one.data && (
        <div className="withside">
          <div className="g pad">
            <OverTime history={one.data.history} />
            <Plan view={one.data} />
            {one.data.current && <Checklist view={one.data} current={one.data.current} />}
          </div>
          <aside className="side">
            <Reviews view={one.data} />
          </aside>
        </div>
      )}
    </main>
  );
}
