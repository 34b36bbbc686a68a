/** Files that a worker asks for. Their names say nothing. */

function download(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

export const saveText = (text: string, name: string): void =>
  download(new Blob([text], { type: 'text/plain;charset=utf-8' }), name);

/** The code as a picture for the gallery: digits only, no word about what they open. */
export function savePicture(groups: readonly string[]): void {
  const canvas = document.createElement('canvas');
  canvas.width = 720;
  canvas.height = 160 + 130 * groups.length;
  const draw = canvas.getContext('2d');
  if (!draw) return;
  draw.fillStyle = '#fff';
  draw.fillRect(0, 0, canvas.width, canvas.height);
  draw.fillStyle = '#15201c';
  draw.font = '700 110px ui-monospace,monospace';
  draw.textAlign = 'center';
  groups.forEach((group, i) => draw.fillText(group, canvas.width / 2, 170 + 130 * i));
  canvas.toBlob((blob) => blob && download(blob, 'note.png'), 'image/png');
}
