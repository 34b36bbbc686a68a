/** Numbers that are free and answered day and night, by country (ISO 3166-1 alpha-2). Ambulance first. */
export const EMERGENCY: Readonly<Record<string, readonly string[]>> = {
  TH: ['1669', '191'],
  MY: ['999'],
  IN: ['112'],
};
