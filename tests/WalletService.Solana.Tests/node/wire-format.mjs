// Reads one JSON case a line from standard input and answers one JSON line each. Kinds of cases:
//   { kind: "read", transaction: base64 }      what kit and web3.js make of bytes that we wrote
//   { kind: "write", version, feePayer, blockhash, instructions, tables, config? }   the bytes that they write themselves
//   { kind: "offchain", message: base64, signer, signature: base64 }   what kit makes of an off-chain message of version 1
import { createInterface } from 'node:readline';
import {
  address,
  appendTransactionMessageInstructions,
  blockhash,
  compileTransaction,
  compressTransactionMessageUsingAddressLookupTables,
  createTransactionMessage,
  getCompiledTransactionMessageDecoder,
  getCompiledTransactionMessageEncoder,
  getTransactionDecoder,
  getOffchainMessageV1Decoder,
  getTransactionEncoder,
  pipe,
  setTransactionMessageConfig,
  setTransactionMessageFeePayer,
  setTransactionMessageLifetimeUsingBlockhash,
  verifyOffchainMessageEnvelope,
} from '@solana/kit';
import { PublicKey, Transaction, TransactionInstruction, VersionedMessage, VersionedTransaction } from '@solana/web3.js';

const base64 = (bytes) => Buffer.from(bytes).toString('base64');
const fromBase64 = (text) => new Uint8Array(Buffer.from(text, 'base64'));

function read({ transaction }) {
  const bytes = fromBase64(transaction);
  const decoded = getTransactionDecoder().decode(bytes);
  const message = getCompiledTransactionMessageDecoder().decode(decoded.messageBytes);
  const answer = {
    kit: base64(getTransactionEncoder().encode(decoded)),
    kitMessage: base64(getCompiledTransactionMessageEncoder().encode(message)),
    version: String(message.version),
    signers: Object.keys(decoded.signatures),
    addresses: message.staticAccounts,
    blockhash: message.lifetimeToken,
  };
  if (message.version !== 1) {
    const versioned = VersionedTransaction.deserialize(bytes);
    answer.web3 = base64(versioned.serialize());
    answer.web3Message = base64(VersionedMessage.deserialize(versioned.message.serialize()).serialize());
  }
  return answer;
}

// kit's account roles: bit 0 is writable, bit 1 is signer.
const role = ({ signer, writable }) => (signer ? 2 : 0) + (writable ? 1 : 0);

function writeWithKit(request) {
  const message = pipe(
    createTransactionMessage({ version: request.version === 'legacy' ? 'legacy' : Number(request.version) }),
    (m) => setTransactionMessageFeePayer(address(request.feePayer), m),
    (m) => setTransactionMessageLifetimeUsingBlockhash({ blockhash: blockhash(request.blockhash), lastValidBlockHeight: 0n }, m),
    (m) =>
      appendTransactionMessageInstructions(
        request.instructions.map((instruction) => ({
          programAddress: address(instruction.program),
          accounts: instruction.accounts.map((account) => ({ address: address(account.address), role: role(account) })),
          data: fromBase64(instruction.data),
        })),
        m,
      ),
    (m) => (request.version === '0' ? compressTransactionMessageUsingAddressLookupTables(m, request.tables) : m),
    (m) =>
      request.config
        ? setTransactionMessageConfig({ ...request.config, priorityFeeLamports: BigInt(request.config.priorityFeeLamports) }, m)
        : m,
  );
  return base64(getTransactionEncoder().encode(compileTransaction(message)));
}

function writeWithWeb3(request) {
  const transaction = new Transaction({ feePayer: new PublicKey(request.feePayer), blockhash: request.blockhash, lastValidBlockHeight: 0 });
  for (const instruction of request.instructions) {
    transaction.add(
      new TransactionInstruction({
        programId: new PublicKey(instruction.program),
        keys: instruction.accounts.map((account) => ({
          pubkey: new PublicKey(account.address),
          isSigner: account.signer,
          isWritable: account.writable,
        })),
        data: Buffer.from(instruction.data, 'base64'),
      }),
    );
  }
  return base64(transaction.serialize({ requireAllSignatures: false, verifySignatures: false }));
}

function write(request) {
  const answer = { kit: writeWithKit(request) };
  if (request.version === 'legacy') {
    answer.web3 = writeWithWeb3(request);
  }
  return answer;
}

async function offchain({ message, signer, signature }) {
  const content = fromBase64(message);
  const decoded = getOffchainMessageV1Decoder().decode(content);
  const signatures = { [address(signer)]: fromBase64(signature) };
  const verified = await verifyOffchainMessageEnvelope({ content, signatures }).then(() => true, () => false);
  return { text: decoded.content, signers: decoded.requiredSignatories.map((each) => each.address), verified };
}

const answers = { read, write, offchain };

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  let answer;
  try {
    answer = await answers[request.kind](request);
  } catch (error) {
    answer = { error: String(error?.stack ?? error) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
