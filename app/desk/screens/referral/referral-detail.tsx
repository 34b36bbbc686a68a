/** One referral: what was sent, what may be done next, what both sides said, and what the state did. */
import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import type { ReferralView } from '../../../features/referral/contract.ts';
import { useAct } from '../../act.ts';
import { DESK } from '../../api.ts';
import { day } from '../../clock.ts';
import { Button, Card, Icon, Tag, Urgency } from '../../parts/basic.tsx';
import { Empty, Said } from '../../parts/states.tsx';
import { type Sealed, useOpened } from '../../use-opened.ts';
import { fill, named, w } from '../../words.ts';
import r from '../../words/referral.en.json' with { type: 'json' };
import { Acts } from './acts.tsx';
import { aboutWords, stateWords } from './parts.tsx';
import { Facts } from './send-form.tsx';
import { Next, Write } from './next.tsx';

const READS = ['referral', 'referrals'] as const;

const sealedOf = (view: ReferralView): Sealed[] => [
  ...(view.package ? [{ id: `${view.row.id} package`, envelope: view.package }] : []),
  ...view.said.flatMap(({ statementId, envelope }) => (envelope ? [{ id: statementId, envelope }] : [])),
];

export function ReferralDetail({ view }: { view: ReferralView }) {
  const { row } = view;
  const opened = useOpened(useMemo(() => sealedOf(view), [view]));
  const inside = opened.get(`${row.id} package`);
  const ours = row.side === 'sender';
  return (
    <article className="detail" aria-label={row.with.name}>
      <div className="bar1 wrap">
        <Link to="/referrals" className="bt narrow" aria-label={r.list.title}>
          <Icon id="back" />
        </Link>
        <Urgency code={row.urgency} word />
        <h1>{named(r.service, row.service)}</h1>
        <Tag>{fill(ours ? r.detail.to : r.detail.from, { name: row.with.name })}</Tag>
        <Tag>{stateWords(row)}</Tag>
        <span className="grow" />
        {row.case && (
          <Link
            to="/cases/$docket/$case"
            params={{ docket: String(row.case.docket), case: row.case.caseId }}
            className="bt"
          >
            {fill(r.detail.case, { n: row.case.number })}
          </Link>
        )}
      </div>
      <div className="g pad">
        <p className="sm dim">{factsOf(row).join('. ')}.</p>
        {view.word && (
          <p className="sm">
            <Icon id={view.word === 'yes' ? 'check' : view.word === 'no' ? 'close' : 'unproven'} />{' '}
            {r.detail.word[view.word]}
          </p>
        )}
        {row.withdrawn && <TakenBack view={view} />}
        {view.facts && <PatternFacts view={view} />}
        {(row.sentDay || view.package) && !row.withdrawn && (
          <Card title={r.detail.package}>
            <div className="in">
              {inside === undefined && (
                <p className="dim">{view.package ? w.states.opening : r.detail.gone}</p>
              )}
              {inside === null && <p className="dim">{w.thread.notOurs}</p>}
              {inside?.words && (
                <p className="said" lang={inside.language} dir="auto">
                  {inside.words}
                </p>
              )}
              {inside?.facts && <Facts facts={inside.facts} />}
            </div>
          </Card>
        )}
        {!row.withdrawn && <Next view={view} />}
        {(row.with.kind === 'labour_office' || view.mayAct || view.acts.length > 0) && (
          <Acts view={view} words={(seq) => wordsAt(view, opened, seq)} />
        )}
        <Card title={r.detail.said}>
          {view.said.length === 0 && <Empty>{r.detail.nothingSaid}</Empty>}
          {view.said.map((one) => (
            <div key={one.seq} className={`statement ${one.ours ? 'us' : ''}`}>
              <h3>
                {one.ours ? (one.by ?? r.detail.us) : row.with.name}
                <span className="dim">{day(one.day)}</span>
                {one.to && <Tag>{named(r.state, one.to)}</Tag>}
                {one.kind in r.detail.event && <Tag>{named(r.detail.event, one.kind)}</Tag>}
              </h3>
              {one.envelope && (
                <p className="said" dir="auto">
                  {opened.get(one.statementId)?.words ?? w.states.opening}
                </p>
              )}
            </div>
          ))}
          {row.sentDay && !row.withdrawn && <Write view={view} />}
        </Card>
        {ours && row.sentDay && !row.withdrawn && <Recall view={view} />}
      </div>
    </article>
  );
}

