/** In a case: to whom each worker was referred, with what, and how far it is. */
import { Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { CaseView } from '../../../features/cases/contract.ts';
import type { ReferralRow, ReferralRows } from '../../../features/referral/contract.ts';
import { DESK, get } from '../../api.ts';
import { day } from '../../clock.ts';
import { Button, Card } from '../../parts/basic.tsx';
import { Empty, Loading, Wrong } from '../../parts/states.tsx';
import { fill, named } from '../../words.ts';
import r from '../../words/referral.en.json' with { type: 'json' };
import { OfferForm } from './offer-form.tsx';
import { State } from './parts.tsx';
import { SendForm } from './send-form.tsx';

export function ReferralPanel({ view }: { view: CaseView }) {
  const { docket, caseId } = view.case;
  const [form, setForm] = useState<'offer' | ReferralRow>();
  const close = () => setForm(undefined);
  const list = useQuery({
    queryKey: ['referrals', docket, caseId],
    queryFn: () => get<ReferralRows>(`${DESK}/cases/${docket}/${caseId}/referrals`),
    staleTime: 0,
  });
  if (list.isError) return <Wrong error={list.error} again={() => void list.refetch()} />;
  if (!list.data) return <Loading rows={3} />;
  const { rows, now } = list.data;
  return (
    <Card title={r.panelText.title} aside={<Button onClick={() => setForm('offer')}>{r.offer.open}</Button>}>
      {rows.length === 0 && <Empty>{r.panelText.empty}</Empty>}
      {rows.map((row) => (
        <div key={row.id} className="statement us">
          <h3>
            {row.with.name}
            <State row={row} now={now} />
            <span className="grow" />
            <span className="dim">
              {row.sentDay ? fill(r.detail.sentOn, { day: day(row.sentDay) }) : day(row.offeredDay)}
            </span>
          </h3>
          <p className="sm dim">
            {named(r.service, row.service)}: {named(r.purpose, row.purpose)}
            {row.groups.length > 0 && `. ${row.groups.map((one) => named(r.group, one)).join(', ')}`}
          </p>
          <div className="sp">
            {(row.state === 'offered' || row.state === 'accepted') && !row.withdrawn && (
              <Button go onClick={() => setForm(row)}>
                {r.panelText.send}
              </Button>
            )}
            <Link
              to="/referrals/$docket/$id"
              params={{ docket: String(row.docket), id: row.id }}
              className="bt"
            >
              {r.panelText.open}
            </Link>
          </div>
        </div>
      ))}
      <Modal opened={form === 'offer'} onClose={close} title={r.offer.title} size="lg">
        <OfferForm view={view} close={close} />
      </Modal>
      <Modal
        opened={typeof form === 'object'}
        onClose={close}
        title={typeof form === 'object' ? fill(r.pack.title, { name: form.with.name }) : ''}
        size="lg"
      >
        {typeof form === 'object' && <SendForm view={view} row={form} close={close} />}
      </Modal>
    </Card>
  );
}
