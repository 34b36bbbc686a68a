import type { FastifyInstance } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { type Refusal, refuse } from '../features/refusal.ts';

/** A schema's "no", with the path of every field that is not as it should be. An Error, since Fastify throws it. */
export class Unreadable extends Error implements Refusal {
  readonly refused = 'invalid' as const;
  readonly why: string;
  readonly fields: NonNullable<Refusal['fields']>;
  readonly statusCode = 422;

  constructor(fields: NonNullable<Refusal['fields']>) {
    const refusal = refuse('invalid', 'Some of what was sent is not as it should be. Nothing was changed.');
    super(refusal.why);
    this.why = refusal.why;
    this.fields = fields;
  }
}

/** `/rows/3/name` is written `rows[3].name`, as refusals of rules write it. */
const pathOf = (pointer: string): string =>
  pointer
    .split('/')
    .filter(Boolean)
    .map((part, i) => (/^\d+$/.test(part) ? `[${part}]` : i === 0 ? part : `.${part}`))
    .join('');

/** Routes of this instance take and give what their zod schemas say. */
export function parseWithZod(app: FastifyInstance): void {
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setSchemaErrorFormatter(
    (errors) =>
      new Unreadable(
        errors.slice(0, 100).map((e) => ({ path: pathOf(e.instancePath), why: e.message ?? 'not right' })),
      ),
  );
}
