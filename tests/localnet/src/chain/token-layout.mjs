// Byte layout of mints and token accounts, the same for Token and Token-2022.
import { addressText } from '../wire/base58.mjs';

const MINT_SIZE = 82;
const ACCOUNT_SIZE = 165;
/** Token-2022 avoids this size, which is that of a multisig account. */
const MULTISIG_SIZE = 355;
/** Offset of the byte that tells a mint (1) from an account (2) when extensions follow. */
const KIND_OFFSET = 165;
const STATE_OFFSET = 108;

/** @param {Uint8Array} data */
export function isTokenAccount(data) {
  if (data.length < ACCOUNT_SIZE || data.length === MULTISIG_SIZE || data[STATE_OFFSET] === 0) return false;
  return data.length === ACCOUNT_SIZE || data[KIND_OFFSET] === 2;
}

/** @param {Uint8Array} data */
export function isMint(data) {
  return data.length === MINT_SIZE || (data.length > ACCOUNT_SIZE && data.length !== MULTISIG_SIZE && data[KIND_OFFSET] === 1);
}

/** @param {Uint8Array} data */
export const view = (data) => Buffer.from(data.buffer, data.byteOffset, data.byteLength);

/** @param {Uint8Array} data of a token account */
export const mintOf = (data) => data.subarray(0, 32);

/** @param {Uint8Array} data of a token account */
export const ownerOf = (data) => addressText(data.subarray(32, 64));

/** @param {Uint8Array} data of a token account */
export const amountOf = (data) => view(data).readBigUInt64LE(64);

/** @param {Uint8Array} data of a mint */
export const supplyOf = (data) => view(data).readBigUInt64LE(36);

/** @param {Uint8Array} data of a mint */
export const decimalsOf = (data) => data[44];
