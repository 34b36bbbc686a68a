#!/usr/bin/env node
// `npx vouch …` on the system's own Node: the bootstrap hands over to the Node 24 that the installation brings.
process.argv.splice(2, 0, 'vouch');
await import('../bootstrap.mjs');
