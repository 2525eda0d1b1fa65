// Durable nonces: a stored value in place of a recent blockhash. The virtual machine ties this check to its blockhash
// check, which is switched off here, so it is made again.
import { addressText, fromBase58 } from '../wire/base58.mjs';
import { sha256 } from '../wire/hash.mjs';
import { isWritableByHeader } from '../wire/transaction.mjs';
import { SYSTEM } from './programs.mjs';
import { newAccount } from './vm.mjs';

/** @typedef {import('./vm.mjs').Account} Account */
/** @typedef {import('../wire/transaction.mjs').Message} Message */

const ADVANCE_NONCE = 4;
const NONCE_SIZE = 80;
const INITIALIZED = 1;
const AUTHORITY_OFFSET = 8;
const VALUE_OFFSET = 40;

/**
 * The nonce account that the message advances first, or null.
 * @param {Message} message
 * @returns {Uint8Array | null}
 */
export function nonceAccountKey(message) {
  const first = message.instructions[0];
  if (!first || addressText(message.keys[first.programIdIndex]) !== SYSTEM) return null;
  if (first.data.length < 4 || Buffer.from(first.data).readUInt32LE(0) !== ADVANCE_NONCE) return null;
  const index = first.accounts[0];
  return index !== undefined && index < message.keys.length && isWritableByHeader(message, index) ? message.keys[index] : null;
}

/**
 * @param {Message} message
 * @param {Account | null} account the message's nonce account
 */
export function isNonceValid(message, account) {
  if (!account || addressText(account.owner()) !== SYSTEM) return false;
  const data = Buffer.from(account.data());
  if (data.length !== NONCE_SIZE || data.readUInt32LE(0) !== 1 || data.readUInt32LE(4) !== INITIALIZED) return false;
  if (!data.subarray(VALUE_OFFSET, VALUE_OFFSET + 32).equals(message.recentBlockhash)) return false;
  const authority = data.subarray(AUTHORITY_OFFSET, AUTHORITY_OFFSET + 32);
  const signers = [...message.instructions[0].accounts].filter((index) => index < message.header.numRequiredSignatures);
  return signers.some((index) => authority.equals(message.keys[index]));
}

/**
 * The nonce account after its value has moved on. Agave does this for failed transactions too; litesvm does not.
 * @param {Account} account
 * @param {string} blockhash
 */
export function advancedNonce(account, blockhash) {
  const data = Buffer.from(account.data());
  sha256('DURABLE_NONCE', fromBase58(blockhash)).copy(data, VALUE_OFFSET);
  return newAccount({ lamports: account.lamports(), data, owner: account.owner() });
}
