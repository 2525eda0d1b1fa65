// Issues tokens on a local network with @solana/spl-token: node testing/issue-tokens.mjs RPC_URL CONTROL_URL [advance]
// Reads one request as a line of JSON, such as {"do":"createMint","decimals":6,"extensions":{"pausable":true}}, and answers with one
// line, {"ok":...} or {"error":"..."}; ends with its input. With "advance" it makes blocks while it waits.
import { createInterface } from 'node:readline';
import { Connection, PublicKey } from '@solana/web3.js';
import { OWNER_ACTIONS, createAccount, keypair, mintTo, transfer } from './tokens/accounts.mjs';
import { decode } from './tokens/decoding.mjs';
import { createHook, setHookAccounts } from './tokens/hooks.mjs';
import { ISSUER_ACTIONS, createMint, programOf } from './tokens/mints.mjs';
import { holdings, uiAmounts } from './tokens/readings.mjs';
import { Sender } from './tokens/sender.mjs';

const [rpcUrl, controlUrl, advance] = process.argv.slice(2);
const sender = new Sender(new Connection(rpcUrl, 'confirmed'), controlUrl, advance === 'advance');

/** @type {Record<string, (sender: Sender, request: any) => Promise<object>>} */
const REQUESTS = { createMint, createAccount, mintTo, transfer, createHook, setHookAccounts, uiAmounts, holdings, decode };

/** @param {any} request @returns {Promise<object>} */
async function answer(request) {
  const name = request.do;
  if (Object.hasOwn(REQUESTS, name)) return REQUESTS[name](sender, request);
  if (Object.hasOwn(ISSUER_ACTIONS, name)) {
    const mint = new PublicKey(request.mint);
    const instruction = ISSUER_ACTIONS[name](sender.issuer.publicKey, mint, await programOf(sender, mint), request);
    return { signature: await sender.send([instruction]) };
  }
  if (Object.hasOwn(OWNER_ACTIONS, name)) {
    const owner = keypair(request.secret);
    const account = new PublicKey(request.tokenAccount);
    const program = await programOf(sender, account);
    const instructions = OWNER_ACTIONS[name](account, owner.publicKey, program, request, sender.issuer.publicKey);
    return { signature: await sender.send(instructions, owner) };
  }
  throw new Error(`unknown request '${name}'`);
}

const funded = sender.fund();
for await (const line of createInterface({ input: process.stdin })) {
  try {
    await funded;
    console.log(JSON.stringify({ ok: await answer(JSON.parse(line)) }));
  } catch (error) {
    console.log(JSON.stringify({ error: error instanceof Error ? error.message : String(error) }));
  }
}
