/** What is done with a thread all day, each by one key. */
import { useState } from 'react';
import type { ThreadView } from '../../../features/cases/contract.ts';
import { useAct } from '../../act.ts';
import { DESK } from '../../api.ts';
import { moment } from '../../clock.ts';
import { useKeys } from '../../keyboard.tsx';
import { Button } from '../../parts/basic.tsx';
import { Said } from '../../parts/states.tsx';
import { useMember } from '../../session.ts';
import type { Found } from '../../use-opened.ts';
import { fill, w } from '../../words.ts';
import t from '../../words/triage.en.json' with { type: 'json' };
import { FromDirectory } from './from-directory.tsx';
import { useQueueNav } from './nav.ts';
import { PutOff } from './put-off.tsx';
import { useSettings } from './pick.tsx';
import { Rank } from './rank.tsx';

const READS = ['thread', 'inbox', 'case', 'cases'];
const STEP_UP: Readonly<Record<string, string>> = { P3: 'P2', P2: 'P1', P1: 'P0' };

type Was = { urgency: string; known: boolean };
type Ranking = { urgency?: string; known?: boolean; was: Was };

export function QueueBar({ view, inside }: { view: ThreadView; inside: Found }) {
  const [doing, setDoing] = useState<'info' | 'later' | 'rank'>();
  const { thread } = view;
  const base = `${DESK}/triage/threads/${thread.docket}/${thread.threadId}`;
  const me = useMember().member.memberId;
  const { next } = useQueueNav();
  const rank = useAct<Ranking>(`${base}/urgency`, READS);
  const assign = useAct<{ to: string | null; was: string | null }>(`${base}/assign`, READS);
  const help = useAct<{ help: boolean }>(`${DESK}/threads/${thread.docket}/${thread.threadId}/help`, READS);
  const coded = useAct<{ jobseeker: boolean }>(`${base}/coded`, READS);
  const was = { urgency: thread.urgency, known: thread.knownAt !== null };
  const up = STEP_UP[thread.urgency];
  const holder = thread.assignee?.memberId ?? null;
  const acts = {
    take: () => assign.mutate({ to: holder === me ? null : me, was: holder }),
    raise: () => (up ? rank.mutate({ urgency: up, was }) : setDoing('rank')),
    // Taking this back needs a reason.
    known: () => (was.known ? setDoing('rank') : rank.mutate({ known: true, was })),
    help: () => help.mutate({ help: !thread.help }),
    jobseeker: () => coded.mutate({ jobseeker: !thread.jobseeker }),
  };
  useKeys([
    { key: 'M', does: t.keys.mine, run: acts.take },
    { key: 'U', does: t.keys.raise, run: acts.raise },
    { key: '!', does: t.keys.known, run: acts.known },
    { key: 'I', does: t.keys.info, run: () => setDoing('info') },
    { key: 'H', does: t.keys.help, run: acts.help },
    { key: 'Z', does: t.keys.later, run: () => setDoing('later') },
    { key: 'B', does: t.keys.jobseeker, run: acts.jobseeker },
    { key: 'R', does: t.keys.rank, run: () => setDoing('rank') },
  ]);
  if (thread.withdrawn || thread.erasing) return null;
  const close = () => setDoing(undefined);
  return (
    <>
      {was.known && (
        <p className="knownbar" role="note">
          {t.bar.oneHour}
        </p>
      )}
      <div className="qbar" role="toolbar" aria-label={t.bar.label}>
        <Button hotkey="M" aria-pressed={holder === me} onClick={acts.take}>
          {holder === me
            ? t.bar.mine
            : holder
              ? fill(t.bar.theirs, { name: thread.assignee?.name ?? w.thread.us })
              : t.bar.take}{' '}
        </Button>
        <Button hotkey="I" onClick={() => setDoing('info')}>
          {t.bar.info}
        </Button>
        <Button hotkey="U" onClick={acts.raise}>
          {up ? t.bar.raise : t.bar.rank}
        </Button>
        <Button hotkey="!" aria-pressed={was.known} onClick={acts.known}>
          {was.known ? t.bar.isKnown : t.bar.known}
        </Button>
        <Button hotkey="H" aria-pressed={thread.help} onClick={acts.help}>
          {thread.help ? w.acts.isHelp : w.acts.help}
        </Button>
        {thread.place.kind === 'unplaced' && (
          <Button hotkey="B" aria-pressed={thread.jobseeker} onClick={acts.jobseeker}>
            {thread.jobseeker ? t.bar.isJobseeker : t.bar.jobseeker}
          </Button>
        )}
        <Button hotkey="Z" onClick={() => setDoing('later')}>
          <Later view={view} />
        </Button>
        <Button hotkey="G" onClick={next}>
          {t.bar.next}
        </Button>
        <Said error={rank.error ?? assign.error ?? help.error ?? coded.error} />
      </div>
      {doing === 'info' && <FromDirectory view={view} inside={inside} base={base} close={close} />}
      {doing === 'later' && <PutOff view={view} base={base} close={close} />}
      {doing === 'rank' && <Rank view={view} base={base} close={close} />}
    </>
  );
}

function Later({ view }: { view: ThreadView }) {
  const { subStatus, snoozedUntil } = view.thread;
  const settings = useSettings();
  if (snoozedUntil) return fill(t.bar.isLater, { when: moment(snoozedUntil) });
  if (!subStatus) return t.bar.later;
  const words = settings.data?.subStatuses.find(({ code }) => code === subStatus)?.words;
  return fill(t.bar.waits, { what: words ?? subStatus.replaceAll('_', ' ') });
}
