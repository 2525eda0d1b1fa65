// Pays airdrops by ordinary transfers out of an account that no one else has the key of.
import { generateKeyPairSync, sign } from 'node:crypto';
import { fromBase58 } from '../wire/base58.mjs';
import { decodeTransaction } from '../wire/transaction.mjs';
import { COMPUTE_BUDGET, SYSTEM } from './programs.mjs';
import { newAccount } from './vm.mjs';

const FUNDS = 500_000_000n * 1_000_000_000n;
const SPKI_HEADER_SIZE = 12;

export class Faucet {
  #privateKey;
  #sequence = 0;

  /** @param {import('./vm.mjs').LiteSvm} vm */
  constructor(vm) {
    const pair = generateKeyPairSync('ed25519');
    this.#privateKey = pair.privateKey;
    this.publicKey = new Uint8Array(pair.publicKey.export({ format: 'der', type: 'spki' }).subarray(SPKI_HEADER_SIZE));
    vm.setAccount(this.publicKey, newAccount({ lamports: FUNDS }));
  }

  /**
   * A signed transfer. Equal airdrops on one blockhash would be one transaction, so each sets a compute limit of its own.
   * @param {Uint8Array} recipient
   * @param {bigint} lamports
   * @param {string} blockhash
   */
  transfer(recipient, lamports, blockhash) {
    const setLimit = Buffer.from([2, 0, 0, 0, 0]);
    setLimit.writeUInt32LE(100_000 + (this.#sequence++ % 1_000_000), 1);
    const transfer = Buffer.alloc(12);
    transfer.writeUInt32LE(2, 0);
    transfer.writeBigUInt64LE(lamports, 4);
    const message = Buffer.concat([
      Buffer.from([1, 0, 2, 4]), this.publicKey, recipient, fromBase58(SYSTEM), fromBase58(COMPUTE_BUDGET), fromBase58(blockhash),
      Buffer.from([2]), Buffer.from([3, 0, setLimit.length]), setLimit, Buffer.from([2, 2, 0, 1, transfer.length]), transfer,
    ]);
    return decodeTransaction(Buffer.concat([Buffer.from([1]), sign(null, message, this.#privateKey), message]));
  }
}
