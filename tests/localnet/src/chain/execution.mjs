// Executes one transaction in a block and writes down what it did.
import { addressText } from '../wire/base58.mjs';
import { loadKeys } from './address-loading.mjs';
import { errorToJson } from './errors.mjs';
import { feeOf } from './fees.mjs';
import { advancedNonce, nonceAccountKey } from './nonce.mjs';
import { isTokenProgram } from './programs.mjs';
import { amountOf, decimalsOf, isTokenAccount, mintOf, ownerOf } from './token-layout.mjs';

/** @typedef {import('./ledger.mjs').TokenBalance} TokenBalance */
/**
 * @typedef {object} Metadata
 * @property {string[]} logs
 * @property {number} unitsConsumed
 * @property {import('./ledger.mjs').InnerInstruction[][]} innerInstructions
 * @property {{ programId: string, data: [string, 'base64'] } | null} returnData
 */

/**
 * @param {import('litesvm/dist/internal.js').TransactionMetadata} metadata
 * @returns {Metadata}
 */
export function readMetadata(metadata) {
  const returned = metadata.returnData();
  const data = returned.data();
  return {
    logs: metadata.logs(),
    unitsConsumed: Number(metadata.computeUnitsConsumed()),
    innerInstructions: metadata.innerInstructions().map((list) => list.map((inner) => {
      const instruction = inner.instruction();
      return {
        programIdIndex: instruction.programIdIndex(), accounts: [...instruction.accounts()],
        data: instruction.data(), stackHeight: inner.stackHeight(),
      };
    })),
    returnData: data.length === 0 ? null
      : { programId: addressText(returned.programId()), data: [Buffer.from(data).toString('base64'), 'base64'] },
  };
}

/**
 * @param {import('./chain.mjs').Chain} chain
 * @param {import('../wire/transaction.mjs').Transaction} transaction
 * @param {string} signature
 * @param {import('./ledger.mjs').Block} block
 * @returns {import('./errors.mjs').TransactionError | null} why the block does not hold it; null when it does
 */
export function executeTransaction(chain, transaction, signature, block) {
  const { message, wire } = transaction;
  const loadedKeys = loadKeys(message, (key) => chain.accounts.now(key));
  if (!loadedKeys) return 'AddressLookupTableNotFound';
  const usesBlockhash = chain.isBlockhashValid(addressText(message.recentBlockhash), chain.tip);

  loadedKeys.keys.forEach((key, index) => { if (loadedKeys.writable[index]) chain.accounts.remember(key, block.slot); });
  const before = balances(chain, loadedKeys);
  const result = chain.vm.sendVersionedTransaction(wire);
  const error = 'err' in result ? errorToJson(result.err()) : null;
  const metadata = readMetadata('err' in result ? result.meta() : result);
  if (error && !usesBlockhash) advanceNonceOfFailed(chain, message);
  const after = balances(chain, loadedKeys);
  // A leader leaves out what it could not charge for: bad signatures, unknown or poor fee payers.
  if (typeof error === 'string' && after.lamports[0] === before.lamports[0]) return error;

  loadedKeys.addresses.forEach((address, index) => { if (loadedKeys.writable[index]) block.touched.add(address); });
  const { fee, unitPrice } = feeOf(message);
  const executed = {
    signature, slot: block.slot, transaction, error, fee, unitPrice,
    addresses: loadedKeys.addresses, writable: loadedKeys.writable, loaded: loadedKeys.loaded,
    preBalances: before.lamports, postBalances: after.lamports, preTokenBalances: before.tokens, postTokenBalances: after.tokens,
    ...metadata,
  };
  chain.ledger.add(executed);
  block.transactions.push(executed);
  return null;
}

/**
 * @param {import('./chain.mjs').Chain} chain
 * @param {import('../wire/transaction.mjs').Message} message
 */
function advanceNonceOfFailed(chain, message) {
  const key = nonceAccountKey(message);
  const account = key && chain.accounts.now(key);
  if (key && account) chain.vm.setAccount(key, advancedNonce(account, chain.tip.hash));
}

/**
 * @param {import('./chain.mjs').Chain} chain
 * @param {import('./address-loading.mjs').LoadedKeys} loadedKeys
 * @returns {{ lamports: bigint[], tokens: TokenBalance[] }}
 */
function balances(chain, { keys, addresses, writable }) {
  /** @type {TokenBalance[]} */
  const tokens = [];
  const lamports = keys.map((key, index) => {
    if (!writable[index] && !chain.accounts.mayBeTokenAccount(addresses[index])) return chain.vm.getBalance(key) ?? 0n;
    const account = chain.accounts.now(key);
    if (!account) return 0n;
    const balance = tokenBalance(account, index, (mint) => chain.accounts.now(mint));
    if (balance) {
      tokens.push(balance);
      chain.accounts.index(key, account);
    }
    return account.lamports();
  });
  return { lamports, tokens };
}

/**
 * @param {import('./vm.mjs').Account} account
 * @param {number} accountIndex
 * @param {(key: Uint8Array) => import('./vm.mjs').Account | null} readAccount finds the mint
 * @returns {TokenBalance | null} null when it is no token account
 */
export function tokenBalance(account, accountIndex, readAccount) {
  const programId = addressText(account.owner());
  if (!isTokenProgram(programId)) return null;
  const data = account.data();
  if (!isTokenAccount(data)) return null;
  const mint = readAccount(mintOf(data));
  if (!mint) return null;
  return {
    accountIndex, mint: addressText(mintOf(data)), owner: ownerOf(data), programId,
    amount: amountOf(data), decimals: decimalsOf(mint.data()),
  };
}
