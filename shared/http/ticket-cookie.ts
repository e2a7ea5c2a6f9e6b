/**
 * The ticket's cookie: `{key version}.{sealed}.{secret}`. Whoever asks for a code has not proved who they are, so the
 * subject id is sealed in it: two tickets of one person share nothing, and a known address looks like an unknown one
 * (OWASP ASVS 5, 6.3.8). AES-256-GCM under a key derived from the newest code key; every key of the ring opens.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import type { Cookie } from "@azure/functions";
import type { KeyRing } from "../config.ts";
import { type Bearer, cookieNames, readCookie, sessionLongCookie } from "./cookies.ts";

const cipher = "aes-256-gcm";
const nonceBytes = 12;
const tagBytes = 16;

/** Sixteen bytes of subject id between nonce and tag are 59 characters. */
const form = /^([1-9][0-9]{0,3})\.([A-Za-z0-9_-]{59})\.([A-Za-z0-9_-]{43})$/;

const keyOf = ({ key }: KeyRing[number]) =>
  new Uint8Array(hkdfSync("sha256", Buffer.from(key, "base64url"), new Uint8Array(0), "ticket", 32));

const bytesOf = (uuid: string) => Buffer.from(uuid.replaceAll("-", ""), "hex");
const uuidOf = (bytes: Buffer) => bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");

/** The secret is authenticated with it, so that no part of one cookie goes with a part of another. */
export function ticketCookie(keys: KeyRing, { subjectId, secret }: Bearer): Cookie {
  const [newest] = keys;
  if (newest === undefined) throw new Error("no code key");
  const nonce = randomBytes(nonceBytes);
  const sealing = createCipheriv(cipher, keyOf(newest), nonce).setAAD(Buffer.from(secret));
  const sealed = Buffer.concat([nonce, sealing.update(bytesOf(subjectId)), sealing.final(), sealing.getAuthTag()]);
  return sessionLongCookie(cookieNames.ticket, `${newest.version}.${sealed.toString("base64url")}.${secret}`);
}

/** @returns undefined where there is none, or one that was not made here. */
export function readTicket(keys: KeyRing, cookieHeader: string | null): Bearer | undefined {
  const [, version, text, secret] = form.exec(readCookie(cookieHeader, cookieNames.ticket) ?? "") ?? [];
  const key = keys.find((one) => one.version === version);
  if (key === undefined || text === undefined || secret === undefined) return undefined;
  const sealed = Buffer.from(text, "base64url");
  const opening = createDecipheriv(cipher, keyOf(key), sealed.subarray(0, nonceBytes), { authTagLength: tagBytes })
    .setAAD(Buffer.from(secret))
    .setAuthTag(sealed.subarray(-tagBytes));
  const subject = opening.update(sealed.subarray(nonceBytes, -tagBytes));
  try {
    opening.final();
  } catch {
    // Tampered with, or sealed elsewhere: a ticket of nobody.
    return undefined;
  }
  return { subjectId: uuidOf(subject), secret };
}
