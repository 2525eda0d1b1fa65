// Accounts of any kind.
import { addressText, decodeBase58 } from '../wire/base58.mjs';
import { view } from '../chain/token-layout.mjs';
import { accountView } from '../views/account-view.mjs';
import { invalidParams } from './errors.mjs';
import { address, config, contextBlock, listOfAtMost, requireParams } from './parameters.mjs';

const MAX_ACCOUNTS = 100;
const MAX_FILTERS = 4;

/**
 * @param {import('../node.mjs').Node} node
 * @returns {Record<string, import('../node.mjs').RpcMethod>}
 */
export function accountMethods(node) {
  const { accounts } = node.chain;

  /**
   * @param {Uint8Array} key
   * @param {number} slot
   * @param {import('../views/account-view.mjs').AccountEncoding} options
   */
  function show(key, slot, options) {
    const account = accounts.at(key, slot);
    return account && accountView(account, options, (mint) => accounts.at(mint, slot));
  }

  return {
    getBalance: (params) => {
      requireParams(params, 1);
      const key = address(params[0]);
      const { slot } = contextBlock(node, config(params[1]));
      return node.withContext(slot, accounts.at(key, slot)?.lamports() ?? 0n);
    },
    getAccountInfo: (params) => {
      requireParams(params, 1);
      const key = address(params[0]);
      const options = config(params[1]);
      const { slot } = contextBlock(node, options);
      return node.withContext(slot, show(key, slot, options));
    },
    getMultipleAccounts: (params) => {
      requireParams(params, 1);
      const keys = listOfAtMost(params[0], MAX_ACCOUNTS).map(address);
      const options = config(params[1]);
      const { slot } = contextBlock(node, options);
      return node.withContext(slot, keys.map((key) => show(key, slot, { encoding: 'base64', ...options })));
    },
    getProgramAccounts: (params) => {
      requireParams(params, 1);
      const program = address(params[0]);
      const options = config(params[1]);
      const { slot } = contextBlock(node, options);
      const filters = listOfAtMost(options.filters ?? [], MAX_FILTERS).map(readFilter);
      const found = node.chain.vm.getProgramAccounts(program).flatMap(({ address: key }) => {
        const account = accounts.at(key, slot);
        if (!account || addressText(account.owner()) !== params[0]) return [];
        const data = view(account.data());
        return filters.every((matches) => matches(data)) ? [{ pubkey: addressText(key), account: show(key, slot, options) }] : [];
      });
      return options.withContext ? node.withContext(slot, found) : found;
    },
  };
}

/**
 * @param {any} filter
 * @returns {(data: Buffer) => boolean}
 */
function readFilter(filter) {
  if (Number.isInteger(filter?.dataSize)) return (data) => data.length === filter.dataSize;
  const { offset, bytes, encoding = 'base58' } = filter?.memcmp ?? {};
  const expected = typeof bytes !== 'string' ? null : encoding === 'base64' ? Buffer.from(bytes, 'base64') : decodeBase58(bytes);
  if (!expected || !Number.isInteger(offset)) throw invalidParams('Invalid param: filter');
  return (data) => data.subarray(offset, offset + expected.length).equals(expected);
}
