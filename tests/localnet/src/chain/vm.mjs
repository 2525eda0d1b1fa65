// The Solana virtual machine, as a native module. `dist/internal.js` is its byte-in, byte-out layer; the package's main
// entry wraps the same thing in @solana/kit and takes ten times as long to load.
import litesvm from 'litesvm/dist/internal.js';
import { fromBase58 } from '../wire/base58.mjs';
import { SYSTEM } from './programs.mjs';

/** @typedef {import('litesvm/dist/internal.js').LiteSvm} LiteSvm */
/** @typedef {import('litesvm/dist/internal.js').Account} Account */

const { LiteSvm, Rent, Clock, Account } = litesvm;

/** New accounts carry this rent epoch: they are exempt for ever. */
const RENT_EXEMPT_EPOCH = 2n ** 64n - 1n;
const SYSTEM_KEY = fromBase58(SYSTEM);

/**
 * @param {{ lamportsPerByte: number, state?: Uint8Array }} options
 * @returns {LiteSvm}
 */
export function createVirtualMachine({ lamportsPerByte, state }) {
  const vm = state ? LiteSvm.fromBytes(state) : new LiteSvm();
  vm.setBlockhashCheck(false); // it keeps one blockhash; BlockhashQueue keeps 150
  vm.setTransactionHistory(0n); // the ledger detects duplicates
  vm.setRent(new Rent(BigInt(lamportsPerByte), 1, 50));
  if (!state) vm.withNativeMints();
  return vm;
}

/**
 * @param {{ lamports: bigint, data?: Uint8Array, owner?: Uint8Array, executable?: boolean }} account
 * @returns {Account}
 */
export function newAccount({ lamports, data = new Uint8Array(), owner = SYSTEM_KEY, executable = false }) {
  return new Account(lamports, data, owner, executable, RENT_EXEMPT_EPOCH);
}

/** An account with nothing in it, which the virtual machine stores as absence. */
export const absentAccount = () => new Account(0n, new Uint8Array(), SYSTEM_KEY, false, 0n);

/**
 * @param {bigint} slot
 * @param {bigint} epoch
 * @param {bigint} seconds since 1970
 */
export const clockAt = (slot, epoch, seconds) => new Clock(slot, seconds, epoch, epoch + 1n, seconds);
