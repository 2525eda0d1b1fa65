// Answers of the JSON-RPC interface, as bytes on the wire: what an Agave node says in each case.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeBase58 } from '../src/wire/base58.mjs';
import { SOL, newKeyPair, startLocalnet, transferWire } from '../testing/support.mjs';

const NO_ONE = encodeBase58(new Uint8Array(32).fill(9));

test('Requests that are no JSON-RPC are refused by number', async (context) => {
  const client = await startLocalnet(context);
  const cases = [
    ['{bad', -32700],
    ['[]', -32600],
    ['{"id":1,"method":"getSlot"}', -32600],
    ['7', -32600],
    ['{"jsonrpc":"2.0","id":1,"method":"nope"}', -32601],
    ['{"jsonrpc":"2.0","id":1,"method":"toString"}', -32601],
    ['{"jsonrpc":"2.0","id":1,"method":"getBalance","params":{}}', -32602],
    ['{"jsonrpc":"2.0","id":1,"method":"getBalance"}', -32602],
    ['{"jsonrpc":"2.0","id":1,"method":"getSlot","params":[{"commitment":"max"}]}', -32602],
  ];
  for (const [body, code] of cases) {
    const answer = /** @type {any} */ (await (await client.post(body)).json());
    assert.equal(answer.error?.code, code, String(body));
  }
});

test('A batch is answered in order, each part for itself', async (context) => {
  const client = await startLocalnet(context);
  const response = await client.post([
    { jsonrpc: '2.0', id: 'a', method: 'getHealth' },
    { jsonrpc: '2.0', id: 2, method: 'getBalance', params: ['0OIl'] },
    { jsonrpc: '2.0', id: 3, method: 'getGenesisHash' },
  ]);
  const answers = /** @type {any[]} */ (await response.json());
  assert.deepEqual(
    answers.map(({ id }) => id),
    ['a', 2, 3],
  );
  assert.equal(answers[0].result, 'ok');
  assert.equal(answers[1].error.code, -32602);
});

test('HTTP is refused by method, content type and size', async (context) => {
  const client = await startLocalnet(context);
  assert.equal((await fetch(client.urls.rpcUrl)).status, 405);
  assert.equal((await client.post('{}', { headers: { 'content-type': 'text/plain' } })).status, 415);
  assert.equal((await client.post(' '.repeat(51_201))).status, 413);
  assert.equal(await (await fetch(`${client.urls.rpcUrl}/health`)).text(), 'ok');
});

test('Bad addresses, signatures and lists are named', async (context) => {
  const client = await startLocalnet(context);
  /** @type {[string, unknown[], RegExp][]} */
  const cases = [
    ['getBalance', ['0OIl'], /^Invalid param: Invalid$/],
    ['getBalance', ['111'], /^Invalid param: WrongSize$/],
    ['getSignatureStatuses', [Array(257).fill('1')], /max 256/],
    ['getMultipleAccounts', [Array(101).fill(NO_ONE)], /max 100/],
    ['getSignaturesForAddress', [NO_ONE, { limit: 1001 }], /Invalid limit/],
    ['getSignaturesForAddress', [NO_ONE, { commitment: 'processed' }], /^Method does not support commitment below `confirmed`$/],
    ['getRecentPrioritizationFees', [Array(129).fill(NO_ONE)], /max 128/],
    ['getTokenAccountBalance', [NO_ONE], /^Invalid param: could not find account$/],
  ];
  for (const [method, params, message] of cases) {
    const { error } = await client.ask(method, ...params);
    assert.equal(error?.code, -32602, method);
    assert.match(error.message, message);
  }
});

test('An unknown cursor of getSignaturesForAddress is an error of its own', async (context) => {
  const client = await startLocalnet(context);
  const unknown = encodeBase58(new Uint8Array(64).fill(3));
  for (const cursor of [{ before: unknown }, { until: unknown }]) {
    assert.equal((await client.ask('getSignaturesForAddress', NO_ONE, cursor)).error.code, -32020);
  }
});

test('A context slot that is not reached is refused with the one that is', async (context) => {
  const client = await startLocalnet(context);
  const slot = await client.call('getSlot', { commitment: 'processed' });
  const { error } = await client.ask('getBalance', NO_ONE, { commitment: 'processed', minContextSlot: slot + 1 });
  assert.deepEqual([error.code, error.data], [-32016, { contextSlot: slot }]);
  client.advance();
  assert.equal((await client.call('getBalance', NO_ONE, { commitment: 'processed', minContextSlot: slot + 1 })).value, 0);
});

