// What several tests need: keys, hand-made transactions, a running network, and waiting for a condition.
import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import { COMPUTE_BUDGET } from '../src/chain/programs.mjs';
import { Localnet } from '../src/localnet.mjs';
import { encodeBase58, fromBase58 } from '../src/wire/base58.mjs';
import { decodeTransaction } from '../src/wire/transaction.mjs';

export const SOL = 1_000_000_000n;
const PKCS8_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** @typedef {{ publicKey: Uint8Array, address: string, sign: (message: Uint8Array) => Uint8Array }} KeyPair */

/** @returns {KeyPair} */
export function newKeyPair() {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return keyPair(publicKey.export({ format: 'der', type: 'spki' }).subarray(12), privateKey);
}

/** @param {Uint8Array} seed @param {Uint8Array} publicKey @returns {KeyPair} */
export function keyPairOf(seed, publicKey) {
  return keyPair(publicKey, createPrivateKey({ key: Buffer.concat([PKCS8_ED25519, seed]), format: 'der', type: 'pkcs8' }));
}

/** @param {Uint8Array} publicKey @param {import('node:crypto').KeyObject} privateKey @returns {KeyPair} */
function keyPair(publicKey, privateKey) {
  const bytes = new Uint8Array(publicKey);
  return { publicKey: bytes, address: encodeBase58(bytes), sign: (message) => sign(null, message, privateKey) };
}

/**
 * A signed legacy transfer, with a price for its compute units if given.
 * @param {{ from: KeyPair, to: Uint8Array, lamports: bigint, blockhash: string, unitPrice?: bigint }} transfer
 */
export function transferWire({ from, to, lamports, blockhash, unitPrice }) {
  const data = Buffer.alloc(12);
  data.writeUInt32LE(2, 0);
  data.writeBigUInt64LE(lamports, 4);
  const instructions = [Buffer.from([2, 2, 0, 1, data.length]), data];
  /** @type {Uint8Array[]} */
  const programs = [new Uint8Array(32)];
  if (unitPrice !== undefined) {
    const setPrice = Buffer.alloc(9, 3);
    setPrice.writeBigUInt64LE(unitPrice, 1);
    instructions.push(Buffer.from([3, 0, setPrice.length]), setPrice);
    programs.push(fromBase58(COMPUTE_BUDGET));
  }
  const message = Buffer.concat([
    Buffer.from([1, 0, programs.length, 2 + programs.length]),
    from.publicKey,
    to,
    ...programs,
    fromBase58(blockhash),
    Buffer.from([programs.length]),
    ...instructions,
  ]);
  return Buffer.concat([Buffer.from([1]), from.sign(message), message]);
}

/** @param {Parameters<typeof transferWire>[0]} transfer */
export const transfer = (transfer) => decodeTransaction(transferWire(transfer));

/**
 * A running network that stops with the test.
 * @param {import('node:test').TestContext} context
 * @param {ConstructorParameters<typeof Localnet>[0]} [options]
 */
export async function startLocalnet(context, options) {
  const localnet = new Localnet({ slotMs: 0, ...options });
  const urls = await localnet.start();
  const client = new Client(localnet, urls);
  context.after(async () => {
    for (const close of client.closeFirst) close();
    await localnet.stop();
  });
  return client;
}

/** A plain JSON-RPC and control client over fetch. */
export class Client {
  /** @param {Localnet} localnet @param {Localnet['urls']} urls */
  constructor(localnet, urls) {
    this.localnet = localnet;
    this.urls = urls;
    /** @type {(() => void)[]} what to close before the network stops */
    this.closeFirst = [];
  }

  /**
   * @param {unknown} body
   * @param {{ node?: number, headers?: Record<string, string>, signal?: AbortSignal }} [options]
   */
  post(body, { node = 0, headers = {}, signal } = {}) {
    return fetch(this.urls.nodes[node].rpcUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      signal,
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  }

  /**
   * @param {string} method
   * @param {unknown[]} params
   * @returns {Promise<any>} the whole answer
   */
  async ask(method, ...params) {
    return (await this.post({ jsonrpc: '2.0', id: 1, method, params })).json();
  }

  /**
   * @param {string} method
   * @param {unknown[]} params
   * @returns {Promise<any>} the result
   */
  async call(method, ...params) {
    const { result, error } = await this.ask(method, ...params);
    if (error) throw Object.assign(new Error(error.message), error);
    return result;
  }

  /** @param {string} name @param {object} [body] @returns {Promise<any>} */
  async control(name, body = {}) {
    const response = await fetch(`${this.urls.controlUrl}/${name}`, { method: 'POST', body: JSON.stringify(body) });
    const answer = /** @type {any} */ (await response.json());
    if (!response.ok) throw new Error(answer.error);
    return answer;
  }

  /** @param {number} [slots] */
  advance(slots = 1) {
    for (let left = slots; left > 0; left--) this.localnet.chain.tick();
  }

  /** @param {bigint} [lamports] a new key pair with this balance, confirmed */
  async fundedKeyPair(lamports = 10n * SOL) {
    const pair = newKeyPair();
    this.localnet.chain.airdrop(pair.publicKey, lamports);
    this.advance(2);
    return pair;
  }

  /**
   * @param {KeyPair} from
   * @param {bigint} [lamports]
   * @param {Uint8Array} [to]
   */
  async transfer(from, lamports = 1_000_000n, to = new Uint8Array(32).fill(9)) {
    const { value } = await this.call('getLatestBlockhash', { commitment: 'confirmed' });
    const wire = transferWire({ from, to, lamports, blockhash: value.blockhash });
    return { base64: wire.toString('base64'), signature: encodeBase58(wire.subarray(1, 65)), ...value };
  }

  /** @param {string} base64 @param {object} [options] */
  send(base64, options = {}) {
    return this.call('sendTransaction', base64, { encoding: 'base64', preflightCommitment: 'confirmed', ...options });
  }

  /** @param {string} signature @returns {Promise<any>} */
  async status(signature) {
    return (await this.call('getSignatureStatuses', [signature], { searchTransactionHistory: true })).value[0];
  }
}

/**
 * Waits until `condition` gives something true.
 * @template T
 * @param {() => T | Promise<T>} condition
 * @param {string} what
 * @param {number} [seconds]
 * @returns {Promise<NonNullable<T>>}
 */
export async function eventually(condition, what, seconds = 10) {
  const deadline = performance.now() + seconds * 1000;
  for (;;) {
    const value = await condition();
    if (value) return /** @type {NonNullable<T>} */ (value);
    if (performance.now() > deadline) throw new Error(`not within ${seconds} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
