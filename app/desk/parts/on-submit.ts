import type { FormEvent } from 'react';

/** A form's own sending, by Enter or its button; the page stays. */
export const onSubmit = (run: () => void) => (event: FormEvent) => {
  event.preventDefault();
  run();
};
