// Each fault does what its name says, wears off, and is gone after reset-faults.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WebSocket } from 'ws';
import { encodeBase58 } from '../src/wire/base58.mjs';
import { SOL, eventually, startLocalnet } from '../testing/support.mjs';

const GET_SLOT = { jsonrpc: '2.0', id: 1, method: 'getSlot', params: [{ commitment: 'processed' }] };
const NO_ONE = encodeBase58(new Uint8Array(32).fill(9));

test('drop: the next sends are answered and forgotten', async (context) => {
  const client = await startLocalnet(context);
  const { base64, signature } = await client.transfer(await client.fundedKeyPair());
  await client.control('drop', { count: 1 });
  assert.equal(await client.send(base64), signature);
  client.advance(3);
  assert.equal(await client.status(signature), null);
  assert.equal(await client.send(base64), signature);
  client.advance();
  assert.equal((await client.status(signature)).err, null);
});

test('lose-replies: the transaction lands, the caller sees a broken connection, the resend is AlreadyProcessed', async (context) => {
  const client = await startLocalnet(context);
  const { base64, signature } = await client.transfer(await client.fundedKeyPair());
  await client.control('lose-replies');
  assert.ok(await client.call('getHealth'), 'other methods are answered');
  await assert.rejects(client.send(base64), TypeError);
  client.advance(2);
  assert.equal((await client.status(signature)).confirmationStatus, 'confirmed');
  const { error } = await client.ask('sendTransaction', base64, { encoding: 'base64', preflightCommitment: 'confirmed' });
  assert.equal(error.data.err, 'AlreadyProcessed');
});

test('hold and release: accepted transactions land late, or not at all once they have expired', async (context) => {
  const client = await startLocalnet(context);
  const alice = await client.fundedKeyPair();
  for (const [wait, lands] of /** @type {const} */ ([
    [140, true],
    [160, false],
  ])) {
    await client.control('hold');
    const { base64, signature } = await client.transfer(alice, 1_000_000n + BigInt(wait));
    await client.send(base64);
    client.advance(wait);
    assert.equal(await client.status(signature), null);
    assert.deepEqual((await client.control('release')).signatures, [signature]);
    client.advance();
    assert.equal((await client.status(signature)) !== null, lands);
  }
});

test('delay: answers come later, for one method if named', async (context) => {
  const client = await startLocalnet(context);
  await client.control('delay', { ms: 60_000, method: 'getSlot' });
  assert.equal(await client.call('getHealth'), 'ok');
  await assert.rejects(client.post(GET_SLOT, { signal: AbortSignal.timeout(50) }), { name: 'TimeoutError' });
  await client.control('delay', { ms: 0 });
  assert.equal((await client.post(GET_SLOT)).status, 200);
});

test('hang: the next requests are never answered', async (context) => {
  const client = await startLocalnet(context);
  await client.control('hang', { count: 1, method: 'getSlot' });
  assert.equal(await client.call('getHealth'), 'ok');
  await assert.rejects(client.post(GET_SLOT, { signal: AbortSignal.timeout(50) }), { name: 'TimeoutError' });
  assert.equal((await client.post(GET_SLOT)).status, 200);
});

test('http-status: 429 with Retry-After, 503, per method', async (context) => {
  const client = await startLocalnet(context);
  await client.control('http-status', { status: 429, count: 1, retryAfter: 7, method: 'getSlot' });
  assert.equal(await client.call('getHealth'), 'ok');
  const limited = await client.post([GET_SLOT]);
  assert.deepEqual([limited.status, limited.headers.get('retry-after')], [429, '7']);
  assert.equal(/** @type {any} */ (await limited.json()).error.code, 429);
  assert.equal((await client.post(GET_SLOT)).status, 200);
  await client.control('http-status', { status: 503, count: 2 });
  assert.deepEqual(
    [(await client.post(GET_SLOT)).status, (await client.post(GET_SLOT)).status, (await client.post(GET_SLOT)).status],
    [503, 503, 200],
  );
});

test('freeze: confirmations stand still while blocks are made', async (context) => {
  const client = await startLocalnet(context);
  await client.control('freeze');
  const before = await client.call('getSlot', { commitment: 'confirmed' });
  const state = await client.control('advance', { slots: 10 });
  assert.equal(await client.call('getSlot', { commitment: 'confirmed' }), before);
  assert.equal(await client.call('getSlot', { commitment: 'processed' }), state.slot);
  await client.control('freeze', { on: false });
  client.advance();
  assert.equal(await client.call('getSlot', { commitment: 'confirmed' }), state.slot);
});

