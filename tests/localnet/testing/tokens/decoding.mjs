// Reads the instructions of a transaction with the JavaScript clients of the token programs.
import { parseCreateAssociatedTokenIdempotentInstruction, parseTransferCheckedInstruction } from '@solana-program/token';
import {
  ASSOCIATED_TOKEN_PROGRAM_ID, TOKEN_2022_PROGRAM_ID, TOKEN_PROGRAM_ID, decodeTransferCheckedInstruction,
  decodeTransferCheckedWithFeeInstruction,
} from '@solana/spl-token';
import { TransactionMessage, VersionedTransaction } from '@solana/web3.js';
import { MEMO } from '../../src/chain/programs.mjs';

/** @typedef {import('@solana/web3.js').TransactionInstruction} TransactionInstruction */

const TRANSFER_CHECKED = 12;
const TRANSFER_FEE_EXTENSION = 26;

/**
 * The instructions of a transaction without lookup tables that belong to the token programs and to memos.
 * @param {unknown} _
 * @param {{ transaction: string }} request in base64
 */
export async function decode(_, { transaction }) {
  const { message } = VersionedTransaction.deserialize(Buffer.from(transaction, 'base64'));
  const { payerKey, instructions } = TransactionMessage.decompile(message);
  return { feePayer: payerKey.toBase58(), instructions: instructions.flatMap((instruction) => read(instruction) ?? []) };
}

/** @param {TransactionInstruction} instruction @returns {object | null} */
function read(instruction) {
  const { programId: program, data } = instruction;
  if (program.toBase58() === MEMO) return { type: 'memo', text: data.toString('utf8') };
  if (program.equals(ASSOCIATED_TOKEN_PROGRAM_ID)) return readCreation(instruction);
  if (!program.equals(TOKEN_PROGRAM_ID) && !program.equals(TOKEN_2022_PROGRAM_ID)) return null;
  if (data[0] === TRANSFER_CHECKED) return readTransfer(instruction);
  return data[0] === TRANSFER_FEE_EXTENSION ? readTransferWithFee(instruction) : null;
}

/** By spl-token, and by @solana-program/token, which must say the same. @param {TransactionInstruction} instruction */
function readTransfer(instruction) {
  const { programId, keys, data } = decodeTransferCheckedInstruction(instruction, instruction.programId);
  const inKit = parseTransferCheckedInstruction(forKit(instruction));
  const { source, mint, destination, authority } = inKit.accounts;
  const same = inKit.data.amount === data.amount && inKit.data.decimals === data.decimals
    && source.address === keys.source.pubkey.toBase58() && mint.address === keys.mint.pubkey.toBase58()
    && destination.address === keys.destination.pubkey.toBase58() && authority.address === keys.owner.pubkey.toBase58();
  if (!same) throw new Error('@solana/spl-token and @solana-program/token read different transfers');
  return {
    type: 'transferChecked', program: programId.toBase58(), ...accounts(keys), owner: keys.owner.pubkey.toBase58(),
    amount: String(data.amount), decimals: data.decimals, further: keys.multiSigners.map(({ pubkey }) => pubkey.toBase58()),
  };
}

/** @param {TransactionInstruction} instruction */
function readTransferWithFee(instruction) {
  const { programId, keys, data } = decodeTransferCheckedWithFeeInstruction(instruction, instruction.programId);
  return {
    type: 'transferCheckedWithFee', program: programId.toBase58(), ...accounts(keys), owner: keys.authority.pubkey.toBase58(),
    amount: String(data.amount), decimals: data.decimals, fee: String(data.fee),
    further: keys.signers?.map(({ pubkey }) => pubkey.toBase58()) ?? [],
  };
}

/** @param {TransactionInstruction} instruction */
function readCreation(instruction) {
  const { payer, ata, owner, mint, tokenProgram } = parseCreateAssociatedTokenIdempotentInstruction(forKit(instruction)).accounts;
  return {
    type: 'createAssociatedIdempotent', payer: payer.address, account: ata.address, owner: owner.address, mint: mint.address,
    program: tokenProgram.address,
  };
}

/** @param {Record<'source' | 'mint' | 'destination', import('@solana/web3.js').AccountMeta>} keys */
const accounts = ({ source, mint, destination }) => ({
  source: source.pubkey.toBase58(), mint: mint.pubkey.toBase58(), destination: destination.pubkey.toBase58(),
});

/** @param {TransactionInstruction} instruction @returns {any} as @solana/kit writes it */
const forKit = ({ programId, keys, data }) => ({
  programAddress: programId.toBase58(),
  accounts: keys.map(({ pubkey, isSigner, isWritable }) => ({ address: pubkey.toBase58(), role: Number(isSigner) * 2 + Number(isWritable) })),
  data: new Uint8Array(data),
});
