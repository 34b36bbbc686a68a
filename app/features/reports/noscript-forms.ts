/** A posted form: every field may come several times; files only on the last screen. */
export type PostedForm = {
  all(name: string): readonly string[];
  files: readonly Uint8Array[];
  tooLarge: boolean;
};

export function formOf(
  fields: ReadonlyMap<string, readonly string[]>,
  files: readonly Uint8Array[] = [],
  tooLarge = false,
): PostedForm {
  return { all: (name) => fields.get(name) ?? [], files, tooLarge };
}

export const firstOf = (form: PostedForm, name: string): string => form.all(name)[0] ?? '';

/** The latest day that it is anywhere on earth, for a date that a worker gives: UTC+14. */
export const latestDay = (now: Date): string =>
  new Date(now.getTime() + 14 * 3_600_000).toISOString().slice(0, 10);
