// Which blockhashes a transaction may name, and until when.

/** A hash may be this many blocks old. */
export const MAX_AGE = 150;
const CAPACITY = 301;

export class BlockhashQueue {
  /** @type {Map<string, number>} hash -> height of its block, oldest first */
  #heights = new Map();

  /**
   * @param {string} hash
   * @param {number} height
   */
  add(hash, height) {
    this.#heights.set(hash, height);
    if (this.#heights.size > CAPACITY) this.#heights.delete(/** @type {string} */ (this.#heights.keys().next().value));
  }

  /** @param {string} hash */
  remove(hash) {
    this.#heights.delete(hash);
  }

  clear() {
    this.#heights.clear();
  }

  /**
   * @param {string} hash
   * @param {number} height of the newest block that counts
   */
  isValid(hash, height) {
    const own = this.#heights.get(hash);
    return own !== undefined && own <= height && height - own <= MAX_AGE;
  }
}
