// The control interface: faults of a node, and events of the chain that all nodes share.
import { newAccount } from './chain/vm.mjs';
import { SYSTEM } from './chain/programs.mjs';
import { address } from './rpc/parameters.mjs';

/** @typedef {import('./localnet.mjs').Localnet} Localnet */
/** @typedef {import('./node.mjs').Node} Node */

/** @type {Record<string, (node: Node, body: any) => unknown>} */
const NODE_CONTROLS = {
  'drop': ({ faults }, { count = 1 }) => { faults.dropSends = count; },
  'hold': ({ faults }) => { faults.holdSends = true; },
  'release': (node) => ({ signatures: node.release() }),
  'lose-replies': ({ faults }, { count = 1, method = 'sendTransaction' }) => { faults.loseReplies = { count, method }; },
  'hang': ({ faults }, { count = 1, method }) => { faults.hang = { count, method }; },
  'delay': ({ faults }, { ms = 0, method }) => { faults.delay = ms > 0 ? { milliseconds: ms, method } : null; },
  'http-status': ({ faults }, { status, count = 1, method, retryAfter }) => {
    faults.httpStatus = status ? { status, count, method, retryAfter } : null;
  },
  'stale': (node, { slots = 0, stuck = false, method }) => {
    node.faults.stale = null;
    const stuckAt = stuck ? node.blockAt('processed').slot - slots : undefined;
    if (stuck || slots > 0) node.faults.stale = { slots, stuckAt, method };
  },
  'unhealthy': ({ faults }, { on = true, numSlotsBehind = null }) => { faults.unhealthy = on ? { numSlotsBehind } : null; },
  'hide-statuses': ({ faults }, { count = 1 }) => { faults.hideStatuses = count; },
  'mute-notifications': ({ faults }, { on = true }) => { faults.muteNotifications = on; },
};

/** @type {Record<string, (localnet: Localnet, body: any) => unknown>} */
const CHAIN_CONTROLS = {
  'freeze': ({ chain }, { on = true }) => { chain.frozen = on; },
  'expire-blockhashes': ({ chain }) => chain.expireBlockhashes(),
  'genesis': ({ chain }, { hash }) => { chain.genesisHash = hash; },
  'max-tx-per-slot': ({ chain }, { count = Infinity }) => { chain.maxTransactionsPerSlot = count ?? Infinity; },
  'fork': ({ chain }, { landAfter = null }) => ({ forked: chain.fork({ landAfter }) }),
  'advance': ({ chain }, { slots = 1 }) => { for (let left = slots; left > 0; left--) chain.tick(); },
  'account': ({ chain }, { pubkey, lamports, data = '', owner = SYSTEM, executable = false }) => {
    chain.setAccount(address(pubkey), newAccount({
      lamports: BigInt(lamports), data: Buffer.from(data, 'base64'), owner: address(owner), executable,
    }));
  },
  'reset-counts': ({ nodes }) => { for (const node of nodes) node.rpc.counts.clear(); },
  'reset-faults': ({ nodes, chain }) => {
    for (const node of nodes) node.faults.reset();
    chain.frozen = false;
    chain.maxTransactionsPerSlot = Infinity;
  },
  'state': () => {},
};

/**
 * @param {Localnet} localnet
 * @param {number} defaultNode the node whose endpoint was asked
 * @param {string} name
 * @param {any} body
 * @returns {object} the state after it
 */
export function control(localnet, defaultNode, name, body) {
  const index = body.node ?? defaultNode;
  const node = localnet.nodes[index];
  if (!node) throw new Error(`there is no node ${index}`);
  if (name === 'disconnect') {
    localnet.endpoints[index].pubsub.disconnectAll();
    return stateOf(localnet, index);
  }
  const result = Object.hasOwn(NODE_CONTROLS, name) ? NODE_CONTROLS[name](node, body)
    : Object.hasOwn(CHAIN_CONTROLS, name) ? CHAIN_CONTROLS[name](localnet, body)
      : unknownControl(name);
  return { ...stateOf(localnet, index), .../** @type {object | undefined} */ (result) };
}

/**
 * @param {string} name
 * @returns {never}
 */
function unknownControl(name) {
  const names = [...Object.keys(NODE_CONTROLS), 'disconnect', ...Object.keys(CHAIN_CONTROLS)];
  throw new Error(`unknown control '${name}'; there are: ${names.sort().join(', ')}`);
}

/**
 * @param {Localnet} localnet
 * @param {number} index
 * @returns {object}
 */
function stateOf({ chain, nodes, endpoints }, index) {
  const node = nodes[index];
  return {
    slot: chain.tip.slot, blockHeight: chain.tip.height, confirmedSlot: chain.confirmed.slot, finalizedSlot: chain.finalized.slot,
    transactions: chain.ledger.transactionCount, pending: chain.pendingCount, dropped: chain.droppedCount,
    frozen: chain.frozen, maxTxPerSlot: Number.isFinite(chain.maxTransactionsPerSlot) ? chain.maxTransactionsPerSlot : null,
    node: index, faults: node.faults, held: node.held.length, subscriptions: endpoints[index].pubsub.subscriptionCount,
    requests: Object.fromEntries([...node.rpc.counts].sort()), residentBytes: process.memoryUsage().rss,
  };
}
