// Mints and token accounts of Token and Token-2022.
import { addressText, fromBase58 } from '../wire/base58.mjs';
import { isTokenProgram } from '../chain/programs.mjs';
import { amountOf, decimalsOf, isMint, isTokenAccount, mintOf, ownerOf, supplyOf } from '../chain/token-layout.mjs';
import { accountView } from '../views/account-view.mjs';
import { tokenAmount } from '../views/amounts.mjs';
import { invalidParams } from './errors.mjs';
import { address, config, contextBlock, requireParams } from './parameters.mjs';

const LARGEST_ACCOUNTS = 20;

/**
 * @param {import('../node.mjs').Node} node
 * @returns {Record<string, import('../node.mjs').RpcMethod>}
 */
export function tokenMethods(node) {
  const { accounts } = node.chain;

  /** @param {Uint8Array} key @param {number} slot */
  function readMint(key, slot) {
    const account = accounts.at(key, slot);
    if (!account) throw invalidParams('Invalid param: could not find mint');
    const data = account.data();
    const program = addressText(account.owner());
    if (!isTokenProgram(program) || !isMint(data)) throw invalidParams('Invalid param: not a Token mint');
    return { program, decimals: decimalsOf(data), supply: supplyOf(data) };
  }

  /** @param {string} text @param {number} slot */
  function readTokenAccount(text, slot) {
    const account = accounts.at(fromBase58(text), slot);
    if (!account) return null;
    const program = addressText(account.owner());
    const data = account.data();
    if (!isTokenProgram(program) || !isTokenAccount(data)) return null;
    return { account, program, mint: addressText(mintOf(data)), owner: ownerOf(data), amount: amountOf(data) };
  }

  /** @param {any} filter @param {number} slot */
  function readFilter(filter, slot) {
    if (filter?.mint !== undefined) return { mint: filter.mint, program: readMint(address(filter.mint), slot).program };
    address(filter?.programId);
    if (!isTokenProgram(filter.programId)) throw invalidParams('Invalid param: unrecognized Token program id');
    return { mint: null, program: filter.programId };
  }

  return {
    getTokenAccountsByOwner: (params) => {
      requireParams(params, 2);
      address(params[0]);
      const options = config(params[2]);
      const { slot } = contextBlock(node, options);
      const { mint, program } = readFilter(params[1], slot);
      const found = accounts.tokenAccountsOf(params[0]).flatMap((pubkey) => {
        const token = readTokenAccount(pubkey, slot);
        if (!token || token.owner !== params[0] || token.program !== program || (mint && token.mint !== mint)) return [];
        return [{ pubkey, account: accountView(token.account, options, (key) => accounts.at(key, slot)) }];
      });
      return node.withContext(slot, found);
    },
    getTokenAccountBalance: (params) => {
      requireParams(params, 1);
      const key = address(params[0]);
      const { slot } = contextBlock(node, config(params[1]));
      if (!accounts.at(key, slot)) throw invalidParams('Invalid param: could not find account');
      const token = readTokenAccount(params[0], slot);
      if (!token) throw invalidParams('Invalid param: not a Token account');
      return node.withContext(slot, tokenAmount(token.amount, readMint(fromBase58(token.mint), slot).decimals));
    },
    getTokenSupply: (params) => {
      requireParams(params, 1);
      const key = address(params[0]);
      const { slot } = contextBlock(node, config(params[1]));
      if (!accounts.at(key, slot)) throw invalidParams('Invalid param: could not find account');
      const { supply, decimals } = readMint(key, slot);
      return node.withContext(slot, tokenAmount(supply, decimals));
    },
    getTokenLargestAccounts: (params) => {
      requireParams(params, 1);
      const { slot } = contextBlock(node, config(params[1]));
      const { decimals } = readMint(address(params[0]), slot);
      const holders = accounts.tokenAccounts().flatMap((text) => {
        const token = readTokenAccount(text, slot);
        return token && token.mint === params[0] ? [{ address: text, amount: token.amount }] : [];
      });
      holders.sort((a, b) => (a.amount < b.amount ? 1 : a.amount > b.amount ? -1 : 0));
      const largest = holders.slice(0, LARGEST_ACCOUNTS);
      return node.withContext(slot, largest.map((holder) => ({ address: holder.address, ...tokenAmount(holder.amount, decimals) })));
    },
  };
}
