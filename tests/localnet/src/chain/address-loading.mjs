// The full list of a transaction's accounts: its own keys, then what its lookup tables name.
import { addressText } from '../wire/base58.mjs';
import { isWritableByHeader } from '../wire/transaction.mjs';

/** @typedef {import('../wire/transaction.mjs').Message} Message */
/**
 * @typedef {object} LoadedKeys
 * @property {Uint8Array[]} keys own keys, then looked-up writable ones, then looked-up read-only ones
 * @property {string[]} addresses the same as text
 * @property {boolean[]} writable
 * @property {{ writable: string[], readonly: string[] }} loaded what the tables gave
 */

const TABLE_HEADER_SIZE = 56;

/**
 * @param {Message} message
 * @param {(key: Uint8Array) => import('./vm.mjs').Account | null} readAccount
 * @returns {LoadedKeys | null} null when a table is missing or too short: the runtime names the exact error
 */
export function loadKeys(message, readAccount) {
  /** @type {Uint8Array[]} */
  const writable = [];
  /** @type {Uint8Array[]} */
  const readonly = [];
  for (const lookup of message.lookups) {
    const table = readAccount(lookup.accountKey)?.data();
    if (!table) return null;
    for (const [indexes, keys] of /** @type {const} */ ([[lookup.writableIndexes, writable], [lookup.readonlyIndexes, readonly]])) {
      for (const index of indexes) {
        const start = TABLE_HEADER_SIZE + 32 * index;
        if (start + 32 > table.length) return null;
        keys.push(table.subarray(start, start + 32));
      }
    }
  }
  const keys = [...message.keys, ...writable, ...readonly];
  return {
    keys,
    addresses: keys.map(addressText),
    writable: keys.map((_key, index) =>
      index < message.keys.length ? isWritableByHeader(message, index) : index < message.keys.length + writable.length),
    loaded: { writable: writable.map(addressText), readonly: readonly.map(addressText) },
  };
}
