/** What whoever leads does about a colleague: role, sessions, a fresh invitation. */
import { NativeSelect } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useAct } from '../../act.ts';
import { DESK, post } from '../../api.ts';
import { Button } from '../../parts/basic.tsx';
import { Said } from '../../parts/states.tsx';
import { fill, many, named, w } from '../../words.ts';
import words from '../../words/members.en.json' with { type: 'json' };
import type { Colleague } from '../new-key.tsx';

export function RoleOf({ colleague, roles }: { colleague: Colleague; roles: readonly string[] }) {
  const change = useAct<{ role: string; was: string }>(`${DESK}/members/${colleague.memberId}/role`, ['members', 'me']); // prettier-ignore
  if (roles.length < 2) return <>{named(w.role, colleague.role)}</>;
  return (
    <>
      <NativeSelect
        miw={130}
        aria-label={fill(words.roles.change, { name: colleague.name })}
        value={colleague.role}
        disabled={change.isPending}
        onChange={(event) => change.mutate({ role: event.currentTarget.value, was: colleague.role })}
        data={roles.map((role) => ({ value: role, label: named(w.role, role) }))}
      />
      <Said error={change.error} />
    </>
  );
}

export function EndSessionsOf({ colleague }: { colleague: Colleague }) {
  const client = useQueryClient();
  const [sure, setSure] = useState(false);
  const end = useMutation({
    mutationFn: () => post<{ ended: number }>(`${DESK}/members/${colleague.memberId}/end-sessions`),
    onSuccess: () => client.invalidateQueries({ queryKey: ['members'] }),
  });
  const s = words.sessions;
  return (
    <>
      <Button
        disabled={end.isPending}
        onBlur={() => setSure(false)}
        onClick={() => (sure ? end.mutate() : setSure(true))}
      >
        {sure ? s.ofColleagueSure : s.ofColleague}
      </Button>
      {end.data && (
        <span role="status" className="xs">
          {many(s.ended, end.data.ended)}
        </span>
      )}
      <Said error={end.error} />
    </>
  );
}
