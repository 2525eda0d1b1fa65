// Runs Google's own Cloud KMS client against the emulator: node check.mjs http://127.0.0.1:PORT
// Prints one line for each step; any surprise ends it with an error and exit code 1.
import assert from 'node:assert/strict';
import { createPublicKey, verify } from 'node:crypto';
import kms from '@google-cloud/kms';
import { PassThroughClient } from 'google-auth-library';

const address = new URL(process.argv[2]);
const client = new kms.v1.KeyManagementServiceClient({
  fallback: true, // REST in place of gRPC
  apiEndpoint: address.hostname,
  port: Number(address.port),
  protocol: 'http',
  projectId: 'demo',
  authClient: new PassThroughClient(),
});
const done = (step) => console.log(`ok: ${step}`);

function crc32c(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  }
  return ~crc >>> 0;
}

/** The call must fail with this HTTP status and canonical status; the client keeps the error's body as its message. */
async function refuses(step, [code, status], call) {
  await assert.rejects(call, (error) => {
    assert.equal(error.code, code, `${step}: ${error.message}`);
    assert.equal(JSON.parse(error.message).error.status, status, step);
    return true;
  });
  done(`refuses ${step}`);
}

const INVALID_ARGUMENT = [400, 'INVALID_ARGUMENT'];
const FAILED_PRECONDITION = [400, 'FAILED_PRECONDITION'];
const NOT_FOUND = [404, 'NOT_FOUND'];
const ALREADY_EXISTS = [409, 'ALREADY_EXISTS'];

assert.equal(crc32c(Buffer.from('123456789')), 0xe3069283);

// Key ring
const location = client.locationPath('demo', 'europe-west6');
const [ring] = await client.createKeyRing({ parent: location, keyRingId: 'wallets', keyRing: {} });
assert.equal(ring.name, client.keyRingPath('demo', 'europe-west6', 'wallets'));
assert.equal((await client.getKeyRing({ name: ring.name }))[0].name, ring.name);
assert.deepEqual((await client.listKeyRings({ parent: location }))[0].map((item) => item.name), [ring.name]);
await refuses('a key ring that exists', ALREADY_EXISTS, client.createKeyRing({ parent: location, keyRingId: 'wallets', keyRing: {} }));
done('key ring');

// Keys
const template = { algorithm: 'EC_SIGN_ED25519', protectionLevel: 'SOFTWARE' };
const newKey = (id, cryptoKey) => client.createCryptoKey({ parent: ring.name, cryptoKeyId: id, cryptoKey });
const [key] = await newKey('wallet-1', {
  purpose: 'ASYMMETRIC_SIGN',
  versionTemplate: template,
  labels: { app: 'wallet-service', wallet: '1' },
  destroyScheduledDuration: { seconds: 120 * 86400 },
});
assert.equal(key.purpose, 'ASYMMETRIC_SIGN');
assert.deepEqual({ ...key.versionTemplate }, template);
assert.equal(Number(key.destroyScheduledDuration.seconds), 120 * 86400);
for (const number of [2, 3, 4]) {
  await newKey(`wallet-${number}`, { purpose: 'ASYMMETRIC_SIGN', versionTemplate: template, labels: { app: 'wallet-service', wallet: `${number}` } });
}
await refuses('a key that exists', ALREADY_EXISTS, newKey('wallet-1', { purpose: 'ASYMMETRIC_SIGN', versionTemplate: template }));
await refuses('a key without algorithm', INVALID_ARGUMENT, newKey('none', { purpose: 'ASYMMETRIC_SIGN' }));
await refuses('Ed25519 at HSM level', INVALID_ARGUMENT, newKey('hsm', { purpose: 'ASYMMETRIC_SIGN', versionTemplate: { ...template, protectionLevel: 'HSM' } }));
await refuses('a label in capitals', INVALID_ARGUMENT, newKey('label', { purpose: 'ASYMMETRIC_SIGN', versionTemplate: template, labels: { wallet: 'ABC' } }));
done('keys');