/** What stands beside the package, in the order in which one asks for it. */
const factsOf = (row: ReferralView['row']): string[] => [
  aboutWords(row),
  named(r.purpose, row.purpose),
  named(r.basis, row.basis),
  ...(row.sentDay ? [fill(r.detail.sentOn, { day: day(row.sentDay) })] : []),
  ...(row.answeredDay ? [fill(r.detail.answeredOn, { day: day(row.answeredDay) })] : []),
  ...(row.dueAt && !row.answeredDay && !row.withdrawn
    ? [fill(r.list.answerBy, { day: day(row.dueAt) })]
    : []),
];

const wordsAt = (view: ReferralView, opened: ReturnType<typeof useOpened>, seq: number): string => {
  const said = view.said.find((one) => one.seq === seq);
  return (said && opened.get(said.statementId)?.words) ?? '';
};

/** The receiver is told to delete, and says when it did; nobody can see into its cabinets. */
function TakenBack({ view }: { view: ReferralView }) {
  const { row } = view;
  const tell = useAct<object>(`${DESK}/referrals/${row.docket}/${row.id}/deleted`, READS);
  if (!row.withdrawn) return null;
  const { why, deleted } = row.withdrawn;
  return (
    <div className="note1" role="alert">
      <p>
        <Icon id="lock" /> {fill(r.detail.withdrawn[why], { day: day(row.withdrawn.day) })} {r.detail.gone}
      </p>
      {row.side === 'receiver' && !deleted && (
        <>
          <p>{r.detail.delete}</p>
          <Said error={tell.error} />
          <Button go disabled={tell.isPending} onClick={() => tell.mutate({})}>
            {r.detail.deleted}
          </Button>
        </>
      )}
      {row.side === 'sender' && row.sentDay && (
        <p>{deleted ? fill(r.detail.deletedOn, { day: day(deleted) }) : r.detail.notDeleted}</p>
      )}
    </div>
  );
}

const PatternFacts = ({ view }: { view: ReferralView }) =>
  view.facts && (
    <Card title={r.detail.facts}>
      <dl className="kv sm in">
        <dt>{r.detail.workers}</dt>
        <dd>{view.facts.workers}</dd>
        <dt>{r.detail.codes}</dt>
        <dd>{view.facts.codes.join(', ')}</dd>
        <dt>{r.detail.organisations}</dt>
        <dd>{view.facts.organisations}</dd>
        <dt>{r.detail.countries}</dt>
        <dd>{view.facts.countries.join(', ')}</dd>
        <dt>{r.group.period}</dt>
        <dd>{fill(r.detail.when, { from: view.facts.from, to: view.facts.to })}</dd>
      </dl>
    </Card>
  );

function Recall({ view }: { view: ReferralView }) {
  const [sure, setSure] = useState(false);
  const { docket, id } = view.row;
  const recall = useAct<object>(`${DESK}/referrals/${docket}/${id}/recall`, READS);
  return (
    <div className="sp">
      <Said error={recall.error} />
      {sure ? (
        <>
          <Button className="heed" disabled={recall.isPending} onClick={() => recall.mutate({})}>
            {r.detail.recallSure}
          </Button>
          <Button onClick={() => setSure(false)}>{w.states.cancel}</Button>
        </>
      ) : (
        <Button onClick={() => setSure(true)}>{r.detail.recall}</Button>
      )}
    </div>
  );
}
