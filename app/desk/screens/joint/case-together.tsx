/** The part of a case that is done with others: what runs, what can be offered to buyers, whom to ask. */
import { MultiSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { z } from 'zod';
import type { CaseView } from '../../../features/cases/contract.ts';
import type { CaseTogether, JointRow } from '../../../features/joint/contract.ts';
import type { orgsAnswer } from '../../../features/network/contract.ts';
import { useAct } from '../../act.ts';
import { DESK, get } from '../../api.ts';
import { Barred, Button, Card, Outcome, Tag } from '../../parts/basic.tsx';
import { Empty, Loading, Said, Wrong } from '../../parts/states.tsx';
import { newId } from '../../sealing.ts';
import { useMember } from '../../session.ts';
import { countryName, fill } from '../../words.ts';
import j from '../../words/joint.en.json' with { type: 'json' };

export function CaseTogetherPanel({ view }: { view: CaseView }) {
  const { docket, caseId } = view.case;
  const at = `${DESK}/cases/${docket}/${caseId}/together`;
  const found = useQuery({
    queryKey: ['joint', 'case', docket, caseId],
    queryFn: () => get<CaseTogether>(at),
  });
  if (found.isError) return <Wrong error={found.error} again={() => void found.refetch()} />;
  if (!found.data) return <Loading rows={3} />;
  return (
    <>
      <Card title={j.case.title}>
        {found.data.rows.length === 0 && <Empty>{j.case.none}</Empty>}
        {found.data.rows.map((row) => (
          <Running key={row.jointId} row={row} />
        ))}
        <Invite view={view} />
      </Card>
      <Card title={j.case.buyers}>
        <div className="in g">
          <p className="sm dim">
            {found.data.buyers.length === 0
              ? j.case.noBuyers
              : fill(j.case.buyersAre, { names: found.data.buyers.map(({ name }) => name).join(', ') })}
          </p>
          {found.data.issues.map((issue) => (
            <Offer key={issue.issueId} at={at} issue={issue} />
          ))}
        </div>
      </Card>
    </>
  );
}

const Running = ({ row }: { row: JointRow }) => (
  <div className="statement sp wrapped">
    {row.code && <span className="codeid">{row.code}</span>}
    <Tag>{j.kind[row.kind]}</Tag>
    {row.kind === 'remediation' && <Outcome outcome={row.outcome} side="employer" />}
    <span className="grow" />
    <Link
      className="bt"
      to="/together/$docket/$joint"
      params={{ docket: String(row.docket), joint: row.jointId }}
    >
      {j.case.see}
    </Link>
  </div>
);

function Offer({ at, issue }: { at: string; issue: CaseTogether['issues'][number] }) {
  const [jointId] = useState(newId);
  const offer = useAct<object>(at, ['joint', 'together']);
  if (issue.jointId)
    return (
      <p className="sm">
        <span className="codeid">{issue.code}</span> {issue.label} <Tag>{j.case.offered}</Tag>
      </p>
    );
  const words = fill(issue.early ? j.case.early : j.case.offer, { code: issue.code });
  const first = issue.blocked[0];
  return (
    <div className="g">
      {first && !issue.early ? (
        <Barred why={issue.blocked.map(({ why }) => why).join(' ')}>{words}</Barred>
      ) : (
        <span className="sp wrapped">
          <Button
            go={!issue.early}
            disabled={offer.isPending}
            onClick={() => offer.mutate({ jointId, issueId: issue.issueId, early: issue.early })}
          >
            {words}
          </Button>
          <span className="sm dim">{issue.early ? first?.why : issue.label}</span>
        </span>
      )}
      <Said error={offer.error} />
    </div>
  );
}

function Invite({ view }: { view: CaseView }) {
  const { orgId } = useMember().member;
  const { docket, caseId, placedIn } = view.case;
  const [jointId, setJointId] = useState(newId);
  const [invite, setInvite] = useState<string[]>([]);
  const orgs = useQuery({
    queryKey: ['orgs'],
    queryFn: () => get<z.infer<typeof orgsAnswer>>(`${DESK}/orgs`),
  });
  const open = useAct<object>(`${DESK}/together`, ['joint', 'together'], () => {
    setJointId(newId());
    setInvite([]);
  });
  const others = (orgs.data?.orgs ?? []).filter(
    ({ id, kind }) => id !== orgId && ['cso', 'union', 'labour_office'].includes(kind),
  );
  return (
    <div className="in g">
      <p className="xs dim measure">{j.case.hint}</p>
      <MultiSelect
        label={j.case.with}
        searchable
        value={invite}
        onChange={setInvite}
        data={others.map(({ id, name, country }) => ({
          value: id,
          label: `${name}, ${countryName(country)}`,
        }))}
      />
      <Said error={open.error} />
      <span>
        <Button
          disabled={invite.length === 0 || open.isPending}
          onClick={() => open.mutate({ jointId, docket: placedIn, case: { docket, caseId }, invite })}
        >
          {j.case.open}
        </Button>
      </span>
    </div>
  );
}
