/**
 * The network a request comes from, for limits only; never stored or logged but as a keyed hash. Each front between the
 * client and us appends to X-Forwarded-For the address it was called from, and what stands before that anybody can have
 * written: so it is counted from the right, by the configured number of fronts (DESIGN, section 8; decision 0092).
 */
import { isIPv4, isIPv6 } from "node:net";
import type { Network } from "../limits/limit.ts";

/** What is limited together where a front said nothing we understand: better too strict than not at all. */
const unknown: Network = "unknown";

/** @param fronts how many are trusted; none: the header is not looked at and no network known. */
export function clientNetwork(fronts: number, headers: { get(name: string): string | null }): Network | undefined {
  if (fronts === 0) return undefined;
  const hops = (headers.get("x-forwarded-for") ?? "").split(",").map((hop) => hop.trim());
  return networkOf(hops.at(-fronts) ?? "") ?? unknown;
}

/** An address with or without port. @returns undefined where it is none. */
export function networkOf(hop: string): Network | undefined {
  const [, inBrackets, plain] = /^(?:\[([^\]]+)\](?::\d+)?|([^:]+)(?::\d+)?)$/.exec(hop) ?? [];
  const address = inBrackets ?? plain ?? hop;
  if (isIPv4(address)) return address;
  if (!isIPv6(address) || address.includes("%")) return undefined;
  return firstHalf(address);
}

/** The 64 bits a network has: the others are the device's to choose. An IPv4 address in IPv6 clothing is one. */
function firstHalf(address: string): Network {
  // The URL parser brings every spelling into one (RFC 5952), IPv4 parts as hexadecimal.
  const text = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [before = "", after] = text.split("::");
  const groups = (part: string) => (part === "" ? [] : part.split(":"));
  const [head, tail] = [groups(before), groups(after ?? "")];
  const all = after === undefined ? head : [...head, ...Array(8 - head.length - tail.length).fill("0"), ...tail];
  if (all.slice(0, 5).every((group) => group === "0") && all[5] === "ffff") {
    return [all[6], all[7]]
      .flatMap((group) => {
        const bits = Number.parseInt(String(group), 16);
        return [bits >> 8, bits & 255];
      })
      .join(".");
  }
  return `${all.slice(0, 4).join(":")}::/64`;
}
