/** Which errors mean "not now" and which mean "no"; what one invocation costs. */
import { describe, expect, test } from "vitest";
import { countDataOperation, countStorageOperation, metered } from "../../../shared/storage/meter.ts";
import { isTransient, statusOf, Unavailable } from "../../../shared/storage/unavailable.ts";

const error = (fields: object, cause?: unknown) => Object.assign(new Error("x", { cause }), fields);

describe("not now", () => {
  test.each([
    ...[408, 410, 429, 449, 500, 502, 503, 504].flatMap((status) => [
      { code: status },
      { statusCode: status },
      { code: String(status) },
    ]),
    ...["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT", "EAI_AGAIN", "REQUEST_SEND_ERROR"].map((code) => ({
      code,
    })),
    { name: "AbortError" },
    { name: "TimeoutError" },
  ])("%j", (fields) => {
    expect(isTransient(error(fields))).toBe(true);
    expect(isTransient(new TypeError("fetch failed", { cause: error(fields) }))).toBe(true);
  });
});

describe("no", () => {
  test.each([
    ...[400, 401, 403, 404, 409, 412, 413].map((status) => ({ statusCode: status })),
    { code: "BlobAlreadyExists" },
    { code: "ERR_INVALID_ARG_TYPE" },
    {},
  ])("%j", (fields) => {
    expect(isTransient(error(fields))).toBe(false);
  });

  test.each([undefined, null, "ECONNRESET", 503, { statusCode: 503 }])("%j is no error of an SDK", (thrown) => {
    expect(isTransient(thrown)).toBe(false);
  });

  test("a cause that leads in a circle ends", () => {
    const round: Error & { cause?: unknown } = new Error("x");
    round.cause = round;
    expect(isTransient(round)).toBe(false);
  });
});

test.each([
  [{ statusCode: 404 }, 404],
  [{ code: 409 }, 409],
  [{ code: "412" }, 412],
  [{ statusCode: 404, code: "BlobNotFound" }, 404],
  [{ code: "ECONNRESET" }, undefined],
  [{}, undefined],
  [null, undefined],
  ["404", undefined],
])("status of %j: %s", (thrown, status) => {
  expect(statusOf(thrown)).toBe(status);
});

test("an unavailable dependency is named, and nothing of its answer is", () => {
  const away = new Unavailable("store", new Error("SELECT * FROM c WHERE c.email = 'zoe'"));
  expect(away.message).toBe("store unavailable");
  expect(away.retryAfter).toBeGreaterThan(0);
});

test("each invocation counts its own, through its awaits", async () => {
  countDataOperation(5);
  countStorageOperation();
  const run = (operations: number) =>
    metered(async (meter) => {
      for (let index = 0; index < operations; index += 1) {
        await Promise.resolve();
        countDataOperation(1.5);
      }
      countStorageOperation();
      return { ...meter };
    });
  expect(await Promise.all([run(1), run(3)])).toEqual([
    { dataOperations: 1, requestUnits: 1.5, storageOperations: 1 },
    { dataOperations: 3, requestUnits: 4.5, storageOperations: 1 },
  ]);
});
