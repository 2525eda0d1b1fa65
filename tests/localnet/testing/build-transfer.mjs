// Builds a transfer of SOL with @solana/kit and prints its wire bytes in base64, with every signature but the source's:
// node testing/build-transfer.mjs RPC_URL SOURCE RECIPIENT LAMPORTS [co-signed]
// With "co-signed" a fresh key, funded by the faucet, pays the fee and has signed.
import { getTransferSolInstruction } from '@solana-program/system';
import {
  address, appendTransactionMessageInstruction, createNoopSigner, createSolanaRpc, createTransactionMessage, generateKeyPairSigner,
  getBase64EncodedWireTransaction, lamports, partiallySignTransactionMessageWithSigners, pipe, setTransactionMessageFeePayerSigner,
  setTransactionMessageLifetimeUsingBlockhash,
} from '@solana/kit';

const [rpcUrl, source, recipient, amount, mode] = process.argv.slice(2);
const rpc = /** @type {any} */ (createSolanaRpc(rpcUrl));
const wallet = createNoopSigner(address(source));
const feePayer = mode === 'co-signed' ? await generateKeyPairSigner() : wallet;
if (feePayer !== wallet) {
  await rpc.requestAirdrop(feePayer.address, lamports(1_000_000_000n)).send();
  while ((await rpc.getBalance(feePayer.address, { commitment: 'finalized' }).send()).value === 0n) {
    await new Promise((resolve) => { setTimeout(resolve, 50); });
  }
}

const { value: blockhash } = await rpc.getLatestBlockhash().send();
const message = pipe(
  createTransactionMessage({ version: 0 }),
  (empty) => setTransactionMessageFeePayerSigner(feePayer, empty),
  (paid) => setTransactionMessageLifetimeUsingBlockhash(blockhash, paid),
  (alive) => appendTransactionMessageInstruction(
    getTransferSolInstruction({ source: wallet, destination: address(recipient), amount: BigInt(amount) }), alive),
);
const transaction = await partiallySignTransactionMessageWithSigners(message);
console.log(JSON.stringify({ transaction: getBase64EncodedWireTransaction(transaction), feePayer: feePayer.address }));
