/** Who of the team answers for a case. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { CaseView } from '../../../features/cases/contract.ts';
import { DESK, post } from '../../api.ts';
import { Button } from '../../parts/basic.tsx';
import { Said } from '../../parts/states.tsx';
import { useMember } from '../../session.ts';
import c from '../../words/cases.en.json' with { type: 'json' };
import { useTeam } from './team.ts';

export function Owner({ view }: { view: CaseView }) {
  const me = useMember();
  const team = useTeam();
  const client = useQueryClient();
  const { docket, caseId, owner } = view.case;
  const give = useMutation({
    mutationFn: (to: string | null) =>
      post(`${DESK}/cases/${docket}/${caseId}/owner`, { owner: to, was: owner?.memberId ?? null }),
    onSettled: () =>
      Promise.all(['case', 'cases'].map((first) => client.invalidateQueries({ queryKey: [first] }))),
  });
  const gone = owner && !team.some(({ memberId }) => memberId === owner.memberId);
  return (
    <span className="sp sm">
      <label className="sp">
        <span className="dim">{c.owner.label}</span>
        <select
          className="pick"
          aria-label={c.owner.label}
          value={owner?.memberId ?? ''}
          disabled={give.isPending}
          onChange={(event) => give.mutate(event.currentTarget.value || null)}
        >
          <option value="">{c.owner.nobody}</option>
          {gone && <option value={owner.memberId}>{owner.name}</option>}
          {team.map(({ memberId, name }) => (
            <option key={memberId} value={memberId}>
              {name}
            </option>
          ))}
        </select>
      </label>
      {!owner && <Button onClick={() => give.mutate(me.member.memberId)}>{c.owner.take}</Button>}
      <Said error={give.error} />
    </span>
  );
}
