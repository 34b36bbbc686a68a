// The baseline of intake: a bare Fastify route with one INSERT of as many bytes, on the same database.
import Fastify from 'fastify';
import pg from 'pg';

const url = process.argv[2] ?? '';
const admin = new pg.Client({ connectionString: url });
await admin.connect();
await admin.query(
  'drop schema if exists bench cascade; create schema bench; create table bench.report (id uuid primary key, body text not null)',
);
await admin.end();
// As many connections as the program's own intake has.
const pool = new pg.Pool({ connectionString: url, max: 8 });
const app = Fastify({ logger: false });
app.post<{ Body: { id: string; body: string } }>('/report', async (request, reply) => {
  await pool.query({
    name: 'insert',
    text: 'insert into bench.report values ($1, $2)',
    values: [request.body.id, request.body.body],
  });
  return reply.code(201).send({ ok: true });
});
await app.listen({ host: '127.0.0.1', port: Number(process.argv[3]) });
process.send?.('ready');
process.once('disconnect', () => void app.close().then(() => pool.end()));