// Lists, by pages and by filter
const names = (keys) => keys.map((item) => item.name.split('/').pop());
const page = (request) => client.listCryptoKeys({ parent: ring.name, pageSize: 3, ...request }, { autoPaginate: false });
const [firstPage, secondRequest] = await page({});
assert.deepEqual(names(firstPage), ['wallet-1', 'wallet-2', 'wallet-3']);
const [secondPage, thirdRequest] = await page({ pageToken: secondRequest.pageToken });
assert.deepEqual(names(secondPage), ['wallet-4']);
assert.equal(thirdRequest, null);
const filtered = await client.listCryptoKeys({ parent: ring.name, filter: 'labels.app=wallet-service AND labels.wallet=3' });
assert.deepEqual(names(filtered[0]), ['wallet-3']);
assert.deepEqual((await client.listCryptoKeys({ parent: ring.name, filter: 'labels.wallet=9' }))[0], []);
await client.updateCryptoKey({ cryptoKey: { name: key.name, labels: { app: 'wallet-service', wallet: '1', state: 'active' } }, updateMask: { paths: ['labels'] } });
assert.equal((await client.getCryptoKey({ name: key.name }))[0].labels.state, 'active');
done('lists and labels');

// A version is generated after a moment
const version = `${key.name}/cryptoKeyVersions/1`;
const states = [];
while (states.at(-1) !== 'ENABLED' && states.length < 10) states.push((await client.getCryptoKeyVersion({ name: version }))[0].state);
assert.deepEqual(states, ['PENDING_GENERATION', 'ENABLED']);
assert.deepEqual((await client.listCryptoKeyVersions({ parent: key.name }))[0].map((item) => item.name), [version]);
done('version becomes enabled');

// Public key
const [publicKey] = await client.getPublicKey({ name: version });
assert.equal(publicKey.name, version);
assert.equal(publicKey.algorithm, 'EC_SIGN_ED25519');
assert.equal(Number(publicKey.pemCrc32c.value), crc32c(Buffer.from(publicKey.pem)));
const [der] = await client.getPublicKey({ name: version, publicKeyFormat: 'DER' });
assert.equal(der.publicKey.data.length, 44);
assert.equal(Number(der.publicKey.crc32cChecksum.value), crc32c(der.publicKey.data));
done('public key');

// Signature
const data = Buffer.from('a message of a transaction');
const [signed] = await client.asymmetricSign({ name: version, data, dataCrc32c: { value: crc32c(data) } });
assert.equal(signed.name, version);
assert.equal(signed.verifiedDataCrc32c, true);
assert.equal(signed.signature.length, 64);
assert.equal(Number(signed.signatureCrc32c.value), crc32c(signed.signature));
assert.ok(verify(null, data, createPublicKey(publicKey.pem), signed.signature));
assert.equal((await client.asymmetricSign({ name: version, data }))[0].verifiedDataCrc32c, false);
await refuses('a wrong checksum of the data', INVALID_ARGUMENT, client.asymmetricSign({ name: version, data, dataCrc32c: { value: 1 } }));
await refuses('a digest', INVALID_ARGUMENT, client.asymmetricSign({ name: version, digest: { sha256: Buffer.alloc(32) } }));
await refuses('a version that is not there', NOT_FOUND, client.getPublicKey({ name: `${key.name}/cryptoKeyVersions/9` }));
done('signature');

// Disable, enable, destroy, restore
const setState = (state) => client.updateCryptoKeyVersion({ cryptoKeyVersion: { name: version, state }, updateMask: { paths: ['state'] } });
assert.equal((await setState('DISABLED'))[0].state, 'DISABLED');
await refuses('to sign with a disabled version', FAILED_PRECONDITION, client.asymmetricSign({ name: version, data }));
assert.equal((await setState('ENABLED'))[0].state, 'ENABLED');
const [destroyed] = await client.destroyCryptoKeyVersion({ name: version });
assert.equal(destroyed.state, 'DESTROY_SCHEDULED');
assert.ok(Number(destroyed.destroyTime.seconds) > Date.now() / 1000 + 119 * 86400);
await refuses('to destroy twice', FAILED_PRECONDITION, client.destroyCryptoKeyVersion({ name: version }));
await refuses('the public key of a destroyed version', FAILED_PRECONDITION, client.getPublicKey({ name: version }));
assert.equal((await client.restoreCryptoKeyVersion({ name: version }))[0].state, 'DISABLED');
await setState('ENABLED');
assert.deepEqual((await client.asymmetricSign({ name: version, data }))[0].signature, signed.signature);
done('life of a version');

await client.close();
console.log('all passed');
