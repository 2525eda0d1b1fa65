// Blocks and the transactions in them.

/** @typedef {{ writable: string[], readonly: string[] }} LoadedAddresses */
/**
 * @typedef {object} TokenBalance
 * @property {number} accountIndex
 * @property {string} mint
 * @property {string} owner
 * @property {string} programId
 * @property {bigint} amount
 * @property {number} decimals
 */
/** @typedef {{ programIdIndex: number, accounts: number[], data: Uint8Array, stackHeight: number }} InnerInstruction */
/**
 * A transaction that a block holds.
 * @typedef {object} ExecutedTransaction
 * @property {string} signature
 * @property {number} slot
 * @property {import('../wire/transaction.mjs').Transaction} transaction
 * @property {import('./errors.mjs').TransactionError | null} error
 * @property {bigint} fee in lamports
 * @property {bigint} unitPrice in micro-lamports
 * @property {string[]} addresses
 * @property {boolean[]} writable
 * @property {LoadedAddresses} loaded
 * @property {bigint[]} preBalances
 * @property {bigint[]} postBalances
 * @property {TokenBalance[]} preTokenBalances
 * @property {TokenBalance[]} postTokenBalances
 * @property {string[]} logs
 * @property {number} unitsConsumed
 * @property {InnerInstruction[][]} innerInstructions
 * @property {{ programId: string, data: [string, 'base64'] } | null} returnData
 */
/**
 * @typedef {object} Block
 * @property {number} slot
 * @property {number} height
 * @property {number} parentSlot
 * @property {string} hash
 * @property {string} previousHash
 * @property {number} time seconds since 1970
 * @property {ExecutedTransaction[]} transactions
 * @property {Set<string>} touched addresses of accounts that the block wrote
 */

export class Ledger {
  /** @type {Block[]} in order of slots; heights have no gaps */
  #blocks;
  /** @type {Map<string, ExecutedTransaction>} */
  #bySignature = new Map();
  /** @type {Map<string, ExecutedTransaction[]>} oldest first */
  #byAddress = new Map();

  /**
   * @param {Block} first
   * @param {number} capacity in blocks; older ones are cleaned up
   */
  constructor(first, capacity) {
    this.#blocks = [first];
    this.capacity = capacity;
    this.transactionCount = 0;
  }

  get first() {
    return this.#blocks[0];
  }

  get tip() {
    return this.#blocks[this.#blocks.length - 1];
  }

  /** @param {Block} block */
  append(block) {
    this.#blocks.push(block);
    this.transactionCount += block.transactions.length;
    while (this.#blocks.length > this.capacity) this.#forget(/** @type {Block} */ (this.#blocks.shift()));
  }

  /**
   * Makes a transaction findable while its block is still being made.
   * @param {ExecutedTransaction} executed
   */
  add(executed) {
    this.#bySignature.set(executed.signature, executed);
    for (const address of new Set(executed.addresses)) {
      const list = this.#byAddress.get(address);
      if (list) list.push(executed);
      else this.#byAddress.set(address, [executed]);
    }
  }

  /** @param {string} signature */
  find(signature) {
    return this.#bySignature.get(signature);
  }

  /**
   * @param {string} address
   * @returns {readonly ExecutedTransaction[]} oldest first
   */
  mentioning(address) {
    return this.#byAddress.get(address) ?? [];
  }

  /**
   * The newest block with this slot or a smaller one; the first block if there is none.
   * @param {number} slot
   * @returns {Block}
   */
  atOrBefore(slot) {
    let low = 0;
    let high = this.#blocks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#blocks[middle].slot <= slot) low = middle;
      else high = middle - 1;
    }
    return this.#blocks[low];
  }

  /**
   * @param {number} slot
   * @returns {Block | null} null for a skipped slot
   */
  at(slot) {
    const block = this.atOrBefore(slot);
    return block.slot === slot ? block : null;
  }

  /**
   * The block with this height; the oldest or newest one when there is none.
   * @param {number} height
   */
  atHeight(height) {
    const index = Math.min(Math.max(height - this.first.height, 0), this.#blocks.length - 1);
    return this.#blocks[index];
  }

  /**
   * Blocks with `from` < slot <= `to`.
   * @param {number} from
   * @param {number} to
   */
  between(from, to) {
    /** @type {Block[]} */
    const blocks = [];
    for (let height = this.atOrBefore(from).height; height <= this.tip.height; height++) {
      const block = this.atHeight(height);
      if (block.slot > to) break;
      if (block.slot > from) blocks.push(block);
    }
    return blocks;
  }

  /**
   * Removes the blocks after `slot`.
   * @param {number} slot
   * @returns {Block[]}
   */
  rollBackTo(slot) {
    const removed = this.between(slot, Infinity);
    this.#blocks.length -= removed.length;
    for (const block of removed) {
      this.transactionCount -= block.transactions.length;
      this.#forget(block);
    }
    return removed;
  }

  /** @param {Block} block */
  #forget(block) {
    for (const executed of block.transactions) {
      this.#bySignature.delete(executed.signature);
      for (const address of new Set(executed.addresses)) {
        const list = this.#byAddress.get(address) ?? [];
        const position = list.indexOf(executed);
        if (position >= 0) list.splice(position, 1);
        if (list.length === 0) this.#byAddress.delete(address);
      }
    }
  }
}
