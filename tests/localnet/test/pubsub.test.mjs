// Subscriptions as bytes on the WebSocket.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WebSocket } from 'ws';
import { encodeBase58 } from '../src/wire/base58.mjs';
import { SOL, eventually, startLocalnet } from '../testing/support.mjs';

const NO_ONE = encodeBase58(new Uint8Array(32).fill(9));

/** A WebSocket client that keeps what it hears. */
class Listener {
  /** @type {any[]} */
  heard = [];
  #id = 0;

  /** @param {string} url */
  constructor(url) {
    this.socket = new WebSocket(url);
    this.socket.on('message', (text) => this.heard.push(JSON.parse(text.toString())));
    this.opened = new Promise((resolve) => this.socket.once('open', resolve));
  }

  /** @param {string} method @param {unknown[]} params */
  async ask(method, ...params) {
    await this.opened;
    const id = ++this.#id;
    this.socket.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
    return eventually(() => this.heard.find((message) => message.id === id), `an answer to ${method}`);
  }

  /** @param {string} kind */
  results(kind) {
    return this.heard.filter(({ method }) => method === `${kind}Notification`).map(({ params }) => params.result);
  }

  /** @param {string} kind @param {number} count */
  async hear(kind, count) {
    await eventually(() => this.results(kind).length >= count, `${count} notifications of kind ${kind}`);
    return this.results(kind);
  }
}

test('A signature is told once, at its commitment, and also when it had landed before', async (context) => {
  const client = await startLocalnet(context);
  const listener = new Listener(client.urls.webSocketUrl);
  const { base64, signature } = await client.transfer(await client.fundedKeyPair());
  const options = { commitment: 'confirmed', enableReceivedNotification: true };
  const subscribed = await listener.ask('signatureSubscribe', signature, options);
  assert.equal(typeof subscribed.result, 'number');
  await client.send(base64);
  client.advance();
  const [received] = await listener.hear('signature', 1);
  assert.equal(received.value, 'receivedSignature');
  client.advance();
  const { slot } = client.localnet.chain.confirmed;
  const told = (await listener.hear('signature', 2))[1];
  assert.deepEqual([told.context.slot, told.value], [slot, { err: null }]);
  assert.equal((await listener.ask('signatureUnsubscribe', subscribed.result)).error.message, 'Invalid subscription id.');

  await listener.ask('signatureSubscribe', signature, { commitment: 'confirmed' });
  assert.deepEqual((await listener.hear('signature', 3))[2].value, { err: null });
});

test('Accounts, programs, logs, slots and roots are told on the RPC port too', async (context) => {
  const client = await startLocalnet(context, { finalizeSlots: 2 });
  const alice = await client.fundedKeyPair();
  const listener = new Listener(client.urls.rpcUrl.replace('http', 'ws'));
  const { base64, signature } = await client.transfer(alice, SOL);
  await listener.ask('accountSubscribe', NO_ONE, { commitment: 'confirmed', encoding: 'base64' });
  await listener.ask('programSubscribe', '11111111111111111111111111111111', { commitment: 'processed', encoding: 'base64' });
  await listener.ask('logsSubscribe', { mentions: [NO_ONE] }, { commitment: 'processed' });
  await listener.ask('slotSubscribe');
  await listener.ask('rootSubscribe');
  await client.send(base64);
  client.advance();
  const landed = client.localnet.chain.tip.slot;
  client.advance(2);

  const [account] = await listener.hear('account', 1);
  assert.deepEqual([account.context.slot, account.value.lamports, account.value.owner], [landed, 1e9, '11111111111111111111111111111111']);
  const programs = await listener.hear('program', 2);
  assert.deepEqual(programs.map(({ value }) => value.pubkey).sort(), [alice.address, NO_ONE].sort());
  const [logs] = await listener.hear('logs', 1);
  assert.deepEqual([logs.value.signature, logs.value.err], [signature, null]);
  assert.ok(logs.value.logs.includes('Program 11111111111111111111111111111111 success'));
  const slots = await listener.hear('slot', 3);
  assert.deepEqual(slots[0], { slot: landed, parent: landed - 1, root: landed - 2 });
  assert.deepEqual((await listener.hear('root', 3))[2], landed);
});

test('Bad subscriptions are refused', async (context) => {
  const client = await startLocalnet(context);
  const listener = new Listener(client.urls.webSocketUrl);
  assert.equal((await listener.ask('signatureSubscribe', 'x')).error.message, 'Invalid Request: Invalid signature provided');
  assert.equal((await listener.ask('accountSubscribe', 'x')).error.message, 'Invalid Request: Invalid pubkey provided');
  assert.equal(
    (await listener.ask('logsSubscribe', { mentions: [NO_ONE, NO_ONE] })).error.message,
    'Invalid Request: Only 1 address supported',
  );
  const { error } = await listener.ask('slotUnsubscribe', 77);
  assert.deepEqual([error.code, error.message], [-32602, 'Invalid subscription id.']);
  assert.equal((await listener.ask('getSlot')).error.code, -32601);
});
