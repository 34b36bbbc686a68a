/** Who sees the cases of compartments: given by whoever leads; the one for children by two. */
import { useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import { type Compartment, compartmentOf } from '../../../features/protection/compartments.ts';
import type { rolesAnswer } from '../../../features/protection/contract.ts';
import { useAct } from '../../act.ts';
import { DESK, get } from '../../api.ts';
import { Button, Card } from '../../parts/basic.tsx';
import { Said } from '../../parts/states.tsx';
import { readsWorkers, useMember } from '../../session.ts';
import { fill } from '../../words.ts';
import p from '../../words/protection.en.json' with { type: 'json' };

type Roles = z.infer<typeof rolesAnswer>;
const useRoles = (enabled = true) =>
  useQuery({
    queryKey: ['compartments'],
    queryFn: () => get<Roles>(`${DESK}/compartments`),
    enabled,
    retry: false,
  });
type Who = { memberId: string; name: string };

export function CompartmentRoles({ members }: { members: readonly Who[] }) {
  const reads = readsWorkers(useMember());
  const { data } = useRoles(reads);
  if (!reads || !data) return null;
  return (
    <Card title={p.roles.title}>
      <div className="in g">
        <p className="xs dim">{p.roles.hint}</p>
        <div className="tablewrap">
          <table className="t">
            <thead>
              <tr>
                <th>{p.roles.member}</th>
                {data.kinds.map(({ kind }) => (
                  <th key={kind}>{p.compartment[kind]}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {members.map((member) => (
                <tr key={member.memberId}>
                  <td>{member.name}</td>
                  {data.kinds.map(({ kind }) => (
                    <td key={kind}>
                      <Role data={data} member={member} kind={kind} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        {data.kinds.some(({ nobody }) => nobody) && <p className="note1">{p.roles.nobody}</p>}
      </div>
    </Card>
  );
}

function Role({ data, member, kind }: { data: Roles; member: Who; kind: Compartment }) {
  const act = useAct<object>(`${DESK}/members/${member.memberId}/compartments`, [
    'compartments',
    'cases',
    'inbox',
  ]);
  const row = data.rows.find((r) => r.memberId === member.memberId && r.kind === kind);
  const button = (does: 'grant' | 'agree' | 'take', words: string) => (
    <Button disabled={act.isPending} onClick={() => act.mutate({ kind, act: does })}>
      {words}
    </Button>
  );
  return (
    <span className="sp wrap">
      {row && !row.inForce && <span className="xs">{p.roles.waits}</span>}
      {row && !row.inForce && row.grantedBy !== data.me && button('agree', p.roles.agree)}
      {data.may && (row ? button('take', p.roles.take) : button('grant', p.roles.give))}
      {row?.inForce && !data.may && '✓'}
      <Said error={act.error} />
    </span>
  );
}

/** Before an issue is coded: who codes it may lose the case by it. */
export function CompartmentWarning({ code }: { code: string }) {
  const kind = compartmentOf(code);
  const { data } = useRoles(kind !== undefined);
  if (!kind || !data) return null;
  const mine = data.kinds.find((k) => k.kind === kind)?.mine ?? false;
  const words = mine ? p.compartment.warnMine : p.compartment.warn;
  return (
    <p className="note1" role="alert">
      {fill(words, { kind: p.compartment[kind] })}
    </p>
  );
}
