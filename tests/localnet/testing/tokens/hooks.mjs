// Transfer hooks: programs made by hand, and the accounts in which they say what other accounts they need.
import { getExtraAccountMetaAddress } from '@solana/spl-token';
import { Keypair, PublicKey } from '@solana/web3.js';
import { programThatReturns } from './tiny-program.mjs';

const LOADER = 'BPFLoader2111111111111111111111111111111111';
const EXECUTE = Buffer.from([105, 37, 101, 197, 75, 251, 102, 26]);
const LAMPORTS = 1_000_000_000;

/**
 * Deploys a hook that accepts every transfer, or refuses every one with a custom error.
 * @param {import('./sender.mjs').Sender} sender
 * @param {{ refusesWith?: number }} request
 */
export async function createHook(sender, { refusesWith = 0 }) {
  const hook = Keypair.generate().publicKey.toBase58();
  const data = programThatReturns(refusesWith).toString('base64');
  await sender.put({ pubkey: hook, lamports: LAMPORTS, data, owner: LOADER, executable: true });
  return { hook };
}

/**
 * Writes what accounts a hook wants for a mint.
 * @param {import('./sender.mjs').Sender} sender
 * @param {{ hook: string, mint: string, accounts: { kind: number, configuration: string, isSigner?: boolean, isWritable?: boolean }[] }} request
 *   with each configuration in base64, padded with zeros to 32 bytes
 */
export async function setHookAccounts(sender, { hook, mint, accounts }) {
  const entries = accounts.map(({ kind, configuration, isSigner = false, isWritable = false }) => {
    const entry = Buffer.alloc(35);
    entry[0] = kind;
    Buffer.from(configuration, 'base64').copy(entry, 1);
    entry[33] = Number(isSigner);
    entry[34] = Number(isWritable);
    return entry;
  });
  const lengths = Buffer.alloc(8);
  lengths.writeUInt32LE(4 + entries.length * 35, 0);
  lengths.writeUInt32LE(entries.length, 4);
  const metas = getExtraAccountMetaAddress(new PublicKey(mint), new PublicKey(hook)).toBase58();
  const data = Buffer.concat([EXECUTE, lengths, ...entries]).toString('base64');
  await sender.put({ pubkey: metas, lamports: LAMPORTS, data, owner: hook });
  return { metas };
}
