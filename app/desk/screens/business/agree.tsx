/** Agreement to an action, by who works on the case, after those whom it is for were asked. */
import { useState } from 'react';
import type { EmployerAction } from '../../../features/remedy/contract.ts';
import { useAct } from '../../act.ts';
import { Button } from '../../parts/basic.tsx';
import { Said } from '../../parts/states.tsx';
import { w } from '../../words.ts';
import b from '../../words/business.en.json' with { type: 'json' };

const WHO = ['workers', 'representative', 'both'] as const;

export function Agree({ path, action, close }: { path: string; action: EmployerAction; close: () => void }) {
  const [consulted, setConsulted] = useState<(typeof WHO)[number]>();
  const agree = useAct<{ was: number; consulted: string }>(path, ['business', 'case', 'cases'], close);
  return (
    <div className="d g">
      <p className="sm measure">{b.plan.agreeWhy}</p>
      <fieldset className="radios">
        <legend>{b.plan.consulted}</legend>
        {WHO.map((one) => (
          <label key={one}>
            <input
              type="radio"
              name="consulted"
              checked={consulted === one}
              onChange={() => setConsulted(one)}
            />
            {b.consulted[one]}
          </label>
        ))}
      </fieldset>
      <Said error={agree.error} />
      <div className="sp">
        <span className="grow" />
        <Button
          go
          disabled={!consulted || agree.isPending}
          onClick={() => consulted && agree.mutate({ was: action.n, consulted })}
        >
          {agree.isPending ? w.states.sending : b.plan.agree}
        </Button>
      </div>
    </div>
  );
}
