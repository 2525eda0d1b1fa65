// The network as @solana/web3.js 1.x sees it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  AddressLookupTableProgram,
  ComputeBudgetProgram,
  Connection,
  Keypair,
  LAMPORTS_PER_SOL,
  NONCE_ACCOUNT_LENGTH,
  NonceAccount,
  SystemProgram,
  Transaction,
  TransactionExpiredBlockheightExceededError,
  TransactionMessage,
  VersionedTransaction,
  sendAndConfirmTransaction,
} from '@solana/web3.js';
import { eventually, startLocalnet } from '../testing/support.mjs';

/** @param {import('node:test').TestContext} context */
async function connect(context) {
  const client = await startLocalnet(context, { slotMs: 40, skipEvery: 16 });
  const connection = new Connection(client.urls.rpcUrl, 'confirmed');
  const webSocket = /** @type {any} */ (connection)._rpcWebSocket;
  client.closeFirst.push(() => {
    webSocket.setAutoReconnect(false);
    webSocket.close();
  }); // else it reconnects for ever
  const alice = Keypair.generate();
  const signature = await connection.requestAirdrop(alice.publicKey, 10 * LAMPORTS_PER_SOL);
  await connection.confirmTransaction({ signature, ...(await connection.getLatestBlockhash()) });
  return { client, connection, alice, bob: Keypair.generate() };
}

/**
 * @param {Keypair} from
 * @param {Keypair} to
 * @param {number} lamports
 */
const pay = (from, to, lamports) => SystemProgram.transfer({ fromPubkey: from.publicKey, toPubkey: to.publicKey, lamports });

test('A transfer is sent, confirmed by a subscription, and read back parsed', async (context) => {
  const { connection, alice, bob } = await connect(context);
  const signature = await sendAndConfirmTransaction(connection, new Transaction().add(pay(alice, bob, LAMPORTS_PER_SOL)), [alice]);

  assert.equal(await connection.getBalance(bob.publicKey), LAMPORTS_PER_SOL);
  assert.equal(await connection.getBalance(alice.publicKey), 9 * LAMPORTS_PER_SOL - 5000);
  const parsed = await connection.getParsedTransaction(signature, { maxSupportedTransactionVersion: 0 });
  const [instruction] = /** @type {any[]} */ (parsed?.transaction.message.instructions);
  assert.deepEqual(instruction.parsed, {
    type: 'transfer',
    info: { source: alice.publicKey.toBase58(), destination: bob.publicKey.toBase58(), lamports: LAMPORTS_PER_SOL },
  });
  const [entry] = await connection.getSignaturesForAddress(bob.publicKey, {}, 'confirmed');
  assert.equal(entry.signature, signature);
  const block = await connection.getBlock(entry.slot, { maxSupportedTransactionVersion: 0 });
  assert.deepEqual(
    block?.transactions.map(({ transaction }) => transaction.signatures[0]),
    [signature],
  );
  assert.ok((await connection.getBlocks(entry.slot - 5, entry.slot, 'confirmed')).includes(entry.slot));
});

test('A version 0 transaction with a lookup table and a priority fee costs what getFeeForMessage said', async (context) => {
  const { connection, alice, bob } = await connect(context);
  const [create, table] = AddressLookupTableProgram.createLookupTable({
    authority: alice.publicKey,
    payer: alice.publicKey,
    recentSlot: await connection.getSlot('finalized'),
  });
  const extend = AddressLookupTableProgram.extendLookupTable({
    authority: alice.publicKey,
    payer: alice.publicKey,
    lookupTable: table,
    addresses: [bob.publicKey],
  });
  await sendAndConfirmTransaction(connection, new Transaction().add(create, extend), [alice]);
  const lookupTable = await eventually(async () => (await connection.getAddressLookupTable(table)).value, 'the table can be read');

  const latest = await connection.getLatestBlockhash();
  const message = new TransactionMessage({
    payerKey: alice.publicKey,
    recentBlockhash: latest.blockhash,
    instructions: [
      ComputeBudgetProgram.setComputeUnitLimit({ units: 1000 }),
      ComputeBudgetProgram.setComputeUnitPrice({ microLamports: 1_000_000 }),
      pay(alice, bob, 2_000_000),
    ],
  }).compileToV0Message([lookupTable]);
  assert.equal(message.addressTableLookups.length, 1);
  const fee = (await connection.getFeeForMessage(message)).value;
  const transaction = new VersionedTransaction(message);
  transaction.sign([alice]);
  const signature = await connection.sendTransaction(transaction);
  await connection.confirmTransaction({ signature, ...latest });

  const read = await connection.getTransaction(signature, { maxSupportedTransactionVersion: 0 });
  assert.equal(read?.meta?.fee, 6000);
  assert.equal(fee, 6000);
  assert.equal(read?.version, 0);
  assert.deepEqual(read?.meta?.loadedAddresses?.writable.map(String), [bob.publicKey.toBase58()]);
  assert.equal(await connection.getBalance(bob.publicKey), 2_000_000);
  await assert.rejects(connection.getTransaction(signature, {}), /not supported by the requesting client/);
});

