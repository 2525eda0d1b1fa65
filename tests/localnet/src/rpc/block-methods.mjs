// Blocks and slots of the past.
import { blockView } from '../views/transaction-view.mjs';
import { RpcError, invalidParams } from './errors.mjs';
import { config, requireConfirmed, requireParams, unsigned } from './parameters.mjs';

const MAX_RANGE = 500_000;

/**
 * @param {import('../node.mjs').Node} node
 * @returns {Record<string, import('../node.mjs').RpcMethod>}
 */
export function blockMethods(node) {
  const { ledger } = node.chain;

  /** @param {number} slot @param {import('./parameters.mjs').Config} options */
  function findBlock(slot, options) {
    requireConfirmed(options);
    if (slot > node.blockAt(options.commitment).slot) throw new RpcError(-32004, `Block not available for slot ${slot}`);
    if (slot < ledger.first.slot) {
      throw new RpcError(-32001, `Block ${slot} cleaned up, does not exist on node. First available block: ${ledger.first.slot}`);
    }
    const block = ledger.at(slot);
    if (!block) throw new RpcError(-32007, `Slot ${slot} was skipped, or missing due to ledger jump to recent snapshot`);
    return block;
  }

  return {
    getBlock: (params) => {
      requireParams(params, 1);
      const options = typeof params[1] === 'string' ? { encoding: params[1] } : config(params[1]);
      return blockView(findBlock(unsigned(params[0]), options), options);
    },
    getBlocks: (params) => {
      requireParams(params, 1);
      const from = unsigned(params[0]);
      const hasEnd = typeof params[1] === 'number';
      const options = config(hasEnd ? params[2] : params[1] ?? params[2]);
      requireConfirmed(options);
      const newest = node.blockAt(options.commitment).slot;
      const end = hasEnd ? unsigned(params[1]) : newest;
      const to = Math.min(end, newest);
      if (end - from > MAX_RANGE) throw invalidParams(`Slot range too large; max ${MAX_RANGE}`);
      return to < from ? [] : ledger.between(from - 1, to).map(({ slot }) => slot);
    },
    getBlocksWithLimit: (params) => {
      requireParams(params, 2);
      const from = unsigned(params[0]);
      if (unsigned(params[1]) > MAX_RANGE) throw invalidParams(`Limit too large; max ${MAX_RANGE}`);
      const options = config(params[2]);
      requireConfirmed(options);
      return ledger.between(from - 1, node.blockAt(options.commitment).slot).slice(0, params[1]).map(({ slot }) => slot);
    },
    getBlockTime: (params) => {
      requireParams(params, 1);
      return findBlock(unsigned(params[0]), { commitment: 'confirmed' }).time;
    },
    getFirstAvailableBlock: () => ledger.first.slot,
    minimumLedgerSlot: () => ledger.first.slot,
  };
}
