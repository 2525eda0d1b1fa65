// Accounts in the encodings of the RPC interface.
import { addressText, encodeBase58 } from '../wire/base58.mjs';
import { LOOKUP_TABLE, SYSTEM, TOKEN, isTokenProgram } from '../chain/programs.mjs';
import { amountOf, decimalsOf, isMint, isTokenAccount, mintOf, ownerOf, supplyOf, view } from '../chain/token-layout.mjs';
import { invalidParams, invalidRequest } from '../rpc/errors.mjs';
import { tokenAmount } from './amounts.mjs';
import { readExtensions } from './token-extensions.mjs';

/** @typedef {import('../chain/vm.mjs').Account} Account */
/** @typedef {(key: Uint8Array) => Account | null} ReadAccount */
/** @typedef {{ encoding?: string, dataSlice?: { offset: number, length: number } | null }} AccountEncoding */

const MAX_BASE58_DATA = 128;
const ACCOUNT_STATES = ['uninitialized', 'initialized', 'frozen'];

/**
 * @param {Account} account
 * @param {AccountEncoding} options
 * @param {ReadAccount} readAccount finds the mint of a token account
 */
export function accountView(account, { encoding = 'binary', dataSlice }, readAccount) {
  const bytes = view(account.data());
  const parsed = encoding === 'jsonParsed' ? parseAccount(account, readAccount) : null;
  return {
    lamports: account.lamports(),
    data: parsed ?? encodeData(dataSlice ? slice(bytes, dataSlice) : bytes, encoding),
    owner: addressText(account.owner()),
    executable: account.executable(),
    rentEpoch: account.rentEpoch(),
    space: bytes.length,
  };
}

/** @param {Buffer} bytes @param {{ offset: number, length: number }} range */
function slice(bytes, { offset, length }) {
  return bytes.subarray(Math.min(offset, bytes.length), Math.min(offset + length, bytes.length));
}

/** @param {Buffer} bytes @param {string} encoding */
function encodeData(bytes, encoding) {
  switch (encoding) {
    case 'base64':
    case 'jsonParsed': // what cannot be parsed is given as base64
      return [bytes.toString('base64'), 'base64'];
    case 'binary':
    case 'base58':
      if (bytes.length > MAX_BASE58_DATA) {
        throw invalidRequest('Encoded binary (base 58) data should be less than 128 bytes, please use Base64 encoding.');
      }
      return encoding === 'binary' ? encodeBase58(bytes) : [encodeBase58(bytes), 'base58'];
    default:
      throw invalidParams(`Invalid params: unknown variant \`${encoding}\`, expected one of ` +
        '`binary`, `base58`, `base64`, `jsonParsed`, `base64+zstd`.');
  }
}

/**
 * @param {Account} account
 * @param {ReadAccount} readAccount
 */
function parseAccount(account, readAccount) {
  const owner = addressText(account.owner());
  const data = view(account.data());
  if (isTokenProgram(owner)) return parseTokenProgramAccount(owner === TOKEN ? 'spl-token' : 'spl-token-2022', data, readAccount);
  if (owner === SYSTEM && data.length === 80 && data.readUInt32LE(4) === 1) return parseNonce(data);
  if (owner === LOOKUP_TABLE && data.length >= 56 && data.readUInt32LE(0) === 1) return parseLookupTable(data);
  return null;
}

/**
 * @param {string} program
 * @param {Buffer} data
 * @param {ReadAccount} readAccount
 */
function parseTokenProgramAccount(program, data, readAccount) {
  const list = readExtensions(data);
  const extensions = list.length > 0 ? { extensions: list } : {};
  const space = data.length;
  if (isTokenAccount(data)) {
    const mint = readAccount(mintOf(data));
    if (!mint) return null;
    const info = { ...tokenAccountInfo(data, decimalsOf(mint.data())), ...extensions };
    return { program, parsed: { info, type: 'account' }, space };
  }
  if (!isMint(data)) return null;
  const info = {
    decimals: decimalsOf(data), freezeAuthority: optionalAddress(data, 46), isInitialized: data[45] === 1,
    mintAuthority: optionalAddress(data, 0), supply: supplyOf(data).toString(), ...extensions,
  };
  return { program, parsed: { info, type: 'mint' }, space };
}

/** @param {Buffer} data @param {number} decimals */
function tokenAccountInfo(data, decimals) {
  const delegate = optionalAddress(data, 72);
  const closeAuthority = optionalAddress(data, 129);
  const isNative = data.readUInt32LE(109) === 1;
  return {
    isNative, mint: addressText(mintOf(data)), owner: ownerOf(data), state: ACCOUNT_STATES[data[108]],
    tokenAmount: tokenAmount(amountOf(data), decimals),
    ...(delegate && { delegate, delegatedAmount: tokenAmount(data.readBigUInt64LE(121), decimals) }),
    ...(isNative && { rentExemptReserve: tokenAmount(data.readBigUInt64LE(113), decimals) }),
    ...(closeAuthority && { closeAuthority }),
  };
}

/** @param {Buffer} data @param {number} offset of a COption: u32 tag, then the key */
function optionalAddress(data, offset) {
  return data.readUInt32LE(offset) === 0 ? null : addressText(data.subarray(offset + 4, offset + 36));
}

/** @param {Buffer} data */
function parseNonce(data) {
  const info = {
    authority: addressText(data.subarray(8, 40)), blockhash: addressText(data.subarray(40, 72)),
    feeCalculator: { lamportsPerSignature: data.readBigUInt64LE(72).toString() },
  };
  return { program: 'nonce', parsed: { info, type: 'initialized' }, space: data.length };
}

/** @param {Buffer} data */
function parseLookupTable(data) {
  const addresses = [];
  for (let offset = 56; offset + 32 <= data.length; offset += 32) addresses.push(addressText(data.subarray(offset, offset + 32)));
  const info = {
    addresses, authority: data[21] === 1 ? addressText(data.subarray(22, 54)) : undefined,
    deactivationSlot: data.readBigUInt64LE(4).toString(),
    lastExtendedSlot: data.readBigUInt64LE(12).toString(), lastExtendedSlotStartIndex: data[20],
  };
  return { program: 'address-lookup-table', parsed: { info, type: 'lookupTable' }, space: data.length };
}
