// The network as @solana/kit 8.4 sees it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  SOLANA_ERROR__BLOCK_HEIGHT_EXCEEDED,
  SOLANA_ERROR__JSON_RPC__SERVER_ERROR_SEND_TRANSACTION_PREFLIGHT_FAILURE,
  airdropFactory,
  appendTransactionMessageInstructions,
  createSolanaRpc,
  createSolanaRpcSubscriptions,
  createTransactionMessage,
  generateKeyPairSigner,
  getBase64EncodedWireTransaction,
  getSignatureFromTransaction,
  isSolanaError,
  lamports,
  sendAndConfirmTransactionFactory,
  setTransactionMessageConfig,
  setTransactionMessageFeePayerSigner,
  setTransactionMessageLifetimeUsingBlockhash,
  signTransactionMessageWithSigners,
} from '@solana/kit';
import { getCreateAccountInstruction, getTransferSolInstruction } from '@solana-program/system';
import {
  TOKEN_PROGRAM_ADDRESS,
  findAssociatedTokenPda,
  getCreateAssociatedTokenIdempotentInstruction,
  getInitializeMint2Instruction,
  getMintSize,
  getMintToInstruction,
  getTransferCheckedInstruction,
} from '@solana-program/token';
import { eventually, startLocalnet } from '../testing/support.mjs';

const TOKEN_2022_PROGRAM_ADDRESS = /** @type {typeof TOKEN_PROGRAM_ADDRESS} */ ('TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb');

/** @typedef {Awaited<ReturnType<typeof generateKeyPairSigner>>} Signer */

/** @param {import('node:test').TestContext} context */
async function connect(context) {
  const client = await startLocalnet(context, { slotMs: 40, skipEvery: 16 });
  const rpc = createSolanaRpc(/** @type {any} */ (client.urls.rpcUrl));
  const rpcSubscriptions = createSolanaRpcSubscriptions(/** @type {any} */ (client.urls.webSocketUrl));
  const [alice, bob] = await Promise.all([generateKeyPairSigner(), generateKeyPairSigner()]);
  await airdropFactory(/** @type {any} */ ({ rpc, rpcSubscriptions }))({
    commitment: 'confirmed',
    recipientAddress: alice.address,
    lamports: lamports(10_000_000_000n),
  });
  const sendAndConfirm = sendAndConfirmTransactionFactory(/** @type {any} */ ({ rpc, rpcSubscriptions }));
  /** @param {any[]} instructions @param {0 | 1 | 'legacy'} [version] @param {object} [config] */
  const build = async (instructions, version = 0, config) => {
    const { value: latest } = await rpc.getLatestBlockhash({ commitment: 'confirmed' }).send();
    /** @type {any} one variable for messages of every version */
    let message = createTransactionMessage({ version: /** @type {0} */ (version) });
    message = setTransactionMessageFeePayerSigner(alice, message);
    message = setTransactionMessageLifetimeUsingBlockhash(latest, message);
    message = appendTransactionMessageInstructions(instructions, message);
    if (config) message = setTransactionMessageConfig(config, message);
    return /** @type {any} */ (await signTransactionMessageWithSigners(message));
  };
  /** @param {bigint} amount */
  const pay = (amount) => getTransferSolInstruction({ source: alice, destination: bob.address, amount });
  return { client, rpc, rpcSubscriptions, alice, bob, build, pay, sendAndConfirm };
}

test('Transfers are confirmed and finalized, and read the same from history and from their block', async (context) => {
  const { rpc, bob, build, pay, sendAndConfirm } = await connect(context);
  const confirmed = await build([pay(1_000_000_000n)]);
  await sendAndConfirm(confirmed, { commitment: 'confirmed' });
  await sendAndConfirm(await build([pay(5n)], 'legacy'), { commitment: 'finalized' });
  assert.equal((await rpc.getBalance(bob.address).send()).value, 1_000_000_005n);

  const signature = getSignatureFromTransaction(confirmed);
  const read = await rpc.getTransaction(signature, { maxSupportedTransactionVersion: 0, encoding: 'jsonParsed' }).send();
  assert.ok(read?.meta);
  assert.equal(read.meta.fee, 5000n);
  const block = await rpc
    .getBlock(read.slot, { maxSupportedTransactionVersion: 0, encoding: 'jsonParsed', transactionDetails: 'full', rewards: false })
    .send();
  assert.ok(block);
  const same = block.transactions.find(({ transaction }) => transaction.signatures[0] === signature);
  assert.deepEqual(same?.transaction, read.transaction);
  assert.deepEqual(same?.meta?.postBalances, read.meta.postBalances);
  assert.ok(block.blockHeight < read.slot);
});

