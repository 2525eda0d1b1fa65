// Simulating and sending.
import { addressText, fromBase58 } from '../wire/base58.mjs';
import { errorText } from '../chain/errors.mjs';
import { tokenBalance } from '../chain/execution.mjs';
import { decodeTransaction } from '../wire/transaction.mjs';
import { accountView } from '../views/account-view.mjs';
import { innerInstructionsView, tokenBalanceView } from '../views/transaction-view.mjs';
import { RpcError, invalidParams } from './errors.mjs';
import { address, config, contextBlock, requireParams, transaction, transactionId, unsigned } from './parameters.mjs';

/** @typedef {import('../chain/chain.mjs').Simulation} Simulation */
/** @typedef {import('../wire/transaction.mjs').Transaction} Transaction */

/** What the runtime counts for an account beside its data (SIMD-0186). */
const ACCOUNT_OVERHEAD = 64;

/**
 * @param {import('../node.mjs').Node} node
 * @returns {Record<string, import('../node.mjs').RpcMethod>}
 */
export function sendMethods(node) {
  const { chain } = node;

  /** @param {Simulation} simulation @param {number} slot */
  function simulationView(simulation, slot) {
    const keys = simulation.metadata ? simulation.loadedKeys?.keys ?? [] : [];
    const before = keys.map((key) => chain.accounts.at(key, slot));
    const after = simulation.postAccounts && keys.map((key, index) => simulation.postAccounts?.get(addressText(key)) ?? before[index]);
    /** @param {typeof before | null} accounts */
    const tokens = (accounts) => accounts && accounts.flatMap((account, index) => {
      const readMint = (/** @type {Uint8Array} */ key) => simulation.postAccounts?.get(addressText(key)) ?? chain.accounts.at(key, slot);
      const balance = account && tokenBalance(account, index, readMint);
      return balance ? [tokenBalanceView(balance)] : [];
    });
    return {
      err: simulation.error,
      logs: simulation.logs,
      accounts: /** @type {unknown} */ (null),
      unitsConsumed: simulation.unitsConsumed,
      loadedAccountsDataSize: before.reduce((size, account) => size + (account ? ACCOUNT_OVERHEAD + account.data().length : 0), 0),
      returnData: simulation.metadata?.returnData ?? null,
      innerInstructions: /** @type {unknown} */ (null),
      replacementBlockhash: /** @type {unknown} */ (null),
      fee: simulation.fee,
      preBalances: simulation.metadata ? before.map((account) => account?.lamports() ?? 0n) : null,
      postBalances: after && after.map((account) => account?.lamports() ?? 0n),
      preTokenBalances: tokens(simulation.metadata && before),
      postTokenBalances: tokens(after),
      loadedAddresses: simulation.loadedKeys?.loaded ?? null,
    };
  }

  /** @param {Simulation} simulation @param {number} slot @param {any} wanted */
  function accountsAfter(simulation, slot, { addresses, encoding = 'base64' }) {
    if (encoding === 'binary' || encoding === 'base58') throw invalidParams('base58 encoding not supported');
    /** @param {Uint8Array} key */
    const read = (key) => simulation.postAccounts?.get(addressText(key)) ?? chain.accounts.at(key, slot);
    return addresses.map((/** @type {unknown} */ text) => {
      const account = read(address(text));
      return simulation.error || !account || account.lamports() === 0n ? null : accountView(account, { encoding }, read);
    });
  }

  /** @param {Transaction} decoded */
  function accept(decoded) {
    if (node.faults.takeDroppedSend()) return transactionId(decoded);
    if (!node.faults.holdSends) return chain.submit(decoded);
    node.held.push(decoded);
    return transactionId(decoded);
  }

  return {
    requestAirdrop: (params) => {
      requireParams(params, 2);
      const recipient = address(params[0]);
      const lamports = BigInt(unsigned(params[1]));
      try {
        return chain.airdrop(recipient, lamports);
      } catch {
        throw invalidParams('Invalid param: this address can get no airdrop');
      }
    },
    simulateTransaction: (params) => {
      requireParams(params, 1);
      const options = config(params[1]);
      let decoded = transaction(params[0], options);
      const block = contextBlock(node, options);
      let replacementBlockhash = null;
      if (options.replaceRecentBlockhash) {
        if (options.sigVerify) throw invalidParams('sigVerify may not be used with replaceRecentBlockhash');
        decoded = withBlockhash(decoded, block.hash);
        replacementBlockhash = { blockhash: block.hash, lastValidBlockHeight: chain.lastValidBlockHeight(block) };
      }
      const simulation = chain.simulate(decoded, { block, verifySignatures: options.sigVerify === true });
      const result = { ...simulationView(simulation, block.slot), replacementBlockhash };
      if (options.accounts) result.accounts = accountsAfter(simulation, block.slot, options.accounts);
      if (options.innerInstructions) {
        const { metadata, loadedKeys } = simulation;
        result.innerInstructions = innerInstructionsView(metadata?.innerInstructions ?? [], loadedKeys?.addresses ?? null);
      }
      return node.withContext(block.slot, result);
    },
    sendTransaction: (params) => {
      requireParams(params, 1);
      const options = config(params[1]);
      const decoded = transaction(params[0], options);
      const commitment = options.skipPreflight ? 'processed' : options.preflightCommitment;
      const block = contextBlock(node, { ...config({ commitment }), minContextSlot: options.minContextSlot });
      if (options.skipPreflight) return accept(decoded);
      const simulation = chain.simulate(decoded, { block });
      if (simulation.error !== 'SignatureFailure') node.checkHealth(); // signatures first, as Agave does
      if (simulation.error) {
        throw new RpcError(-32002, `Transaction simulation failed: ${errorText(simulation.error)}`, simulationView(simulation, block.slot));
      }
      return accept(decoded);
    },
  };
}

/** @param {Transaction} decoded @param {string} blockhash */
function withBlockhash(decoded, blockhash) {
  const wire = Buffer.from(decoded.wire);
  const offset = decoded.message.recentBlockhash.byteOffset - decoded.wire.byteOffset;
  wire.set(fromBase58(blockhash), offset);
  return decodeTransaction(wire);
}
