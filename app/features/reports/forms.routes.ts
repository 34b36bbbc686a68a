import type { FastifyRequest } from 'fastify';
import { type PostedForm, formOf } from './noscript-forms.ts';

const MOST_PHOTO = 12 * 1024 * 1024;

/** Reads an urlencoded or multipart form into memory. Files beyond the bound are dropped while they stream in. */
export async function readForm(request: FastifyRequest): Promise<PostedForm> {
  const fields = new Map<string, string[]>();
  const add = (name: string, value: string) => void fields.set(name, [...(fields.get(name) ?? []), value]);
  if (!request.isMultipart()) {
    const body = request.body instanceof URLSearchParams ? request.body : new URLSearchParams();
    for (const [name, value] of body) add(name, value);
    return formOf(fields);
  }
  const files: Buffer[] = [];
  let tooLarge = false;
  for await (const part of request.parts({
    limits: { fileSize: MOST_PHOTO, files: 5, fieldSize: 120_000, fields: 80 },
  })) {
    if (part.type === 'field') {
      add(part.fieldname, String(part.value));
      continue;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of part.file) chunks.push(chunk);
    if (part.file.truncated) tooLarge = true;
    else if (chunks.length > 0) files.push(Buffer.concat(chunks));
  }
  return formOf(fields, files, tooLarge);
}
