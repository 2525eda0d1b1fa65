import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeBase58, encodeBase58 } from '../src/wire/base58.mjs';
import { toJson } from '../src/wire/json.mjs';
import { ByteReader, MalformedBytes } from '../src/wire/reader.mjs';
import { decodeMessage, decodeTransaction, isWritableByHeader, sanitizeError } from '../src/wire/transaction.mjs';
import { keyPairOf } from '../testing/support.mjs';
import { LEGACY_MESSAGE, RFC8032_KEY_1, RFC8032_SEED_1, SDK_SAMPLE, V0_MESSAGE, V1_MESSAGE } from '../testing/vectors.mjs';

/** @param {string} text */
const hex = (text) => Buffer.from(text, 'hex');
const signer = keyPairOf(RFC8032_SEED_1, RFC8032_KEY_1);

test('Base58 round-trips, with a leading 1 for each zero byte', () => {
  assert.equal(encodeBase58(hex('00000102')), '115T');
  assert.deepEqual(Buffer.from(decodeBase58('115T') ?? []), hex('00000102'));
  assert.equal(encodeBase58(new Uint8Array(32)), '11111111111111111111111111111111');
  for (const letter of ['0', 'O', 'I', 'l', ' ', 'é']) assert.equal(decodeBase58(`1${letter}`), null);
});

test('Compact-u16 lengths are read in their shortest form only', () => {
  const good = { '00': 0, '7f': 0x7f, 8001: 0x80, ff01: 0xff, 8002: 0x100, ff7f: 0x3fff, 808001: 0x4000, ffff01: 0x7fff, ffff03: 0xffff };
  for (const [bytes, value] of Object.entries(good)) assert.equal(new ByteReader(hex(bytes)).compactU16(), value, bytes);
  for (const bytes of ['8000', '808000', 'ff00', '808100', '808004', '80', '80808001', 'ffffff01', '']) {
    assert.throws(() => new ByteReader(hex(bytes)).compactU16(), MalformedBytes, bytes);
  }
});

test("The SDK's sample transaction decodes to its parts", () => {
  const { signatures, message } = decodeTransaction(hex(SDK_SAMPLE));
  assert.equal(signatures.length, 1);
  assert.equal(message.version, 'legacy');
  assert.deepEqual(message.header, { numRequiredSignatures: 1, numReadonlySignedAccounts: 0, numReadonlyUnsignedAccounts: 1 });
  assert.equal(message.keys.length, 3);
  assert.deepEqual(
    message.instructions.map(({ data, accounts, programIdIndex }) => [programIdIndex, [...accounts], [...data]]),
    [[2, [0, 1], [1, 2, 3]]],
  );
});

test('Legacy, version 0 and version 1 messages say the same transfer', () => {
  for (const [text, version] of /** @type {const} */ ([
    [LEGACY_MESSAGE, 'legacy'],
    [V0_MESSAGE, 0],
    [V1_MESSAGE, 1],
  ])) {
    const message = decodeMessage(hex(text));
    assert.equal(message.version, version);
    assert.equal(encodeBase58(message.recentBlockhash), '4ruaGCyaofHWGxPFXFVjuEJCdfBGZ2wCtEx6LzdzVqtV');
    assert.deepEqual(message.bytes, hex(text));
    assert.deepEqual(
      message.instructions.map(({ data }) => data.toString()),
      [hex('0200000040420f0000000000').toString()],
    );
    assert.deepEqual(
      message.keys.map((_key, index) => isWritableByHeader(message, index)),
      [true, true, false],
    );
  }
  const { config } = decodeMessage(hex(V1_MESSAGE));
  assert.deepEqual(config, { priorityFee: 5000n, computeUnitLimit: 450, loadedAccountsDataSizeLimit: 65_536, heapSize: null });
});

test('Signatures made over the decoded message bytes are the published ones', () => {
  const expected = {
    [LEGACY_MESSAGE]: '4VJzwcTeivBGXoEYVHnqvVJnrVuRaKpwjhwiNWCVSRujwX6K2vmiK5BzCzHQRLJDGg37zZrGa9M1wLWKkw5GRbYB',
    [V0_MESSAGE]: '3KMtvjPGAiU5ueWUBQiKujCyUgsEZSPtdVb4HWvUF9NYbCAG8ijTqvqEpmzQ2Ab7jgsnTXjKZerqYzJGxSKmD9QM',
    [V1_MESSAGE]: '548BTsDvKuy41BZCAirkjHE9zkLToNkcK3S3uAxqL1CU5Np9u8HiziCNqr2LndBArqcuJ3ycrdjDukdYwQrZPhaP',
  };
  for (const [text, signature] of Object.entries(expected))
    assert.equal(encodeBase58(signer.sign(decodeMessage(hex(text)).bytes)), signature);
});

test('Refuses every shorter form and every trailing byte of a good transaction', () => {
  const good = [
    hex(SDK_SAMPLE),
    Buffer.concat([hex(V1_MESSAGE), Buffer.alloc(64)]),
    Buffer.concat([Buffer.from([1]), Buffer.alloc(64), hex(V0_MESSAGE)]),
  ];
  for (const wire of good) {
    assert.equal(sanitizeError(decodeTransaction(wire)), null);
    for (let length = 0; length < wire.length; length++) assert.throws(() => decodeTransaction(wire.subarray(0, length)), MalformedBytes);
    assert.throws(() => decodeTransaction(Buffer.concat([wire, Buffer.from([0])])), /trailing bytes/);
  }
});

test('Refuses a message version that does not exist', () => {
  assert.throws(() => decodeMessage(hex(V0_MESSAGE.replace(/^80/, '82'))), /expected a valid transaction message version/);
});

test('Sanitizing refuses counts and indexes that do not fit', () => {
  /** @param {(message: Buffer) => void} change */
  const refusal = (change) => {
    const message = hex(LEGACY_MESSAGE);
    change(message);
    return sanitizeError(decodeTransaction(Buffer.concat([Buffer.from([1]), Buffer.alloc(64), message])));
  };
  assert.equal(
    refusal(() => {}),
    null,
  );
  const instruction = hex(LEGACY_MESSAGE).length - 17;
  const offsets = 'Transaction failed to sanitize accounts offsets correctly';
  assert.equal(
    refusal((message) => {
      message[0] = 2;
    }),
    offsets,
    'one signature where two are required',
  );
  assert.equal(
    refusal((message) => {
      message[1] = 1;
    }),
    offsets,
    'a read-only fee payer',
  );
  assert.equal(
    refusal((message) => {
      message[2] = 3;
    }),
    offsets,
    'more read-only accounts than there are',
  );
  assert.equal(
    refusal((message) => {
      message[instruction] = 0;
    }),
    offsets,
    'the fee payer as program',
  );
  assert.equal(
    refusal((message) => {
      message[instruction] = 3;
    }),
    offsets,
    'a program outside the list',
  );
  assert.equal(
    refusal((message) => {
      message[instruction + 3] = 3;
    }),
    offsets,
    'an account outside the list',
  );
  assert.equal(
    refusal((message) => {
      message.copy(message, 36, 4, 36);
    }),
    'Account loaded twice',
  );
});

test('JSON keeps every digit of a u64', () => {
  assert.equal(
    toJson({ a: 18446744073709551615n, b: [5n, 9007199254740993n], c: '123', d: null }),
    '{"a":18446744073709551615,"b":[5,9007199254740993],"c":"123","d":null}',
  );
});
