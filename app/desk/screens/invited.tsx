/** A colleague follows the link: password, second step, then their own key. */
import { PasswordInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import type { enrolAnswer, invitationAnswer } from '../../features/network/contract.ts';
import { post, SIGN } from '../api.ts';
import { Button, Icon } from '../parts/basic.tsx';
import { Loading, Said, Wrong } from '../parts/states.tsx';
import { fill, named, w } from '../words.ts';
import { onSubmit } from '../parts/on-submit.ts';
import { EnrolmentView } from './sign-in.tsx';

export function Invited() {
  // The fragment is never sent to a server by the browser; it goes in a body, once.
  const [token] = useState(() => location.hash.slice(1));
  const [password, setPassword] = useState('');
  const invitation = useQuery({
    queryKey: ['invitation'],
    queryFn: () => post<z.infer<typeof invitationAnswer>>(`${SIGN}/invitation`, { token }),
    retry: false,
    staleTime: Infinity,
  });
  const accept = useMutation({
    mutationFn: () => post<z.infer<typeof enrolAnswer>>(`${SIGN}/invitation/accept`, { token, password }),
    onSuccess: () => history.replaceState(null, '', '/desk/invited'),
  });
  return (
    <main className="d alone">
      <header className="sp alonehead">
        <Icon id="mark" size="i28" />
        <h1>{w.invited.title}</h1>
      </header>
      {invitation.isPending && <Loading rows={2} />}
      {invitation.isError && <Wrong error={invitation.error} />}
      {invitation.data && !accept.data && (
        <form className="g formcol" onSubmit={onSubmit(() => accept.mutate())}>
          <p>
            {fill(w.invited.who, {
              name: invitation.data.name,
              org: invitation.data.orgName,
              role: named(w.role, invitation.data.role),
            })}
          </p>
          <PasswordInput
            label={w.setup.password}
            description={w.setup.passwordHint}
            autoComplete="new-password"
            required
            minLength={12}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <Said error={accept.error} />
          <Button go type="submit" disabled={accept.isPending}>
            {w.signIn.next}
          </Button>
        </form>
      )}
      {accept.data && <EnrolmentView enrolment={accept.data} done={() => location.assign('/desk')} />}
    </main>
  );
}
