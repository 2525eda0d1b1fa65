// Reads a byte string from front to back; every read past the end throws.

/** Bytes that are not what they should be. The message names the reason and is safe to show. */
export class MalformedBytes extends Error {}

export class ByteReader {
  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.bytes = bytes;
    this.offset = 0;
  }

  get remaining() {
    return this.bytes.length - this.offset;
  }

  u8() {
    if (this.remaining < 1) throw new MalformedBytes('io error: unexpected end of file');
    return this.bytes[this.offset++];
  }

  u16() {
    return this.u8() | (this.u8() << 8);
  }

  u32() {
    return (this.u16() | (this.u16() << 16)) >>> 0;
  }

  u64() {
    const low = BigInt(this.u32());
    return low | (BigInt(this.u32()) << 32n);
  }

  /** @param {number} count */
  take(count) {
    if (this.remaining < count) throw new MalformedBytes('io error: unexpected end of file');
    this.offset += count;
    return this.bytes.subarray(this.offset - count, this.offset);
  }

  /** A compact-u16 length: 7 bits per byte, low bits first, in the shortest form only. */
  compactU16() {
    let value = 0;
    for (let position = 0; position < 3; position++) {
      const byte = this.u8();
      if (byte === 0 && position > 0) throw new MalformedBytes('alias encoding of a length');
      value |= (byte & 0x7f) << (7 * position);
      if ((byte & 0x80) === 0) {
        if (value > 0xffff) throw new MalformedBytes('length overflows 16 bits');
        return value;
      }
    }
    throw new MalformedBytes('byte three of a length continues');
  }

  /** Bytes behind a compact-u16 length. */
  compactBytes() {
    return this.take(this.compactU16());
  }

  end() {
    if (this.remaining > 0) throw new MalformedBytes('trailing bytes');
  }
}
