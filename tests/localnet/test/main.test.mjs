// The program: its ready line, its options and how it stops.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';

const MAIN = fileURLToPath(new URL('../src/main.mjs', import.meta.url));

/** @param {import('node:test').TestContext} context @param {string[]} options */
function start(context, ...options) {
  const child = spawn(process.execPath, [MAIN, '--slot-ms', '20', ...options], { stdio: ['pipe', 'pipe', 'pipe'] });
  context.after(() => {
    child.kill('SIGKILL');
  });
  return child;
}

/** @param {ReturnType<typeof start>} child */
async function ready(child) {
  const [line] = await once(createInterface(child.stdout), 'line');
  return JSON.parse(line);
}

test('Says in one line of JSON where it listens, on loopback, and answers there', async (context) => {
  const child = start(context, '--nodes', '2');
  const { rpcUrl, webSocketUrl, controlUrl, nodes } = await ready(child);
  const port = Number(new URL(rpcUrl).port);
  assert.deepEqual(
    [rpcUrl, webSocketUrl, controlUrl],
    [`http://127.0.0.1:${port}`, `ws://127.0.0.1:${port + 1}`, `http://127.0.0.1:${port}/_control`],
  );
  assert.deepEqual(nodes[0], { rpcUrl, webSocketUrl, controlUrl });
  for (const node of nodes) {
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'getMinimumBalanceForRentExemption', params: [0] });
    const response = await fetch(node.rpcUrl, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    assert.equal(/** @type {any} */ (await response.json()).result, 650_240);
  }
});

test('Stops with exit code 0 on SIGTERM, on SIGINT, and when its parent goes away', async (context) => {
  for (const stop of ['SIGTERM', 'SIGINT', 'parent']) {
    const child = start(context, '--exit-with-parent');
    await ready(child);
    if (stop === 'parent') child.stdin.end();
    else child.kill(/** @type {NodeJS.Signals} */ (stop));
    const [code] = await once(child, 'exit');
    assert.equal(code, 0, stop);
  }
});

test('Refuses an option that is no number, and names it', async (context) => {
  const child = start(context, '--nodes', 'many');
  const [[line], [code]] = await Promise.all([once(createInterface(child.stderr), 'line'), once(child, 'exit')]);
  assert.equal(code, 2);
  assert.match(line, /--nodes must be a whole number/);
});
