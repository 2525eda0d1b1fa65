// Base58 in Bitcoin's alphabet, as Solana writes addresses, hashes and signatures.

const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const DIGITS = new Map([...ALPHABET].map((letter, value) => [letter, value]));

/**
 * @param {Uint8Array} bytes
 * @returns {string}
 */
export function encodeBase58(bytes) {
  let zeros = 0;
  while (zeros < bytes.length && bytes[zeros] === 0) zeros++;
  /** @type {number[]} */
  const digits = [];
  for (let i = zeros; i < bytes.length; i++) {
    let carry = bytes[i];
    for (let j = 0; j < digits.length; j++) {
      carry += digits[j] << 8;
      digits[j] = carry % 58;
      carry = (carry / 58) | 0;
    }
    for (; carry > 0; carry = (carry / 58) | 0) digits.push(carry % 58);
  }
  let text = '1'.repeat(zeros);
  for (let i = digits.length - 1; i >= 0; i--) text += ALPHABET[digits[i]];
  return text;
}

/**
 * @param {string} text
 * @returns {Uint8Array | null} null when a letter is not in the alphabet
 */
export function decodeBase58(text) {
  let zeros = 0;
  while (zeros < text.length && text[zeros] === '1') zeros++;
  /** @type {number[]} */
  const bytes = [];
  for (let i = zeros; i < text.length; i++) {
    let carry = DIGITS.get(text[i]) ?? -1;
    if (carry < 0) return null;
    for (let j = 0; j < bytes.length; j++) {
      carry += bytes[j] * 58;
      bytes[j] = carry & 255;
      carry >>= 8;
    }
    for (; carry > 0; carry >>= 8) bytes.push(carry & 255);
  }
  const decoded = new Uint8Array(zeros + bytes.length);
  bytes.forEach((byte, i) => { decoded[decoded.length - 1 - i] = byte; });
  return decoded;
}

/**
 * Decodes text known to be right: a constant, or text that has been checked before.
 * @param {string} text
 */
export function fromBase58(text) {
  const bytes = decodeBase58(text);
  if (!bytes) throw new Error(`not base58: ${text}`);
  return bytes;
}

const CACHE_LIMIT = 50_000;
/** @type {Map<string, string>} */
const cache = new Map();

/**
 * The text of a 32-byte address. Cached, because a chain meets the same addresses again and again.
 * @param {Uint8Array} bytes
 * @returns {string}
 */
export function addressText(bytes) {
  const key = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  let text = cache.get(key);
  if (text === undefined) {
    text = encodeBase58(bytes);
    if (cache.size >= CACHE_LIMIT) cache.clear();
    cache.set(key, text);
  }
  return text;
}
