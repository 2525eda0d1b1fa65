// What spl-token and the token programs themselves say of mints and accounts.
import {
  createAmountToUiAmountInstruction, getAccount, getAssociatedTokenAddressSync, getMemoTransfer, getMint, getTransferFeeAmount,
} from '@solana/spl-token';
import { AccountState, getTokenDecoder } from '@solana-program/token';
import { address as kitAddress, createSolanaRpc, isSome } from '@solana/kit';
import { PublicKey, TransactionMessage, VersionedTransaction } from '@solana/web3.js';
import { programOf } from './mints.mjs';

/** @typedef {import('./sender.mjs').Sender} Sender */

/** The program's own text for amounts of a mint. @param {Sender} sender @param {{ mint: string, amounts: string[] }} request */
export async function uiAmounts(sender, { mint, amounts }) {
  const mintKey = new PublicKey(mint);
  const program = await programOf(sender, mintKey);
  const texts = [];
  for (const amount of amounts) texts.push(await uiAmount(sender, mintKey, BigInt(amount), program));
  return { texts };
}

/**
 * What the program returns for AmountToUiAmount, simulated. (spl-token's own function keeps a blockhash for thirty seconds, for which
 * a local network's blocks come too fast.)
 * @param {Sender} sender
 * @param {PublicKey} mint
 * @param {bigint} amount
 * @param {PublicKey} program
 */
async function uiAmount({ connection, issuer }, mint, amount, program) {
  const message = new TransactionMessage({
    payerKey: issuer.publicKey,
    recentBlockhash: PublicKey.default.toBase58(),
    instructions: [createAmountToUiAmountInstruction(mint, amount, program)],
  }).compileToV0Message();
  const { value: { returnData, err } } = await connection.simulateTransaction(
    new VersionedTransaction(message), { replaceRecentBlockhash: true, sigVerify: false, commitment: 'confirmed' });
  if (!returnData) throw new Error(`no amount from the program: ${JSON.stringify(err)}`);
  return Buffer.from(...returnData.data).toString('utf8');
}

/** All token accounts of an owner, in both programs. @param {Sender} sender @param {{ owner: string, programs: string[] }} request */
export async function holdings(sender, { owner, programs }) {
  const ownerKey = new PublicKey(owner);
  const accounts = [];
  for (const programText of programs) {
    const program = new PublicKey(programText);
    const { value } = await sender.connection.getTokenAccountsByOwner(ownerKey, { programId: program }, 'confirmed');
    for (const { pubkey } of value) accounts.push(await holding(sender, ownerKey, pubkey, program));
  }
  return { accounts };
}

/** @param {Sender} sender @param {PublicKey} owner @param {PublicKey} address @param {PublicKey} program */
async function holding(sender, owner, address, program) {
  const { connection } = sender;
  const account = await getAccount(connection, address, 'confirmed', program);
  const mint = await getMint(connection, account.mint, 'confirmed', program);
  return {
    tokenAccount: address.toBase58(),
    mint: account.mint.toBase58(),
    program: program.toBase58(),
    decimals: mint.decimals,
    amount: String(account.amount),
    uiAmount: await uiAmount(sender, account.mint, account.amount, program),
    isFrozen: account.isFrozen,
    isAssociated: address.equals(getAssociatedTokenAddressSync(account.mint, owner, true, program)),
    delegate: account.delegate?.toBase58() ?? null,
    delegatedAmount: String(account.delegatedAmount),
    closeAuthority: account.closeAuthority?.toBase58() ?? null,
    withheld: String(getTransferFeeAmount(account)?.withheldAmount ?? 0n),
    requiresMemo: getMemoTransfer(account)?.requireIncomingTransferMemos ?? false,
    kit: await inKit(connection.rpcEndpoint, address),
  };
}

/** The same account as @solana/kit reads it. @param {string} rpcUrl @param {PublicKey} account */
async function inKit(rpcUrl, account) {
  const rpc = createSolanaRpc(/** @type {any} */ (rpcUrl));
  const { value } = await rpc.getAccountInfo(kitAddress(account.toBase58()), { encoding: 'base64', commitment: 'confirmed' }).send();
  if (!value) throw new Error(`there is no account ${account}`);
  const { amount, state, delegate } = getTokenDecoder().decode(Buffer.from(...value.data));
  return { amount: String(amount), isFrozen: state === AccountState.Frozen, delegate: isSome(delegate) ? delegate.value : null };
}
