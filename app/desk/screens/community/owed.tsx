/** Who spoke in a closed case and was not told what came of it; and how workers say they were served. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import type { owedAnswer, satisfactionAnswer } from '../../../features/community/contract.ts';
import { DESK, get } from '../../api.ts';
import { fullDay } from '../../clock.ts';
import { Button, Card } from '../../parts/basic.tsx';
import { Empty, Loading, Wrong } from '../../parts/states.tsx';
import { fill, many } from '../../words.ts';
import words from '../../words/community.en.json' with { type: 'json' };
import { Tell } from './tell.tsx';

/** The oldest stand first; the page holds more than this list. */
const FIRST = 6;
const w = words.owed;

export function Owed() {
  const [all, setAll] = useState(false);
  const [open, setOpen] = useState<string>();
  const list = useQuery({
    queryKey: ['owed'],
    queryFn: () => get<z.infer<typeof owedAnswer>>(`${DESK}/community/owed`),
  });
  const owed = list.data?.owed ?? [];
  return (
    <Card title={w.title}>
      <div className="in g">
        <p className="sm">{w.what}</p>
        {list.isError && <Wrong error={list.error} />}
        {list.isPending && <Loading rows={2} />}
        {list.data && owed.length === 0 && <Empty>{w.none}</Empty>}
        {(all ? owed : owed.slice(0, FIRST)).map((one) => (
          <div key={one.caseId} className="statement">
            <div className="sp wrapped">
              <b>{fill(w.row, { number: one.number, day: fullDay(one.closedOn) })}</b>
              <span>{many(w.n, one.owed)}</span>
              {one.told > 0 && <span className="dim">{fill(w.told, { n: one.told })}</span>}
              <span className="grow" />
              {open !== one.caseId && <Button onClick={() => setOpen(one.caseId)}>{w.open}</Button>}
            </div>
            {open === one.caseId && (
              <Tell docket={one.docket} caseId={one.caseId} close={() => setOpen(undefined)} />
            )}
          </div>
        ))}
        {!all && owed.length > FIRST && (
          <p className="in">
            <button type="button" className="lnk inline" onClick={() => setAll(true)}>
              {many(w.more, owed.length - FIRST)}
            </button>
          </p>
        )}
      </div>
    </Card>
  );
}

export function Satisfaction() {
  const s = words.satisfaction;
  const found = useQuery({
    queryKey: ['satisfaction'],
    queryFn: () => get<z.infer<typeof satisfactionAnswer>>(`${DESK}/community/satisfaction`),
  });
  const { data } = found;
  return (
    <Card title={s.title}>
      <div className="in">
        {found.isError && <Wrong error={found.error} />}
        {data && (
          <p className={data.shown ? '' : 'dim'}>
            {data.shown
              ? fill(s.shown, {
                  answers: data.answers ?? 0,
                  mean: data.mean ?? 0,
                  well: data.wellPercent ?? 0,
                })
              : s.few}
          </p>
        )}
      </div>
    </Card>
  );
}
