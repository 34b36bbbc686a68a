/** A notice as it is written: public words that name nobody. */
import { Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { EVIDENCE, KINDS } from '../../../features/community/notice.ts';
import { useAct } from '../../act.ts';
import { Button } from '../../parts/basic.tsx';
import { onSubmit } from '../../parts/on-submit.ts';
import { Said } from '../../parts/states.tsx';
import { newId } from '../../sealing.ts';
import { named } from '../../words.ts';
import words from '../../words/community.en.json' with { type: 'json' };
import { NOTICES, type NoticeRow, type Place } from './notice-list.ts';

const w = words.notices;
const LANGUAGES = ['my', 'th', 'en'] as const;
type Draft = {
  kind: NoticeRow['kind'];
  country: string;
  region: string;
  corridor: string;
  validFrom: string;
  validUntil: string;
  placeDocket: string;
  subjectName: string;
  subjectOrg: string;
  evidence: string;
  texts: Record<(typeof LANGUAGES)[number], { title: string; words: string }>;
};
const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const NOTHING = { title: '', words: '' };

const draftOf = (n?: NoticeRow): Draft => ({
  kind: n?.kind ?? 'information',
  country: n?.country ?? '',
  region: n?.region ?? '',
  corridor: n?.corridor ?? '',
  validFrom: n?.validFrom ?? inDays(0),
  validUntil: n?.validUntil ?? inDays(90),
  placeDocket: String(n?.placeDocket ?? ''),
  subjectName: n?.subjectName ?? '',
  subjectOrg: n?.subjectOrg ?? '',
  evidence: n?.evidence ?? 'reported',
  texts: { en: n?.texts.en ?? NOTHING, my: n?.texts.my ?? NOTHING, th: n?.texts.th ?? NOTHING },
});

/** As the contract wants it: what is empty is not there. */
function bodyOf(draft: Draft) {
  const texts = LANGUAGES.flatMap((code) => {
    const { title, words: said } = draft.texts[code];
    return title.trim() && said.trim() ? [[code, { title, words: said }] as const] : [];
  });
  const warns = draft.kind === 'broker_warning';
  return {
    kind: draft.kind,
    country: draft.country,
    region: draft.region.trim() || null,
    corridor: draft.corridor.trim() || null,
    validFrom: draft.validFrom,
    validUntil: draft.validUntil,
    texts: Object.fromEntries(texts),
    placeDocket: draft.kind === 'what_changed' ? Number(draft.placeDocket) : null,
    subjectName: warns ? draft.subjectName : null,
    subjectOrg: warns ? draft.subjectOrg.trim() || null : null,
    evidence: warns ? draft.evidence : null,
    namesNobody: true,
  };
}

type Props = { before?: NoticeRow; places: readonly Place[]; close: () => void };
export function NoticeForm({ before, places, close }: Props) {
  const [noticeId] = useState(() => before?.noticeId ?? newId());
  const [draft, setDraft] = useState(() => draftOf(before));
  const [sure, setSure] = useState(false);
  const save = useAct<object>(NOTICES, ['notices'], close);
  const set = (more: Partial<Draft>) => setDraft((all) => ({ ...all, ...more }));
  const field = (
    name: 'country' | 'region' | 'corridor' | 'subjectName' | 'subjectOrg',
    label: string,
    required = false,
  ) => (
    <TextInput
      label={label}
      required={required}
      maxLength={120}
      value={draft[name]}
      onChange={(event) => set({ [name]: event.currentTarget.value })}
    />
  );
  const day = (name: 'validFrom' | 'validUntil', label: string) => (
    <TextInput
      type="date"
      label={label}
      required
      value={draft[name]}
      onChange={(event) => set({ [name]: event.currentTarget.value })}
    />
  );
  return (
    <form
      className="g statement"
      data-notice-form
      onSubmit={onSubmit(() => save.mutate({ noticeId, seq: before?.seq ?? 0, ...bodyOf(draft) }))}
    >
      <div className="formrow">
        <NativeSelect
          label={w.kind}
          value={draft.kind}
          onChange={(event) =>
            set({ kind: KINDS.find((one) => one === event.currentTarget.value) ?? 'information' })
          }
          data={KINDS.map((value) => ({ value, label: named(w.kinds, value) }))}
        />
        {field('country', w.country, true)}
        {field('region', w.region)}
        {field('corridor', w.corridor)}
        {day('validFrom', w.from)}
        {day('validUntil', w.until)}
      </div>
      {draft.kind === 'what_changed' && (
        <NativeSelect
          label={w.place}
          description={w.placeWhat}
          required
          value={draft.placeDocket}
          onChange={(event) => set({ placeDocket: event.currentTarget.value })}
          data={[
            { value: '', label: '' },
            ...places.map((p) => ({ value: String(p.docket), label: p.name })),
          ]}
        />
      )}
      {draft.kind === 'broker_warning' && (
        <div className="formrow">
          {field('subjectName', w.subject, true)}
          {field('subjectOrg', w.subjectOrg)}
          <NativeSelect
            label={w.evidence}
            value={draft.evidence}
            onChange={(event) => set({ evidence: event.currentTarget.value })}
            data={EVIDENCE.map((value) => ({ value, label: named(w.evidences, value) }))}
          />
        </div>
      )}
      {LANGUAGES.map((code) => (
        <Text key={code} code={code} draft={draft} set={set} />
      ))}
      <Checkbox
        label={w.namesNobody}
        required
        checked={sure}
        onChange={(event) => setSure(event.currentTarget.checked)}
      />
      <div className="sp wrapped">
        <Button go type="submit" disabled={save.isPending || !sure}>
          {w.save}
        </Button>
        <Button onClick={close}>{w.cancel}</Button>
      </div>
      <Said error={save.error} />
    </form>
  );
}

type TextProps = { code: (typeof LANGUAGES)[number]; draft: Draft; set: (more: Partial<Draft>) => void };
function Text({ code, draft, set }: TextProps) {
  const change = (more: { title?: string; words?: string }) =>
    set({ texts: { ...draft.texts, [code]: { ...draft.texts[code], ...more } } });
  return (
    <fieldset className="g tight" lang={code}>
      <legend className="sm">{named(w.language, code)}</legend>
      <TextInput
        aria-label={`${named(w.language, code)}: ${w.heading}`}
        placeholder={w.heading}
        maxLength={120}
        value={draft.texts[code].title}
        onChange={(event) => change({ title: event.currentTarget.value })}
      />
      <Textarea
        aria-label={`${named(w.language, code)}: ${w.words}`}
        placeholder={w.words}
        autosize
        minRows={2}
        maxLength={2000}
        value={draft.texts[code].words}
        onChange={(event) => change({ words: event.currentTarget.value })}
      />
    </fieldset>
  );
}
