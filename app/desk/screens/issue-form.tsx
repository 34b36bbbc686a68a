/** Coding an issue among the 111 codes, and its severity: the highest of three (UNGP 14). */
import { NumberInput, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import type { CaseView, CodesList, IssueView } from '../../features/cases/contract.ts';
import { useAct } from '../act.ts';
import { DESK, get } from '../api.ts';
import { Button, Icon } from '../parts/basic.tsx';
import { Loading, Said, Wrong } from '../parts/states.tsx';
import { newId } from '../sealing.ts';
import { fill, named, w } from '../words.ts';
import { CompartmentWarning } from './protection/roles.tsx';

type Code = CodesList['codes'][number];
type Grade = { scale: number; scope: number; irremediability: number };
type Props = { view: CaseView; issue: IssueView | undefined; close: () => void };

export const useCodes = () =>
  useQuery({ queryKey: ['codes'], queryFn: () => get<CodesList>(`${DESK}/codes`), staleTime: Infinity });

/** How many people, by reference 4.3; the share of the workforce may put it higher, which the case worker sees. */
const scopeOf = (count: number): number => (count >= 100 ? 4 : count >= 10 ? 3 : count >= 2 ? 2 : 1);

export function IssueForm({ view, issue, close }: Props) {
  const codes = useCodes();
  const [issueId] = useState(newId);
  const [code, setCode] = useState<Code>();
  const [grade, setGrade] = useState<Grade>(issue ?? { scale: 2, scope: 1, irremediability: 1 });
  const [affected, setAffected] = useState<number | ''>('');
  const [reason, setReason] = useState('');
  const base = `${DESK}/cases/${view.case.docket}/${view.case.caseId}/issues`;
  const add = useAct<object>(issue ? `${base}/${issue.issueId}/grade` : base, ['case', 'cases'], close);
  if (codes.isError) return <Wrong error={codes.error} />;
  if (!codes.data) return <Loading rows={3} />;
  const { scale, scope, irremediability } = grade;
  const keep = () =>
    add.mutate(
      issue
        ? { scale, scope, irremediability, reason: reason.trim() }
        : { issueId, code: code?.code, scale, scope, irremediability, affected: affected === '' ? { unknown: true } : { count: affected } }, // prettier-ignore
    );
  const can = (issue ? reason.trim().length >= 3 : code !== undefined) && !add.isPending;
  return (
    <div className="d g">
      {issue ? (
        <p>
          <span className="codeid">{issue.code}</span> {issue.label}
        </p>
      ) : (
        <CodeSearch
          codes={codes.data.codes}
          chosen={code}
          choose={(found) => {
            setCode(found);
            setGrade((before) => ({ ...before, scale: found.defaultScale }));
          }}
        />
      )}
      {!issue && code && <CompartmentWarning code={code.code} />}
      <Grades grade={grade} set={setGrade} />
      {issue ? (
        <TextInput
          label={w.issues.reason}
          required
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      ) : (
        <NumberInput
          label={w.issues.howMany}
          description={w.issues.howManyHint}
          min={1}
          max={1_000_000}
          allowDecimal={false}
          value={affected}
          onChange={(value) => {
            const count = typeof value === 'number' ? value : '';
            setAffected(count);
            if (count !== '') setGrade((before) => ({ ...before, scope: scopeOf(count) }));
          }}
        />
      )}
      <Said error={add.error} />
      <div className="sp">
        <b className="grow">
          {fill(w.issues.makes, {
            n: Math.max(scale, scope, irremediability),
            words: named(w.severity, String(Math.max(scale, scope, irremediability))),
          })}{' '}
          {/* prettier-ignore */}
          <span className="xs dim"> {w.issues.highest}</span>
        </b>
        <Button go disabled={!can} onClick={keep}>
          {w.issues.keep}
        </Button>
        <Button onClick={close}>{w.states.cancel}</Button>
      </div>
    </div>
  );
}

const GRADES = ['scale', 'scope', 'irremediability'] as const;

function Grades({ grade, set }: { grade: Grade; set: (grade: Grade) => void }) {
  return (
    <table className="t grades">
      <tbody>
        {GRADES.map((which) => {
          const from = which === 'scale' ? 0 : 1;
          return (
            <tr key={which}>
              <th scope="row">{named(w.issues.grade, which)}</th>
              <td>
                <div className="scale" role="radiogroup" aria-label={named(w.issues.grade, which)}>
                  {[0, 1, 2, 3, 4]
                    .filter((n) => n >= from)
                    .map((n) => (
                      <label key={n} className={grade[which] === n ? 'on' : ''}>
                        <input
                          type="radio"
                          name={which}
                          checked={grade[which] === n}
                          onChange={() => set({ ...grade, [which]: n })}
                        />
                        {n}
                      </label>
                    ))}
                </div>
              </td>
              <td className="xs dim">{named(w.gradeWords[which], String(grade[which]))}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

type SearchProps = { codes: readonly Code[]; chosen: Code | undefined; choose: (code: Code) => void };

const matching = (codes: readonly Code[], typed: string): readonly Code[] => {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const text = (c: Code) =>
    `${c.code} ${c.label} ${named(w.category, c.category)} ${c.ilo.join(' ')}`.toLowerCase();
  return codes.filter((code) => words.every((word) => text(code).includes(word)));
};

function CodeSearch({ codes, chosen, choose }: SearchProps) {
  const [typed, setTyped] = useState('');
  const search = useDeferredValue(typed);
  const found = matching(codes, search);
  return (
    <div className="g">
      <label className="searchbox">
        <Icon id="search" />
        <span className="vh">{w.issues.search}</span>
        <input
          data-autofocus
          type="search"
          placeholder={fill(w.issues.searchHint, { n: codes.length })}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && found[0]) {
              event.preventDefault();
              choose(found[0]);
            }
          }}
        />
      </label>
      <div className="picks short" role="radiogroup" aria-label={w.issues.search}>
        {found.map((code) => (
          <label key={code.code} className={`pickrow ${chosen?.code === code.code ? 'on' : ''}`}>
            <input
              type="radio"
              name="code"
              className="vh"
              checked={chosen?.code === code.code}
              onChange={() => choose(code)}
            />
            <span className="codeid">{code.code}</span>
            <Icon id={code.category.toLowerCase()} />
            <span className="grow">{code.label}</span>
            <span className="xs dim">{code.ilo.join(' ')}</span>
            {!code.counts && <span className="tag">{w.issues.help}</span>}
          </label>
        ))}
        {found.length === 0 && <span className="dim pad">{w.inbox.nothingFound}</span>}
      </div>
    </div>
  );
}
