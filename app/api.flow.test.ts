import assert from 'node:assert/strict';
import test from 'node:test';
import { testWorld } from '../test/world.ts';

test('the API describes itself, and nothing outside it', async () => {
  const t = await testWorld();
  try {
    const answer = await t.app.inject({ url: '/api/v1/openapi.json' });
    assert.equal(answer.statusCode, 200, answer.body.slice(0, 500));
    const { openapi, paths } = answer.json();
    assert.equal(openapi, '3.1.0');
    for (const path of [
      '/api/v1/reports',
      '/api/v1/thread/open',
      '/api/v1/desk/inbox',
      '/api/v1/open/figures',
    ])
      assert.ok(paths[path], path);
    assert.ok(Object.keys(paths).every((path) => path.startsWith('/api/')));
    const page = await t.app.inject({ url: '/api/docs' });
    assert.ok(page.body.includes('/api/v1/reports'));
    const health = await t.app.inject({ url: '/healthz' });
    assert.equal(health.statusCode, 200);
    assert.equal((await t.app.inject({ url: '/readyz' })).statusCode, 200);
    const nothing = await t.app.inject({ url: '/nothing/here' });
    assert.equal(nothing.statusCode, 404);
    assert.match(String(nothing.headers['content-type']), /problem\+json/);
  } finally {
    await t.close();
  }
});
