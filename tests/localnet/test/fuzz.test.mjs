// Whatever bytes come in, the process lives: the virtual machine would abort it on malformed ones.
// FUZZ_RUNS=1000000 node --test test/fuzz.test.mjs makes more of them; FUZZ_SEED repeats a run.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Chain } from '../src/chain/chain.mjs';
import { fromBase58 } from '../src/wire/base58.mjs';
import { MalformedBytes } from '../src/wire/reader.mjs';
import { decodeMessage, decodeTransaction, sanitizeError } from '../src/wire/transaction.mjs';
import { SOL, newKeyPair } from '../testing/support.mjs';

const RUNS = Number(process.env.FUZZ_RUNS ?? 20_000);
const SEED = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31);

const PROGRAMS = `
  11111111111111111111111111111111 TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb
  ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL ComputeBudget111111111111111111111111111111 AddressLookupTab1e1111111111111111111111111
  BPFLoaderUpgradeab1e11111111111111111111111 Vote111111111111111111111111111111111111111 Stake11111111111111111111111111111111111111
  Ed25519SigVerify111111111111111111111111111 SysvarC1ock11111111111111111111111111111111 Sysvar1nstructions1111111111111111111111111
  NativeLoader1111111111111111111111111111111 Memo1UhkJRfHyvLMcVucJwxXeuD728EqVDDwQDxFMNo KeccakSecp256k11111111111111111111111111111
  Secp256r1SigVerify1111111111111111111111111 LoaderV411111111111111111111111111111111111 Config1111111111111111111111111111111111111
`
  .trim()
  .split(/\s+/)
  .map(fromBase58);

/** Mulberry32: small, good enough, and repeatable. @param {number} seed */
function randomFrom(seed) {
  let state = seed | 0;
  /** @param {number} limit */
  const below = (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
  /** @param {number} length */
  const bytes = (length) => Buffer.from(Array.from({ length }, () => below(256)));
  return { below, bytes };
}

/** @typedef {ReturnType<typeof randomFrom>} Random */
/** @param {number} value */
const u16 = (value) => Buffer.from([value & 255, value >> 8]);

/**
 * A message that is mostly right, over real programs.
 * @param {Random} random
 * @param {Uint8Array} payer
 * @param {Uint8Array} blockhash
 */
function randomMessage({ below, bytes }, payer, blockhash) {
  const others = new Map();
  for (let count = 2 + below(5); count > 0; count--) {
    const key = below(2) ? PROGRAMS[below(PROGRAMS.length)] : bytes(32);
    others.set(Buffer.from(key).toString('hex'), key);
  }
  const keys = [payer, ...others.values()];
  const instructions = Array.from({ length: 1 + below(3) }, () => {
    const data = bytes(below(40));
    if (data.length > 0 && below(3)) data[0] = below(16);
    if (data.length > 4 && below(2)) data.fill(0, 1, 4);
    return { program: 1 + below(keys.length - 1), accounts: Buffer.from(Array.from({ length: below(6) }, () => below(keys.length))), data };
  });
  const header = [1, 0, below(keys.length)];
  const version = below(3);
  if (version === 2) return version1Message({ below, bytes }, header, keys, blockhash, instructions);
  const body = Buffer.concat([
    Buffer.from([...header, keys.length]),
    ...keys,
    blockhash,
    Buffer.from([instructions.length]),
    ...instructions.map(({ program, accounts, data }) =>
      Buffer.concat([Buffer.from([program, accounts.length]), accounts, Buffer.from([data.length]), data]),
    ),
  ]);
  if (version === 0) return body;
  const lookups = below(4) === 0 ? Buffer.concat([Buffer.from([1]), bytes(32), Buffer.from([1, 0, 1, 1])]) : Buffer.from([0]);
  return Buffer.concat([Buffer.from([0x80]), body, lookups]);
}

/**
 * @param {Random} random
 * @param {number[]} header
 * @param {Uint8Array[]} keys
 * @param {Uint8Array} blockhash
 * @param {{ program: number, accounts: Buffer, data: Buffer }[]} instructions
 */
function version1Message({ below, bytes }, header, keys, blockhash, instructions) {
  const mask = [0x0f, 0x1f, 0, 0x0c, 0x03, 0x13][below(6)];
  const config = [];
  if (mask & 3) config.push(Buffer.concat([u16(below(65_536)), Buffer.alloc(6)]));
  if (mask & 4) config.push(bytes(4).fill(0, 3));
  if (mask & 8) config.push(bytes(4).fill(0, 3));
  if (mask & 16) config.push(below(2) ? Buffer.from([0, 0, 1, 0]) : bytes(4));
  return Buffer.concat([
    Buffer.from([0x81, ...header, mask, 0, 0, 0]),
    blockhash,
    Buffer.from([instructions.length, keys.length]),
    ...keys,
    ...config,
    ...instructions.map(({ program, accounts, data }) => Buffer.concat([Buffer.from([program, accounts.length]), u16(data.length)])),
    ...instructions.map(({ accounts, data }) => Buffer.concat([accounts, data])),
  ]);
}

/** @param {Random} random @param {Buffer} wire */
function spoil({ below, bytes }, wire) {
  let spoilt = Buffer.from(wire);
  for (let times = 1 + below(4); times > 0; times--) {
    const kind = below(3);
    if (kind === 0) spoilt[below(spoilt.length)] ^= 1 << below(8);
    else if (kind === 1) spoilt = spoilt.subarray(0, 1 + below(spoilt.length));
    else spoilt = Buffer.concat([spoilt, bytes(below(8))]);
  }
  return spoilt;
}

test(`${RUNS} random transactions are refused, simulated or executed, and none ends the process (seed ${SEED})`, () => {
  const random = randomFrom(SEED);
  const chain = new Chain();
  const payer = newKeyPair();
  /** @type {unknown[]} */
  const faults = [];
  chain.on('fault', (fault) => faults.push(fault));
  chain.airdrop(payer.publicKey, 1000n * SOL);
  chain.tick();
  const counts = { refused: 0, simulated: 0, succeeded: 0 };
  for (let run = 0; run < RUNS; run++) {
    const message = randomMessage(random, payer.publicKey, fromBase58(chain.tip.hash));
    const signature = payer.sign(message);
    let wire = message[0] === 0x81 ? Buffer.concat([message, signature]) : Buffer.concat([Buffer.from([1]), signature, message]);
    if (random.below(2)) wire = spoil(random, wire);
    const transaction = decodeOrNull(wire);
    if (!transaction || sanitizeError(transaction)) {
      counts.refused++;
      continue;
    }
    const { error } = chain.simulate(transaction, { verifySignatures: random.below(2) === 0 });
    counts.simulated++;
    if (!error) counts.succeeded++;
    if (random.below(10) === 0) chain.submit(transaction);
    if (chain.pendingCount > 50) chain.tick();
  }
  assert.deepEqual(faults, []);
  assert.ok(counts.refused > RUNS / 10 && counts.simulated > RUNS / 10 && counts.succeeded > 0, JSON.stringify(counts));
});

test('Random bytes are never anything but refused or decoded', () => {
  const random = randomFrom(SEED);
  for (let run = 0; run < RUNS; run++) {
    const bytes = random.bytes(random.below(200));
    decodeOrNull(bytes);
    try {
      decodeMessage(bytes);
    } catch (error) {
      assert.ok(error instanceof MalformedBytes);
    }
  }
});

/** @param {Uint8Array} bytes */
function decodeOrNull(bytes) {
  try {
    return decodeTransaction(bytes);
  } catch (error) {
    assert.ok(error instanceof MalformedBytes, String(error));
    return null;
  }
}
