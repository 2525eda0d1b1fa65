// A local Solana network: one chain, and one or more nodes that look at it.
import { Chain } from './chain/chain.mjs';
import { control } from './control.mjs';
import { Endpoint } from './endpoint.mjs';
import { Node } from './node.mjs';

/**
 * @typedef {object} LocalnetOptions
 * @property {number} [slotMs] milliseconds between blocks; 0 = only when `advance` says so
 * @property {number} [nodeCount]
 */

export class Localnet {
  /** @type {NodeJS.Timeout | undefined} */
  #timer;

  /** @param {LocalnetOptions & import('./chain/chain.mjs').ChainOptions} [options] */
  constructor({ slotMs = 250, nodeCount = 1, ...chainOptions } = {}) {
    this.slotMs = slotMs;
    this.chain = new Chain(chainOptions);
    this.nodes = Array.from({ length: nodeCount }, () => new Node(this.chain));
    this.endpoints = this.nodes.map((node, index) => new Endpoint(node, (name, body) => control(this, index, name, body)));
  }

  /** @param {number} [port] of the first node; each further one takes the next pair. 0 = free ports */
  async start(port = 0) {
    try {
      for (const [index, endpoint] of this.endpoints.entries()) await endpoint.listen(port === 0 ? 0 : port + 2 * index);
    } catch (error) {
      await this.stop();
      throw error;
    }
    if (this.slotMs > 0) this.#schedule(performance.now() + this.slotMs);
    return this.urls;
  }

  /** What the ready line says. */
  get urls() {
    const nodes = this.endpoints.map(({ urls }) => urls);
    return { ...nodes[0], nodes };
  }

  /** @param {number} due by the monotonic clock, so that late ticks do not add up */
  #schedule(due) {
    this.#timer = setTimeout(() => {
      this.chain.tick();
      this.#schedule(Math.max(due + this.slotMs, performance.now()));
    }, Math.max(0, due - performance.now()));
  }

  async stop() {
    clearTimeout(this.#timer);
    for (const endpoint of this.endpoints) await endpoint.close();
  }
}
