// The chain's own rules, without a network: every block is made by hand.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Chain } from '../src/chain/chain.mjs';
import { newAccount } from '../src/chain/vm.mjs';
import { SOL, newKeyPair, transfer } from '../testing/support.mjs';

const NO_ONE = new Uint8Array(32).fill(9);

/** @param {Chain} chain @param {number} [count] */
function ticks(chain, count = 1) {
  for (let left = count; left > 0; left--) chain.tick();
}

/** @param {ConstructorParameters<typeof Chain>[0]} [options] */
function chainWithAlice(options) {
  const chain = new Chain(options);
  chain.on('fault', (fault) => {
    throw fault;
  });
  const alice = newKeyPair();
  chain.airdrop(alice.publicKey, 10n * SOL);
  ticks(chain);
  /** @param {bigint} lamports @param {Uint8Array} [to] */
  const pay = (lamports, to = NO_ONE, blockhash = chain.tip.hash) => transfer({ from: alice, to, lamports, blockhash });
  return { chain, alice, pay };
}

/** @param {Chain} chain @param {Uint8Array} key @param {number} [slot] */
const lamportsOf = (chain, key, slot = chain.tip.slot) => chain.accounts.at(key, slot)?.lamports() ?? 0n;

test('A transaction lands only when the next block is made', () => {
  const { chain, pay } = chainWithAlice();
  const signature = chain.submit(pay(SOL));
  assert.equal(chain.ledger.find(signature), undefined);
  ticks(chain);
  assert.equal(chain.ledger.find(signature)?.slot, chain.tip.slot);
  assert.equal(lamportsOf(chain, NO_ONE), SOL);
});

test('Block height is not the slot, and skipped slots widen the gap', () => {
  const { chain } = chainWithAlice({ skipEvery: 4 });
  const gap = chain.tip.slot - chain.tip.height;
  assert.notEqual(gap, 0);
  ticks(chain, 12);
  assert.equal(chain.tip.slot - chain.tip.height, gap + 4);
  const slots = chain.ledger.between(0, Infinity).map(({ slot }) => slot);
  assert.ok(slots.every((slot) => slot === chain.ledger.first.slot || slot % 4 !== 0));
  assert.equal(chain.ledger.at(1004), null);
});

test('A transaction still lands at lastValidBlockHeight + 1, and not one block later', () => {
  for (const [late, lands] of /** @type {const} */ ([
    [1, true],
    [2, false],
  ])) {
    const { chain, pay } = chainWithAlice();
    const transaction = pay(SOL);
    const lastValid = chain.lastValidBlockHeight(chain.tip);
    ticks(chain, 150 + late - 1);
    assert.equal(chain.tip.height, lastValid + late - 1);
    const signature = chain.submit(transaction);
    ticks(chain);
    assert.equal(chain.ledger.find(signature) !== undefined, lands, `at lastValidBlockHeight + ${late}`);
  }
});

test('The same transaction does not execute twice', () => {
  const { chain, pay } = chainWithAlice();
  const transaction = pay(SOL);
  chain.submit(transaction);
  chain.submit(transaction);
  ticks(chain);
  chain.submit(transaction);
  ticks(chain);
  assert.equal(lamportsOf(chain, NO_ONE), SOL);
  assert.equal(chain.simulate(transaction).error, 'AlreadyProcessed');
});

test('A failed transaction pays its fee and moves nothing else', () => {
  const { chain, alice, pay } = chainWithAlice();
  const signature = chain.submit(pay(100n * SOL));
  ticks(chain);
  assert.deepEqual(chain.ledger.find(signature)?.error, { InstructionError: [0, { Custom: 1 }] });
  assert.equal(lamportsOf(chain, alice.publicKey), 10n * SOL - 5000n);
  assert.equal(lamportsOf(chain, NO_ONE), 0n);
});

