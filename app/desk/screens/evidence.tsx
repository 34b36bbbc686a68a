/** What may be taken out and shown to others: by place, or all of one list in an archive. A no looks like an empty place. */
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useId, useState } from 'react';
import type { EvidenceAnswer } from '../../features/evidence/contract.ts';
import { DESK, get } from '../api.ts';
import { fullDay } from '../clock.ts';
import { Card, Icon, Kbd } from '../parts/basic.tsx';
import { EvidenceFile } from '../parts/evidence-file.tsx';
import { Empty, Loading, Wrong } from '../parts/states.tsx';
import { fill, many, w } from '../words.ts';

export function Evidence() {
  const list = useQuery({ queryKey: ['evidence'], queryFn: () => get<EvidenceAnswer>(`${DESK}/evidence`) });
  return (
    <>
      <div className="bar1">
        <h1>{w.rail.licences}</h1>
      </div>
      <div className="g pad measure">
        {list.isError && <Wrong error={list.error} again={() => void list.refetch()} />}
        {list.isPending && <Loading rows={6} />}
        {list.data && <Offer offer={list.data} />}
      </div>
    </>
  );
}

function Offer({ offer }: { offer: EvidenceAnswer }) {
  const [at, setAt] = useState('');
  const [saved, setSaved] = useState<string>();
  if (offer.as === 'none') return <Empty>{w.evidence.notYours}</Empty>;
  const words = w.evidence[offer.as];
  const quarter =
    offer.quarters.find((q) => q.quarter === at) ?? (offer.as === 'chain' ? offer.quarters[0] : undefined);
  const canAsk = offer.as === 'chain' ? quarter !== undefined : offer.newest !== null;
  return (
    <>
      <p>{words.what}</p>
      {offer.as === 'chain' && <What k={offer.k} />}
      {!canAsk && <Empty>{offer.as === 'chain' ? w.evidence.noQuarter : w.evidence.noEpoch}</Empty>}
      {canAsk && <When offer={offer} at={quarter?.quarter ?? ''} choose={setAt} />}
      {canAsk && (
        <Places
          offer={offer}
          title={words.places}
          none={words.none}
          when={quarter ? { quarter: quarter.quarter } : {}}
          saved={setSaved}
        />
      )}
      {saved && <Saved name={saved} closed={quarter?.closed ?? null} licensee={offer.as !== 'case'} />}
      <p className="sm dim">{fill(words.rule, { k: offer.k })}</p>
    </>
  );
}

/** What a buyer will get, what not, and why, before anything is asked. */
const What = ({ k }: { k: number }) => (
  <ul className="sm evlist">
    {w.evidence.chain.gets.map((line) => (
      <li key={line}>{fill(line, { k })}</li>
    ))}
  </ul>
);

function When({ offer, at, choose }: { offer: EvidenceAnswer; at: string; choose: (at: string) => void }) {
  const id = useId();
  return (
    <div className="sp wrapped">
      <label htmlFor={id}>{w.evidence.asOf}</label>
      <select id={id} className="pick" value={at} onChange={(event) => choose(event.currentTarget.value)}>
        {offer.as !== 'chain' && offer.newest && (
          <option value="">{fill(w.evidence.newest, { day: fullDay(offer.newest.closed) })}</option>
        )}
        {offer.quarters.map((q) => (
          <option key={q.quarter} value={q.quarter}>
            {fill(w.evidence.quarter, { quarter: q.quarter, day: fullDay(q.closed) })}
          </option>
        ))}
      </select>
    </div>
  );
}

type PlacesProps = {
  offer: EvidenceAnswer;
  title: string;
  none: string;
  when: { quarter?: string };
  saved: (name: string) => void;
};

const MANY = 8;

function Places({ offer, title, none, when, saved }: PlacesProps) {
  const [typed, setTyped] = useState('');
  const search = useDeferredValue(typed.trim().toLowerCase());
  const found = offer.places.filter((p) =>
    search.split(/\s+/).every((word) => `${p.name} ${p.where} ${p.docket}`.toLowerCase().includes(word)),
  );
  const query = when.quarter ? `?quarter=${when.quarter}` : '';
  if (offer.places.length === 0) return <Empty>{none}</Empty>;
  return (
    <Card title={title} aside={<span className="xs dim">{many(w.evidence.count, offer.places.length)}</span>}>
      <div className="in g">
        <EvidenceFile
          key={`all ${query}`}
          done={saved}
          wanted={{
            path: `${DESK}/evidence/archive`,
            body: { dockets: 'chain', ...when },
            label: w.evidence.all,
            go: true,
          }}
        />
        {offer.places.length > MANY && (
          <label className="searchbox">
            <Icon id="search" />
            <span className="vh">{w.acts.placeSearch}</span>
            <input
              data-search
              type="search"
              placeholder={w.acts.placeSearch}
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
            />
            <Kbd>/</Kbd>
          </label>
        )}
        {found.length === 0 && <Empty>{w.licences.none}</Empty>}
        <ul className="picks evplaces">
          {found.map((p) => (
            <li key={p.docket} className="pickrow">
              <div className="grow cut">
                <b>{p.name}</b>{' '}
                <span className="dim xs">
                  {p.where}
                  {p.until ? ` · ${fill(w.evidence.until, { day: fullDay(p.until) })}` : ''}
                </span>
              </div>
              <EvidenceFile
                key={`${p.docket} ${query}`}
                done={saved}
                wanted={{
                  path: `${DESK}/evidence/docket/${p.docket}${query}`,
                  label: w.evidence.one,
                  of: p.name,
                }}
              />
            </li>
          ))}
        </ul>
      </div>
    </Card>
  );
}

type SavedProps = { name: string; closed: string | null; licensee: boolean };
const Saved = ({ name, closed, licensee }: SavedProps) => (
  <Card title={fill(w.evidence.saved, { name })}>
    <div className="in g">
      <ul className="sm evlist">
        {w.evidence.next.map((line) => (
          <li key={line}>{line}</li>
        ))}
        {licensee && <li>{w.evidence.erasedLater}</li>}
        {closed && <li>{fill(w.evidence.asOfDay, { time: closed })}</li>}
      </ul>
      <p>
        <a className="bt" href="/verify">
          <Icon id="check" />
          {w.evidence.verify}
        </a>
      </p>
    </div>
  </Card>
);
