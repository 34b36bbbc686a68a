/** In the order in which it came. Words open here, or it is said why they don't. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ItemView, JointView } from '../../../features/joint/contract.ts';
import { DESK, post } from '../../api.ts';
import { day } from '../../clock.ts';
import { Attachments } from '../../parts/attachments.tsx';
import { Button, Card, Icon } from '../../parts/basic.tsx';
import { Said } from '../../parts/states.tsx';
import { newId } from '../../sealing.ts';
import { useMember } from '../../session.ts';
import { useOpened } from '../../use-opened.ts';
import { fill, named, w } from '../../words.ts';
import j from '../../words/joint.en.json' with { type: 'json' };
import { sealCopies } from './copies.ts';
import { nameOf } from './names.ts';

export function Log({ view }: { view: JointView }) {
  const opened = useOpened(
    useMemo(
      () =>
        view.items.flatMap(({ itemId, envelope }) =>
          envelope ? [{ id: `${itemId} ${envelope.length}`, envelope }] : [],
        ),
      [view.items],
    ),
  );
  return (
    <Card title={j.log.title}>
      {view.items.map((item) => {
        const found = item.envelope ? opened.get(`${item.itemId} ${item.envelope.length}`) : null;
        return <Entry key={item.itemId} view={view} item={item} words={found === undefined ? undefined : (found?.words ?? null)} />; // prettier-ignore
      })}
    </Card>
  );
}

/** What was done, in the words of its code. */
function deed(view: JointView, item: ItemView): string {
  const of = (list: Readonly<Record<string, string>>) => named(list, item.code ?? '');
  switch (item.kind) {
    case 'task':
      return fill(j.log.task, { what: of(j.tasks.code), who: nameOf(view, item.owner ?? 0) });
    case 'task_passed':
      return fill(j.log.task_passed, { who: nameOf(view, item.owner ?? 0) });
    case 'decision':
      return fill(j.log.decision, { what: of(j.decision) });
    case 'act':
      return fill(j.log.act, { what: of(j.lever), day: day(item.day) });
    case 'closed':
      return fill(j.log.closed, { what: of(j.end) });
    default:
      return j.log[item.kind];
  }
}

/** Who sealed the copy that is read here, where it wasn't the writer: its words rest on that party alone. */
const passerOf = (view: JointView, item: ItemView): number | undefined =>
  item.envelope === null || item.toNos.includes(view.you.no)
    ? undefined
    : view.items.find(
        ({ kind, re, toNos }) => kind === 'passed' && re === item.itemId && toNos.includes(view.you.no),
      )?.by;

/** Everybody but the writer; the writer, where nobody else has it. */
const readersOf = (view: JointView, item: ItemView): string => {
  const others = item.toNos.filter((no) => no !== item.by);
  return (others.length > 0 ? others : item.toNos).map((no) => nameOf(view, no)).join(', ');
};

type EntryProps = { view: JointView; item: ItemView; words: string | null | undefined };
function Entry({ view, item, words }: EntryProps) {
  const own = item.by === view.you.no;
  const passer = passerOf(view, item);
  const speaks = item.toNos.length > 0 && item.kind !== 'passed';
  return (
    <div className={`statement ${own ? 'us' : ''}`}>
      <h3>
        {nameOf(view, item.by)} <span className="dim">{deed(view, item)}</span>
        <span className="grow" />
        {item.kind !== 'act' && <span className="dim">{day(item.day)}</span>}
      </h3>
      {speaks && item.envelope === null && (
        <p className="sm dim">
          <Icon id="lock" /> {j.log.notSealed}
        </p>
      )}
      {item.envelope !== null && (
        <p className="said pre">{words === undefined ? w.states.opening : (words ?? j.log.unreadable)}</p>
      )}
      <Attachments files={item.files} what="evidence" />
      {passer !== undefined && (
        <p className="xs heedc">{fill(j.log.passedOn, { name: nameOf(view, passer) })}</p>
      )}
      {speaks && item.envelope !== null && (
        <p className="xs dim">
          <Icon id="lock" /> {fill(j.log.readBy, { names: readersOf(view, item) })}
        </p>
      )}
      {words && <PassOn view={view} item={item} words={words} />}
    </div>
  );
}

/** Those who are in and have no copy, as far as this party can tell: those it was sealed to or passed on to have one. */
const without = (view: JointView, item: ItemView): JointView['sealTo'] => {
  const passed = view.items.filter(({ kind, re }) => kind === 'passed' && re === item.itemId);
  const have = new Set([item.by, ...item.toNos, ...passed.flatMap(({ toNos }) => toNos)]);
  return view.sealTo.filter(({ no, reader }) => !have.has(no) && !reader && no !== view.you.no);
};

function PassOn({ view, item, words }: { view: JointView; item: ItemView; words: string }) {
  const me = useMember();
  const client = useQueryClient();
  const pass = useMutation({
    mutationFn: async (to: JointView['sealTo'][number]) => {
      const copies = await sealCopies(me, view, { words, files: [], to: [to] });
      const body = { kind: 'passed', itemId: newId(), re: item.itemId, copies };
      await post(`${DESK}/together/${view.docket}/${view.jointId}/items`, body);
    },
    onSuccess: () => client.invalidateQueries({ queryKey: ['joint'] }),
  });
  const to = view.may.includes('pass_on') ? without(view, item) : [];
  if (to.length === 0) return null;
  return (
    <div className="sp wrapped">
      {to.map((one) => (
        <Button key={one.no} disabled={pass.isPending} onClick={() => pass.mutate(one)}>
          {fill(j.log.passOn, { name: one.name })}
        </Button>
      ))}
      <Said error={pass.error} />
    </div>
  );
}
