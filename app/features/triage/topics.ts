/** What is asked for and answered from the directory: the INF codes, which never count as issues. */
export const helpCodes = ['INF-01', 'INF-02', 'INF-03', 'INF-04', 'INF-05'] as const;
export type HelpCode = (typeof helpCodes)[number];
