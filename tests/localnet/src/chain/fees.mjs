// What a transaction costs, by Agave's rules; the virtual machine charges it but does not say how much.
import { BUILTINS, COMPUTE_BUDGET, PRECOMPILES } from './programs.mjs';
import { addressText } from '../wire/base58.mjs';

const LAMPORTS_PER_SIGNATURE = 5_000n;
const BUILTIN_UNITS = 3_000;
const PROGRAM_UNITS = 200_000;
const MAX_UNITS = 1_400_000;
const MICRO_LAMPORTS = 1_000_000n;

/**
 * @param {import('../wire/transaction.mjs').Message} message
 * @returns {{ fee: bigint, unitPrice: bigint }} the fee in lamports; the price in micro-lamports per compute unit
 */
export function feeOf(message) {
  let signatures = message.header.numRequiredSignatures;
  let defaultUnits = 0;
  let unitLimit = null;
  let unitPrice = 0n;
  for (const { programIdIndex, data } of message.instructions) {
    const program = addressText(message.keys[programIdIndex]);
    const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
    defaultUnits += BUILTINS.has(program) ? BUILTIN_UNITS : PROGRAM_UNITS;
    if (PRECOMPILES.has(program) && bytes.length > 0) signatures += bytes[0];
    if (program !== COMPUTE_BUDGET) continue;
    if (bytes[0] === 2 && bytes.length >= 5) unitLimit = bytes.readUInt32LE(1);
    if (bytes[0] === 3 && bytes.length >= 9) unitPrice = bytes.readBigUInt64LE(1);
  }
  const baseFee = LAMPORTS_PER_SIGNATURE * BigInt(signatures);
  if (message.config) {
    const priorityFee = message.config.priorityFee ?? 0n;
    const units = BigInt(message.config.computeUnitLimit ?? 0);
    return { fee: baseFee + priorityFee, unitPrice: units > 0n ? (priorityFee * MICRO_LAMPORTS) / units : 0n };
  }
  const units = BigInt(Math.min(unitLimit ?? defaultUnits, MAX_UNITS));
  return { fee: baseFee + (unitPrice * units + MICRO_LAMPORTS - 1n) / MICRO_LAMPORTS, unitPrice };
}
