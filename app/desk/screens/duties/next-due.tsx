/** What a case needs next, in one line under its name: the clock that runs out first, who has the case, a review. */
import type { CaseView } from '../../../features/cases/contract.ts';
import { Icon } from '../../parts/basic.tsx';
import { fill, named } from '../../words.ts';
import d from '../../words/duties.en.json' with { type: 'json' };
import { Owner } from '../cases/owner.tsx';
import { openOnes, sayClock, useDuties } from './use-duties.ts';

export function NextDue({ view }: { view: CaseView }) {
  const all = useDuties(view.case);
  const duties = openOnes(all ?? []);
  const next = duties.find(({ pausedAt }) => !pausedAt);
  const said = next && sayClock(next);
  const suggested = duties.some(({ events }) => events.some(({ act }) => act === 'suggest_closure'));
  return (
    <div className="nextdue">
      <span className={`sp sm ${said?.tone === 'late' ? 'late' : ''}`}>
        <Icon id={said?.tone === 'late' ? 'unproven' : 'play'} />
        {next && said ? (
          <span>
            {d.next}: <b>{named(d.kind, next.kind)}</b>
            {next.code && <span className="codeid"> {next.code}</span>}, {said.words}
            {next.owedBy && <span className="dim">, {fill(d.owedBy, { name: next.owedBy })}</span>}
          </span>
        ) : (
          <span className="dim">{all && d.nothing}</span>
        )}
      </span>
      <span className="grow" />
      <Owner view={view} />
      {suggested && <p className="note1">{d.suggest}</p>}
    </div>
  );
}
