// Makes token accounts, fills them, and does with them what their owner can.
import {
  ACCOUNT_SIZE, AuthorityType, ExtensionType, TOKEN_PROGRAM_ID, createApproveInstruction, createAssociatedTokenAccountIdempotentInstruction,
  createEnableCpiGuardInstruction, createEnableRequiredMemoTransfersInstruction, createInitializeAccount3Instruction,
  createMintToInstruction, createReallocateInstruction, createSetAuthorityInstruction, createTransferCheckedInstruction,
  createTransferCheckedWithFeeAndTransferHookInstruction, createTransferCheckedWithTransferHookInstruction,
  getAccountLenForMint, getAssociatedTokenAddressSync, getMint, getTransferFeeConfig, getTransferHook, calculateEpochFee,
} from '@solana/spl-token';
import { Keypair, PublicKey, SystemProgram, TransactionInstruction } from '@solana/web3.js';
import { MEMO } from '../../src/chain/programs.mjs';
import { programOf } from './mints.mjs';

/** @typedef {import('./sender.mjs').Sender} Sender */

/** @param {Sender} sender @param {PublicKey} mint @param {PublicKey} owner */
async function associated(sender, mint, owner) {
  const program = await programOf(sender, mint);
  const address = getAssociatedTokenAddressSync(mint, owner, true, program);
  const create = createAssociatedTokenAccountIdempotentInstruction(sender.issuer.publicKey, address, owner, mint, program);
  return { program, address, create };
}

/** @param {Sender} sender @param {any} request */
export async function createAccount(sender, { mint, owner, auxiliary = false }) {
  const [mintKey, ownerKey] = [new PublicKey(mint), new PublicKey(owner)];
  if (!auxiliary) {
    const { address, create } = await associated(sender, mintKey, ownerKey);
    await sender.send([create]);
    return { tokenAccount: address.toBase58() };
  }
  const programId = await programOf(sender, mintKey);
  const account = Keypair.generate();
  const space = programId.equals(TOKEN_PROGRAM_ID)
    ? ACCOUNT_SIZE
    : getAccountLenForMint(await getMint(sender.connection, mintKey, 'confirmed', programId));
  const lamports = await sender.connection.getMinimumBalanceForRentExemption(space);
  await sender.send([
    SystemProgram.createAccount({
      fromPubkey: sender.issuer.publicKey, newAccountPubkey: account.publicKey, lamports, space, programId,
    }),
    createInitializeAccount3Instruction(account.publicKey, mintKey, ownerKey, programId),
  ], account);
  return { tokenAccount: account.publicKey.toBase58() };
}

/** Mints to a token account, or to an owner's associated one. @param {Sender} sender @param {any} request */
export async function mintTo(sender, { mint, owner, tokenAccount, amount }) {
  const mintKey = new PublicKey(mint);
  const { issuer } = sender;
  if (tokenAccount) {
    const program = await programOf(sender, mintKey);
    const signature = await sender.send([
      createMintToInstruction(mintKey, new PublicKey(tokenAccount), issuer.publicKey, BigInt(amount), [], program),
    ]);
    return { tokenAccount, signature };
  }
  const { program, address, create } = await associated(sender, mintKey, new PublicKey(owner));
  const signature = await sender.send([create, createMintToInstruction(mintKey, address, issuer.publicKey, BigInt(amount), [], program)]);
  return { tokenAccount: address.toBase58(), signature };
}

/**
 * Pays from the associated account of a key's owner to another owner's, as spl-token would: with the fee of the present epoch, the
 * accounts of a hook, and a memo if given.
 * @param {Sender} sender
 * @param {any} request
 */
export async function transfer(sender, { mint, secret, to, amount, memo }) {
  const mintKey = new PublicKey(mint);
  const owner = keypair(secret);
  const { connection } = sender;
  const { program, address: destination, create } = await associated(sender, mintKey, new PublicKey(to));
  const source = getAssociatedTokenAddressSync(mintKey, owner.publicKey, true, program);
  const state = await getMint(connection, mintKey, 'confirmed', program);
  const [feeConfig, hook] = [getTransferFeeConfig(state), getTransferHook(state)];
  const units = BigInt(amount);
  const { epoch } = await connection.getEpochInfo('confirmed');
  const fee = feeConfig ? calculateEpochFee(feeConfig, BigInt(epoch), units) : 0n;
  /** @type {[PublicKey, PublicKey, PublicKey, PublicKey, bigint, number]} */
  const payment = [source, mintKey, destination, owner.publicKey, units, state.decimals];
  const instruction = feeConfig
    ? await createTransferCheckedWithFeeAndTransferHookInstruction(connection, ...payment, fee, [], 'confirmed', program)
    : hook
      ? await createTransferCheckedWithTransferHookInstruction(connection, ...payment, [], 'confirmed', program)
      : createTransferCheckedInstruction(...payment, [], program);
  const note = typeof memo !== 'string' ? []
    : [new TransactionInstruction({ programId: new PublicKey(MEMO), keys: [], data: Buffer.from(memo) })];
  const signature = await sender.send([create, ...note, instruction], owner);
  return {
    signature, source: source.toBase58(), destination: destination.toBase58(), fee: String(fee),
    accounts: instruction.keys.map(({ pubkey, isWritable }) => ({ address: pubkey.toBase58(), isWritable })),
  };
}

/** @type {Record<string, (account: PublicKey, owner: PublicKey, program: PublicKey, request: any, payer: PublicKey) => TransactionInstruction[]>} */
export const OWNER_ACTIONS = {
  approve: (account, owner, program, { delegate, amount }) =>
    [createApproveInstruction(account, new PublicKey(delegate), owner, BigInt(amount), [], program)],
  setCloseAuthority: (account, owner, program, { authority }) =>
    [createSetAuthorityInstruction(account, owner, AuthorityType.CloseAccount, new PublicKey(authority), [], program)],
  requireMemo: (account, owner, program, _, payer) => [
    createReallocateInstruction(account, payer, [ExtensionType.MemoTransfer], owner, [], program),
    createEnableRequiredMemoTransfersInstruction(account, owner, [], program),
  ],
  guardCpi: (account, owner, program, _, payer) => [
    createReallocateInstruction(account, payer, [ExtensionType.CpiGuard], owner, [], program),
    createEnableCpiGuardInstruction(account, owner, [], program),
  ],
};

/** @param {string} secret 32 bytes in base64: the seed of an Ed25519 key */
export const keypair = (secret) => Keypair.fromSeed(Buffer.from(secret, 'base64'));
