/** One line of the list. */
import type { InboxRow } from '../../../features/cases/contract.ts';
import { type Channel, wayOf } from '../../../features/cases/channels.ts';
import { day, moment } from '../../clock.ts';
import type { Opened } from '../../opened.ts';
import { firstWords } from '../../opened.ts';
import { Clock, Icon, Urgency, urgencyClock } from '../../parts/basic.tsx';
import { fill, languageName, many, named, w } from '../../words.ts';
import t from '../../words/triage.en.json' with { type: 'json' };

const WAY_ICONS = { call: 'call', chat: 'chat', page: 'pen', met: 'reader' } as const;
export const ChannelIcon = ({ channel }: { channel: Channel }) => <Icon id={WAY_ICONS[wayOf(channel)]} />;

/** Set by J and K: the line that is chosen next takes the focus when it is drawn. */
let focusNext = false;
export const focusNextLine = (): void => void (focusNext = true);

type LineProps = {
  row: InboxRow;
  on: boolean;
  now: number;
  inside: Opened | null | undefined;
  go: () => void;
};

export function Line({ row, on, now, inside, go }: LineProps) {
  const due = row.withdrawn || row.state === 'closed' ? null : row.dueAt;
  const known = row.knownAt !== null && row.state === 'waiting' && !row.withdrawn;
  return (
    <button
      type="button"
      className={`it ${on ? 'on' : ''} ${row.state === 'waiting' ? '' : 'read'} ${known ? 'known' : ''}`}
      aria-current={on ? 'true' : undefined}
      ref={(element) => {
        if (!on || !element || !focusNext) return;
        element.focus({ preventScroll: true });
        focusNext = false;
      }}
      onClick={go}
    >
      <Urgency code={row.urgency} />
      <Title row={row} inside={inside} />
      {row.state === 'answered' && !due ? (
        <span className="due">{w.inbox.answered}</span>
      ) : (
        <Clock due={urgencyClock(known ? 'P0' : row.urgency, due, now)} />
      )}
      <span className="m">
        <Marks row={row} inside={inside} due={due} />
      </span>
    </button>
  );
}

function Marks({
  row,
  inside,
  due,
}: {
  row: InboxRow;
  inside: Opened | null | undefined;
  due: string | null;
}) {
  const category = inside?.categories[0];
  return (
    <>
      <span title={named(t.channel, row.channel)}>
        <ChannelIcon channel={row.channel} />
        <span className="vh">{named(t.channel, row.channel)}</span>
      </span>
      {row.knownAt && <span className="heedc b">{t.line.known}</span>}
      {category && (
        <span>
          <Icon id={category.toLowerCase()} /> {category}
        </span>
      )}
      <span className="cut">{row.jobseeker ? t.line.jobseeker : (row.place.name ?? w.inbox.noPlace)}</span>
      {row.assignee && <span>{row.assignee.name ?? w.thread.us}</span>}
      {row.subStatus && <span>{row.subStatus.replaceAll('_', ' ')}</span>}
      {row.snoozedUntil && <span>{fill(t.line.until, { when: moment(row.snoozedUntil) })}</span>}
      {inside && inside.language !== 'und' && (
        <span title={languageName(inside.language)}>{inside.language}</span>
      )}
      {row.caseNumber !== null && <span>{fill(w.inbox.case, { n: row.caseNumber })}</span>}
      {row.help && <span>{t.line.help}</span>}
      {row.writtenDown && <span>{t.line.written}</span>}
      {row.linked > 0 && <span>{many(t.line.linked, row.linked)}</span>}
      {row.others > 0 && <span>{many(t.line.others, row.others)}</span>}
      {row.lastKind !== 'report' && <span>{named(w.inbox.last, row.lastKind)}</span>}
      {row.flagged && <span className="heedc">{w.inbox.flagged}</span>}
      {!due && <span>{day(row.receivedDay)}</span>}
    </>
  );
}

function Title({ row, inside }: { row: InboxRow; inside: Opened | null | undefined }) {
  if (row.withdrawn) return <span className="t">{w.inbox.withdrawn}</span>;
  if (inside === undefined) return <span className="t sk" aria-label={w.states.opening} />;
  if (inside === null) return <span className="t dim">{row.first ? w.inbox.notOurs : w.inbox.nothing}</span>;
  const words = firstWords(inside.words || inside.place?.described || '');
  return words ? (
    <span className="t" lang={inside.language} dir="auto">
      “{words}”
    </span>
  ) : (
    <span className="t dim">{w.inbox.noWords}</span>
  );
}
