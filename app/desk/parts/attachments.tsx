/** A sealed photo or file, opened only when somebody asks. */
import { useMutation } from '@tanstack/react-query';
import { useEffect } from 'react';
import { hex, sha256 } from '../../../seal/index.ts';
import { DESK, Halt, getBytes } from '../api.ts';
import { openPhoto } from '../vault.ts';
import { fill, w } from '../words.ts';
import { Button, Icon } from './basic.tsx';
import { Said } from './states.tsx';

export type File = { readonly n: number; readonly sha256: string; readonly size: number };

/** Drawn as a picture only if it is one of these: anything else is offered as a file, never run in the page. */
const PICTURES = ['image/jpeg', 'image/png', 'image/webp'];

async function fetchAndOpen(file: File): Promise<{ url: string; type: string }> {
  const sealed = await getBytes(`${DESK}/files/${file.sha256}`);
  if (hex(await sha256(sealed)) !== file.sha256) throw new Halt(w.files.altered);
  const photo = await openPhoto(sealed);
  if (!photo) throw new Halt(w.files.notOurs);
  const picture = PICTURES.includes(photo.type);
  const type = picture ? photo.type : 'application/octet-stream';
  return { url: URL.createObjectURL(new Blob([photo.bytes], { type })), type };
}

type What = 'photo' | 'evidence';

export const Attachments = ({ files, what = 'photo' }: { files: readonly File[]; what?: What }) =>
  files.length === 0 ? null : (
    <div className="attachments">
      {files.map((file) => (
        <Attachment key={file.sha256} file={file} of={files.length} what={what} />
      ))}
    </div>
  );

function Attachment({ file, of, what }: { file: File; of: number; what: What }) {
  const open = useMutation({ mutationFn: () => fetchAndOpen(file) });
  const url = open.data?.url;
  useEffect(() => () => { if (url) URL.revokeObjectURL(url); }, [url]); // prettier-ignore
  const name = fill(w.files[what], { n: file.n, of });
  if (!open.data)
    return (
      <span>
        <Button
          icon={what === 'photo' ? 'camera' : 'doc'}
          onClick={() => open.mutate()}
          disabled={open.isPending}
        >
          {open.isPending
            ? w.states.opening
            : fill(w.files.open, { name, size: Math.ceil(file.size / 1024) })}
        </Button>
        <Said error={open.error} />
      </span>
    );
  if (open.data.type.startsWith('image/')) return <img className="photo" src={open.data.url} alt={name} />;
  return (
    <a className="bt" href={open.data.url} download={`evidence-${file.n}`}>
      <Icon id="doc" /> {fill(w.files.save, { name })}
    </a>
  );
}
