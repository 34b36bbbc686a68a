/** What is done with several cases at once, and how it is taken back. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { OwnersDone } from '../../../features/cases/list.contract.ts';
import { DESK, post } from '../../api.ts';
import { Button } from '../../parts/basic.tsx';
import { Said } from '../../parts/states.tsx';
import { fill, many } from '../../words.ts';
import c from '../../words/cases.en.json' with { type: 'json' };
import { setLook, useLook } from './list-state.ts';
import { useTeam } from './team.ts';

type Given = { owner: string | null; name: string; answer: OwnersDone };

export function Bulk() {
  const { chosen } = useLook();
  const team = useTeam();
  const client = useQueryClient();
  const [owner, setOwner] = useState('');
  const [given, setGiven] = useState<Given>();
  const [undone, setUndone] = useState(false);
  const again = () => client.invalidateQueries({ queryKey: ['cases'] });
  const give = useMutation({
    mutationFn: async (): Promise<Given> => {
      const to = owner || null;
      const cases = [...chosen.values()].map(({ docket, caseId, ownerId }) => ({
        docket,
        caseId,
        was: ownerId,
      }));
      const answer = await post<OwnersDone>(`${DESK}/case-owners`, { owner: to, cases });
      return {
        owner: to,
        name: team.find(({ memberId }) => memberId === to)?.name ?? c.list.nobodyName,
        answer,
      };
    },
    onSuccess: (answer) => {
      setGiven(answer);
      setUndone(false);
      setLook({ chosen: new Map() });
    },
    onSettled: again,
  });
  const undo = useMutation({
    // Each goes back to whom it was with.
    mutationFn: async ({ owner: was, answer }: Given) => {
      for (const before of new Set(answer.done.map((one) => one.was))) {
        const cases = answer.done
          .filter((one) => one.was === before)
          .map(({ docket, caseId }) => ({ docket, caseId, was }));
        await post(`${DESK}/case-owners`, { owner: before, cases });
      }
    },
    onSuccess: () => {
      setGiven(undefined);
      setUndone(true);
    },
    onSettled: again,
  });
  if (chosen.size === 0 && !given && !undone) return null;
  return (
    <div className="bar1 wrap bulk" role="region" aria-label={many(c.list.chosen, chosen.size)}>
      {chosen.size > 0 && (
        <>
          <b className="sm">{many(c.list.chosen, chosen.size)}</b>
          <label className="sp sm">
            {c.list.giveTo}
            <select className="pick" value={owner} onChange={(event) => setOwner(event.currentTarget.value)}>
              <option value="">{c.list.nobodyName}</option>
              {team.map(({ memberId, name }) => (
                <option key={memberId} value={memberId}>
                  {name}
                </option>
              ))}
            </select>
          </label>
          <Button go disabled={give.isPending} onClick={() => give.mutate()}>
            {c.list.give}
          </Button>
          <Button onClick={() => setLook({ chosen: new Map() })}>{c.list.clear}</Button>
        </>
      )}
      {given && (
        <span className="sp sm" role="status">
          {fill(many(c.list.given, given.answer.done.length), { name: given.name })}
          {given.answer.done.length > 0 && (
            <Button disabled={undo.isPending} onClick={() => undo.mutate(given)}>
              {c.list.undo}
            </Button>
          )}
          {given.answer.refused.length > 0 &&
            fill(many(c.list.refused, given.answer.refused.length), {
              why: given.answer.refused[0]?.why ?? '',
            })}
        </span>
      )}
      {undone && !given && (
        <span className="sm" role="status">
          {c.list.undone}
        </span>
      )}
      <Said error={give.error ?? undo.error} />
    </div>
  );
}
