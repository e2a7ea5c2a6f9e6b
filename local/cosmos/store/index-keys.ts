/**
 * Index keys: JSON values as bytes whose order is the order of the values (type first, then number or UTF-8 text), so that a
 * SQLite index over them serves equality, ranges and ORDER BY of the query language.
 */
import { typeRank, type Value } from "../json.ts";

/** First byte of a key, by the rank of the type; a range of one type lies between its byte and the next. */
export function typeByte(rank: number): Buffer {
  return Buffer.from([rank]);
}

/** Arrays and objects have the key of their type alone: they are equal among themselves in ORDER BY. */
export function indexKey(value: Value): Buffer {
  const rank = typeRank(value);
  if (typeof value === "boolean") return Buffer.from([rank, value ? 1 : 0]);
  if (typeof value === "string") {
    const key = Buffer.allocUnsafe(1 + Buffer.byteLength(value));
    key[0] = rank;
    key.write(value, 1);
    return key;
  }
  if (typeof value === "number") {
    const key = Buffer.allocUnsafe(9);
    key[0] = rank;
    // Adding 0 turns -0 into 0, which compares equal to it.
    key.writeDoubleBE(value + 0, 1);
    // Positive doubles order as their bits do once the sign is set; negative ones in reverse.
    if ((key[1] as number) & 0x80) for (let at = 1; at < 9; at++) key[at] = ~(key[at] as number);
    else key[1] = (key[1] as number) | 0x80;
    return key;
  }
  return typeByte(rank);
}