test('stale: the node knows neither new blocks nor new transactions, and accepts without preflight', async (context) => {
  const client = await startLocalnet(context);
  const alice = await client.fundedKeyPair();
  client.advance(30);
  const { base64, signature, blockhash } = await client.transfer(alice);
  await client.control('stale', { slots: 20 });
  const { slot, requests } = await client.control('state');
  assert.equal(requests.getLatestBlockhash, 1);
  assert.equal(await client.call('getSlot', { commitment: 'processed' }), slot - 20);
  assert.equal((await client.call('isBlockhashValid', blockhash, { commitment: 'processed' })).value, false);
  assert.equal(await client.call('getHealth'), 'ok', '20 slots are within what Agave calls healthy');
  const { error } = await client.ask('sendTransaction', base64, { encoding: 'base64', preflightCommitment: 'processed' });
  assert.deepEqual([error.code, error.data.err], [-32002, 'BlockhashNotFound']);
  assert.equal((await client.ask('getBalance', NO_ONE, { commitment: 'processed', minContextSlot: slot })).error.code, -32016);
  assert.equal(await client.send(base64, { skipPreflight: true }), signature);
  client.advance(5);
  assert.equal(await client.status(signature), null, 'landed, and this node has not heard of it');
  await client.control('stale', { slots: 0 });
  assert.equal((await client.status(signature)).confirmationStatus, 'confirmed');
});

test('stale by more than 128 slots: the node says so, and refuses to send after preflight', async (context) => {
  const client = await startLocalnet(context);
  const alice = await client.fundedKeyPair();
  client.advance(200);
  const { base64 } = await client.transfer(alice);
  await client.control('stale', { slots: 129 });
  const behind = { code: -32005, message: 'Node is behind by 129 slots', data: { numSlotsBehind: 129 } };
  assert.deepEqual((await client.ask('getHealth')).error, behind);
  assert.deepEqual((await client.ask('sendTransaction', base64, { encoding: 'base64' })).error, behind);
  await client.control('stale', { slots: 128 });
  assert.equal(await client.call('getHealth'), 'ok');
});

test('stale with a method: heights come from a fresh node and statuses from a stuck one, as behind a load balancer', async (context) => {
  const client = await startLocalnet(context);
  const { base64, signature } = await client.transfer(await client.fundedKeyPair());
  await client.control('stale', { stuck: true, method: 'getSignatureStatuses' });
  const { slot } = await client.control('state');
  await client.send(base64);
  client.advance(200);
  assert.ok((await client.call('getSlot', { commitment: 'finalized' })) > slot);
  const {
    context: { slot: told },
    value,
  } = await client.call('getSignatureStatuses', [signature], { searchTransactionHistory: true });
  assert.deepEqual([told, value], [slot, [null]]);
});

test('unhealthy: -32005 with or without a number', async (context) => {
  const client = await startLocalnet(context);
  await client.control('unhealthy');
  assert.deepEqual((await client.ask('getHealth')).error, { code: -32005, message: 'Node is unhealthy', data: { numSlotsBehind: null } });
  await client.control('unhealthy', { numSlotsBehind: 42 });
  assert.deepEqual((await client.ask('getHealth')).error, {
    code: -32005,
    message: 'Node is behind by 42 slots',
    data: { numSlotsBehind: 42 },
  });
  await client.control('unhealthy', { on: false });
  assert.equal(await client.call('getHealth'), 'ok');
});

test('hide-statuses: a landed transaction is denied', async (context) => {
  const client = await startLocalnet(context);
  const { base64, signature } = await client.transfer(await client.fundedKeyPair());
  await client.send(base64);
  client.advance(2);
  await client.control('hide-statuses', { count: 1 });
  assert.equal(await client.status(signature), null);
  assert.equal((await client.status(signature)).confirmationStatus, 'confirmed');
});

test('expire-blockhashes: preflight refuses, and a send without it vanishes', async (context) => {
  const client = await startLocalnet(context);
  const { base64, signature } = await client.transfer(await client.fundedKeyPair());
  await client.control('expire-blockhashes');
  client.advance();
  const { error } = await client.ask('sendTransaction', base64, { encoding: 'base64', preflightCommitment: 'confirmed' });
  assert.equal(error.data.err, 'BlockhashNotFound');
  assert.equal(await client.send(base64, { skipPreflight: true }), signature);
  client.advance(2);
  assert.equal(await client.status(signature), null);
  assert.equal((await client.control('state')).dropped, 1);
});

