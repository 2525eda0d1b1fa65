// Token-2022 extensions of mints and accounts: type u16, length u16, value, from byte 166 on.
import { addressText } from '../wire/base58.mjs';

const FIRST_ENTRY = 166;

/**
 * @typedef {{ extension: string, state?: object }} Extension
 * @typedef {(value: Buffer) => object | undefined} StateReader
 */

/** @type {Record<number, [name: string, readState?: StateReader]>} */
const KNOWN = {
  1: ['transferFeeConfig', (value) => ({
    transferFeeConfigAuthority: optionalAddress(value, 0), withdrawWithheldAuthority: optionalAddress(value, 32),
    withheldAmount: value.readBigUInt64LE(64), olderTransferFee: transferFee(value, 72), newerTransferFee: transferFee(value, 90),
  })],
  2: ['transferFeeAmount', (value) => ({ withheldAmount: value.readBigUInt64LE(0) })],
  3: ['mintCloseAuthority', (value) => ({ closeAuthority: optionalAddress(value, 0) })],
  6: ['defaultAccountState', (value) => ({ accountState: ['uninitialized', 'initialized', 'frozen'][value[0]] })],
  7: ['immutableOwner'],
  8: ['memoTransfer', (value) => ({ requireIncomingTransferMemos: value[0] === 1 })],
  9: ['nonTransferable'],
  10: ['interestBearingConfig'],
  11: ['cpiGuard', (value) => ({ lockCpi: value[0] === 1 })],
  12: ['permanentDelegate', (value) => ({ delegate: optionalAddress(value, 0) })],
  13: ['nonTransferableAccount'],
  14: ['transferHook', (value) => ({ authority: optionalAddress(value, 0), programId: optionalAddress(value, 32) })],
  15: ['transferHookAccount', (value) => ({ transferring: value[0] === 1 })],
  18: ['metadataPointer', (value) => ({ authority: optionalAddress(value, 0), metadataAddress: optionalAddress(value, 32) })],
  19: ['tokenMetadata', tokenMetadata],
  25: ['scaledUiAmountConfig'],
  26: ['pausableConfig', (value) => ({ authority: optionalAddress(value, 0), paused: value[32] === 1 })],
  27: ['pausableAccount'],
};

/**
 * @param {Buffer} data of a mint or account
 * @returns {Extension[]}
 */
export function readExtensions(data) {
  /** @type {Extension[]} */
  const extensions = [];
  for (let offset = FIRST_ENTRY; offset + 4 <= data.length;) {
    const type = data.readUInt16LE(offset);
    const length = data.readUInt16LE(offset + 2);
    if (type === 0) break;
    const [extension, readState] = KNOWN[type] ?? ['unparseableExtension'];
    const state = readState?.(data.subarray(offset + 4, offset + 4 + length));
    extensions.push(state ? { extension, state } : { extension });
    offset += 4 + length;
  }
  return extensions;
}

/** @param {Buffer} value @param {number} offset */
function optionalAddress(value, offset) {
  const key = value.subarray(offset, offset + 32);
  return key.every((byte) => byte === 0) ? null : addressText(key);
}

/** @param {Buffer} value @param {number} offset */
function transferFee(value, offset) {
  return {
    epoch: value.readBigUInt64LE(offset), maximumFee: value.readBigUInt64LE(offset + 8),
    transferFeeBasisPoints: value.readUInt16LE(offset + 16),
  };
}

/** @param {Buffer} value */
function tokenMetadata(value) {
  let offset = 64;
  const text = () => {
    const length = value.readUInt32LE(offset);
    offset += 4 + length;
    return value.toString('utf8', offset - length, offset);
  };
  const [name, symbol, uri] = [text(), text(), text()];
  const count = value.readUInt32LE(offset);
  offset += 4;
  const additionalMetadata = Array.from({ length: count }, () => [text(), text()]);
  return { updateAuthority: optionalAddress(value, 0), mint: addressText(value.subarray(32, 64)), name, symbol, uri, additionalMetadata };
}
