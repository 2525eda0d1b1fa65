// Makes a token of 6 decimals on a local network, gives an address some of it, and prints the mint:
// node testing/issue-token-once.mjs RPC_URL CONTROL_URL ADDRESS AMOUNT
import { Connection } from '@solana/web3.js';
import { mintTo } from './tokens/accounts.mjs';
import { createMint } from './tokens/mints.mjs';
import { Sender } from './tokens/sender.mjs';

const [rpcUrl, controlUrl, owner, amount] = process.argv.slice(2);
const sender = new Sender(new Connection(rpcUrl, 'confirmed'), controlUrl, false);
await sender.fund();
const { mint } = await createMint(sender, { program: 'token', decimals: 6, freezable: false });
await mintTo(sender, { mint, owner, tokenAccount: undefined, amount });
console.log(mint);
process.exit(0);
