// Reads one SOL transfer with @solana/kit and prints what it says as one line of JSON:
// node testing/read-transfer.mjs RPC_URL SIGNATURE
import { createSolanaRpc, signature as parseSignature } from '@solana/kit';

const [rpcUrl, signature] = process.argv.slice(2);
const rpc = createSolanaRpc(rpcUrl);
/** @type {any} What the System and Memo programs' parsed instructions hold is not typed in kit. */
const transaction = await rpc
  .getTransaction(parseSignature(signature), { commitment: 'finalized', encoding: 'jsonParsed', maxSupportedTransactionVersion: 0 })
  .send();
const { message } = transaction.transaction;
const addresses = message.accountKeys.map((/** @type {any} */ account) => account.pubkey);
const transfer = message.instructions.find((/** @type {any} */ instruction) => instruction.program === 'system').parsed;
const memo = message.instructions.find((/** @type {any} */ instruction) => instruction.program === 'spl-memo');
/** @param {string} address */
const balancesOf = (address) => {
  const index = addresses.indexOf(address);
  return [transaction.meta.preBalances[index], transaction.meta.postBalances[index]].map(String);
};

console.log(JSON.stringify({
  signature: transaction.transaction.signatures[0],
  slot: Number(transaction.slot),
  blockTime: Number(transaction.blockTime),
  error: transaction.meta.err,
  fee: String(transaction.meta.fee),
  feePayer: addresses[0],
  type: transfer.type,
  source: transfer.info.source,
  destination: transfer.info.destination,
  lamports: String(transfer.info.lamports),
  memo: memo?.parsed ?? null,
  sourceBalances: balancesOf(transfer.info.source),
  destinationBalances: balancesOf(transfer.info.destination),
}));
