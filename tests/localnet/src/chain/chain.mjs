// The chain: slots, blocks, commitment levels and the execution of transactions. It does no I/O and has no clock of
// its own: `tick()` makes one block.
import { EventEmitter } from 'node:events';
import { addressText, encodeBase58, fromBase58 } from '../wire/base58.mjs';
import { sha256 } from '../wire/hash.mjs';
import { Accounts } from './accounts.mjs';
import { BlockhashQueue, MAX_AGE } from './blockhash-queue.mjs';
import { loadKeys } from './address-loading.mjs';
import { errorToJson } from './errors.mjs';
import { executeTransaction, readMetadata } from './execution.mjs';
import { Faucet } from './faucet.mjs';
import { feeOf } from './fees.mjs';
import { Ledger } from './ledger.mjs';
import { isNonceValid, nonceAccountKey } from './nonce.mjs';
import { clockAt, createVirtualMachine } from './vm.mjs';
import { sanitizeError } from '../wire/transaction.mjs';

/** @typedef {import('../wire/transaction.mjs').Transaction} Transaction */
/** @typedef {import('../wire/transaction.mjs').Message} Message */
/** @typedef {import('./ledger.mjs').Block} Block */
/** @typedef {import('./errors.mjs').TransactionError} TransactionError */
/** @typedef {{ transaction: Transaction, signature: string, notBefore: number }} Pending */
/**
 * @typedef {object} ChainOptions
 * @property {number} [confirmSlots] blocks until a block is confirmed
 * @property {number} [finalizeSlots] blocks until a block is finalized
 * @property {number} [skipEvery] leave out the slots that this number divides; 0 = none
 * @property {number} [lamportsPerByte] rent: the exempt minimum is (128 + size) times this
 * @property {number} [ledgerBlocks] how many blocks to keep
 * @property {string} [seed] two chains with one seed have the same blockhashes
 * @property {() => number} [now] milliseconds since 1970
 */
/**
 * @typedef {object} Simulation
 * @property {TransactionError | null} error
 * @property {string[]} logs
 * @property {number} unitsConsumed
 * @property {bigint | null} fee
 * @property {import('./address-loading.mjs').LoadedKeys | null} loadedKeys
 * @property {import('./execution.mjs').Metadata | null} metadata null when it did not run
 * @property {Map<string, import('./vm.mjs').Account> | null} postAccounts null when it failed
 */

/** Mainnet since 2026-09-11: 650,240 lamports for an account without data. */
export const MAINNET_LAMPORTS_PER_BYTE = 5_080;
export const SLOTS_PER_EPOCH = 432_000;
const FIRST_SLOT = 1_000;
/** Apart from the first slot, so that a slot compared with a height shows as a mistake. */
const FIRST_HEIGHT = 863;
const UNDO_BLOCKS = 512;
const SLOT_HASHES = 512;
const GENESIS_HASH = encodeBase58(sha256('local network genesis'));

/**
 * Events: `received` (signature), `dropped` (signature, error), `slot` (after each block), `fault` (an Error of ours).
 */
export class Chain extends EventEmitter {
  genesisHash = GENESIS_HASH;
  /** Confirmation stands still while this is set; blocks are still made. */
  frozen = false;
  maxTransactionsPerSlot = Infinity;
  droppedCount = 0;

  #hashes = new BlockhashQueue();
  /** @type {Pending[]} */
  #pending = [];
  /** @type {{ slot: bigint, hash: string }[]} newest first */
  #slotHashes = [];
  /** @type {Set<string>} */
  #changedByFork = new Set();
  #nextSlot = FIRST_SLOT + 1;
  #seed;

