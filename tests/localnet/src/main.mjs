// Starts a local Solana network and prints one line of JSON when it is ready. See README.md.
import { parseArgs } from 'node:util';
import { MAINNET_LAMPORTS_PER_BYTE } from './chain/chain.mjs';
import { Localnet } from './localnet.mjs';

const { values } = parseArgs({
  options: {
    'port': { type: 'string', default: '0' },
    'nodes': { type: 'string', default: '1' },
    'slot-ms': { type: 'string', default: '250' },
    'confirm-slots': { type: 'string', default: '1' },
    'finalize-slots': { type: 'string', default: '32' },
    'skip-every': { type: 'string', default: '16' },
    'lamports-per-byte': { type: 'string', default: String(MAINNET_LAMPORTS_PER_BYTE) },
    'ledger-blocks': { type: 'string', default: '200000' },
    'exit-with-parent': { type: 'boolean', default: false },
    'verbose': { type: 'boolean', default: false },
  },
});

/** @param {Exclude<keyof typeof values, 'exit-with-parent' | 'verbose'>} name @param {number} [least] */
function integer(name, least = 0) {
  const value = Number(values[name]);
  if (Number.isInteger(value) && value >= least) return value;
  console.error(`--${name} must be a whole number of ${least} or more, not '${values[name]}'`);
  process.exit(2);
}

const localnet = new Localnet({
  slotMs: integer('slot-ms'), nodeCount: integer('nodes', 1), confirmSlots: integer('confirm-slots'),
  finalizeSlots: integer('finalize-slots', 1), skipEvery: integer('skip-every'),
  lamportsPerByte: integer('lamports-per-byte', 1), ledgerBlocks: integer('ledger-blocks', 1024),
});
localnet.chain.on('fault', (error) => console.error('fault in the local network', error));
if (values.verbose) localnet.chain.on('dropped', (signature, error) => console.error('dropped', signature, error));

let stopping = false;
async function stop() {
  if (stopping) return;
  stopping = true;
  await localnet.stop();
  process.exit(0);
}
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
if (values['exit-with-parent']) process.stdin.on('end', stop).on('close', stop).on('error', stop).resume();

console.log(JSON.stringify(await localnet.start(integer('port'))));
