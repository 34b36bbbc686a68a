// The door of rights: what those who spoke may ask for, and what an organisation must do about it.
export { placeThread } from './place.actions.ts';
