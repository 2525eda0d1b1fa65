// Decodes transactions and messages: legacy, version 0 (lookup tables) and version 1 (SIMD-0385).
// The virtual machine aborts the whole process on malformed bytes, so nothing reaches it that this decoder and
// `sanitizeError` have not accepted.
import { ByteReader, MalformedBytes } from './reader.mjs';

/**
 * @typedef {object} MessageHeader
 * @property {number} numRequiredSignatures
 * @property {number} numReadonlySignedAccounts
 * @property {number} numReadonlyUnsignedAccounts
 */
/** @typedef {{ programIdIndex: number, accounts: Uint8Array, data: Uint8Array }} Instruction */
/** @typedef {{ accountKey: Uint8Array, writableIndexes: Uint8Array, readonlyIndexes: Uint8Array }} TableLookup */
/**
 * What a version 1 message says in place of compute-budget instructions; null = not given.
 * @typedef {object} TransactionConfig
 * @property {bigint | null} priorityFee in lamports
 * @property {number | null} computeUnitLimit
 * @property {number | null} loadedAccountsDataSizeLimit in bytes
 * @property {number | null} heapSize in bytes
 */
/**
 * @typedef {object} Message
 * @property {'legacy' | 0 | 1} version
 * @property {MessageHeader} header
 * @property {Uint8Array[]} keys
 * @property {Uint8Array} recentBlockhash
 * @property {Instruction[]} instructions
 * @property {TableLookup[]} lookups
 * @property {TransactionConfig | null} config only in version 1
 * @property {Uint8Array} bytes what is signed
 */
/** @typedef {{ signatures: Uint8Array[], message: Message, wire: Uint8Array }} Transaction */

/** A packet of 1,280 bytes less 48 bytes of headers. */
export const MAX_LEGACY_SIZE = 1232;
/** Version 1 (SIMD-0385, SIMD-0296). */
export const MAX_V1_SIZE = 4096;
const VERSION_1_PREFIX = 0x81;
const V1_LIMITS = { signatures: 12, keys: 64, instructions: 64 };
const ADDRESS_LIMIT = 256;
const INSTRUCTION_LIMIT = 64; // SIMD-0160

/**
 * @param {Uint8Array} wire
 * @returns {Transaction}
 * @throws {MalformedBytes}
 */
export function decodeTransaction(wire) {
  const reader = new ByteReader(wire);
  if (wire[0] === VERSION_1_PREFIX) {
    const message = readMessage(reader);
    const signatures = repeat(message.header.numRequiredSignatures, () => reader.take(64));
    reader.end();
    return { signatures, message, wire };
  }
  const signatures = repeat(reader.compactU16(), () => reader.take(64));
  const message = readMessage(reader);
  reader.end();
  if (message.version === 1) throw new MalformedBytes('a version 1 message has its signatures at the end');
  return { signatures, message, wire };
}

/**
 * @param {Uint8Array} bytes
 * @returns {Message}
 * @throws {MalformedBytes}
 */
export function decodeMessage(bytes) {
  const reader = new ByteReader(bytes);
  const message = readMessage(reader);
  reader.end();
  return message;
}

/** @param {ByteReader} reader @returns {Message} */
function readMessage(reader) {
  const start = reader.offset;
  const first = reader.u8();
  if (first < 0x80) return readLegacyBody(reader, start, 'legacy', first);
  const version = first & 0x7f;
  if (version === 0) return readLegacyBody(reader, start, 0, reader.u8());
  if (version === 1) return readVersion1(reader, start);
  throw new MalformedBytes(`invalid value: integer \`${version}\`, expected a valid transaction message version`);
}

/**
 * @param {ByteReader} reader
 * @param {number} start
 * @param {'legacy' | 0} version
 * @param {number} numRequiredSignatures
 * @returns {Message}
 */
function readLegacyBody(reader, start, version, numRequiredSignatures) {
  const header = { numRequiredSignatures, numReadonlySignedAccounts: reader.u8(), numReadonlyUnsignedAccounts: reader.u8() };
  const keys = repeat(reader.compactU16(), () => reader.take(32));
  const recentBlockhash = reader.take(32);
  const instructions = repeat(reader.compactU16(), () => ({
    programIdIndex: reader.u8(), accounts: reader.compactBytes(), data: reader.compactBytes(),
  }));
  const lookups = version === 'legacy' ? [] : repeat(reader.compactU16(), () => ({
    accountKey: reader.take(32), writableIndexes: reader.compactBytes(), readonlyIndexes: reader.compactBytes(),
  }));
  const bytes = reader.bytes.subarray(start, reader.offset);
  return { version, header, keys, recentBlockhash, instructions, lookups, config: null, bytes };
}

