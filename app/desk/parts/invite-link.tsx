import { fullDay } from '../clock.ts';
import { fill, w } from '../words.ts';
import { Button } from './basic.tsx';

/** Shown once: the server keeps only its hash. */
export function InviteLink({ name, path, expires }: { name: string; path: string; expires: string }) {
  const link = location.origin + path;
  return (
    <div className="in g" role="status">
      <p className="sm">{fill(w.members.link, { name, day: fullDay(expires) })}</p>
      <p className="selectable codeid wrapany">{link}</p>
      <div>
        <Button onClick={() => void navigator.clipboard.writeText(link)}>{w.members.copy}</Button>
      </div>
    </div>
  );
}
