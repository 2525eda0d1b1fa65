// The extensions that a mint of Token-2022 can be made with: how long each is, and the instruction that sets it up.
import {
  AccountState, TOKEN_2022_PROGRAM_ID, createInitializeDefaultAccountStateInstruction, createInitializeGroupMemberPointerInstruction,
  createInitializeGroupPointerInstruction, createInitializeInterestBearingMintInstruction, createInitializeMetadataPointerInstruction,
  createInitializeMintCloseAuthorityInstruction, createInitializeNonTransferableMintInstruction,
  createInitializePausableConfigInstruction, createInitializePermanentDelegateInstruction,
  createInitializePermissionedBurnInstruction, createInitializeScaledUiAmountConfigInstruction,
  createInitializeTransferFeeConfigInstruction, createInitializeTransferHookInstruction,
} from '@solana/spl-token';
import { PublicKey, TransactionInstruction } from '@solana/web3.js';

/** @typedef {{ length: number, initialize: (mint: PublicKey, issuer: PublicKey, value: any) => TransactionInstruction }} Extension */

const PROGRAM = TOKEN_2022_PROGRAM_ID;
/** Keys of encryption that nobody uses. */
const NO_KEY = Buffer.alloc(32);
const NO_CIPHERTEXT = Buffer.alloc(36);

/**
 * Confidential extensions, which spl-token does not know: their instructions are a number, a second one, and the bytes of their values.
 * @param {PublicKey} mint
 * @param {number[]} numbers
 * @param {(Uint8Array | number[])[]} values
 */
function byHand(mint, numbers, ...values) {
  return new TransactionInstruction({
    programId: PROGRAM,
    keys: [{ pubkey: mint, isSigner: false, isWritable: true }],
    data: Buffer.concat([Buffer.from(numbers), ...values.map((value) => Buffer.from(value))]),
  });
}

/** @type {Record<string, Extension>} the issuer holds every authority */
export const EXTENSIONS = {
  transferFee: {
    length: 108,
    initialize: (mint, issuer, { basisPoints, maximum }) =>
      createInitializeTransferFeeConfigInstruction(mint, issuer, issuer, basisPoints, BigInt(maximum), PROGRAM),
  },
  closeAuthority: { length: 32, initialize: (mint, issuer) => createInitializeMintCloseAuthorityInstruction(mint, issuer, PROGRAM) },
  confidential: { length: 65, initialize: (mint, issuer) => byHand(mint, [27, 0], issuer.toBytes(), [1], NO_KEY) },
  confidentialFee: { length: 129, initialize: (mint, issuer) => byHand(mint, [37, 0], issuer.toBytes(), NO_KEY) },
  confidentialMintBurn: { length: 196, initialize: (mint) => byHand(mint, [42, 0], NO_KEY, NO_CIPHERTEXT) },
  defaultState: {
    length: 1,
    initialize: (mint, _, state) => createInitializeDefaultAccountStateInstruction(
      mint, state === 'frozen' ? AccountState.Frozen : AccountState.Initialized, PROGRAM),
  },
  nonTransferable: { length: 0, initialize: (mint) => createInitializeNonTransferableMintInstruction(mint, PROGRAM) },
  interestRate: {
    length: 52, initialize: (mint, issuer, rate) => createInitializeInterestBearingMintInstruction(mint, issuer, rate, PROGRAM),
  },
  permanentDelegate: { length: 32, initialize: (mint, issuer) => createInitializePermanentDelegateInstruction(mint, issuer, PROGRAM) },
  hook: {
    length: 64,
    initialize: (mint, issuer, program) => createInitializeTransferHookInstruction(mint, issuer, new PublicKey(program), PROGRAM),
  },
  metadata: { length: 64, initialize: (mint, issuer) => createInitializeMetadataPointerInstruction(mint, issuer, mint, PROGRAM) },
  groupPointer: { length: 64, initialize: (mint, issuer) => createInitializeGroupPointerInstruction(mint, issuer, mint, PROGRAM) },
  groupMemberPointer: {
    length: 64, initialize: (mint, issuer) => createInitializeGroupMemberPointerInstruction(mint, issuer, mint, PROGRAM),
  },
  multiplier: {
    length: 56,
    initialize: (mint, issuer, multiplier) => createInitializeScaledUiAmountConfigInstruction(mint, issuer, multiplier, PROGRAM),
  },
  pausable: { length: 33, initialize: (mint, issuer) => createInitializePausableConfigInstruction(mint, issuer, PROGRAM) },
  permissionedBurn: { length: 32, initialize: (mint, issuer) => createInitializePermissionedBurnInstruction(mint, issuer, PROGRAM) },
};

const BASE_LENGTH = 166;
const HEADER_LENGTH = 4;
const MULTISIG_LENGTH = 355;

/** @param {string[]} names @returns {number} bytes of a mint with these, without the text of metadata */
export function mintLength(names) {
  if (names.length === 0) return 82;
  const length = names.reduce((sum, name) => sum + HEADER_LENGTH + EXTENSIONS[name].length, BASE_LENGTH);
  return length === MULTISIG_LENGTH ? length + 2 : length;
}
