// All routes of the wallet service, from Node, with nothing but an AMQP client.
//
//   WALLET_BROKER_URL=amqp://user:password@127.0.0.1:5672/vhost SOLANA_RPC_URL=http://127.0.0.1:8899 node all-routes.mjs
//
// SOLANA_RPC_URL is a test network: the wallet is funded by its airdrop. Prints a line for each route; any surprise ends it with 1.
import amqp from 'amqplib';
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

const { WALLET_BROKER_URL, SOLANA_RPC_URL } = process.env;
assert(WALLET_BROKER_URL && SOLANA_RPC_URL, 'Set WALLET_BROKER_URL and SOLANA_RPC_URL.');

// The broker vouches for this name, by which the service knows its callers.
const caller = decodeURIComponent(new URL(WALLET_BROKER_URL).username);
const connection = await amqp.connect(WALLET_BROKER_URL);
const channel = await connection.createChannel();
const waiting = new Map();

// Direct reply-to: the broker routes replies back on this channel, without a queue of our own.
await channel.consume(
  'amq.rabbitmq.reply-to',
  (message) => {
    waiting.get(message.properties.correlationId)?.(JSON.parse(message.content));
    waiting.delete(message.properties.correlationId);
  },
  { noAck: true },
);

/** Sends a request and gives the whole reply: {success, data} or {success, error}. */
function ask(route, request) {
  const correlationId = randomUUID();
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no reply to ${route}`)), 90_000);
    waiting.set(correlationId, (reply) => {
      clearTimeout(timer);
      resolve(reply);
    });
    channel.publish('wallet', route, Buffer.from(JSON.stringify(request)), {
      contentType: 'application/json',
      replyTo: 'amq.rabbitmq.reply-to',
      correlationId,
      userId: caller,
    });
  });
}

/** The same for requests that have to succeed: gives the data. */
async function call(route, request) {
  const reply = await ask(route, request);
  assert(reply.success, `${route}: ${JSON.stringify(reply.error)}`);
  return reply.data;
}

async function solana(method, ...params) {
  const response = await fetch(SOLANA_RPC_URL, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  });
  const { result, error } = await response.json();
  assert(!error, `${method}: ${JSON.stringify(error)}`);
  return result;
}

/** Asks until the wallet has money to spend; balances are cached for a moment. */
async function untilFunded(userId, walletId) {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; ) {
    const balance = await call('wallet.balance.get', { userId, walletId });
    if (balance.availableLamports !== '0') {
      return balance;
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error('the airdrop did not arrive');
}

const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

function base58Decode(text, length) {
  let value = 0n;
  for (const character of text) {
    value = value * 58n + BigInt(BASE58.indexOf(character));
  }
  return Buffer.from(value.toString(16).padStart(length * 2, '0'), 'hex');
}

/** A transaction that pays 1 lamport, by hand: one empty signature slot and a legacy message. Solana's libraries do this for you. */
function unsignedPayment(from, to, blockhash) {
  const lamports = Buffer.alloc(12);
  lamports.writeUInt32LE(2, 0);
  lamports.writeBigUInt64LE(1n, 4);
  return Buffer.concat([
    Buffer.from([1]), Buffer.alloc(64),
    Buffer.from([1, 0, 1, 3]), base58Decode(from, 32), base58Decode(to, 32), Buffer.alloc(32),
    base58Decode(blockhash, 32),
    Buffer.from([1, 2, 2, 0, 1, lamports.length]), lamports,
  ]);
}

const userId = `node-${randomUUID()}`;

const wallet = await call('wallet.management.create', { userId, label: 'From Node', requestId: randomUUID() });
console.log(`wallet.management.create        ${wallet.walletId} ${wallet.address}`);
const other = await call('wallet.management.create', { userId, label: 'Second', requestId: randomUUID() });

const { wallets } = await call('wallet.management.list', { userId });
assert.deepEqual(wallets.map((each) => each.walletId), [wallet.walletId, other.walletId]);
console.log(`wallet.management.list          ${wallets.length} wallets`);

const active = await call('wallet.management.setActive', { userId, walletId: other.walletId });
assert.equal(active.isActive, true);
console.log(`wallet.management.setActive     ${active.label}`);

const again = await call('wallet.management.get', { userId, walletId: wallet.walletId });
assert.equal(again.isActive, false);
console.log(`wallet.management.get           ${again.label}, no longer active`);

await solana('requestAirdrop', wallet.address, 2_000_000_000);
const balance = await untilFunded(userId, wallet.walletId);
assert.equal(balance.sol, '2');
console.log(`wallet.balance.get              ${balance.sol} SOL at slot ${balance.slot}`);

const { tokens } = await call('wallet.balance.getTokens', { userId, walletId: wallet.walletId });
assert.deepEqual(tokens, []);
console.log(`wallet.balance.getTokens        ${tokens.length} tokens`);

const payment = {
  userId, walletId: wallet.walletId, recipient: other.address, amount: '0.25', memo: 'from Node', waitFor: 'finalized', waitMs: 60_000,
  requestId: randomUUID(),
};
const transfer = await call('wallet.transaction.transferSol', payment);
assert.equal(transfer.status, 'finalized');
assert.equal(transfer.lamports, '250000000');
console.log(`wallet.transaction.transferSol  ${transfer.signature} in slot ${transfer.slot}, fee ${transfer.feeLamports}`);

// The same request again pays nothing and tells the same.
const repeated = await call('wallet.transaction.transferSol', payment);
assert.equal(repeated.transactionId, transfer.transactionId);

const { value: { blockhash } } = await solana('getLatestBlockhash');
const transaction = unsignedPayment(wallet.address, other.address, blockhash).toString('base64');
const signed = await call('wallet.transaction.sign', { userId, walletId: wallet.walletId, transaction, requestId: randomUUID() });
assert.equal(signed.complete, true);
const sent = await solana('sendTransaction', signed.transaction, { encoding: 'base64', preflightCommitment: 'confirmed' });
assert.equal(sent, signed.signature);
console.log(`wallet.transaction.sign         ${signed.signature}, sent by ourselves`);

const refused = await ask('wallet.balance.get', { userId: 'somebody else', walletId: wallet.walletId });
assert.equal(refused.error.code, 'WALLET_NOT_FOUND');

await channel.close();
await connection.close();
