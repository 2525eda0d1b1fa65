// Makes mints, and does to them what their issuer can.
import {
  TOKEN_2022_PROGRAM_ID, TOKEN_PROGRAM_ID, createFreezeAccountInstruction, createInitializeMint2Instruction, createPauseInstruction,
  createResumeInstruction, createSetTransferFeeInstruction, createThawAccountInstruction, createTransferCheckedInstruction,
  createUpdateMultiplierDataInstruction, createUpdateRateInterestBearingMintInstruction, createUpdateTransferHookInstruction,
} from '@solana/spl-token';
import { createInitializeInstruction, pack } from '@solana/spl-token-metadata';
import { Keypair, PublicKey, SystemProgram } from '@solana/web3.js';
import { EXTENSIONS, mintLength } from './extensions.mjs';

/** @typedef {import('./sender.mjs').Sender} Sender */

/**
 * @param {Sender} sender
 * @param {{ program?: 'token' | 'token-2022', decimals?: number, extensions?: Record<string, any>, freezable?: boolean }} request
 */
export async function createMint(sender, { program = 'token-2022', decimals = 6, extensions = {}, freezable = true }) {
  const programId = program === 'token' ? TOKEN_PROGRAM_ID : TOKEN_2022_PROGRAM_ID;
  const { publicKey: issuer } = sender.issuer;
  const mint = Keypair.generate();
  const space = mintLength(Object.keys(extensions));
  const { metadata } = extensions;
  const described = metadata && { mint: mint.publicKey, updateAuthority: issuer, uri: '', additionalMetadata: [], ...metadata };
  const lamports = await sender.connection.getMinimumBalanceForRentExemption(space + (described ? 4 + pack(described).length : 0));
  await sender.send([
    SystemProgram.createAccount({ fromPubkey: issuer, newAccountPubkey: mint.publicKey, lamports, space, programId }),
    ...Object.entries(extensions).map(([name, value]) => EXTENSIONS[name].initialize(mint.publicKey, issuer, value)),
    createInitializeMint2Instruction(mint.publicKey, decimals, issuer, freezable ? issuer : null, programId),
    ...(described
      ? [createInitializeInstruction({
          ...described, programId, metadata: mint.publicKey, mintAuthority: issuer,
        })]
      : []),
  ], mint);
  return { mint: mint.publicKey.toBase58(), program: programId.toBase58(), issuer: issuer.toBase58() };
}

/** @param {Sender} sender @param {PublicKey} mint @returns {Promise<PublicKey>} */
export async function programOf(sender, mint) {
  const account = await sender.connection.getAccountInfo(mint, 'confirmed');
  if (!account) throw new Error(`there is no mint ${mint}`);
  return account.owner;
}

/**
 * @type {Record<string, (issuer: PublicKey, mint: PublicKey, program: PublicKey, request: any) =>
 *   import('@solana/web3.js').TransactionInstruction>}
 */
export const ISSUER_ACTIONS = {
  freeze: (issuer, mint, program, { tokenAccount }) => createFreezeAccountInstruction(new PublicKey(tokenAccount), mint, issuer, [], program),
  thaw: (issuer, mint, program, { tokenAccount }) => createThawAccountInstruction(new PublicKey(tokenAccount), mint, issuer, [], program),
  pause: (issuer, mint) => createPauseInstruction(mint, issuer),
  resume: (issuer, mint) => createResumeInstruction(mint, issuer),
  setFee: (issuer, mint, program, { basisPoints, maximum }) =>
    createSetTransferFeeInstruction(mint, issuer, [], basisPoints, BigInt(maximum), program),
  setRate: (issuer, mint, program, { rate }) => createUpdateRateInterestBearingMintInstruction(mint, issuer, rate, [], program),
  setMultiplier: (issuer, mint, program, { multiplier, at = 0 }) =>
    createUpdateMultiplierDataInstruction(mint, issuer, multiplier, BigInt(at), [], program),
  seize: (issuer, mint, program, { tokenAccount, to, amount, decimals = 6 }) => createTransferCheckedInstruction(
    new PublicKey(tokenAccount), mint, new PublicKey(to), issuer, BigInt(amount), decimals, [], program),
  setHook: (issuer, mint, program, { hook }) => createUpdateTransferHookInstruction(mint, issuer, new PublicKey(hook), [], program),
};
