/** Several cases name one broker: raised here, shared, and sent to an office as codes and ranges. */
import { Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { z } from 'zod';
import { useState } from 'react';
import type { PatternView, patternList } from '../../../features/referral/contract.ts';
import { DESK, get } from '../../api.ts';
import { day } from '../../clock.ts';
import { Barred, Button, Card, Tag } from '../../parts/basic.tsx';
import { Empty, Loading, Wrong } from '../../parts/states.tsx';
import { fill, many } from '../../words.ts';
import r from '../../words/referral.en.json' with { type: 'json' };
import { stateWords } from './parts.tsx';
import { CasesForm, RaiseForm, SendPattern } from './pattern-forms.tsx';

type Doing = { what: 'raise' } | { what: 'add' | 'send'; pattern: PatternView };

export function Patterns() {
  const [doing, setDoing] = useState<Doing>();
  const close = () => setDoing(undefined);
  const list = useQuery({
    queryKey: ['patterns'],
    queryFn: () => get<z.infer<typeof patternList>>(`${DESK}/patterns`),
    // Who is left out may have changed since it was last looked at.
    staleTime: 0,
  });
  return (
    <>
      <div className="bar1">
        <h1>{r.patterns.title}</h1>
        {list.data && <span className="dim sm">{many(r.patterns.count, list.data.rows.length)}</span>}
        <span className="grow" />
        <Button go onClick={() => setDoing({ what: 'raise' })}>
          {r.patterns.raise}
        </Button>
      </div>
      <div className="g pad">
        {list.isPending && <Loading rows={4} />}
        {list.isError && <Wrong error={list.error} again={() => void list.refetch()} />}
        {list.data?.rows.length === 0 && <Empty>{r.patterns.empty}</Empty>}
        {list.data?.rows.map((pattern) => (
          <One key={pattern.patternId} pattern={pattern} go={(what) => setDoing({ what, pattern })} />
        ))}
      </div>
      <Modal opened={doing?.what === 'raise'} onClose={close} title={r.patterns.raise} size="lg">
        <RaiseForm close={close} />
      </Modal>
      <Modal opened={doing?.what === 'add'} onClose={close} title={r.patterns.add} size="lg">
        {doing?.what === 'add' && <CasesForm pattern={doing.pattern} close={close} />}
      </Modal>
      <Modal opened={doing?.what === 'send'} onClose={close} title={r.patterns.sendTitle} size="lg">
        {doing?.what === 'send' && <SendPattern pattern={doing.pattern} close={close} />}
      </Modal>
    </>
  );
}

const One = ({ pattern, go }: { pattern: PatternView; go: (what: 'add' | 'send') => void }) => (
  <Card title={pattern.about.name} aside={<span className="xs dim">{day(pattern.raisedDay)}</span>}>
    <dl className="kv sm in">
      {pattern.facts ? (
        <>
          <dt>{r.detail.workers}</dt>
          <dd>{pattern.facts.workers}</dd>
          <dt>{r.detail.codes}</dt>
          <dd>{pattern.facts.codes.join(', ')}</dd>
          <dt>{r.detail.countries}</dt>
          <dd>{pattern.facts.countries.join(', ')}</dd>
          <dt>{r.group.period}</dt>
          <dd>{fill(r.detail.when, { from: pattern.facts.from, to: pattern.facts.to })}</dd>
        </>
      ) : (
        <dd className="dim">{r.patterns.nobody}</dd>
      )}
      <dt>{r.patterns.sharedWith}</dt>
      <dd>{pattern.with.map(({ name }) => name).join(', ')}</dd>
      <dt>{r.patterns.ownCases}</dt>
      <dd>{pattern.cases.map(({ number }) => number).join(', ') || '–'}</dd>
    </dl>
    {pattern.leftOut > 0 && (
      <p className="sm dim in">
        {many(r.patterns.leftOut, pattern.leftOut)}: {r.patterns.leftOutWhy}.
      </p>
    )}
    {pattern.sent.map((row) => (
      <p key={row.id} className="sm in">
        <Link to="/referrals/$docket/$id" params={{ docket: String(row.docket), id: row.id }}>
          {fill(r.patterns.sent, { name: row.with.name, state: stateWords(row).toLowerCase() })}
        </Link>{' '}
        <Tag>{day(row.sentDay)}</Tag>
      </p>
    ))}
    <div className="sp foot">
      <Button onClick={() => go('add')}>{r.patterns.add}</Button>
      {pattern.ready ? (
        <Button go onClick={() => go('send')}>
          {r.patterns.send}
        </Button>
      ) : (
        <Barred why={r.patterns.notReady}>{r.patterns.send}</Barred>
      )}
    </div>
  </Card>
);
