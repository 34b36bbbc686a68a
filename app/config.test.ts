import assert from 'node:assert/strict';
import test from 'node:test';
import { readConfig } from './config.ts';

test('beyond this machine without TLS is refused unless it is asked for by name', () => {
  assert.throws(() => readConfig(['--host', '0.0.0.0'], {}), /without TLS/);
  assert.throws(() => readConfig([], { HOST: '192.168.1.4' }), /without TLS/);
  assert.equal(readConfig(['--host', '0.0.0.0', '--plain-http-beyond-loopback'], {}).host, '0.0.0.0');
  for (const host of ['localhost', '127.0.0.1', '127.8.0.1', '::1'])
    assert.equal(readConfig(['--host', host], {}).host, host);
});

test('a flag wins over the environment, and a wrong one is named', () => {
  assert.equal(readConfig(['--port', '9000'], { PORT: '9001' }).port, 9000);
  assert.equal(readConfig([], { PORT: '9001' }).port, 9001);
  assert.throws(() => readConfig(['--port', '80a'], {}), /PORT must be a whole number/);
  assert.throws(() => readConfig(['--role', 'king'], {}), /--role/);
  assert.throws(() => readConfig(['--prot', '1'], {}));
});

test('the demo has its own name and beat; a real installation closes every six hours', () => {
  assert.deepEqual([readConfig([], {}).domain, readConfig([], {}).epochSeconds], ['demo.vouch.invalid', 10]);
  assert.deepEqual(
    [readConfig(['--empty'], {}).demo, readConfig(['--empty'], {}).epochSeconds],
    [false, 21_600],
  );
});

test('the address that others use is taken as an origin, or refused', () => {
  assert.equal(
    readConfig(['--url', 'https://voice.example.org/desk'], {}).publicUrl,
    'https://voice.example.org',
  );
  assert.throws(() => readConfig([], { VOUCH_URL: 'voice.example.org' }), /--url/);
});
