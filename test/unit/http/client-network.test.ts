/** Whose network a request comes from: what the trusted fronts say, and nothing that anybody else can write. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { clientNetwork, networkOf } from "../../../shared/http/client-network.ts";
import { seed } from "../seed.ts";

const from = (forwarded: string | null) => ({ get: (name: string) => (name === "x-forwarded-for" ? forwarded : null) });

describe("the front's word", () => {
  test.each([
    ["none trusted: not looked at", 0, "203.0.113.7", undefined],
    ["what the front was called from", 1, "203.0.113.7", "203.0.113.7"],
    ["with the port the platform appends", 1, "203.0.113.7:52811", "203.0.113.7"],
    ["what a client wrote before it does not count", 1, "10.0.0.1, 1.2.3.4, 203.0.113.7:52811", "203.0.113.7"],
    ["two fronts: the second from the right", 2, "1.2.3.4, 203.0.113.7, 10.1.0.4:443", "203.0.113.7"],
    ["IPv6 with port", 1, "[2001:db8:1:2:aaaa:bbbb:cccc:dddd]:443", "2001:db8:1:2::/64"],
    ["absent: limited together", 1, null, "unknown"],
    ["fewer than there are fronts", 2, "203.0.113.7", "unknown"],
    ["not an address", 1, "1.2.3.4, hello", "unknown"],
    ["empty", 1, "", "unknown"],
  ])("%s", (_, fronts, header, expected) => {
    expect(clientNetwork(fronts, from(header))).toBe(expected);
  });

  test("is not changed by anything a client puts before it", () => {
    fc.assert(
      fc.property(fc.string(), (written) => {
        expect(clientNetwork(1, from(`${written}, 203.0.113.7:1`))).toBe("203.0.113.7");
      }),
      { seed },
    );
  });
});

describe("an address", () => {
  test.each([
    ["2001:DB8:1:2::1", "2001:db8:1:2::/64"],
    ["2001:db8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2::/64"],
    ["2001:db8::1", "2001:db8:0:0::/64"],
    ["::1", "0:0:0:0::/64"],
    ["::ffff:203.0.113.7", "203.0.113.7"],
    ["::ffff:cb00:7107", "203.0.113.7"],
    ["fe80::1%eth0", undefined],
    ["203.0.113.999", undefined],
    ["203.0.113.7.5", undefined],
    ["", undefined],
  ])("%s", (address, expected) => {
    expect(networkOf(address)).toBe(expected);
  });

  test("of one /64 is one network, whatever the device chooses", () => {
    const group = fc.nat({ max: 0xffff }).map((value) => value.toString(16));
    const half = fc.tuple(group, group, group, group).map((groups) => groups.join(":"));
    fc.assert(
      fc.property(half, half, half, (network, one, other) => {
        expect(networkOf(`${network}:${one}`)).toBe(networkOf(`[${network}:${other}]:443`));
      }),
      { seed },
    );
  });
});
