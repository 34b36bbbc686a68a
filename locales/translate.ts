/** `{name}` is replaced; a name without a value stays, so that a test sees it. Runs on the phone too. */
export const translator =
  <Key extends string>(words: Readonly<Partial<Record<Key, string>>>) =>
  (key: Key, values: Readonly<Record<string, string | number>> = {}): string =>
    (words[key] ?? key).replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
