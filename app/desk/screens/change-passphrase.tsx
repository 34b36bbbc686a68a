/** The same key under a new passphrase: everything that was shared stays readable. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { rewrapMemberKey } from '../../../seal/index.ts';
import { DESK, Halt, post } from '../api.ts';
import { Button, Card } from '../parts/basic.tsx';
import { Said } from '../parts/states.tsx';
import { currentVault } from '../vault.ts';
import { w } from '../words.ts';
import { PassphraseFields } from './first-keys.tsx';
import { onSubmit } from '../parts/on-submit.ts';

export function ChangePassphrase() {
  const client = useQueryClient();
  const [passphrase, setPassphrase] = useState('');
  const change = useMutation({
    mutationFn: async () => {
      const member = currentVault()?.member;
      if (!member) throw new Halt(w.alarm.noSeal);
      const { kty, crv, x, y } = member;
      const wrapped = await rewrapMemberKey(member, passphrase);
      await post(`${DESK}/me/key`, { publicJwk: { kty, crv, x, y }, wrapped });
    },
    onSuccess: async () => {
      setPassphrase('');
      // Else the old wrapping, still in memory, would open with the old passphrase until the next reload.
      await client.invalidateQueries({ queryKey: ['me'] });
    },
  });
  return (
    <Card title={w.members.passphrase}>
      <form key={change.submittedAt} className="in g formcol" onSubmit={onSubmit(() => change.mutate())}>
        <PassphraseFields value={passphrase} set={setPassphrase} />
        <Said error={change.error} />
        {change.isSuccess && <p role="status">{w.members.passphraseDone}</p>}
        <div>
          <Button type="submit" disabled={change.isPending}>
            {change.isPending ? w.firstKeys.making : w.members.passphraseChange}
          </Button>
        </div>
      </form>
    </Card>
  );
}
