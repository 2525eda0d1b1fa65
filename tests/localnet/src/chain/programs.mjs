// Addresses of the programs and sysvars that the network itself has to know.

export const SYSTEM = '11111111111111111111111111111111';
export const TOKEN = 'TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA';
export const TOKEN_2022 = 'TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb';
export const ASSOCIATED_TOKEN = 'ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL';
export const COMPUTE_BUDGET = 'ComputeBudget111111111111111111111111111111';
export const LOOKUP_TABLE = 'AddressLookupTab1e1111111111111111111111111';
export const MEMO = 'MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr';
export const MEMO_1 = 'Memo1UhkJRfHyvLMcVucJwxXeuD728EqVDDwQDxFMNo';

/** Programs that verify signatures named in their data; each such signature costs the base fee. */
export const PRECOMPILES = new Set([
  'Ed25519SigVerify111111111111111111111111111',
  'KeccakSecp256k11111111111111111111111111111',
  'Secp256r1SigVerify1111111111111111111111111',
]);

/** Programs with a default limit of 3,000 compute units (SIMD-0170). */
export const BUILTINS = new Set([
  SYSTEM, COMPUTE_BUDGET, 'Vote111111111111111111111111111111111111111', 'BPFLoader1111111111111111111111111111111111',
  'BPFLoader2111111111111111111111111111111111', 'BPFLoaderUpgradeab1e11111111111111111111111',
  'LoaderV411111111111111111111111111111111111', ...PRECOMPILES,
]);

/** @param {string} program */
export const isTokenProgram = (program) => program === TOKEN || program === TOKEN_2022;

/** @param {string} program */
export const isMemoProgram = (program) => program === MEMO || program === MEMO_1;