test('Preflight failures and expiry come out as the errors that kit knows', async (context) => {
  const { client, build, pay, sendAndConfirm } = await connect(context);
  await assert.rejects(
    async () => sendAndConfirm(await build([pay(10n ** 15n)]), { commitment: 'confirmed' }),
    (error) => isSolanaError(error, SOLANA_ERROR__JSON_RPC__SERVER_ERROR_SEND_TRANSACTION_PREFLIGHT_FAILURE),
  );

  await client.control('drop');
  const dropped = sendAndConfirm(await build([pay(6_000_000n)]), { commitment: 'confirmed' });
  const advance = eventually(() => client.localnet.nodes[0].faults.dropSends === 0, 'the send was dropped').then(() => client.advance(200));
  await assert.rejects(dropped, (error) => isSolanaError(error, SOLANA_ERROR__BLOCK_HEIGHT_EXCEEDED));
  await advance;
});

test('Subscriptions tell of an account, its logs and the slots', async (context) => {
  const { rpcSubscriptions, bob, build, pay, sendAndConfirm } = await connect(context);
  const abort = new AbortController();
  context.after(() => abort.abort());
  const heard = { account: 0, logs: 0, slot: 0 };
  /** @param {keyof typeof heard} name @param {AsyncIterable<unknown>} notifications */
  const listen = async (name, notifications) => {
    for await (const _ of notifications) heard[name]++;
  };
  const abortSignal = abort.signal;
  for (const [name, request] of /** @type {const} */ ([
    ['account', rpcSubscriptions.accountNotifications(bob.address, { commitment: 'confirmed', encoding: 'base64' })],
    ['logs', rpcSubscriptions.logsNotifications({ mentions: [bob.address] }, { commitment: 'confirmed' })],
    ['slot', rpcSubscriptions.slotNotifications()],
  ]))
    listen(name, await request.subscribe({ abortSignal })).catch(() => {});
  await sendAndConfirm(await build([pay(7_000_000n)]), { commitment: 'confirmed' });
  await eventually(() => heard.account === 1 && heard.logs === 1 && heard.slot > 1, 'all three were told');
});

