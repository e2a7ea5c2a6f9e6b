/**
 * Resource ids (`_rid`): 4 bytes name a database, 8 a container, 16 an item, in base 64 with `-` for `/`. The SDK relies on
 * the lengths, and reads the last 8 bytes of an item's id as a little-endian number that grows with creation.
 */
function encode(bytes: Buffer): string {
  return bytes.toString("base64").replaceAll("/", "-");
}

export function databaseRid(database: number): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(database);
  return encode(bytes);
}

export function containerRid(database: number, container: number): string {
  return encode(containerBytes(database, container));
}

export function itemRid(database: number, container: number, item: number): string {
  const bytes = Buffer.alloc(16);
  containerBytes(database, container).copy(bytes);
  bytes.writeBigUInt64LE(BigInt(item), 8);
  return encode(bytes);
}

function containerBytes(database: number, container: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt32BE(database);
  // The top bit tells a container from a user, which shares its place.
  bytes.writeUInt32BE((0x80000000 | container) >>> 0, 4);
  return bytes;
}
