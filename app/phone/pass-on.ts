/** Answers that a worker passes on to who wrote the report down: sealed here, to that one reader. */
import { seal } from '../../seal/envelope-seal.ts';
import { thumbprint } from '../../seal/keys.ts';
import { type Opened, textOf, type Thread } from '../features/reports/thread.ts';

export type Share = { readonly statementId: string; readonly content: string };

/** What was not passed on yet. Only an answer's words and day: nothing that says which report it belongs to. */
export async function sharesOf(thread: Thread, statements: readonly Opened[]): Promise<Share[]> {
  const helper = thread.filing?.helper;
  const shared = thread.filing?.shared ?? [];
  if (!helper) return [];
  const reader = { kid: await thumbprint(helper), jwk: helper };
  const answers = statements.filter((s) => s.by && s.opened && !shared.includes(s.id));
  return Promise.all(
    answers.map(async (s) => ({
      statementId: s.id,
      content: await seal(
        { v: 1, kind: 'passed_on', words: textOf(s, 'words'), day: s.recorded.slice(0, 10) },
        [reader],
      ),
    })),
  );
}
