import { createHash } from 'node:crypto';

/** @param {(string | Uint8Array)[]} parts */
export function sha256(...parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}
