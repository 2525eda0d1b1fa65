// Reads and checks the parameters of requests; the texts of the errors are Agave's.
import { decodeBase58, encodeBase58 } from '../wire/base58.mjs';
import { MalformedBytes } from '../wire/reader.mjs';
import { MAX_LEGACY_SIZE, MAX_V1_SIZE, decodeTransaction, sanitizeError } from '../wire/transaction.mjs';
import { RpcError, invalidParams } from './errors.mjs';

/** @typedef {Record<string, any>} Config */

const COMMITMENTS = ['processed', 'confirmed', 'finalized'];

/**
 * @param {any[]} params
 * @param {number} count
 */
export function requireParams(params, count) {
  if (params.length < count) throw invalidParams(`\`params\` should have at least ${count} argument(s)`);
}

/**
 * @param {unknown} value
 * @returns {Config}
 */
export function config(value) {
  if (value === undefined || value === null) return {};
  if (typeof value !== 'object') throw invalidParams('Invalid params: invalid type, expected a configuration object.');
  const { commitment } = /** @type {Config} */ (value);
  if (commitment !== undefined && commitment !== null && !COMMITMENTS.includes(commitment)) {
    throw invalidParams(`Invalid params: unknown variant \`${commitment}\`, expected one of \`processed\`, \`confirmed\`, \`finalized\`.`);
  }
  return value;
}

/**
 * @param {unknown} text
 * @param {number} size in bytes
 * @returns {Uint8Array}
 */
function base58OfSize(text, size) {
  const bytes = typeof text === 'string' && text.length <= 128 ? decodeBase58(text) : null;
  if (!bytes) throw invalidParams('Invalid param: Invalid');
  if (bytes.length !== size) throw invalidParams('Invalid param: WrongSize');
  return bytes;
}

/** @param {unknown} text */
export const address = (text) => base58OfSize(text, 32);

/** @param {unknown} text */
export const signature = (text) => base58OfSize(text, 64);

/**
 * @param {unknown} list
 * @param {number} max
 * @returns {any[]}
 */
export function listOfAtMost(list, max) {
  if (!Array.isArray(list)) throw invalidParams('Invalid params: invalid type, expected a sequence.');
  if (list.length > max) throw invalidParams(`Too many inputs provided; max ${max}`);
  return list;
}

/**
 * @param {unknown} value
 * @returns {number}
 */
export function unsigned(value) {
  if (Number.isInteger(value) && Number(value) >= 0) return Number(value);
  throw invalidParams(`Invalid params: invalid value ${JSON.stringify(value)}, expected u64.`);
}

/**
 * The block at which a request reads.
 * @param {import('../node.mjs').Node} node
 * @param {Config} options
 */
export function contextBlock(node, { commitment, minContextSlot }) {
  const block = node.blockAt(commitment);
  if (minContextSlot !== undefined && minContextSlot !== null && block.slot < minContextSlot) {
    throw new RpcError(-32016, 'Minimum context slot has not been reached', { contextSlot: block.slot });
  }
  return block;
}

/** @param {Config} options */
export function requireConfirmed({ commitment }) {
  if (commitment === 'processed') throw invalidParams('Method does not support commitment below `confirmed`');
}

/**
 * @template T
 * @param {unknown} text
 * @param {'base58' | 'base64'} encoding
 * @param {string} what the name of the Rust type, for error messages
 * @param {(bytes: Uint8Array) => T} decode
 * @returns {T}
 */
export function decodeWire(text, encoding, what, decode) {
  if (typeof text !== 'string') throw invalidParams('Invalid params: invalid type, expected a string.');
  const maxText = encoding === 'base58' ? 1683 : Math.ceil(MAX_V1_SIZE / 3) * 4;
  const tooLarge = `(max: encoded/raw ${encoding === 'base58' ? 1683 : 1644}/${MAX_LEGACY_SIZE})`;
  if (text.length > maxText) throw invalidParams(`${encoding} encoded ${what} too large: ${text.length} bytes ${tooLarge}`);
  const bytes = decodeText(text, encoding);
  if (bytes.length > MAX_LEGACY_SIZE && bytes[0] !== 0x81) {
    throw invalidParams(`decoded ${what} too large: ${bytes.length} bytes (max: ${MAX_LEGACY_SIZE} bytes)`);
  }
  try {
    return decode(bytes);
  } catch (error) {
    if (error instanceof MalformedBytes) throw invalidParams(`failed to deserialize ${what}: ${error.message}`);
    throw error;
  }
}

/** @param {string} text @param {'base58' | 'base64'} encoding @returns {Uint8Array} */
function decodeText(text, encoding) {
  if (encoding === 'base58') {
    const bytes = decodeBase58(text);
    if (!bytes) throw invalidParams('invalid base58 encoding: InvalidCharacter');
    return Buffer.from(bytes);
  }
  const bytes = Buffer.from(text, 'base64');
  if (bytes.toString('base64') !== text) throw invalidParams('invalid base64 encoding: InvalidPadding');
  return bytes;
}

/**
 * @param {unknown} text
 * @param {Config} options
 * @returns {import('../wire/transaction.mjs').Transaction} one that is safe to give to the virtual machine
 */
export function transaction(text, { encoding = 'base58' }) {
  if (encoding !== 'base58' && encoding !== 'base64') {
    throw invalidParams(`unsupported encoding: ${encoding}. Supported encodings: base58, base64`);
  }
  const decoded = decodeWire(text, encoding, 'solana_transaction::versioned::VersionedTransaction', decodeTransaction);
  const refusal = sanitizeError(decoded);
  if (refusal) throw invalidParams(`invalid transaction: ${refusal}`);
  return decoded;
}

/** @param {import('../wire/transaction.mjs').Transaction} decoded */
export const transactionId = (decoded) => encodeBase58(decoded.signatures[0]);
