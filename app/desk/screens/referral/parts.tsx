/** Parts that the screens of referrals share. */
import type { ReferralRow } from '../../../features/referral/contract.ts';
import { day } from '../../clock.ts';
import { Icon, Tag } from '../../parts/basic.tsx';
import { fill, named } from '../../words.ts';
import r from '../../words/referral.en.json' with { type: 'json' };

export const stateWords = (row: ReferralRow): string =>
  row.withdrawn ? r.list.gone : named(r.state, row.state);
export const isLate = (row: ReferralRow, now: string): boolean =>
  row.dueAt !== null &&
  row.answeredDay === null &&
  row.withdrawn === null &&
  row.sentDay !== null &&
  row.dueAt < now;
export const aboutWords = (row: ReferralRow): string =>
  row.about ? fill(r.list.aboutBroker, { name: row.about.name }) : r.list.aboutWorker;

/** Where it stands, in words and a pictogram: never by colour alone. */
export const State = ({ row, now }: { row: ReferralRow; now: string }) =>
  isLate(row, now) ? (
    <span className="heedc b">
      <Icon id="notdone" /> {fill(r.list.lateSince, { day: day(row.dueAt) })}
    </span>
  ) : (
    <Tag>{stateWords(row)}</Tag>
  );

export const options = (list: Readonly<Record<string, string>>, codes: readonly string[]) =>
  codes.map((value) => ({ value, label: named(list, value) }));
