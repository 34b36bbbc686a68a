/** The team's book: what is told to who asks, wordings, what a report can wait for, how often help was given. */
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import type { Entry, HelpCounts, Settings } from '../../../features/triage/contract.ts';
import { useAct } from '../../act.ts';
import { DESK, get } from '../../api.ts';
import { day, fullDay, monthName } from '../../clock.ts';
import { Button, Card, Icon } from '../../parts/basic.tsx';
import { Empty, Loading, Said, Wrong } from '../../parts/states.tsx';
import { countryName, fill, named, w } from '../../words.ts';
import t from '../../words/triage.en.json' with { type: 'json' };
import { ranked } from './entry-rank.ts';
import { EntryForm } from './entry-form.tsx';
import { useEntries } from './from-directory.tsx';
import { useSettings } from './pick.tsx';
import { Wordings } from './wordings.tsx';

export function Book() {
  return (
    <>
      <div className="bar1 wrap">
        <h1>{t.book.title}</h1>
      </div>
      <div className="book">
        <Entries />
        <Wordings />
        <Statuses />
        <HelpTable />
      </div>
    </>
  );
}

function Entries() {
  const entries = useEntries();
  const [typed, setTyped] = useState('');
  const search = useDeferredValue(typed);
  const [open, setOpen] = useState<Entry | 'new'>();
  const found = ranked(entries.data?.entries ?? [], { words: '', language: 'en' }, search);
  return (
    <Card title={t.book.entries} aside={<Button onClick={() => setOpen('new')}>{t.book.add}</Button>}>
      <div className="in g">
        <p className="sm dim">{t.book.entriesWhat}</p>
        <label className="searchbox">
          <Icon id="search" />
          <span className="vh">{t.book.search}</span>
          <input
            data-search
            type="search"
            placeholder={t.book.search}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />{' '}
        </label>
        {entries.isPending && <Loading rows={4} />}
        {entries.isError && <Wrong error={entries.error} again={() => void entries.refetch()} />}
        {entries.data && found.length === 0 && <Empty>{t.book.none}</Empty>}
        <div className="picks">
          {found.map((entry) => (
            <button key={entry.entryId} type="button" className="pickrow" onClick={() => setOpen(entry)}>
              <Icon id="inf" />
              <b>{entry.title}</b>
              <span className="grow dim cut">
                {[named(t.topic, entry.topic), entry.place, entry.country && countryName(entry.country)]
                  .filter(Boolean)
                  .join(', ')}{' '}
              </span>
              <span className="dim">{Object.keys(entry.texts).join(' ')}</span>
              {entry.expired && entry.validUntil && (
                <span className="heedc">{fill(t.info.expired, { day: fullDay(entry.validUntil) })}</span>
              )}
              <span className="xs dim">
                {fill(t.book.version, {
                  n: entry.version,
                  by: entry.by ?? w.notes.left,
                  day: day(entry.changedAt),
                })}{' '}
              </span>
            </button>
          ))}
        </div>
      </div>
      {open && (
        <EntryForm
          key={open === 'new' ? 'new' : open.entryId}
          entry={open === 'new' ? undefined : open}
          close={() => setOpen(undefined)}
        />
      )}{' '}
    </Card>
  );
}

const linesOf = ({ subStatuses }: Settings): string => subStatuses.map(({ code, words }) => `${code} ${words}`).join('\n'); // prettier-ignore

function Statuses() {
  const settings = useSettings();
  const [typed, setTyped] = useState<string>();
  const keep = useAct<object>(`${DESK}/triage/settings`, ['triage-settings'], () => setTyped(undefined));
  if (!settings.data) return null;
  const text = typed ?? linesOf(settings.data);
  const save = () => {
    const subStatuses = text.split('\n').flatMap((line) => {
      const [code = '', ...words] = line.trim().split(/\s+/);
      return code === '' ? [] : [{ code, words: words.join(' ') || code.replaceAll('_', ' ') }];
    });
    keep.mutate({ version: settings.data.version, subStatuses });
  };
  return (
    <Card title={t.book.statuses}>
      <div className="in g">
        <p className="sm dim">{t.book.statusesWhat}</p>
        <textarea
          aria-label={t.book.statuses}
          rows={7}
          readOnly={!settings.data.mayChange}
          value={text}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Said error={keep.error} />
        {settings.data.mayChange && (
          <div>
            <Button disabled={keep.isPending || typed === undefined} onClick={save}>
              {t.book.save}
            </Button>
          </div>
        )}
      </div>
    </Card>
  );
}

function HelpTable() {
  const help = useQuery({ queryKey: ['help-counts'], queryFn: () => get<HelpCounts>(`${DESK}/triage/help`) });
  const months = help.data?.months ?? [];
  return (
    <Card title={t.book.help}>
      {help.isError && <Wrong error={help.error} again={() => void help.refetch()} />}
      {help.data && months.length === 0 && <Empty>{t.book.none}</Empty>}
      {months.length > 0 && (
        <div className="tablewrap">
          <table className="t">
            <tbody>
              {months.map(({ month, topic, n }) => (
                <tr key={month + topic}>
                  <td>{monthName(month)}</td>
                  <td>{named(t.topic, topic)}</td>
                  <td className="num">{n}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  );
}
