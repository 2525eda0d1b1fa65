// Transactions and blocks in the encodings of the RPC interface.
import { encodeBase58, addressText } from '../wire/base58.mjs';
import { isMemoProgram } from '../chain/programs.mjs';
import { invalidParams, unsupportedVersion } from '../rpc/errors.mjs';
import { tokenAmount } from './amounts.mjs';
import { instructionView, parsedInstructionView } from './instruction-view.mjs';

/** @typedef {import('../chain/ledger.mjs').ExecutedTransaction} ExecutedTransaction */
/** @typedef {import('../chain/ledger.mjs').Block} Block */
/**
 * @typedef {object} TransactionEncoding
 * @property {string} [encoding]
 * @property {number | null} [maxSupportedTransactionVersion]
 */

/**
 * @param {ExecutedTransaction} executed
 * @param {TransactionEncoding} options
 */
export function transactionView(executed, { encoding = 'json', maxSupportedTransactionVersion: newest }) {
  return {
    meta: metaView(executed, encoding),
    transaction: bodyView(executed, encoding),
    ...versionView(executed, newest),
  };
}

/**
 * What `transactionDetails: "accounts"` shows.
 * @param {ExecutedTransaction} executed
 * @param {TransactionEncoding} options
 */
export function accountsOnlyView(executed, { maxSupportedTransactionVersion: newest }) {
  return {
    meta: balancesView(executed),
    transaction: { accountKeys: parsedKeys(executed), signatures: signaturesOf(executed) },
    ...versionView(executed, newest),
  };
}

/**
 * @param {ExecutedTransaction} executed
 * @param {number | null | undefined} newest
 */
function versionView({ transaction }, newest) {
  const { version } = transaction.message;
  if (version !== 'legacy' && (newest === undefined || newest === null || version > newest)) throw unsupportedVersion(version);
  return newest === undefined || newest === null ? {} : { version };
}

/** @param {ExecutedTransaction} executed */
function signaturesOf({ transaction }) {
  return transaction.signatures.map(encodeBase58);
}

/** @param {ExecutedTransaction} executed @param {string} encoding */
function bodyView(executed, encoding) {
  const wire = Buffer.from(executed.transaction.wire);
  switch (encoding) {
    case 'base64': return [wire.toString('base64'), 'base64'];
    case 'base58': return [encodeBase58(wire), 'base58'];
    case 'binary': return encodeBase58(wire);
    case 'json':
    case 'jsonParsed': return { message: messageView(executed, encoding), signatures: signaturesOf(executed) };
    default: throw invalidParams(`Invalid params: unknown variant \`${encoding}\`, expected one of ` +
      '`binary`, `base64`, `base58`, `json`, `jsonParsed`.');
  }
}

/** @param {ExecutedTransaction} executed @param {string} encoding */
function messageView(executed, encoding) {
  const { message } = executed.transaction;
  const parsed = encoding === 'jsonParsed';
  return {
    ...(parsed ? {} : { header: message.header }),
    accountKeys: parsed ? parsedKeys(executed) : executed.addresses.slice(0, message.keys.length),
    recentBlockhash: addressText(message.recentBlockhash),
    instructions: message.instructions.map((instruction) =>
      parsed ? parsedInstructionView(instruction, executed.addresses, 1) : instructionView(instruction, 1)),
    ...(message.version === 0 && { addressTableLookups: message.lookups.map(lookupView) }),
    ...(message.config && { transactionConfig: message.config }),
  };
}

/** @param {import('../wire/transaction.mjs').TableLookup} lookup */
function lookupView({ accountKey, writableIndexes, readonlyIndexes }) {
  return { accountKey: addressText(accountKey), writableIndexes: [...writableIndexes], readonlyIndexes: [...readonlyIndexes] };
}

/** @param {ExecutedTransaction} executed */
function parsedKeys({ addresses, writable, transaction: { message } }) {
  return addresses.map((pubkey, index) => ({
    pubkey, signer: index < message.header.numRequiredSignatures,
    source: index < message.keys.length ? 'transaction' : 'lookupTable', writable: writable[index],
  }));
}

/** @param {ExecutedTransaction} executed */
function balancesView(executed) {
  return {
    err: executed.error,
    status: executed.error ? { Err: executed.error } : { Ok: null },
    fee: executed.fee,
    preBalances: executed.preBalances,
    postBalances: executed.postBalances,
    preTokenBalances: executed.preTokenBalances.map(tokenBalanceView),
    postTokenBalances: executed.postTokenBalances.map(tokenBalanceView),
  };
}

/** @param {ExecutedTransaction} executed @param {string} encoding */
function metaView(executed, encoding) {
  const parsed = encoding === 'jsonParsed';
  return {
    ...balancesView(executed),
    innerInstructions: innerInstructionsView(executed.innerInstructions, parsed ? executed.addresses : null),
    logMessages: executed.logs,
    computeUnitsConsumed: executed.unitsConsumed,
    rewards: [],
    ...(parsed ? {} : { loadedAddresses: executed.loaded }),
    ...(executed.returnData && { returnData: executed.returnData }),
  };
}

/**
 * @param {import('../chain/ledger.mjs').InnerInstruction[][]} lists by top-level instruction
 * @param {string[] | null} addresses of the transaction, to parse the instructions with
 */
export function innerInstructionsView(lists, addresses) {
  return lists.flatMap((list, index) => list.length === 0 ? [] : [{
    index,
    instructions: list.map((inner) =>
      addresses ? parsedInstructionView(inner, addresses, inner.stackHeight) : instructionView(inner, inner.stackHeight)),
  }]);
}

/** @param {import('../chain/ledger.mjs').TokenBalance} balance */
export function tokenBalanceView({ accountIndex, mint, owner, programId, amount, decimals }) {
  return { accountIndex, mint, owner, programId, uiTokenAmount: tokenAmount(amount, decimals) };
}

/**
 * @param {Block} block
 * @param {TransactionEncoding & { transactionDetails?: string, rewards?: boolean }} options
 */
export function blockView(block, { transactionDetails = 'full', rewards = true, ...encoding }) {
  return {
    blockHeight: block.height,
    blockTime: block.time,
    blockhash: block.hash,
    parentSlot: block.parentSlot,
    previousBlockhash: block.previousHash,
    ...(transactionDetails === 'full' && { transactions: block.transactions.map((executed) => transactionView(executed, encoding)) }),
    ...(transactionDetails === 'accounts' && { transactions: block.transactions.map((executed) => accountsOnlyView(executed, encoding)) }),
    ...(transactionDetails === 'signatures' && { signatures: block.transactions.map((executed) => executed.signature) }),
    ...(rewards && { rewards: [] }),
  };
}

/**
 * The memos of a transaction as `getSignaturesForAddress` joins them.
 * @param {ExecutedTransaction} executed
 */
export function memoView({ transaction, addresses }) {
  const memos = transaction.message.instructions
    .filter((instruction) => isMemoProgram(addresses[instruction.programIdIndex]))
    .map(({ data }) => `[${data.length}] ${Buffer.from(data).toString('utf8')}`);
  return memos.length > 0 ? memos.join('; ') : null;
}
