/** A call or a visit becomes a thread: sealed here, opened by a code that the worker is told. */
import { Modal, Textarea } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { CHANNELS, type Channel, OWN_CHANNELS } from '../../../features/cases/channels.ts';
import type { ContactDone } from '../../../features/triage/contact.contract.ts';
import type { Urgency as Rank } from '../../../features/record/fields.ts';
import type { Directory } from '../../../features/reports/directory.ts';
import { formatCode } from '../../../../seal/index.ts';
import { get } from '../../api.ts';
import { Button } from '../../parts/basic.tsx';
import { Said } from '../../parts/states.tsx';
import { useMember } from '../../session.ts';
import { fill, languageName, named, w } from '../../words.ts';
import t from '../../words/triage.en.json' with { type: 'json' };
import { LANGUAGES, Pick } from './pick.tsx';
import { type Contact, newContact, sendContact } from './written.ts';

const WRITTEN = CHANNELS.filter((one) => !OWN_CHANNELS.includes(one));
const RANKS: readonly Rank[] = ['P0', 'P1', 'P2', 'P3'];

export function WriteDown({ close }: { close: () => void }) {
  const me = useMember();
  const client = useQueryClient();
  const directory = useQuery({ queryKey: ['public-directory'], queryFn: () => get<Directory>('/w/directory.json'), staleTime: 300_000 }); // prettier-ignore
  const [said, setSaid] = useState<Contact>({ channel: 'phone_hotline', language: 'my', where: 'unsaid', jobseeker: false, words: '', urgency: 'P2' }); // prettier-ignore
  const [agreed, setAgreed] = useState(false);
  // Chosen once: sending again after a silence is the same report under the same code.
  const [made] = useState(newContact);
  const set = (more: Partial<Contact>) => setSaid({ ...said, ...more });
  const keep = useMutation<ContactDone>({
    mutationFn: async () => {
      if (!directory.data) throw new Error('no directory');
      return sendContact(me, directory.data, made, said);
    },
    onSuccess: () => client.invalidateQueries({ queryKey: ['inbox'] }),
  });
  const places = directory.data?.places.filter(({ receiver }) => receiver === me.member.orgId) ?? [];
  if (keep.isSuccess) return <Code code={made.code} close={close} />;
  return (
    <Modal opened onClose={close} title={t.write.title} size="lg" closeOnClickOutside={false}>
      <form
        className="d g"
        onSubmit={(event) => {
          event.preventDefault();
          keep.mutate();
        }}
      >
        <p className="sm">{t.write.what}</p>
        <div className="choices">
          <Pick<Channel>
            name={t.write.channel}
            value={said.channel}
            all={WRITTEN}
            words={(one) => named(t.channel, one)}
            pick={(channel) => channel && set({ channel })}
          />{' '}
          <Pick
            name={t.write.language}
            value={said.language}
            all={LANGUAGES}
            words={languageName}
            pick={(language) => language && set({ language })}
          />{' '}
          <Pick
            name={t.write.danger}
            value={said.urgency}
            all={RANKS}
            words={(one) => `${one} ${named(w.urgency, one)}`}
            pick={(urgency) => urgency && set({ urgency })}
          />{' '}
          <label>
            <span>{t.write.place}</span>
            <select
              className="pick"
              value={said.where}
              onChange={(event) => set({ where: event.currentTarget.value })}
            >
              <option value="unsaid">{t.write.noPlace}</option>
              {places.map((place) => (
                <option key={place.docket} value={String(place.docket)}>
                  {place.name}
                </option>
              ))}
            </select>
          </label>
        </div>
        {said.where === 'unsaid' && (
          <label className="sp sm">
            <input
              type="checkbox"
              checked={said.jobseeker}
              onChange={(event) => set({ jobseeker: event.currentTarget.checked })}
            />{' '}
            {t.write.jobseeker}
          </label>
        )}
        <Textarea
          data-autofocus
          label={t.write.words}
          autosize
          minRows={4}
          maxLength={20_000}
          value={said.words}
          onChange={(event) => set({ words: event.currentTarget.value })}
        />
        <label className="sp sm">
          <input
            type="checkbox"
            checked={agreed}
            onChange={(event) => setAgreed(event.currentTarget.checked)}
          />{' '}
          {t.write.agreed}
        </label>
        <Said error={keep.error} />
        <div className="sp">
          <button
            type="submit"
            className="bt go"
            disabled={keep.isPending || !agreed || said.words.trim() === '' || !directory.data}
          >
            {keep.isPending ? t.write.sealing : t.write.keep}
          </button>
          <Button onClick={close}>{w.states.cancel}</Button>
        </div>
      </form>
    </Modal>
  );
}

function Code({ code, close }: { code: string; close: () => void }) {
  return (
    <Modal opened onClose={() => {}} withCloseButton={false} title={t.write.title} size="lg">
      <div className="d g">
        <p>{t.write.code}</p>
        <p className="bigcode" data-code>
          {formatCode(code)}
        </p>
        <p className="sm">{fill(t.write.codeWhat, { address: `${location.host}/w/open` })}</p>
        <Button go data-autofocus onClick={close}>
          {t.write.told}
        </Button>
      </div>
    </Modal>
  );
}
