/** A link for one person, once. It goes by a way that the lead trusts; the product sends no mail about it. */
import { Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { z } from 'zod';
import type { inviteAnswer } from '../../features/network/contract.ts';
import { useAct } from '../act.ts';
import { DESK } from '../api.ts';
import { Button, Card } from '../parts/basic.tsx';
import { InviteLink } from '../parts/invite-link.tsx';
import { Said } from '../parts/states.tsx';
import { named, w } from '../words.ts';
import { onSubmit } from '../parts/on-submit.ts';

type Invited = z.infer<typeof inviteAnswer>;

export function Invite({ roles }: { roles: readonly string[] }) {
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<string | null>(roles.at(-1) ?? null);
  const [made, setMade] = useState<Invited & { name: string }>();
  const invite = useAct<object, Invited>(`${DESK}/members`, ['members'], (answer) => {
    setMade({ ...answer, name });
    setName('');
    setEmail('');
  });
  return (
    <Card title={w.members.invite}>
      <form className="in g formcol" onSubmit={onSubmit(() => invite.mutate({ name, email, role }))}>
        <TextInput
          label={w.members.name}
          required
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label={w.signIn.email}
          type="email"
          required
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <Select
          label={w.members.role}
          value={role}
          onChange={setRole}
          data={roles.map((value) => ({ value, label: named(w.role, value) }))}
        />
        <Said error={invite.error} />
        <div>
          <Button type="submit" disabled={invite.isPending}>
            {w.members.makeLink}
          </Button>
        </div>
      </form>
      {made && <InviteLink name={made.name} path={made.path} expires={made.expires} />}
    </Card>
  );
}