test('max-tx-per-slot: the rest waits for later slots', async (context) => {
  const client = await startLocalnet(context);
  const alice = await client.fundedKeyPair();
  await client.control('max-tx-per-slot', { count: 1 });
  for (const lamports of [1_000_001n, 1_000_002n]) await client.send((await client.transfer(alice, lamports)).base64);
  client.advance();
  assert.equal((await client.control('state')).pending, 1);
  await client.control('reset-faults');
  client.advance();
  assert.equal((await client.control('state')).pending, 0);
});

test('fork: a processed transaction disappears and lands again later', async (context) => {
  const client = await startLocalnet(context);
  const alice = await client.fundedKeyPair();
  await client.control('freeze');
  const { base64, signature } = await client.transfer(alice, SOL);
  await client.send(base64);
  client.advance();
  assert.equal((await client.status(signature)).confirmationStatus, 'processed');
  const { forked } = await client.control('fork', { landAfter: 3 });
  assert.deepEqual(forked.signatures, [signature]);
  await client.control('freeze', { on: false });
  client.advance(3);
  assert.equal(await client.status(signature), null);
  assert.equal((await client.call('getBalance', NO_ONE, { commitment: 'processed' })).value, 0);
  client.advance(2);
  assert.equal((await client.status(signature)).confirmationStatus, 'confirmed');
});

test('account: sets one, of any owner', async (context) => {
  const client = await startLocalnet(context);
  await client.control('account', { pubkey: NO_ONE, lamports: '4000', data: Buffer.from('hello').toString('base64') });
  const { value } = await client.call('getAccountInfo', NO_ONE, { commitment: 'processed', encoding: 'base64' });
  assert.deepEqual([value.lamports, value.data, value.space], [4000, [Buffer.from('hello').toString('base64'), 'base64'], 5]);
});

test('reset-faults ends every fault, and the counts of requests are kept until reset-counts', async (context) => {
  const client = await startLocalnet(context);
  for (const name of ['drop', 'hold', 'lose-replies', 'hang', 'freeze', 'unhealthy', 'hide-statuses', 'mute-notifications'])
    await client.control(name);
  await client.control('http-status', { status: 503 });
  await client.control('stale', { slots: 5 });
  const { faults, frozen } = await client.control('reset-faults');
  assert.equal(frozen, false);
  assert.ok(
    Object.values(faults).every((fault) => !fault),
    JSON.stringify(faults),
  );
  await client.call('getHealth');
  assert.deepEqual((await client.control('state')).requests, { getHealth: 1 });
  assert.deepEqual((await client.control('reset-counts')).requests, {});
});

test('An unknown control is refused with the names of those there are', async (context) => {
  const client = await startLocalnet(context);
  await assert.rejects(client.control('explode'), /unknown control 'explode'; there are: account, advance, delay/);
  await assert.rejects(client.control('drop', { node: 3 }), /there is no node 3/);
});

test('Two nodes share the chain, and each has its own faults', async (context) => {
  const client = await startLocalnet(context, { nodeCount: 2 });
  const { base64, signature } = await client.transfer(await client.fundedKeyPair());
  client.advance(10);
  await client.control('stale', { node: 1, slots: 8 });
  await client.control('drop', { node: 1 });
  await client.send(base64);
  client.advance(2);
  const ask = async (/** @type {number} */ node) =>
    /** @type {any} */ (
      await (await client.post({ jsonrpc: '2.0', id: 1, method: 'getSignatureStatuses', params: [[signature]] }, { node })).json()
    ).result.value[0];
  assert.equal((await ask(0)).confirmationStatus, 'confirmed');
  assert.equal(await ask(1), null);
  assert.equal((await client.control('state', { node: 1 })).faults.dropSends, 1);
  client.advance(8);
  assert.equal((await ask(1)).confirmationStatus, 'confirmed');
});

test('disconnect and mute-notifications: subscriptions are lost without a word', async (context) => {
  const client = await startLocalnet(context);
  const socket = new WebSocket(client.urls.webSocketUrl);
  /** @type {any[]} */
  const heard = [];
  let closed = false;
  socket
    .on('message', (text) => heard.push(JSON.parse(text.toString())))
    .on('close', () => {
      closed = true;
    });
  await new Promise((resolve) => socket.once('open', resolve));
  socket.send(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'slotSubscribe' }));
  await eventually(() => heard.length === 1, 'the subscription is answered');
  await client.control('mute-notifications');
  client.advance();
  await client.control('mute-notifications', { on: false });
  client.advance();
  await eventually(() => heard.length > 1, 'a slot is told');
  const { slot } = client.localnet.chain.tip;
  assert.deepEqual(
    heard.slice(1).map(({ params }) => params.result.slot),
    [slot],
  );
  await client.control('disconnect');
  await eventually(() => closed, 'the connection is cut');
  assert.equal((await client.control('state')).subscriptions, 0);
});