test('A dropped transaction is given up only when its block height has passed', async (context) => {
  const { client, connection, alice, bob } = await connect(context);
  await client.control('drop');
  const latest = await connection.getLatestBlockhash();
  const transaction = new Transaction({ feePayer: alice.publicKey, ...latest }).add(pay(alice, bob, 3_000_000));
  transaction.sign(alice);
  const signature = await connection.sendRawTransaction(transaction.serialize());
  const confirmation = connection.confirmTransaction({ signature, ...latest });
  await client.control('advance', { slots: 200 });

  await assert.rejects(confirmation, TransactionExpiredBlockheightExceededError);
});

test('A durable nonce outlives its blockhash, and a failed transaction moves it on', async (context) => {
  const { client, connection, alice, bob } = await connect(context);
  const nonce = Keypair.generate();
  await sendAndConfirmTransaction(
    connection,
    SystemProgram.createNonceAccount({
      fromPubkey: alice.publicKey,
      noncePubkey: nonce.publicKey,
      authorizedPubkey: alice.publicKey,
      lamports: await connection.getMinimumBalanceForRentExemption(NONCE_ACCOUNT_LENGTH),
    }),
    [alice, nonce],
  );
  const value = async () => NonceAccount.fromAccountData((await connection.getAccountInfo(nonce.publicKey))?.data ?? []).nonce;
  /** @param {string} stored @param {number} lamports */
  const signed = (stored, lamports) => {
    const nonceInstruction = SystemProgram.nonceAdvance({ noncePubkey: nonce.publicKey, authorizedPubkey: alice.publicKey });
    const transaction = new Transaction({ feePayer: alice.publicKey, minContextSlot: 1, nonceInfo: { nonce: stored, nonceInstruction } });
    transaction.add(pay(alice, bob, lamports)).sign(alice);
    return transaction.serialize();
  };

  const first = await value();
  const good = signed(first, 1_000_000);
  await client.control('expire-blockhashes');
  await connection.sendRawTransaction(good);
  await eventually(async () => (await value()) !== first, 'the nonce has moved on');
  const second = await value();
  assert.equal(await connection.getBalance(bob.publicKey), 1_000_000);

  const failing = await connection.sendRawTransaction(signed(second, 1e15), { skipPreflight: true });
  const status = await eventually(async () => (await connection.getSignatureStatus(failing)).value, 'the failed transaction has a status');
  assert.deepEqual(status.err, { InstructionError: [1, { Custom: 1 }] });
  await eventually(async () => (await value()) !== second, 'the nonce has moved on again');
});

test('Account, log and slot subscriptions tell of a finalized transfer once', async (context) => {
  const { connection, alice, bob } = await connect(context);
  const heard = { account: 0, logs: 0, slot: 0 };
  const account = connection.onAccountChange(bob.publicKey, () => heard.account++, { commitment: 'confirmed' });
  const logs = connection.onLogs(bob.publicKey, () => heard.logs++, 'confirmed');
  const slot = connection.onSlotChange(() => heard.slot++);
  await eventually(() => heard.slot > 0, 'the subscriptions are open');
  await new Promise((resolve) => setImmediate(resolve));

  const payment = new Transaction().add(pay(alice, bob, 5_000_000));
  const signature = await sendAndConfirmTransaction(connection, payment, [alice], {
    commitment: 'finalized',
    preflightCommitment: 'confirmed',
  });
  assert.equal((await connection.getSignatureStatus(signature)).value?.confirmationStatus, 'finalized');
  await connection.removeAccountChangeListener(account);
  await connection.removeOnLogsListener(logs);
  await connection.removeSlotChangeListener(slot);
  assert.equal(heard.account, 1);
  assert.equal(heard.logs, 1);
});

test('The client retries by itself when told 429', async (context) => {
  const { client, connection } = await connect(context);
  await client.control('http-status', { status: 429, count: 1, method: 'getSlot' });
  assert.ok((await connection.getSlot()) > 0);
  assert.equal((await client.control('state')).faults.httpStatus.count, 0);
});