  /** @param {ChainOptions} options */
  constructor(options = {}) {
    super();
    this.setMaxListeners(0);
    this.confirmSlots = options.confirmSlots ?? 1;
    this.finalizeSlots = options.finalizeSlots ?? 32;
    this.skipEvery = options.skipEvery ?? 0;
    this.now = options.now ?? Date.now;
    this.#seed = options.seed ?? encodeBase58(globalThis.crypto.getRandomValues(new Uint8Array(16)));
    this.vm = createVirtualMachine({ lamportsPerByte: options.lamportsPerByte ?? MAINNET_LAMPORTS_PER_BYTE });
    this.accounts = new Accounts(this.vm);
    this.faucet = new Faucet(this.vm);
    this.ledger = new Ledger(this.#genesisBlock(), options.ledgerBlocks ?? 200_000);
    this.confirmed = this.finalized = this.ledger.tip;
    this.#register(this.ledger.tip);
    this.#setClock(FIRST_SLOT);
  }

  get tip() {
    return this.ledger.tip;
  }

  get pendingCount() {
    return this.#pending.length;
  }

  /** @returns {Block} */
  #genesisBlock() {
    const hash = encodeBase58(sha256(GENESIS_HASH, this.#seed));
    return {
      slot: FIRST_SLOT, height: FIRST_HEIGHT, parentSlot: FIRST_SLOT - 1, hash, previousHash: GENESIS_HASH,
      time: this.#seconds(), transactions: [], touched: new Set(),
    };
  }

  #seconds() {
    return Math.floor(this.now() / 1000);
  }

  /** @param {number} slot */
  #setClock(slot) {
    this.vm.setClock(clockAt(BigInt(slot), BigInt(Math.floor(slot / SLOTS_PER_EPOCH)), BigInt(this.#seconds())));
  }

  /** @param {Block} block */
  #register(block) {
    this.#hashes.add(block.hash, block.height);
    this.#slotHashes.unshift({ slot: BigInt(block.slot), hash: block.hash });
    this.#slotHashes.length = Math.min(this.#slotHashes.length, SLOT_HASHES);
    this.vm.setSlotHashes(this.#slotHashes); // lookup tables need them
  }

  /** Makes one block of what is pending. A skipped slot passes without one. */
  tick() {
    const parent = this.tip;
    if (this.skipEvery > 0 && this.#nextSlot % this.skipEvery === 0) this.#nextSlot++;
    const slot = this.#nextSlot++;
    this.#setClock(slot);
    /** @type {Block} */
    const block = {
      slot, height: parent.height + 1, parentSlot: parent.slot, hash: '', previousHash: parent.hash,
      time: this.#seconds(), transactions: [], touched: this.#changedByFork,
    };
    this.#changedByFork = new Set();
    for (const pending of this.#takePending(slot)) this.#execute(pending, block);
    block.hash = encodeBase58(sha256(fromBase58(parent.hash), this.#seed, String(slot)));
    this.ledger.append(block);
    this.#register(block);
    this.#confirm();
    this.accounts.forgetBefore(Math.min(this.finalized.slot, this.ledger.atHeight(block.height - UNDO_BLOCKS).slot));
    this.emit('slot');
  }

  #confirm() {
    if (this.frozen) return;
    const confirmed = this.ledger.atHeight(this.tip.height - this.confirmSlots);
    const finalized = this.ledger.atHeight(this.tip.height - this.finalizeSlots);
    if (confirmed.slot > this.confirmed.slot) this.confirmed = confirmed;
    if (finalized.slot > this.finalized.slot) this.finalized = finalized;
  }

  /** @param {number} slot */
  #takePending(slot) {
    const due = this.#pending.filter((pending) => pending.notBefore <= slot);
    const waiting = this.#pending.filter((pending) => pending.notBefore > slot);
    if (due.length > this.maxTransactionsPerSlot) {
      due.sort((a, b) => Number(feeOf(b.transaction.message).unitPrice - feeOf(a.transaction.message).unitPrice));
      waiting.unshift(...due.splice(this.maxTransactionsPerSlot));
    }
    this.#pending = waiting;
    return due;
  }

  /**
   * @param {Pending} pending
   * @param {Block} block
   */
  #execute({ transaction, signature }, block) {
    if (this.ledger.find(signature)) return; // a duplicate: the leader drops it without a word
    try {
      const ageError = this.ageError(transaction.message, this.tip);
      const outcome = ageError ?? executeTransaction(this, transaction, signature, block);
      if (outcome === null) return;
      this.droppedCount++;
      this.emit('dropped', signature, outcome);
    } catch (error) {
      this.emit('fault', error);
    }
  }

  /**
   * Accepts a transaction for the next slot.
   * @param {Transaction} transaction
   * @param {number} [notBefore] the first slot that may hold it
   * @returns {string} its signature
   */
  submit(transaction, notBefore = 0) {
    const signature = encodeBase58(transaction.signatures[0]);
    this.#pending.push({ transaction, signature, notBefore });
    this.emit('received', signature);
    return signature;
  }

  /**
   * @param {Uint8Array} recipient
   * @param {bigint} lamports
   */
  airdrop(recipient, lamports) {
    const transaction = this.faucet.transfer(recipient, lamports, this.tip.hash);
    if (sanitizeError(transaction)) throw new Error('the faucet and the programs of a transfer can get no airdrop');
    return this.submit(transaction);
  }

  /**
   * Whether a message's blockhash, or its durable nonce, is good after `block`. A transaction can land in the block
   * after the last one for which this holds: at its lastValidBlockHeight + 1.
   * @param {Message} message
   * @param {Block} block
   * @returns {'BlockhashNotFound' | null}
   */
  ageError(message, block) {
    if (this.isBlockhashValid(addressText(message.recentBlockhash), block)) return null;
    const nonceKey = nonceAccountKey(message);
    return nonceKey && isNonceValid(message, this.accounts.at(nonceKey, block.slot)) ? null : 'BlockhashNotFound';
  }

  /**
   * @param {string} hash
   * @param {Block} block
   */
  isBlockhashValid(hash, block) {
    return this.#hashes.isValid(hash, block.height);
  }

  /** @param {Block} block */
  lastValidBlockHeight(block) {
    return block.height + MAX_AGE;
  }

  /**
   * Runs a transaction on the state after `block` and keeps nothing.
   * @param {Transaction} transaction
   * @param {{ block?: Block, verifySignatures?: boolean }} [options]
   * @returns {Simulation}
   */
  simulate(transaction, { block = this.tip, verifySignatures = true } = {}) {
    const { message, wire, signatures } = transaction;
    const loadedKeys = loadKeys(message, (key) => this.accounts.at(key, block.slot));
    /** @param {TransactionError} error @returns {Simulation} */
    const refused = (error) => ({ error, logs: [], unitsConsumed: 0, fee: null, loadedKeys, metadata: null, postAccounts: null });

    return this.accounts.asOf(block.slot, loadedKeys?.keys ?? message.keys, () => {
      const result = this.#runWithoutCommit(wire, verifySignatures);
      const error = 'err' in result ? errorToJson(result.err()) : null;
      if (error === 'SignatureFailure') return refused(error);
      const ageError = this.ageError(message, block);
      if (ageError) return refused(ageError);
      const earlier = this.ledger.find(encodeBase58(signatures[0]));
      if (earlier && earlier.slot <= block.slot) return refused('AlreadyProcessed');
      const metadata = readMetadata(result.meta());
      const postAccounts = 'err' in result ? null
        : new Map(result.postAccounts().map((post) => [addressText(post.address), post.account()]));
      const { logs, unitsConsumed } = metadata;
      return { error, logs, unitsConsumed, fee: feeOf(message).fee, loadedKeys, metadata, postAccounts };
    });
  }

  /**
   * @param {Uint8Array} wire
   * @param {boolean} verifySignatures
   */
  #runWithoutCommit(wire, verifySignatures) {
    if (verifySignatures) return this.vm.simulateVersionedTransaction(wire);
    this.vm.setSigverify(false);
    try {
      return this.vm.simulateVersionedTransaction(wire);
    } finally {
      this.vm.setSigverify(true);
    }
  }

  /**
   * Writes an account as the newest block would have.
   * @param {Uint8Array} key
   * @param {import('./vm.mjs').Account} account
   */
  setAccount(key, account) {
    this.accounts.set(key, account, this.tip.slot);
    this.tip.touched.add(addressText(key));
  }

  /** Makes every blockhash known so far unusable; the newest block gets a new one. */
  expireBlockhashes() {
    this.#hashes.clear();
    this.tip.hash = encodeBase58(sha256(fromBase58(this.tip.hash), 'expired'));
    this.#hashes.add(this.tip.hash, this.tip.height);
  }

  /**
   * Drops every block after the confirmed one, as if the cluster had chosen another fork.
   * @param {{ landAfter?: number | null }} [options] after how many slots the dropped transactions land on the new
   *   fork; null = never
   * @returns {{ slots: number[], signatures: string[] }} what disappeared
   */
  fork({ landAfter = null } = {}) {
    const removed = this.ledger.rollBackTo(this.confirmed.slot);
    this.#changedByFork = new Set(this.accounts.rollBackTo(this.confirmed.slot));
    for (const block of removed) this.#hashes.remove(block.hash);
    this.#slotHashes = this.#slotHashes.filter(({ slot }) => slot <= this.confirmed.slot);
    const transactions = removed.flatMap((block) => block.transactions);
    if (landAfter !== null) {
      for (const { transaction } of transactions) this.submit(transaction, this.#nextSlot + landAfter);
    }
    return { slots: removed.map((block) => block.slot), signatures: transactions.map(({ signature }) => signature) };
  }
}
