// What became of transactions.
import { memoView, transactionView } from '../views/transaction-view.mjs';
import { RpcError, invalidParams } from './errors.mjs';
import { address, config, contextBlock, listOfAtMost, requireConfirmed, requireParams, signature, unsigned } from './parameters.mjs';

/** @typedef {import('../chain/ledger.mjs').ExecutedTransaction} ExecutedTransaction */

const MAX_STATUSES = 256;
const MAX_SIGNATURES = 1000;
/** Without `searchTransactionHistory` a node looks only into the status cache of recent slots. */
const STATUS_CACHE_SLOTS = 300;
const MAX_CONFIRMATIONS = 31;

/**
 * @param {import('../node.mjs').Node} node
 * @returns {Record<string, import('../node.mjs').RpcMethod>}
 */
export function transactionMethods(node) {
  const { ledger } = node.chain;

  /** @param {string} text @param {boolean} searchHistory */
  function statusOf(text, searchHistory) {
    const executed = ledger.find(text);
    const tip = node.blockAt('processed');
    if (!executed || executed.slot > tip.slot) return null;
    if (!searchHistory && executed.slot < tip.slot - STATUS_CACHE_SLOTS) return null;
    const isFinalized = executed.slot <= node.blockAt('finalized').slot;
    const isConfirmed = executed.slot <= node.blockAt('confirmed').slot;
    const depth = tip.height - ledger.atOrBefore(executed.slot).height;
    return {
      slot: executed.slot,
      confirmations: isFinalized ? null : Math.min(MAX_CONFIRMATIONS, depth),
      status: executed.error ? { Err: executed.error } : { Ok: null },
      err: executed.error,
      confirmationStatus: isFinalized ? 'finalized' : isConfirmed ? 'confirmed' : 'processed',
    };
  }

  /** @param {ExecutedTransaction[]} list @param {string} cursor */
  function positionOf(list, cursor) {
    signature(cursor);
    const position = list.findIndex((executed) => executed.signature === cursor);
    if (position < 0 && !ledger.find(cursor)) throw new RpcError(-32020, `Transaction ${cursor} not found`);
    return position;
  }

  return {
    getSignatureStatuses: (params) => {
      requireParams(params, 1);
      const signatures = listOfAtMost(params[0], MAX_STATUSES);
      signatures.forEach(signature);
      const options = config(params[1]);
      const { slot } = contextBlock(node, { commitment: options.commitment ?? 'processed', minContextSlot: options.minContextSlot });
      const hidden = node.faults.takeHiddenStatus();
      return node.withContext(slot, signatures.map((text) => (hidden ? null : statusOf(text, options.searchTransactionHistory === true))));
    },
    getTransaction: (params) => {
      requireParams(params, 1);
      signature(params[0]);
      const options = typeof params[1] === 'string' ? { encoding: params[1] } : config(params[1]);
      requireConfirmed(options);
      const { slot } = contextBlock(node, options);
      const executed = ledger.find(params[0]);
      if (!executed || executed.slot > slot || node.faults.takeHiddenStatus()) return null;
      return { blockTime: ledger.atOrBefore(executed.slot).time, slot: executed.slot, ...transactionView(executed, options) };
    },
    getSignaturesForAddress: (params) => {
      requireParams(params, 1);
      address(params[0]);
      const options = config(params[1]);
      requireConfirmed(options);
      const limit = unsigned(options.limit ?? MAX_SIGNATURES);
      if (limit < 1 || limit > MAX_SIGNATURES) throw invalidParams(`Invalid limit; max ${MAX_SIGNATURES}`);
      const { slot } = contextBlock(node, options);
      const finalizedSlot = node.blockAt('finalized').slot;
      let list = ledger.mentioning(params[0]).filter((executed) => executed.slot <= slot).reverse();
      if (options.before) {
        const position = positionOf(list, options.before);
        list = position < 0 ? [] : list.slice(position + 1);
      }
      if (options.until) {
        const position = positionOf(list, options.until);
        if (position >= 0) list = list.slice(0, position);
      }
      return list.slice(0, limit).map((executed) => ({
        blockTime: ledger.atOrBefore(executed.slot).time,
        confirmationStatus: executed.slot <= finalizedSlot ? 'finalized' : 'confirmed',
        err: executed.error, memo: memoView(executed), signature: executed.signature, slot: executed.slot,
      }));
    },
  };
}
