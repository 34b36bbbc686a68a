/** People from the community who file for others: enrolled with a slip, counted by what workers say of it, ended. */
import { TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import type { coordinatorsAnswer } from '../../../features/assisted/contract.ts';
import { formatCode, lookupId, newCode, stretch } from '../../../../seal/index.ts';
import { useAct } from '../../act.ts';
import { DESK, get, post } from '../../api.ts';
import { fullDay } from '../../clock.ts';
import { Button, Card, Icon, Tag } from '../../parts/basic.tsx';
import { onSubmit } from '../../parts/on-submit.ts';
import { Empty, Loading, Said, Wrong } from '../../parts/states.tsx';
import { newId, sealToTeam } from '../../sealing.ts';
import { useMember } from '../../session.ts';
import { fill, many, named } from '../../words.ts';
import w from '../../words/assisted.en.json' with { type: 'json' };
import { type Name, useNames } from './use-names.ts';

type List = z.infer<typeof coordinatorsAnswer>;
type Row = List['coordinators'][number];
const PATH = `${DESK}/assisted/coordinators`;

export const nameOf = (found: Name | null | undefined): string =>
  found === undefined ? w.opening : (found?.name ?? w.cannotOpen);

export function Coordinators() {
  const list = useQuery({ queryKey: ['coordinators'], queryFn: () => get<List>(PATH) });
  const rows = list.data?.coordinators ?? [];
  const names = useNames(rows.map(({ coordinatorId: id, envelope }) => ({ id, envelope })));
  return (
    <Card title={w.title}>
      <div className="in g">
        <p className="sm">{w.what}</p>
        {list.isError && <Wrong error={list.error} />}
        {list.isPending && <Loading rows={2} />}
        {list.data && rows.length === 0 && <Empty>{w.none}</Empty>}
        {rows.map((row) => (
          <One
            key={row.coordinatorId}
            row={row}
            name={names.get(row.coordinatorId)}
            may={list.data?.may ?? false}
          />
        ))}
        {list.data?.may && <Enrol />}
      </div>
    </Card>
  );
}

function One({ row, name, may }: { row: Row; name: Name | null | undefined; may: boolean }) {
  const [sure, setSure] = useState(false);
  const end = useAct<{ was: string }>(`${PATH}/${row.coordinatorId}/end`, ['coordinators']);
  return (
    <div className="statement" data-coordinator={row.state}>
      <div className="sp wrapped">
        <b>{nameOf(name)}</b>
        <span className="dim">{name?.place}</span>
        <Tag>{named(w.state, row.state)}</Tag>
        <span className="xs dim">{fill(w.since, { day: fullDay(row.enrolledOn) })}</span>
        <span className="grow" />
        {may && row.state !== 'ended' && (
          <Button
            disabled={end.isPending}
            onBlur={() => setSure(false)}
            onClick={() => (sure ? end.mutate({ was: row.state }) : setSure(true))}
          >
            {sure ? w.endSure : w.end}
          </Button>
        )}
      </div>
      <div className="sp wrapped sm">
        <span>{many(w.filed, row.filed)}</span>
        <span>{fill(w.confirmed, { n: row.confirmed })}</span>
        <span>{fill(w.corrected, { n: row.corrected })}</span>
        <span className={row.disowned > 0 ? 'heedc' : ''}>{fill(w.disowned, { n: row.disowned })}</span>
        <span className="dim">{fill(w.unanswered, { n: row.unanswered })}</span>
      </div>
      {row.flagged && (
        <p className="note1">
          <Icon id="inf" /> {w.flagged}
        </p>
      )}
      <Said error={end.error} />
    </div>
  );
}

/** The slip is made in this tab; the server gets what finds it, never the digits. */
function Enrol() {
  const me = useMember();
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [place, setPlace] = useState('');
  const [slip, setSlip] = useState<{ code: string; name: string }>();
  const enrol = useMutation({
    mutationFn: async () => {
      const { origin } = await get<{ origin: string }>('/w/directory.json');
      const code = newCode();
      await post(PATH, {
        coordinatorId: newId(),
        slip: await lookupId(await stretch(code, origin)),
        envelope: await sealToTeam(me, { name, place }),
      });
      return code;
    },
    onSuccess: (code) => {
      setSlip({ code, name });
      setName('');
      setPlace('');
      return client.invalidateQueries({ queryKey: ['coordinators'] });
    },
  });
  if (slip)
    return (
      <div className="statement g" role="status" data-slip>
        <h3>{fill(w.slip, { name: slip.name })}</h3>
        <p className="kitcode" translate="no">
          {formatCode(slip.code)
            .split(' ')
            .map((group, at) => (
              <span key={at}>{group}</span>
            ))}
        </p>
        <p className="sm">{fill(w.slipWhat, { name: slip.name })}</p>
        <Button go onClick={() => setSlip(undefined)}>
          {w.slipDone}
        </Button>
      </div>
    );
  return (
    <form className="formrow" onSubmit={onSubmit(() => enrol.mutate())}>
      <TextInput
        label={w.name}
        required
        maxLength={80}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <TextInput
        label={w.place}
        maxLength={80}
        value={place}
        onChange={(event) => setPlace(event.currentTarget.value)}
      />
      <Button type="submit" disabled={enrol.isPending}>
        {w.enrol}
      </Button>
      <Said error={enrol.error} />
    </form>
  );
}
