/** One write and what must be read again after it. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { isProblem, post } from './api.ts';

/** `reads`: first words of the query keys that the write changes. A conflict re-reads too: somebody else was first. */
export function useAct<Body extends object, Answer = unknown>(
  path: string,
  reads: readonly string[],
  after?: (answer: Answer) => void,
) {
  const client = useQueryClient();
  const again = () => Promise.all(reads.map((first) => client.invalidateQueries({ queryKey: [first] })));
  return useMutation({
    mutationFn: (body: Body) => post<Answer>(path, body),
    onSuccess: async (answer) => {
      await again();
      after?.(answer);
    },
    onError: (error) => (isProblem(error, 409) ? again() : undefined),
  });
}
