// Bundles the browser's code: what `npm start` does by itself when a source has changed.
import { buildHere } from '../app/build.ts';

const { phone, desk } = await buildHere();
console.log(`${Object.keys(phone).length} files for the phone, ${Object.keys(desk).length} for the desk`);
