/** The community's page: who must still be told, what everybody may read, who files for others, who was met. */
import { useMember } from '../../session.ts';
import words from '../../words/community.en.json' with { type: 'json' };
import { Coordinators } from '../assisted/coordinators.tsx';
import { Notices } from './notices.tsx';
import { Outreach } from './outreach.tsx';
import { Owed, Satisfaction } from './owed.tsx';
import { Warnings } from './warnings.tsx';

export function Community() {
  const { kind } = useMember().member;
  const reader = kind === 'cso' || kind === 'union';
  return (
    <>
      <div className="bar1">
        <h1>{reader ? words.title : words.warnings.title}</h1>
      </div>
      <div className="g pad">
        {reader ? (
          <>
            <Owed />
            <Notices />
            <Coordinators />
            <Satisfaction />
            <Outreach />
          </>
        ) : (
          <Warnings />
        )}
      </div>
    </>
  );
}