/** @param {ByteReader} reader @param {number} start @returns {Message} */
function readVersion1(reader, start) {
  const header = {
    numRequiredSignatures: reader.u8(), numReadonlySignedAccounts: reader.u8(), numReadonlyUnsignedAccounts: reader.u8(),
  };
  const mask = reader.u32();
  if (mask >= 0x20) throw new MalformedBytes('unknown bits in the transaction config mask');
  if ((mask & 3) === 1 || (mask & 3) === 2) throw new MalformedBytes('the priority fee needs both of its mask bits');
  const recentBlockhash = reader.take(32);
  const instructionCount = reader.u8();
  const keys = repeat(reader.u8(), () => reader.take(32));
  const config = {
    priorityFee: mask & 3 ? reader.u64() : null,
    computeUnitLimit: mask & 4 ? reader.u32() : null,
    loadedAccountsDataSizeLimit: mask & 8 ? reader.u32() : null,
    heapSize: mask & 16 ? reader.u32() : null,
  };
  const shapes = repeat(instructionCount, () => ({ programIdIndex: reader.u8(), accounts: reader.u8(), data: reader.u16() }));
  const instructions = shapes.map((shape) => ({
    programIdIndex: shape.programIdIndex, accounts: reader.take(shape.accounts), data: reader.take(shape.data),
  }));
  const bytes = reader.bytes.subarray(start, reader.offset);
  return { version: 1, header, keys, recentBlockhash, instructions, lookups: [], config, bytes };
}

/**
 * @template T
 * @param {number} count
 * @param {() => T} read
 */
function repeat(count, read) {
  return Array.from({ length: count }, read);
}

const BAD_OFFSETS = 'Transaction failed to sanitize accounts offsets correctly';

/**
 * The runtime's rules on a well-formed transaction, before any account is looked at.
 * @param {Transaction} transaction
 * @returns {string | null} why it is refused
 */
export function sanitizeError({ signatures, message, wire }) {
  const { header, keys, instructions, lookups, version } = message;
  if (wire.length > (version === 1 ? MAX_V1_SIZE : MAX_LEGACY_SIZE)) return 'Transaction is too large';
  if (header.numRequiredSignatures + header.numReadonlyUnsignedAccounts > keys.length) return BAD_OFFSETS;
  if (header.numReadonlySignedAccounts >= header.numRequiredSignatures) return BAD_OFFSETS;
  if (signatures.length !== header.numRequiredSignatures) return BAD_OFFSETS;
  if (instructions.length > INSTRUCTION_LIMIT) return BAD_OFFSETS;
  if (version === 1 && !withinVersion1Limits(message)) return BAD_OFFSETS;

  const lookedUp = lookups.map((lookup) => lookup.writableIndexes.length + lookup.readonlyIndexes.length);
  if (lookedUp.includes(0)) return BAD_OFFSETS;
  const addressCount = lookedUp.reduce((sum, count) => sum + count, keys.length);
  if (addressCount > ADDRESS_LIMIT) return BAD_OFFSETS;
  for (const instruction of instructions) {
    const program = instruction.programIdIndex;
    if (program === 0 || program >= keys.length) return BAD_OFFSETS; // the fee payer is no program
    if (instruction.accounts.some((index) => index >= addressCount)) return BAD_OFFSETS;
  }
  if (new Set(keys.map((key) => Buffer.from(key).toString('latin1'))).size !== keys.length) return 'Account loaded twice';
  return null;
}

/** @param {Message} message */
function withinVersion1Limits({ header, keys, instructions, config }) {
  if (header.numRequiredSignatures > V1_LIMITS.signatures || keys.length > V1_LIMITS.keys) return false;
  if (instructions.length > V1_LIMITS.instructions || instructions.length === 0) return false;
  const heap = config?.heapSize ?? 32_768;
  return heap >= 32_768 && heap <= 262_144 && heap % 1024 === 0;
}

/**
 * Whether the header makes the account writable; the runtime later takes this away from sysvars and invoked programs.
 * @param {Message} message
 * @param {number} index among the message's own keys
 */
export function isWritableByHeader({ header, keys }, index) {
  if (index < header.numRequiredSignatures) return index < header.numRequiredSignatures - header.numReadonlySignedAccounts;
  return index < keys.length - header.numReadonlyUnsignedAccounts;
}
