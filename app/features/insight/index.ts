/** Figures: the only door other slices may use. */
export { type FiguresReleased, releaseFigures } from './actions.ts';
export { insightRoutes } from './routes.ts';