test('A transfer is answered as on mainnet at each step', async (context) => {
  const client = await startLocalnet(context);
  const alice = await client.fundedKeyPair();
  const { base64, signature, lastValidBlockHeight } = await client.transfer(alice, SOL);
  assert.equal(lastValidBlockHeight, (await client.call('getBlockHeight', { commitment: 'confirmed' })) + 150);
  assert.equal(await client.send(base64), signature);
  assert.equal(await client.status(signature), null, 'accepted is not landed');

  client.advance();
  const slot = client.localnet.chain.tip.slot;
  const landed = { slot, confirmations: 0, status: { Ok: null }, err: null, confirmationStatus: 'processed' };
  assert.deepEqual(await client.status(signature), landed);
  client.advance();
  assert.deepEqual(await client.status(signature), { ...landed, confirmations: 1, confirmationStatus: 'confirmed' });
  client.advance(31);
  assert.deepEqual(await client.status(signature), { ...landed, confirmations: null, confirmationStatus: 'finalized' });

  const { error } = await client.ask('sendTransaction', base64, { encoding: 'base64', preflightCommitment: 'confirmed' });
  assert.equal(error.code, -32002);
  assert.equal(error.data.err, 'AlreadyProcessed');
  const read = await client.call('getTransaction', signature, { encoding: 'json' });
  assert.equal(read.meta.fee, 5000);
  assert.deepEqual(
    [read.meta.preBalances.slice(0, 2), read.meta.postBalances.slice(0, 2)],
    [
      [1e10, 0],
      [9e9 - 5000, 1e9],
    ],
  );
  assert.equal('version' in read, false, 'version appears only where a newest version was asked for');
  assert.equal((await client.call('getTransaction', signature, { maxSupportedTransactionVersion: 1 })).version, 'legacy');
});

test('Preflight failures carry the simulation', async (context) => {
  const client = await startLocalnet(context);
  const alice = await client.fundedKeyPair();
  const poor = newKeyPair();
  const {
    value: { blockhash },
  } = await client.call('getLatestBlockhash', { commitment: 'confirmed' });
  /** @param {Partial<Parameters<typeof transferWire>[0]>} change @param {object} [options] */
  const refusal = async (change, options) => {
    const wire = transferWire({ from: alice, to: new Uint8Array(32).fill(9), lamports: SOL, blockhash, ...change });
    const { error } = await client.ask('sendTransaction', wire.toString('base64'), {
      encoding: 'base64',
      preflightCommitment: 'confirmed',
      ...options,
    });
    assert.equal(error.code, -32002);
    assert.deepEqual([error.data.accounts, error.data.returnData, error.data.replacementBlockhash], [null, null, null]);
    return [error.message.replace('Transaction simulation failed: ', ''), error.data.err];
  };
  const custom = { InstructionError: [0, { Custom: 1 }] };
  assert.deepEqual(await refusal({ lamports: 100n * SOL }), ['Error processing Instruction 0: custom program error: 0x1', custom]);
  assert.deepEqual(await refusal({ lamports: 1n }), [
    'Transaction results in an account (1) with insufficient funds for rent',
    { InsufficientFundsForRent: { account_index: 1 } },
  ]);
  assert.deepEqual(await refusal({ from: poor }), [
    'Attempt to debit an account but found no record of a prior credit.',
    'AccountNotFound',
  ]);
  assert.deepEqual(await refusal({ blockhash: NO_ONE }), ['Blockhash not found', 'BlockhashNotFound']);
  assert.deepEqual(await refusal({ from: { ...alice, sign: poor.sign } }), [
    'Transaction did not pass signature verification',
    'SignatureFailure',
  ]);
  assert.deepEqual(
    await refusal({}, { preflightCommitment: undefined }),
    ['Blockhash not found', 'BlockhashNotFound'],
    'a confirmed blockhash is not known at the default commitment, finalized',
  );
});

test('Simulation replaces the blockhash, skips signatures, and shows accounts afterwards', async (context) => {
  const client = await startLocalnet(context);
  const alice = await client.fundedKeyPair();
  const wire = transferWire({ from: alice, to: new Uint8Array(32).fill(9), lamports: SOL, blockhash: NO_ONE });
  wire.fill(0, 1, 65);
  const simulated = await client.call('simulateTransaction', wire.toString('base64'), {
    encoding: 'base64',
    commitment: 'confirmed',
    replaceRecentBlockhash: true,
    accounts: { encoding: 'base64', addresses: [NO_ONE, alice.address] },
  });
  assert.equal(simulated.value.err, null);
  assert.equal(simulated.value.unitsConsumed, 150);
  assert.deepEqual([simulated.value.fee, simulated.value.preTokenBalances, simulated.value.postTokenBalances], [5000, [], []]);
  assert.deepEqual(
    [simulated.value.preBalances.slice(0, 2), simulated.value.postBalances.slice(0, 2)],
    [
      [1e10, 0],
      [9e9 - 5000, 1e9],
    ],
  );
  assert.deepEqual(
    simulated.value.accounts.map((/** @type {any} */ account) => account.lamports),
    [1e9, 9e9 - 5000],
  );
  assert.equal(typeof simulated.value.replacementBlockhash.blockhash, 'string');
  assert.equal(
    (
      await client.ask('simulateTransaction', wire.toString('base64'), {
        encoding: 'base64',
        sigVerify: true,
        replaceRecentBlockhash: true,
      })
    ).error.code,
    -32602,
  );
  const verified = await client.call('simulateTransaction', wire.toString('base64'), { encoding: 'base64', sigVerify: true });
  assert.equal(verified.value.err, 'SignatureFailure');
});