test('The fee is what the virtual machine charges', () => {
  const { chain, alice, pay } = chainWithAlice();
  const blockhash = chain.tip.hash;
  for (const transaction of [pay(SOL), transfer({ from: alice, to: NO_ONE, lamports: SOL, blockhash, unitPrice: 7_777_777n })]) {
    const before = lamportsOf(chain, alice.publicKey);
    const signature = chain.submit(transaction);
    ticks(chain);
    const executed = chain.ledger.find(signature);
    assert.equal(before - lamportsOf(chain, alice.publicKey) - SOL, executed?.fee);
  }
});

test('A block leaves out what it cannot charge for', () => {
  const { chain, alice } = chainWithAlice();
  const poor = newKeyPair();
  chain.submit(transfer({ from: poor, to: NO_ONE, lamports: SOL, blockhash: chain.tip.hash }));
  const forged = transfer({ from: { ...alice, sign: newKeyPair().sign }, to: NO_ONE, lamports: SOL, blockhash: chain.tip.hash });
  chain.submit(forged);
  ticks(chain);
  assert.equal(chain.tip.transactions.length, 0);
  assert.equal(chain.droppedCount, 2);
  assert.equal(chain.simulate(forged).error, 'SignatureFailure');
});

test('Rent is that of mainnet unless told otherwise', () => {
  assert.equal(new Chain().vm.minimumBalanceForRentExemption(0n), 650_240n);
  assert.equal(new Chain().vm.minimumBalanceForRentExemption(165n), 1_488_440n);
  assert.equal(new Chain({ lamportsPerByte: 6960 }).vm.minimumBalanceForRentExemption(0n), 890_880n);
});

test('No account may be left with less than the rent minimum, and zero is allowed', () => {
  const { chain, alice, pay } = chainWithAlice();
  const refused = { InsufficientFundsForRent: { account_index: 1 } };
  assert.deepEqual(chain.simulate(pay(650_239n)).error, refused, 'recipient under the minimum');
  assert.equal(chain.simulate(pay(650_240n)).error, null);
  const all = 10n * SOL - 5000n;
  assert.deepEqual(chain.simulate(pay(all - 1n)).error, { InsufficientFundsForRent: { account_index: 0 } }, 'source under the minimum');
  assert.equal(chain.simulate(pay(all)).error, null);
  chain.submit(pay(all));
  ticks(chain);
  assert.equal(chain.accounts.now(alice.publicKey), null);
});

test('Reads at confirmed and finalized lag behind processed by their numbers of blocks', () => {
  const { chain, pay } = chainWithAlice({ confirmSlots: 2, finalizeSlots: 5 });
  chain.submit(pay(SOL));
  ticks(chain);
  const landed = chain.tip.height;
  for (let depth = 0; depth <= 6; depth++) {
    assert.equal(lamportsOf(chain, NO_ONE), SOL);
    assert.equal(lamportsOf(chain, NO_ONE, chain.confirmed.slot), depth >= 2 ? SOL : 0n, `confirmed, ${depth} blocks later`);
    assert.equal(lamportsOf(chain, NO_ONE, chain.finalized.slot), depth >= 5 ? SOL : 0n, `finalized, ${depth} blocks later`);
    assert.equal(chain.tip.height - landed, depth);
    ticks(chain);
  }
});

test('A simulation runs on the state of its block and leaves the present as it is', () => {
  const { chain, alice, pay } = chainWithAlice();
  const before = chain.tip;
  chain.submit(pay(9n * SOL));
  ticks(chain);
  assert.deepEqual(chain.simulate(pay(2n * SOL)).error, { InstructionError: [0, { Custom: 1 }] });
  assert.equal(chain.simulate(pay(2n * SOL, NO_ONE, before.hash), { block: before }).error, null);
  assert.equal(lamportsOf(chain, alice.publicKey), SOL - 5000n);
});

