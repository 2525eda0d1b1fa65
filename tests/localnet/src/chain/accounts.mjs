// Accounts now and in recent slots. The virtual machine knows only the present; for every account that a slot writes,
// the undo log keeps what it was before, so that reads at confirmed and finalized differ from processed as on a real
// node, and so that a fork can be taken back.
import { addressText, fromBase58 } from '../wire/base58.mjs';
import { isTokenProgram } from './programs.mjs';
import { isTokenAccount, ownerOf } from './token-layout.mjs';
import { absentAccount } from './vm.mjs';

/** @typedef {import('./vm.mjs').Account} Account */
/** @typedef {{ slot: number, before: Account | null }} UndoEntry */

export class Accounts {
  /** @type {Map<string, UndoEntry[]>} oldest first */
  #undo = new Map();
  /** @type {{ slot: number, address: string }[]} the same entries in order of slots */
  #undoOrder = [];
  /** @type {Map<string, Set<string>>} token accounts by owner; entries may be out of date, readers check */
  #tokenAccountsByOwner = new Map();
  /** @type {Set<string>} */
  #tokenAccounts = new Set();

  /** @param {import('./vm.mjs').LiteSvm} vm */
  constructor(vm) {
    this.vm = vm;
  }

  /**
   * @param {Uint8Array} key
   * @returns {Account | null}
   */
  now(key) {
    return this.vm.getAccount(key);
  }

  /**
   * @param {Uint8Array} key
   * @param {number} slot how the account stood at the end of this slot
   * @returns {Account | null}
   */
  at(key, slot) {
    const later = this.#undo.get(addressText(key))?.find((entry) => entry.slot > slot);
    return later ? later.before : this.vm.getAccount(key);
  }

  /**
   * Notes how an account stands before `slot` writes it. Later calls for the same slot change nothing.
   * @param {Uint8Array} key
   * @param {number} slot
   */
  remember(key, slot) {
    const address = addressText(key);
    let entries = this.#undo.get(address);
    if (!entries) this.#undo.set(address, (entries = []));
    if (entries.at(-1)?.slot === slot) return;
    entries.push({ slot, before: this.vm.getAccount(key) });
    this.#undoOrder.push({ slot, address });
  }

  /**
   * @param {Uint8Array} key
   * @param {Account} account
   * @param {number} slot
   */
  set(key, account, slot) {
    this.remember(key, slot);
    this.vm.setAccount(key, account);
    this.index(key, account);
  }

  /**
   * Finds the account again by its owner, if it is a token account.
   * @param {Uint8Array} key
   * @param {Account | null} account
   */
  index(key, account) {
    if (!account || !isTokenProgram(addressText(account.owner()))) return;
    const data = account.data();
    if (!isTokenAccount(data)) return;
    const owner = ownerOf(data);
    let addresses = this.#tokenAccountsByOwner.get(owner);
    if (!addresses) this.#tokenAccountsByOwner.set(owner, (addresses = new Set()));
    addresses.add(addressText(key));
    this.#tokenAccounts.add(addressText(key));
  }

  /** @param {string} address */
  mayBeTokenAccount(address) {
    return this.#tokenAccounts.has(address);
  }

  /**
   * Token accounts that belong to `owner`, or once did.
   * @param {string} owner
   */
  tokenAccountsOf(owner) {
    return [...(this.#tokenAccountsByOwner.get(owner) ?? [])];
  }

  tokenAccounts() {
    return [...this.#tokenAccounts];
  }

  /**
   * Runs `action` with the given accounts as they were at `slot`, then puts the present ones back.
   * @template T
   * @param {number} slot
   * @param {Uint8Array[]} keys
   * @param {() => T} action
   */
  asOf(slot, keys, action) {
    const changed = keys.flatMap((key) => {
      const later = this.#undo.get(addressText(key))?.find((entry) => entry.slot > slot);
      return later ? [{ key, then: later.before, now: this.vm.getAccount(key) }] : [];
    });
    try {
      for (const { key, then } of changed) this.vm.setAccount(key, then ?? absentAccount());
      return action();
    } finally {
      for (const { key, now } of changed) this.vm.setAccount(key, now ?? absentAccount());
    }
  }

  /**
   * Takes back everything that was written after `slot`.
   * @param {number} slot
   * @returns {string[]} addresses that changed
   */
  rollBackTo(slot) {
    const changed = [];
    for (const [address, entries] of this.#undo) {
      const first = entries.findIndex((entry) => entry.slot > slot);
      if (first < 0) continue;
      this.vm.setAccount(fromBase58(address), entries[first].before ?? absentAccount());
      entries.splice(first);
      if (entries.length === 0) this.#undo.delete(address);
      changed.push(address);
    }
    this.#undoOrder = this.#undoOrder.filter((entry) => entry.slot <= slot);
    return changed;
  }

  /**
   * Forgets the states before `slot`.
   * @param {number} slot
   */
  forgetBefore(slot) {
    let count = 0;
    while (count < this.#undoOrder.length && this.#undoOrder[count].slot < slot) {
      const { address } = this.#undoOrder[count++];
      const entries = this.#undo.get(address);
      entries?.shift();
      if (entries?.length === 0) this.#undo.delete(address);
    }
    if (count > 0) this.#undoOrder.splice(0, count);
  }
}