test('Transactions that are too large or malformed are refused before anything runs', async (context) => {
  const client = await startLocalnet(context);
  /** @type {[Buffer, RegExp][]} */
  const cases = [
    [Buffer.alloc(1233, 1), /too large: 1233 bytes \(max: 1232 bytes\)/],
    [Buffer.from([0]), /failed to deserialize/],
    [Buffer.alloc(0), /failed to deserialize/],
    [Buffer.alloc(4097, 0x81), /too large|failed to deserialize/],
  ];
  for (const [wire, message] of cases) {
    const { error } = await client.ask('sendTransaction', wire.toString('base64'), { encoding: 'base64' });
    assert.equal(error.code, -32602);
    assert.match(error.message, message);
  }
  assert.match((await client.ask('sendTransaction', 'A', { encoding: 'base64' })).error.message, /invalid base64/);
  assert.match((await client.ask('sendTransaction', 'AA==', { encoding: 'json' })).error.message, /unsupported encoding/);
});

test('Blocks list their transactions in every detail, skip slots, and are not there before their time', async (context) => {
  const client = await startLocalnet(context, { skipEvery: 4 });
  const alice = await client.fundedKeyPair();
  const { base64, signature } = await client.transfer(alice, SOL);
  await client.send(base64);
  client.advance();
  const slot = client.localnet.chain.tip.slot;
  assert.equal((await client.ask('getBlock', slot, { commitment: 'confirmed' })).error.code, -32004);
  client.advance(40);

  const newest = client.localnet.chain.tip.slot;
  const slots = await client.call('getBlocks', slot, newest, { commitment: 'confirmed' });
  assert.ok(slots.includes(slot) && slots.every((/** @type {number} */ each) => each % 4 !== 0 && each < newest));
  assert.deepEqual(await client.call('getBlocksWithLimit', slot, 3, { commitment: 'confirmed' }), slots.slice(0, 3));
  const skipped = slot + 4 - (slot % 4);
  assert.equal((await client.ask('getBlock', skipped)).error.code, -32007);
  assert.equal((await client.ask('getBlock', 1)).error.code, -32001);

  const options = { maxSupportedTransactionVersion: 1, rewards: false };
  const full = await client.call('getBlock', slot, { ...options, encoding: 'base64' });
  assert.equal(full.transactions.length, 1);
  assert.deepEqual(full.transactions[0].transaction, [base64, 'base64']);
  assert.deepEqual((await client.call('getBlock', slot, { ...options, transactionDetails: 'signatures' })).signatures, [signature]);
  const [only] = (await client.call('getBlock', slot, { ...options, transactionDetails: 'accounts' })).transactions;
  assert.deepEqual(only.transaction.signatures, [signature]);
  assert.deepEqual(only.transaction.accountKeys[0], { pubkey: alice.address, signer: true, source: 'transaction', writable: true });
  assert.deepEqual(only.meta.postBalances.slice(0, 2), [9e9 - 5000, 1e9]);
  assert.equal((await client.call('getBlock', slot, { ...options, transactionDetails: 'none' })).transactions, undefined);
  const parent = await client.call('getBlock', full.parentSlot, options);
  assert.deepEqual([parent.blockhash, parent.blockHeight], [full.previousBlockhash, full.blockHeight - 1]);
});

test('Signatures of an address come newest first, in pages', async (context) => {
  const client = await startLocalnet(context);
  const alice = await client.fundedKeyPair();
  const sent = [];
  for (let lamports = 1_000_001n; lamports < 1_000_006n; lamports++) {
    const { base64, signature } = await client.transfer(alice, lamports);
    await client.send(base64);
    client.advance(2);
    sent.unshift(signature);
  }
  /** @param {object} options */
  const page = async (options) =>
    (await client.call('getSignaturesForAddress', NO_ONE, { commitment: 'confirmed', ...options })).map(
      (/** @type {any} */ entry) => entry.signature,
    );
  assert.deepEqual(await page({}), sent);
  assert.deepEqual(await page({ limit: 2 }), sent.slice(0, 2));
  assert.deepEqual(await page({ before: sent[1], limit: 2 }), sent.slice(2, 4));
  assert.deepEqual(await page({ until: sent[3] }), sent.slice(0, 3));
  assert.deepEqual(await client.call('getSignaturesForAddress', NO_ONE), [], 'nothing is finalized yet');
});

test('Rent epochs above 2^53 keep every digit', async (context) => {
  const client = await startLocalnet(context);
  const alice = await client.fundedKeyPair();
  const body = {
    jsonrpc: '2.0',
    id: 1,
    method: 'getAccountInfo',
    params: [alice.address, { commitment: 'confirmed', encoding: 'base64' }],
  };
  assert.match(await (await client.post(body)).text(), /"rentEpoch":18446744073709551615[,}]/);
});
