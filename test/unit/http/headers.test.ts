/** What the host answers by itself carries the headers of a refusal too: host.json repeats what the code says. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { answerHeaders } from "../../../shared/http/headers.ts";

test("host.json gives the host's own answers the headers of ours", () => {
  const hostJson = JSON.parse(readFileSync(new URL("../../../host.json", import.meta.url), "utf8")) as {
    extensions: { http: { customHeaders: unknown } };
  };
  expect(hostJson.extensions.http.customHeaders).toEqual(answerHeaders("no-store"));
});
