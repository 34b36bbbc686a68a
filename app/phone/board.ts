/** Pages that are only read: the way out and the listen buttons, nothing else. */
import { startShell } from './shell.ts';

startShell();
