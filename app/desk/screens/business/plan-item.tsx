/** One planned action as both sides see it: how it stands, its terms, every version, its proof. */
import type { ReactNode } from 'react';
import type { EmployerAction, ToldWord } from '../../../features/remedy/contract.ts';
import { day } from '../../clock.ts';
import { Attachments } from '../../parts/attachments.tsx';
import { Card, Tag } from '../../parts/basic.tsx';
import type { Found, Sealed } from '../../use-opened.ts';
import { fill, many, named, w } from '../../words.ts';
import b from '../../words/business.en.json' with { type: 'json' };

export const causeWords = (cause: string | null): string => (cause ? named(w.cause, cause) : '–');
const moneyOf = (currency: string) =>
  new Intl.NumberFormat('en', { style: 'currency', currency, currencyDisplay: 'code' });
/** How many of the smallest unit make one: 100 for most, 1000 or 1 for some. */
export const unitsOf = (currency: string): number => {
  try {
    return 10 ** (moneyOf(currency).resolvedOptions().maximumFractionDigits ?? 2);
  } catch {
    return 100;
  }
};
const MONEY = (amount: number, currency: string): string =>
  moneyOf(currency).format(amount / unitsOf(currency));

/** Everything sealed in a plan and what was said about it. */
export const sealedIn = (actions: readonly EmployerAction[], words: readonly ToldWord[]): Sealed[] => [
  ...actions.flatMap(({ actionId, report, versions }) => [
    ...versions.flatMap(({ n, envelope }) => (envelope ? [{ id: `${actionId} ${n}`, envelope }] : [])),
    ...(report?.envelope ? [{ id: `${actionId} report`, envelope: report.envelope }] : []),
  ]),
  ...words.flatMap(({ wordId, envelope }) => (envelope ? [{ id: wordId, envelope }] : [])),
];

type Opened = ReadonlyMap<string, Found>;
type Props = {
  title: string;
  action: EmployerAction;
  words: readonly ToldWord[];
  opened: Opened;
  children?: ReactNode;
};

const wordsOf = (found: Found): string =>
  found === undefined ? w.states.opening : (found?.words ?? w.thread.notOurs);

export function PlanItem({ title, action, words, opened, children }: Props) {
  const about = words.filter((one) => one.actionId === action.actionId);
  const inside = opened.get(`${action.actionId} ${action.n}`);
  return (
    <Card title={title} aside={<Tag>{named(b.status, action.status)}</Tag>}>
      <div className="in g">
        <p className="said">{wordsOf(inside)}</p>
        <Terms action={action} name={inside?.owner} />
        {action.report && (
          <div>
            <p className="sm">
              <b>{fill(b.plan.reported, { day: day(action.reportedDay) })}</b>{' '}
              {wordsOf(opened.get(`${action.actionId} report`))}
            </p>
            <Attachments files={action.report.attachments} what="evidence" />
          </div>
        )}
        {about.map((one) => (
          <div key={one.wordId} className="sm">
            <b>{one.kind === 'sent_back' ? b.talk.sentBack : b.talk.evidence}</b>, {day(one.day)}:{' '}
            <span className="said">{wordsOf(opened.get(one.wordId))}</span>
            {one.enteredHow && <Entered how={one.enteredHow} />}
            <Attachments files={one.attachments} what="evidence" />
          </div>
        ))}
        {action.versions.length > 1 && <Versions action={action} opened={opened} />}
      </div>
      {children && <div className="sp foot wrapped">{children}</div>}
    </Card>
  );
}

export const Entered = ({ how }: { how: string }) => (
  <Tag>
    {named(b.how, how)}, {b.entered.mark}
  </Tag>
);

const Terms = ({ action, name }: { action: EmployerAction; name: string | undefined }) => (
  <dl className="kv sm">
    <dt>{w.told.cause}</dt>
    <dd>{causeWords(action.rootCause)}</dd>
    <dt>{w.told.dueDate}</dt>
    <dd>{day(action.dueDate)}</dd>
    {(action.owner ?? name) && (
      <>
        <dt>{b.plan.owner}</dt>
        <dd>{[action.owner && named(b.owners, action.owner), name].filter(Boolean).join(': ')}</dd>
      </>
    )}
    {action.cost !== null && action.currency && (
      <>
        <dt>{b.plan.cost}</dt>
        <dd>{MONEY(action.cost, action.currency)}</dd>
      </>
    )}
    {action.evidence.length > 0 && (
      <>
        <dt>{b.plan.proofs}</dt>
        <dd>{action.evidence.map((one) => named(b.proof, one)).join(', ')}</dd>
      </>
    )}
    <dt>{b.plan.agreement}</dt>
    <dd>{agreement(action)}</dd>
    {action.enteredHow && (
      <>
        <dt>{b.entered.how}</dt>
        <dd>
          <Entered how={action.enteredHow} />
        </dd>
      </>
    )}
  </dl>
);

function agreement({ agreed, n, state }: EmployerAction): string {
  if (!agreed) return b.plan.notAgreed;
  if (agreed.n !== n && state === 'proposed') return fill(b.plan.agreedOld, { n: agreed.n });
  return `${fill(b.plan.agreedOn, { day: day(agreed.day) })}. ${named(b.consulted, agreed.consulted)}`;
}

const Versions = ({ action, opened }: { action: EmployerAction; opened: Opened }) => (
  <details>
    <summary className="sm">{many(b.plan.versions, action.versions.length)}</summary>
    {action.versions.map((one) => (
      <div key={one.n} className="sm pad">
        <b>{fill(b.plan.version, { n: one.n, day: day(one.day) })}</b> {named(b.status, one.state)},{' '}
        {fill(b.plan.by, { day: day(one.dueDate) })}
        {one.cost !== null && one.currency && `, ${MONEY(one.cost, one.currency)}`}
        {one.enteredHow && <Entered how={one.enteredHow} />}
        <p className="said">{wordsOf(opened.get(`${action.actionId} ${one.n}`))}</p>
      </div>
    ))}
  </details>
);

/** Questions and answers, oldest first. */
export const Talk = ({
  words,
  opened,
  own,
  answer,
}: {
  words: readonly ToldWord[];
  opened: Opened;
  own: boolean;
  answer?: (one: ToldWord) => ReactNode;
}) => {
  const said = words.filter(({ kind }) => kind === 'question' || kind === 'answer');
  const answered = new Set(words.filter(({ kind }) => kind === 'answer').map(({ re }) => re));
  return (
    <>
      {said.length === 0 && <p className="pad sm dim">{b.talk.empty}</p>}
      {said.map((one) => (
        <div key={one.wordId} className={`statement ${one.mine ? 'us' : ''}`}>
          <h3>
            {one.kind === 'answer' ? b.talk.them : own ? b.talk.you : b.talk.asked}
            {one.enteredHow && <Entered how={one.enteredHow} />}
            <span className="grow" />
            <span className="dim">{day(one.day)}</span>
            {one.kind === 'question' && !answered.has(one.wordId) && <Tag>{b.talk.waits}</Tag>}
          </h3>
          <p className="said">{wordsOf(opened.get(one.wordId))}</p>
          <Attachments files={one.attachments} what="evidence" />
          {one.kind === 'question' && !answered.has(one.wordId) && answer?.(one)}
        </div>
      ))}
    </>
  );
};
