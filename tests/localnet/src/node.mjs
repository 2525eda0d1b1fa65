// One RPC node: its view of the chain, its faults, its methods. Several nodes may look at the same chain.
import { Faults, concerns } from './faults.mjs';
import { RpcError } from './rpc/errors.mjs';
import { JsonRpc } from './rpc/json-rpc.mjs';
import { accountMethods } from './rpc/account-methods.mjs';
import { blockMethods } from './rpc/block-methods.mjs';
import { clusterMethods } from './rpc/cluster-methods.mjs';
import { sendMethods } from './rpc/send-methods.mjs';
import { tokenMethods } from './rpc/token-methods.mjs';
import { transactionMethods } from './rpc/transaction-methods.mjs';

/** @typedef {import('./chain/ledger.mjs').Block} Block */
/** @typedef {'processed' | 'confirmed' | 'finalized'} Commitment */
/** @typedef {(params: any[]) => unknown} RpcMethod */

/** The version of Agave whose answers this node gives. */
export const AGAVE_VERSION = '4.2.0';
/** A node that is behind by no more slots than this calls itself healthy, as Agave does by default. */
export const HEALTHY_DISTANCE = 128;

export class Node {
  faults = new Faults();
  /** @type {import('./wire/transaction.mjs').Transaction[]} sends kept by the `hold` fault */
  held = [];
  /** @type {string[]} */
  #methodsInProgress = [];

  /** @param {import('./chain/chain.mjs').Chain} chain */
  constructor(chain) {
    this.chain = chain;
    this.rpc = new JsonRpc({
      ...clusterMethods(this), ...accountMethods(this), ...tokenMethods(this), ...blockMethods(this),
      ...transactionMethods(this), ...sendMethods(this),
    }, (method) => { this.#methodsInProgress = [method]; });
  }

  /**
   * The newest block that this node knows at a commitment level.
   * @param {string | undefined} commitment
   * @returns {Block}
   */
  blockAt(commitment) {
    const { tip, confirmed, finalized, ledger } = this.chain;
    const block = commitment === 'processed' ? tip : commitment === 'confirmed' ? confirmed : finalized;
    const newest = this.#newestSlot();
    return block.slot <= newest ? block : ledger.atOrBefore(newest);
  }

  #newestSlot() {
    const { stale } = this.faults;
    if (!stale || !concerns(stale, this.#methodsInProgress)) return Infinity;
    return stale.stuckAt ?? this.chain.tip.slot - stale.slots;
  }

  /**
   * How many slots the node is behind, null when unknown; undefined when it is healthy.
   * @returns {number | null | undefined}
   */
  get slotsBehind() {
    const { unhealthy, stale } = this.faults;
    if (unhealthy) return unhealthy.numSlotsBehind;
    if (!stale || stale.method !== undefined) return undefined;
    const behind = this.chain.tip.slot - this.blockAt('processed').slot;
    return behind > HEALTHY_DISTANCE ? behind : undefined;
  }

  checkHealth() {
    const behind = this.slotsBehind;
    if (behind === undefined) return;
    throw new RpcError(-32005, behind === null ? 'Node is unhealthy' : `Node is behind by ${behind} slots`, { numSlotsBehind: behind });
  }

  /**
   * @param {number} slot
   * @param {unknown} value
   */
  withContext(slot, value) {
    return { context: { apiVersion: AGAVE_VERSION, slot }, value };
  }

  /**
   * Counts a request that is not one of this node's HTTP methods.
   * @param {string} method
   */
  count(method) {
    this.rpc.counts.set(method, (this.rpc.counts.get(method) ?? 0) + 1);
  }

  /** Sends what the `hold` fault has kept. */
  release() {
    this.faults.holdSends = false;
    return this.held.splice(0).map((transaction) => this.chain.submit(transaction));
  }
}
