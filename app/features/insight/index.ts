/** Figures: the only door other slices may use. */
export { type FiguresReleased, releaseFigures } from './actions.ts';
export { insightRoutes } from './routes.ts';
/** What protects people, and when a quarter is closed: one rule for figures and for evidence. */
export { K_PARTNER } from './figure.ts';
export { closedQuarters } from './period.ts';
