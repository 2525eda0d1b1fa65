// Sends transactions to a local network and waits until they are confirmed.
import { Keypair, PublicKey, Transaction } from '@solana/web3.js';

const POLL_MS = 20;
const PATIENCE_MS = 30_000;
const SOL = 1_000_000_000;

/** @typedef {import('@solana/web3.js').TransactionInstruction} TransactionInstruction */

export class Sender {
  /** Pays for everything, and holds every authority. */
  issuer = Keypair.generate();

  /**
   * @param {import('@solana/web3.js').Connection} connection
   * @param {string} controlUrl
   * @param {boolean} advances the clock of the network stands still, and every wait makes a block
   */
  constructor(connection, controlUrl, advances) {
    this.connection = connection;
    this.controlUrl = controlUrl;
    this.advances = advances;
  }

  async fund() {
    const signature = await this.connection.requestAirdrop(this.issuer.publicKey, 1_000_000 * SOL);
    await this.#confirmed(signature);
  }

  /** @param {TransactionInstruction[]} instructions @param {Keypair[]} signers besides the issuer */
  async send(instructions, ...signers) {
    const blockhash = await this.connection.getLatestBlockhash('confirmed');
    const transaction = new Transaction({ feePayer: this.issuer.publicKey, ...blockhash }).add(...instructions);
    transaction.sign(this.issuer, ...signers);
    const signature = await this.connection.sendRawTransaction(transaction.serialize(), { preflightCommitment: 'confirmed' });
    await this.#confirmed(signature);
    return signature;
  }

  /** @param {string} name @param {object} [body] */
  async control(name, body = {}) {
    const response = await fetch(`${this.controlUrl}/${name}`, { method: 'POST', body: JSON.stringify(body) });
    if (!response.ok) throw new Error(await response.text());
  }

  /**
   * Sets an account and waits until confirmed reads see it.
   * @param {{ pubkey: string, lamports: number, data: string, owner: string, executable?: boolean }} account
   */
  async put(account) {
    await this.control('account', account);
    await this.#wait(`account ${account.pubkey} was not seen in time`, async () => {
      const seen = await this.connection.getAccountInfo(new PublicKey(account.pubkey), 'confirmed');
      return seen?.data.toString('base64') === account.data;
    });
  }

  /** @param {string} signature */
  #confirmed(signature) {
    return this.#wait(`${signature} was not confirmed in time`, async () => {
      const { value: [status] } = await this.connection.getSignatureStatuses([signature]);
      if (status?.err) throw new Error(`${signature} failed: ${JSON.stringify(status.err)}`);
      return status?.confirmationStatus === 'confirmed' || status?.confirmationStatus === 'finalized';
    });
  }

  /** @param {string} otherwise @param {() => Promise<boolean>} condition */
  async #wait(otherwise, condition) {
    const deadline = performance.now() + PATIENCE_MS;
    while (!await condition()) {
      if (performance.now() > deadline) throw new Error(otherwise);
      if (this.advances) await this.control('advance');
      else await new Promise((resolve) => { setTimeout(resolve, POLL_MS); });
    }
  }
}