for (const [name, programAddress, space] of /** @type {const} */ ([
  ['Token', TOKEN_PROGRAM_ADDRESS, 165],
  ['Token-2022', TOKEN_2022_PROGRAM_ADDRESS, 170],
])) {
  test(`${name}: mint, associated accounts, checked transfer, and the balances that show it`, async (context) => {
    const { rpc, alice, bob, build, sendAndConfirm } = await connect(context);
    const mint = await generateKeyPairSigner();
    const rent = await rpc.getMinimumBalanceForRentExemption(BigInt(getMintSize())).send();
    assert.equal(rent, 1_066_800n);
    const ataOf = async (/** @type {Signer} */ owner) =>
      (await findAssociatedTokenPda({ owner: owner.address, mint: mint.address, tokenProgram: programAddress }))[0];
    const [source, destination] = [await ataOf(alice), await ataOf(bob)];
    /** @param {Signer} owner @param {typeof source} ata */
    const createAta = (owner, ata) =>
      getCreateAssociatedTokenIdempotentInstruction({
        payer: alice,
        ata,
        owner: owner.address,
        mint: mint.address,
        tokenProgram: programAddress,
      });
    const config = { programAddress };
    await sendAndConfirm(
      await build([
        getCreateAccountInstruction({ payer: alice, newAccount: mint, lamports: rent, space: getMintSize(), programAddress }),
        getInitializeMint2Instruction({ mint: mint.address, decimals: 6, mintAuthority: alice.address }, config),
        createAta(alice, source),
        getMintToInstruction({ mint: mint.address, token: source, mintAuthority: alice, amount: 1_000_000_000n }, config),
      ]),
      { commitment: 'confirmed' },
    );
    const payment = await build([
      createAta(bob, destination),
      getTransferCheckedInstruction(
        { source, mint: mint.address, destination, authority: alice, amount: 250_500_000n, decimals: 6 },
        config,
      ),
    ]);
    const wire = getBase64EncodedWireTransaction(payment);
    const simulated = /** @type {any} */ (
      (await rpc.simulateTransaction(wire, { encoding: 'base64', commitment: 'confirmed' }).send()).value
    );
    assert.deepEqual(simulated.postTokenBalances.map((/** @type {any} */ balance) => balance.uiTokenAmount.amount).sort(), [
      '250500000',
      '749500000',
    ]);
    await sendAndConfirm(payment, { commitment: 'confirmed' });

    const accounts = await rpc
      .getTokenAccountsByOwner(bob.address, { programId: programAddress }, { commitment: 'confirmed', encoding: 'jsonParsed' })
      .send();
    assert.equal(accounts.value.length, 1);
    const { pubkey, account } = accounts.value[0];
    assert.deepEqual([pubkey, account.space, account.data.parsed.type], [destination, BigInt(space), 'account']);
    const { info } = account.data.parsed;
    assert.deepEqual([info.mint, info.owner, info.state, info.isNative], [mint.address, bob.address, 'initialized', false]);
    assert.deepEqual([info.tokenAmount.amount, info.tokenAmount.uiAmountString, info.tokenAmount.decimals], ['250500000', '250.5', 6]);
    if (name === 'Token-2022') assert.deepEqual(/** @type {any} */ (info).extensions, [{ extension: 'immutableOwner' }]);
    assert.equal((await rpc.getTokenAccountBalance(destination, { commitment: 'confirmed' }).send()).value.amount, '250500000');
    assert.equal((await rpc.getTokenSupply(mint.address, { commitment: 'confirmed' }).send()).value.amount, '1000000000');
    const largest = await rpc.getTokenLargestAccounts(mint.address, { commitment: 'confirmed' }).send();
    assert.deepEqual(
      largest.value.map(({ address }) => address),
      [source, destination],
    );

    const read = await rpc
      .getTransaction(getSignatureFromTransaction(payment), {
        commitment: 'confirmed',
        maxSupportedTransactionVersion: 0,
        encoding: 'jsonParsed',
      })
      .send();
    const meta = /** @type {NonNullable<NonNullable<typeof read>['meta']>} */ (read?.meta);
    assert.deepEqual(
      meta.preTokenBalances?.map(({ owner, uiTokenAmount }) => [owner, uiTokenAmount.amount]),
      [[alice.address, '1000000000']],
    );
    const after = new Map(meta.postTokenBalances?.map(({ owner, uiTokenAmount }) => [owner, uiTokenAmount.amount]));
    assert.deepEqual([after.get(alice.address), after.get(bob.address)], ['749500000', '250500000']);
    const types = read?.transaction.message.instructions.map((instruction) => /** @type {any} */ (instruction).parsed?.type);
    assert.deepEqual(types, ['createIdempotent', 'transferChecked']);
    assert.ok(meta.innerInstructions?.length, 'the creation of the account shows as inner instructions');
  });
}

test('A version 1 transaction lands, costs its priority fee, and is shown only to those who ask for version 1', async (context) => {
  const { rpc, bob, build, pay } = await connect(context);
  const config = { computeUnitLimit: 450, loadedAccountsDataSizeLimit: 65_536, priorityFeeLamports: 5_000n };
  const transaction = await build([pay(8_000_000n)], 1, config);
  const wire = getBase64EncodedWireTransaction(transaction);
  assert.equal(Buffer.from(wire, 'base64')[0], 0x81);
  const signature = await rpc.sendTransaction(wire, { encoding: 'base64', preflightCommitment: 'confirmed' }).send();
  const status = await eventually(async () => {
    const [value] = (await rpc.getSignatureStatuses([signature]).send()).value;
    return value?.confirmationStatus === 'confirmed' && value;
  }, 'the transaction is confirmed');
  assert.ok(status && status.err === null);
  assert.equal((await rpc.getBalance(bob.address, { commitment: 'confirmed' }).send()).value, 8_000_000n);

  const version1 = /** @type {any} */ ({ commitment: 'confirmed', encoding: 'json', maxSupportedTransactionVersion: 1 });
  const read = /** @type {any} */ (await rpc.getTransaction(signature, version1).send());
  assert.equal(Number(read.version), 1);
  assert.equal(read.meta.fee, 10_000n);
  assert.deepEqual(
    Object.entries(read.transaction.message.transactionConfig).map(([name, value]) => [name, value === null ? null : Number(value)]),
    [
      ['priorityFee', 5000],
      ['computeUnitLimit', 450],
      ['loadedAccountsDataSizeLimit', 65_536],
      ['heapSize', null],
    ],
  );
  const slot = /** @type {any} */ (status).slot;
  await assert.rejects(rpc.getBlock(slot, { commitment: 'confirmed', maxSupportedTransactionVersion: 0 }).send(), /version/i);
  await assert.rejects(rpc.getTransaction(signature, { ...version1, maxSupportedTransactionVersion: 0 }).send(), /version/i);
});
