// Instructions as `jsonParsed` shows them: those that a wallet moves money with are parsed, the others are given with
// their accounts and data, as a node does for programs it does not know.
import { addressText, encodeBase58 } from '../wire/base58.mjs';
import { ASSOCIATED_TOKEN, MEMO, MEMO_1, SYSTEM, TOKEN, TOKEN_2022 } from '../chain/programs.mjs';
import { tokenAmount } from './amounts.mjs';

/** @typedef {{ type: string, info: object } | string} Parsed */
/** @typedef {{ programIdIndex: number, accounts: Uint8Array | number[], data: Uint8Array }} Instruction */

/** @type {Record<string, [name: string, parse: (data: Buffer, accounts: string[]) => Parsed | null]>} */
const PARSERS = {
  [SYSTEM]: ['system', parseSystem],
  [TOKEN]: ['spl-token', parseToken],
  [TOKEN_2022]: ['spl-token-2022', parseToken],
  [ASSOCIATED_TOKEN]: ['spl-associated-token-account', parseAssociatedToken],
  [MEMO]: ['spl-memo', (data) => data.toString('utf8')],
  [MEMO_1]: ['spl-memo', (data) => data.toString('utf8')],
};

/**
 * @param {Instruction} instruction
 * @param {string[]} addresses of the transaction
 * @param {number | null} stackHeight 1 = top level
 */
export function parsedInstructionView(instruction, addresses, stackHeight) {
  const programId = addresses[instruction.programIdIndex];
  const accounts = [...instruction.accounts].map((index) => addresses[index]);
  const [program, parse] = PARSERS[programId] ?? [];
  const parsed = parse?.(Buffer.from(instruction.data), accounts);
  if (parsed) return { parsed, program, programId, stackHeight };
  return { accounts, data: encodeBase58(instruction.data), programId, stackHeight };
}

/**
 * @param {Instruction} instruction
 * @param {number | null} stackHeight
 */
export function instructionView({ programIdIndex, accounts, data }, stackHeight) {
  return { accounts: [...accounts], data: encodeBase58(data), programIdIndex, stackHeight };
}

/** @param {Buffer} data @param {string[]} accounts @returns {Parsed | null} */
function parseSystem(data, accounts) {
  const kind = data.length >= 4 ? data.readUInt32LE(0) : -1;
  if (kind === 2 && data.length === 12) {
    return { type: 'transfer', info: { source: accounts[0], destination: accounts[1], lamports: data.readBigUInt64LE(4) } };
  }
  if (kind === 0 && data.length === 52) {
    const info = {
      source: accounts[0], newAccount: accounts[1], lamports: data.readBigUInt64LE(4), space: data.readBigUInt64LE(12),
      owner: addressText(data.subarray(20, 52)),
    };
    return { type: 'createAccount', info };
  }
  if (kind === 4) {
    return { type: 'advanceNonce', info: { nonceAccount: accounts[0], recentBlockhashesSysvar: accounts[1], nonceAuthority: accounts[2] } };
  }
  return null;
}

/** @param {Buffer} data @param {string[]} accounts @returns {Parsed | null} */
function parseToken(data, accounts) {
  const [source, second, third, fourth] = accounts;
  if (data[0] === 3 && data.length >= 9) {
    return { type: 'transfer', info: { source, destination: second, authority: third, amount: data.readBigUInt64LE(1).toString() } };
  }
  if (data[0] === 12 && data.length >= 10) {
    const amount = tokenAmount(data.readBigUInt64LE(1), data[9]);
    return { type: 'transferChecked', info: { source, mint: second, destination: third, authority: fourth, tokenAmount: amount } };
  }
  if (data[0] === 26 && data[1] === 1 && data.length >= 19) {
    const info = {
      source, mint: second, destination: third, authority: fourth,
      tokenAmount: tokenAmount(data.readBigUInt64LE(2), data[10]), feeAmount: tokenAmount(data.readBigUInt64LE(11), data[10]),
    };
    return { type: 'transferCheckedWithFee', info };
  }
  if (data[0] === 7 && data.length >= 9) {
    return { type: 'mintTo', info: { mint: source, account: second, mintAuthority: third, amount: data.readBigUInt64LE(1).toString() } };
  }
  if (data[0] === 9) return { type: 'closeAccount', info: { account: source, destination: second, owner: third } };
  return null;
}

/** @param {Buffer} data @param {string[]} accounts @returns {Parsed | null} */
function parseAssociatedToken(data, accounts) {
  const type = data.length === 0 || data[0] === 0 ? 'create' : data[0] === 1 ? 'createIdempotent' : null;
  if (!type) return null;
  const [source, account, wallet, mint, systemProgram, tokenProgram] = accounts;
  return { type, info: { source, account, wallet, mint, systemProgram, tokenProgram } };
}
