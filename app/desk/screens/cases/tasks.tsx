/** What somebody of the team does about this case by a day. Words are sealed to the team in this tab. */
import { Modal, Select, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { CaseView } from '../../../features/cases/contract.ts';
import type { CaseTasks, TaskView } from '../../../features/cases/task.contract.ts';
import { DESK, get, isProblem, post } from '../../api.ts';
import { day } from '../../clock.ts';
import { useKeys } from '../../keyboard.tsx';
import { Button, Card, Icon } from '../../parts/basic.tsx';
import { Empty, Said } from '../../parts/states.tsx';
import { newId, sealToTeam } from '../../sealing.ts';
import { useMember } from '../../session.ts';
import { type Found, useOpened } from '../../use-opened.ts';
import { fill, w } from '../../words.ts';
import c from '../../words/cases.en.json' with { type: 'json' };
import { useTeam } from './team.ts';

export const useAgain = () => {
  const client = useQueryClient();
  return () => Promise.all(['case', 'cases', 'tasks'].map((first) => client.invalidateQueries({ queryKey: [first] }))); // prettier-ignore
};

export function Tasks({ view }: { view: CaseView }) {
  const { docket, caseId } = view.case;
  const [form, setForm] = useState<'new' | TaskView>();
  useKeys([{ key: 'T', does: c.tasks.key, run: () => setForm('new') }]);
  const found = useQuery({
    queryKey: ['case', String(docket), caseId, 'tasks'],
    queryFn: () => get<CaseTasks>(`${DESK}/cases/${docket}/${caseId}/tasks`),
  });
  const tasks = found.data?.tasks ?? [];
  const opened = useOpened(useMemo(() => tasks.map(sealedOf), [found.data]));
  return (
    <Card
      title={c.tasks.title}
      aside={
        <Button hotkey="T" onClick={() => setForm('new')}>
          {c.tasks.add}
        </Button>
      }
    >
      {found.data && tasks.length === 0 && <Empty>{c.tasks.empty}</Empty>}
      <Said error={found.error} />
      <ul className="clocklist">
        {tasks.map((task) => (
          <li key={task.taskId}>
            <OneTask task={task} inside={opened.get(sealedOf(task).id)} edit={() => setForm(task)} />
          </li>
        ))}
      </ul>
      <Modal
        opened={form !== undefined}
        onClose={() => setForm(undefined)}
        title={form === 'new' ? c.tasks.add : c.tasks.edit}
      >
        {form && (
          <TaskForm
            at={`${DESK}/cases/${docket}/${caseId}/tasks`}
            task={form === 'new' ? undefined : form}
            words={form === 'new' ? '' : (opened.get(sealedOf(form).id)?.words ?? '')}
            close={() => setForm(undefined)}
          />
        )}
      </Modal>
    </Card>
  );
}

/** A task that was changed has other words: what was opened before is not shown for it. */
export const sealedOf = ({ taskId, version, envelope }: TaskView) => ({
  id: `${taskId} ${version}`,
  envelope,
});

export function OneTask({ task, inside, edit }: { task: TaskView; inside: Found; edit?: () => void }) {
  const again = useAgain();
  const finish = useMutation({
    mutationFn: (done: boolean) =>
      post(`${DESK}/cases/${task.docket}/${task.caseId}/tasks/${task.taskId}/done`, { done, version: task.version }), // prettier-ignore
    onSettled: again,
  });
  const words = inside?.words ?? (inside === null ? w.thread.notOurs : c.tasks.opening);
  const late = !task.doneAt && task.dueOn !== null && task.dueOn < new Date().toISOString().slice(0, 10);
  return (
    <>
      <div className="sp wrapped">
        <label className="sp grow task">
          <input
            type="checkbox"
            aria-label={fill(c.tasks.done, { words })}
            checked={finish.isPending ? finish.variables : task.doneAt !== null}
            disabled={finish.isPending}
            onChange={(event) => finish.mutate(event.currentTarget.checked)}
          />
          <span className={task.doneAt ? 'dim struck' : ''}>{words}</span>
        </label>
        <span className="dim sm">{task.ownerName ?? c.tasks.whoNobody}</span>
        {task.doneAt ? (
          <span className="xs dim">
            {fill(c.tasks.doneBy, { name: task.doneBy ?? '', day: day(task.doneAt) })}
          </span>
        ) : (
          task.dueOn && (
            <span className={`sm ${late ? 'heedc b' : ''}`}>
              {fill(c.tasks.due, { day: day(task.dueOn) })}
            </span>
          )
        )}
        {edit && !task.doneAt && <Button onClick={edit}>{c.tasks.edit}</Button>}
      </div>
      {isProblem(finish.error, 409) ? (
        <p className="note1">{finish.error.message}</p>
      ) : (
        <Said error={finish.error} />
      )}
    </>
  );
}

type FormProps = { at: string; task: TaskView | undefined; words: string; close: () => void };
function TaskForm({ at, task, words: before, close }: FormProps) {
  const me = useMember();
  const team = useTeam();
  const again = useAgain();
  const [taskId] = useState(() => task?.taskId ?? newId());
  const [words, setWords] = useState(before);
  const [owner, setOwner] = useState(task ? task.owner : me.member.memberId);
  const [dueOn, setDueOn] = useState(task?.dueOn ?? '');
  const keep = useMutation({
    mutationFn: async () => {
      const envelope = await sealToTeam(me, { v: 1, kind: 'task', words: words.trim() });
      const said = { owner, dueOn: dueOn || null, envelope };
      await (task
        ? post(`${at}/${taskId}`, { ...said, version: task.version })
        : post(at, { taskId, ...said }));
    },
    onSuccess: close,
    onSettled: again,
  });
  return (
    <form
      className="d g"
      onSubmit={(event) => {
        event.preventDefault();
        keep.mutate();
      }}
    >
      <Textarea
        label={c.tasks.what}
        data-autofocus
        required
        autosize
        minRows={2}
        maxLength={2000}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      <Select
        label={c.tasks.who}
        value={owner ?? ''}
        onChange={(value) => setOwner(value || null)}
        comboboxProps={{ withinPortal: false }}
        data={[{ value: '', label: c.tasks.whoNobody }, ...team.map(({ memberId, name }) => ({ value: memberId, label: name }))]} // prettier-ignore
      />
      <TextInput
        type="date"
        label={c.tasks.by}
        value={dueOn}
        onChange={(event) => setDueOn(event.currentTarget.value)}
      />
      {isProblem(keep.error, 409) ? (
        <p className="note1">{keep.error.message}</p>
      ) : (
        <Said error={keep.error} />
      )}
      <div className="sp">
        <Button go type="submit" disabled={words.trim() === '' || keep.isPending}>
          {c.tasks.save}
        </Button>
        <Button onClick={close}>{w.states.cancel}</Button>
        <span className="grow" />
        <span className="xs dim">
          <Icon id="lock" /> {c.tasks.sealed}
        </span>
      </div>
    </form>
  );
}
