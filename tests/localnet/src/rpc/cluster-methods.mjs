// The cluster, its clock and its prices.
import { addressText } from '../wire/base58.mjs';
import { SLOTS_PER_EPOCH } from '../chain/chain.mjs';
import { feeOf } from '../chain/fees.mjs';
import { AGAVE_VERSION } from '../node.mjs';
import { decodeMessage } from '../wire/transaction.mjs';
import { address, config, contextBlock, decodeWire, listOfAtMost, requireParams, unsigned } from './parameters.mjs';
import { invalidParams } from './errors.mjs';

const FEE_HISTORY_BLOCKS = 150;
const MAX_FEE_ADDRESSES = 128;

/**
 * @param {import('../node.mjs').Node} node
 * @returns {Record<string, import('../node.mjs').RpcMethod>}
 */
export function clusterMethods(node) {
  const { chain } = node;
  const identity = addressText(chain.faucet.publicKey);
  return {
    getHealth() {
      node.checkHealth();
      return 'ok';
    },
    getVersion: () => ({ 'feature-set': 3_000_000_001, 'solana-core': AGAVE_VERSION }),
    getGenesisHash: () => chain.genesisHash,
    getIdentity: () => ({ identity }),
    getClusterNodes: () => [],
    getSlot: ([options]) => contextBlock(node, config(options)).slot,
    getBlockHeight: ([options]) => contextBlock(node, config(options)).height,
    getTransactionCount: () => chain.ledger.transactionCount,
    getSlotLeader: () => identity,
    getSlotLeaders: ([_start, limit]) => {
      if (unsigned(limit) < 1 || limit > 5000) throw invalidParams('Invalid limit; max 5000');
      return Array(limit).fill(identity);
    },
    getInflationReward: ([addresses]) => listOfAtMost(addresses, 32).map((text) => (address(text), null)),
    getEpochInfo: ([options]) => {
      const block = contextBlock(node, config(options));
      return {
        absoluteSlot: block.slot, blockHeight: block.height, epoch: Math.floor(block.slot / SLOTS_PER_EPOCH),
        slotIndex: block.slot % SLOTS_PER_EPOCH, slotsInEpoch: SLOTS_PER_EPOCH, transactionCount: chain.ledger.transactionCount,
      };
    },
    getEpochSchedule: () => ({
      slotsPerEpoch: SLOTS_PER_EPOCH, leaderScheduleSlotOffset: SLOTS_PER_EPOCH, warmup: false, firstNormalEpoch: 0, firstNormalSlot: 0,
    }),
    getLatestBlockhash: ([options]) => {
      const block = contextBlock(node, config(options));
      return node.withContext(block.slot, { blockhash: block.hash, lastValidBlockHeight: chain.lastValidBlockHeight(block) });
    },
    isBlockhashValid: (params) => {
      requireParams(params, 1);
      address(params[0]);
      const block = contextBlock(node, config(params[1]));
      return node.withContext(block.slot, chain.isBlockhashValid(params[0], block));
    },
    getFeeForMessage: (params) => {
      requireParams(params, 1);
      const message = decodeWire(params[0], 'base64', 'solana_message::versions::VersionedMessage', decodeMessage);
      if (message.instructions.some(({ programIdIndex }) => programIdIndex >= message.keys.length)) {
        throw invalidParams('invalid transaction: Transaction failed to sanitize accounts offsets correctly');
      }
      const block = contextBlock(node, config(params[1]));
      return node.withContext(block.slot, chain.ageError(message, block) ? null : feeOf(message).fee);
    },
    getMinimumBalanceForRentExemption: (params) => {
      requireParams(params, 1);
      return chain.vm.minimumBalanceForRentExemption(BigInt(unsigned(params[0])));
    },
    getRecentPrioritizationFees: ([addresses = []]) => {
      listOfAtMost(addresses, MAX_FEE_ADDRESSES).forEach(address);
      const newest = node.blockAt('processed');
      const oldest = chain.ledger.atHeight(newest.height - FEE_HISTORY_BLOCKS);
      return chain.ledger.between(oldest.slot, newest.slot)
        .map((block) => ({ slot: block.slot, prioritizationFee: lowestPrice(block, addresses) }));
    },
  };
}

/**
 * The price that was enough to land in a block, and to lock each of the addresses, in micro-lamports per unit.
 * @param {import('../chain/ledger.mjs').Block} block
 * @param {string[]} addresses
 */
function lowestPrice({ transactions }, addresses) {
  /** @param {import('../chain/ledger.mjs').ExecutedTransaction[]} list */
  const lowest = (list) => list.reduce((/** @type {bigint | null} */ least, { unitPrice }) =>
    least === null || unitPrice < least ? unitPrice : least, null) ?? 0n;
  const locks = addresses.map((text) => lowest(transactions.filter((executed) =>
    executed.addresses.some((own, index) => own === text && executed.writable[index]))));
  return [lowest(transactions), ...locks].reduce((most, price) => (price > most ? price : most));
}