test('A fork takes back what was not confirmed, and the transaction may land later', () => {
  for (const landAfter of [null, 2]) {
    const { chain, alice, pay } = chainWithAlice();
    ticks(chain, 2);
    const transaction = pay(SOL, NO_ONE, chain.confirmed.hash);
    chain.frozen = true;
    const signature = chain.submit(transaction);
    ticks(chain);
    const lost = chain.tip;
    const { slots, signatures } = chain.fork({ landAfter });

    assert.deepEqual([slots.at(-1), signatures], [lost.slot, [signature]]);
    assert.equal(chain.ledger.find(signature), undefined);
    assert.equal(lamportsOf(chain, NO_ONE), 0n);
    assert.equal(lamportsOf(chain, alice.publicKey), 10n * SOL);
    assert.equal(chain.isBlockhashValid(lost.hash, chain.tip), false);
    chain.frozen = false;
    ticks(chain);
    assert.equal(chain.ledger.find(signature), undefined);
    assert.ok(chain.tip.slot > lost.slot);
    ticks(chain, 3);
    assert.equal(chain.ledger.find(signature) !== undefined, landAfter !== null);
    assert.equal(lamportsOf(chain, NO_ONE), landAfter === null ? 0n : SOL);
  }
});

test('Freezing stops confirmation and not the chain', () => {
  const { chain } = chainWithAlice();
  chain.frozen = true;
  const { confirmed, finalized, tip } = chain;
  ticks(chain, 50);
  assert.deepEqual([chain.confirmed, chain.finalized], [confirmed, finalized]);
  assert.equal(chain.tip.height, tip.height + 50);
  chain.frozen = false;
  ticks(chain);
  assert.equal(chain.finalized.height, chain.tip.height - 32);
});

test('A limit on transactions per slot lets the better paid ones in first', () => {
  const { chain, alice, pay } = chainWithAlice();
  chain.maxTransactionsPerSlot = 1;
  const blockhash = chain.tip.hash;
  const cheap = chain.submit(pay(SOL));
  const dear = chain.submit(transfer({ from: alice, to: NO_ONE, lamports: SOL, blockhash, unitPrice: 1000n }));
  ticks(chain);
  assert.deepEqual(
    chain.tip.transactions.map(({ signature }) => signature),
    [dear],
  );
  ticks(chain);
  assert.deepEqual(
    chain.tip.transactions.map(({ signature }) => signature),
    [cheap],
  );
});

test('Expired blockhashes are refused and the next one is good', () => {
  const { chain, pay } = chainWithAlice();
  const old = pay(SOL);
  chain.expireBlockhashes();
  assert.equal(chain.simulate(old).error, 'BlockhashNotFound');
  assert.equal(chain.simulate(pay(SOL)).error, null);
});

test('An account set by hand appears at the newest slot and becomes confirmed later', () => {
  const { chain } = chainWithAlice();
  chain.setAccount(NO_ONE, newAccount({ lamports: 7n * SOL }));
  assert.equal(lamportsOf(chain, NO_ONE), 7n * SOL);
  assert.equal(lamportsOf(chain, NO_ONE, chain.confirmed.slot), 0n);
  ticks(chain);
  assert.equal(lamportsOf(chain, NO_ONE, chain.confirmed.slot), 7n * SOL);
});

test('Old blocks are cleaned up together with their transactions', () => {
  const { chain, pay } = chainWithAlice({ ledgerBlocks: 100 });
  const signature = chain.submit(pay(SOL));
  ticks(chain, 99);
  assert.ok(chain.ledger.find(signature));
  ticks(chain, 2);
  assert.equal(chain.ledger.find(signature), undefined);
});

test('Two chains with one seed make the same blockhashes, and others do not', () => {
  const [first, second, other] = [new Chain({ seed: 'a' }), new Chain({ seed: 'a' }), new Chain()];
  for (const chain of [first, second, other]) ticks(chain, 3);
  assert.equal(first.tip.hash, second.tip.hash);
  assert.notEqual(first.tip.hash, other.tip.hash);
  assert.equal(first.genesisHash, other.genesisHash);
});
