// A program for the virtual machine, made by hand: two instructions in the smallest ELF file that the loader accepts.

const ELF_HEADER = 64;
const SECTION_HEADER = 64;
const SHARED_OBJECT = 3;
const BPF = 247;
const PROGBITS = 1;
const STRTAB = 3;
const ALLOC_AND_EXECUTE = 6;
const NAMES = '\0.text\0.shstrtab\0';

/**
 * @param {number} result 0 = success; any other number is the program's custom error
 * @returns {Buffer} an ELF file
 */
export function programThatReturns(result) {
  const code = Buffer.alloc(16);
  code.writeUInt8(0xb7, 0); // mov64 r0, result
  code.writeUInt32LE(result, 4);
  code.writeUInt8(0x95, 8); // exit
  const names = Buffer.from(NAMES.padEnd(24, '\0'));
  const sectionsAt = ELF_HEADER + code.length + names.length;

  const header = Buffer.alloc(ELF_HEADER);
  Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]).copy(header);
  header.writeUInt16LE(SHARED_OBJECT, 16);
  header.writeUInt16LE(BPF, 18);
  header.writeUInt32LE(1, 20);
  header.writeBigUInt64LE(BigInt(ELF_HEADER), 24); // the program begins with its first instruction
  header.writeBigUInt64LE(BigInt(sectionsAt), 40);
  header.writeUInt16LE(ELF_HEADER, 52);
  header.writeUInt16LE(56, 54);
  header.writeUInt16LE(SECTION_HEADER, 58);
  header.writeUInt16LE(3, 60);
  header.writeUInt16LE(2, 62);
  return Buffer.concat([
    header, code, names, Buffer.alloc(SECTION_HEADER),
    section(NAMES.indexOf('.text'), PROGBITS, ALLOC_AND_EXECUTE, ELF_HEADER, code.length),
    section(NAMES.indexOf('.shstrtab'), STRTAB, 0, ELF_HEADER + code.length, NAMES.length),
  ]);
}

/** @param {number} name @param {number} type @param {number} flags @param {number} offset @param {number} length */
function section(name, type, flags, offset, length) {
  const header = Buffer.alloc(SECTION_HEADER);
  header.writeUInt32LE(name, 0);
  header.writeUInt32LE(type, 4);
  header.writeBigUInt64LE(BigInt(flags), 8);
  header.writeBigUInt64LE(BigInt(flags === 0 ? 0 : offset), 16);
  header.writeBigUInt64LE(BigInt(offset), 24);
  header.writeBigUInt64LE(BigInt(length), 32);
  header.writeBigUInt64LE(8n, 48);
  return header;
}
