/** The package: everything off, a preview of exactly what goes, sealed here to one receiver. */
import { Textarea } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { CaseView } from '../../../features/cases/contract.ts';
import { FIELD_GROUPS, type FieldGroup } from '../../../features/referral/codes.ts';
import type { ReferralRow, ReferralView } from '../../../features/referral/contract.ts';
import { DESK, Halt, get, post } from '../../api.ts';
import { monthName } from '../../clock.ts';
import { Barred, Button, Icon } from '../../parts/basic.tsx';
import { Loading, Said, Wrong } from '../../parts/states.tsx';
import { sealToOther } from '../../sealing.ts';
import { useMember } from '../../session.ts';
import { fill, named, w } from '../../words.ts';
import r from '../../words/referral.en.json' with { type: 'json' };

/** What the case itself knows; the rest is written for this one receiver. */
const known = (view: CaseView): Partial<Record<FieldGroup, string>> => ({
  issues: view.issues.map((issue) => `${issue.code} ${issue.label}`).join('\n'),
  workplace: view.case.place.name ?? '',
  period: monthName(view.case.firstReceived.slice(0, 7)),
});

type Props = { view: CaseView; row: ReferralRow; close: () => void };

export function SendForm({ view, row, close }: Props) {
  const one = useQuery({
    queryKey: ['referral', row.docket, row.id],
    queryFn: () => get<ReferralView>(`${DESK}/referrals/${row.docket}/${row.id}`),
    staleTime: 0,
  });
  if (one.isError) return <Wrong error={one.error} />;
  if (!one.data) return <Loading rows={4} />;
  const step = one.data.allowed.find(({ to }) => to === 'sent');
  if (!step || step.blocked)
    return (
      <div className="d g">
        <Barred why={step?.blocked ?? r.detail.noSteps}>{r.pack.send}</Barred>
      </div>
    );
  return <Package view={view} row={row} seq={one.data.seq} sealTo={one.data.sealTo} close={close} />;
}

type Sending = Props & { seq: number; sealTo: ReferralView['sealTo'] };

function Package({ view, row, seq, sealTo, close }: Sending) {
  const me = useMember();
  const client = useQueryClient();
  const [on, setOn] = useState<readonly FieldGroup[]>([]);
  const [texts, setTexts] = useState<Partial<Record<FieldGroup, string>>>(() => known(view));
  const [issueIds, setIssues] = useState<readonly string[]>([]);
  const facts = FIELD_GROUPS.filter((group) => on.includes(group)).map((group) => ({
    group,
    words: (texts[group] ?? '').trim(),
  }));
  const send = useMutation({
    mutationFn: async () => {
      if (!sealTo) throw new Halt(fill(r.offer.noKey, { name: row.with.name }));
      const said = { v: 1, kind: 'referral', language: 'en', words: '', facts };
      const envelope = await sealToOther(me, sealTo, said);
      await post(`${DESK}/referrals/${row.docket}/${row.id}/send`, { envelope, groups: on, issueIds, seq });
    },
    onSuccess: async () => {
      await Promise.all(['referrals', 'referral', 'case'].map((first) => client.invalidateQueries({ queryKey: [first] }))); // prettier-ignore
      close();
    },
  });
  const toggle = <T extends string>(list: readonly T[], item: T): T[] =>
    list.includes(item) ? list.filter((one) => one !== item) : [...list, item];
  const ready = facts.length > 0 && facts.every(({ words }) => words !== '');
  return (
    <div className="d g">
      <p className="sm measure">{fill(r.pack.why, { name: row.with.name })}</p>
      <fieldset className="g tight">
        <legend>{r.pack.pick}</legend>
        {FIELD_GROUPS.map((group) => (
          <div key={group} className="g tight">
            <label className="sp sm">
              <input type="checkbox" checked={on.includes(group)} onChange={() => setOn(toggle(on, group))} />
              {named(r.group, group)}
            </label>
            {on.includes(group) && (
              <Textarea
                aria-label={named(r.group, group)}
                autosize
                minRows={1}
                maxRows={8}
                maxLength={4_000}
                value={texts[group] ?? ''}
                onChange={(event) => {
                  const typed = event.currentTarget.value;
                  setTexts((before) => ({ ...before, [group]: typed }));
                }}
              />
            )}
          </div>
        ))}
      </fieldset>
      {view.issues.length > 0 && row.with.kind === 'labour_office' && (
        <fieldset className="g tight">
          <legend>{r.pack.issues}</legend>
          {view.issues.map((issue) => (
            <label key={issue.issueId} className="sp sm">
              <input
                type="checkbox"
                checked={issueIds.includes(issue.issueId)}
                onChange={() => setIssues(toggle(issueIds, issue.issueId))}
              />
              <span className="codeid">{issue.code}</span> {issue.label}
            </label>
          ))}
          <span className="xs dim">{r.pack.issuesHint}</span>
        </fieldset>
      )}
      <section aria-label={r.pack.preview} className="statement us">
        <h3>{r.pack.preview}</h3>
        {facts.length === 0 ? <p className="dim sm">{r.pack.nothing}</p> : <Facts facts={facts} />}
        <p className="xs dim">
          {fill(r.pack.with, {
            service: named(r.service, row.service),
            purpose: named(r.purpose, row.purpose),
            urgency: row.urgency,
          })}
        </p>
      </section>
      <Said error={send.error} />
      <div className="sp">
        <span className="xs dim">
          <Icon id="lock" /> {fill(r.pack.sealed, { name: row.with.name })}
        </span>
        <span className="grow" />
        <Button go disabled={!ready || send.isPending} onClick={() => send.mutate()}>
          {send.isPending ? w.states.sending : r.pack.send}
        </Button>
      </div>
    </div>
  );
}

/** As the receiver will see it. */
export const Facts = ({ facts }: { facts: readonly { group: string; words: string }[] }) => (
  <dl className="kv sm">
    {facts.map(({ group, words }) => (
      <div key={group} style={{ display: 'contents' }}>
        <dt>{named(r.group, group)}</dt>
        <dd className="pre" dir="auto">
          {words}
        </dd>
      </div>
    ))}
  </dl>
);
