/** Several organisations on one matter, and buyers together: the only door other slices may use. */
export { jointRoutes } from './routes.ts';
export { keepParts } from './part.actions.ts';
