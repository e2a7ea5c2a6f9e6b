/** Who an operator is: named locally, where nobody can be asked; in Azure whoever is signed in, and nobody by what is typed. */
import { expect, test } from "vitest";
import { operatorFrom } from "../../../tools/ops/command.ts";

const signedIn = async () => "5f0d1c2e-object-id";

test("locally it is who is named", async () => {
  const local = { CONCIERGE_MODE: "local" };
  expect(await operatorFrom({ as: "alix" }, local, signedIn)).toEqual({ role: "ops", id: "alix" });
  expect(await operatorFrom({}, { ...local, OPERATOR_ID: "camille" }, signedIn)).toEqual({
    role: "ops",
    id: "camille",
  });
  await expect(operatorFrom({}, local, signedIn)).rejects.toThrow("say who you are");
});

test("in Azure it is who is signed in, and a typed name is refused", async () => {
  const azure = { CONCIERGE_MODE: "azure", OPERATOR_ID: "somebody-else" };
  expect(await operatorFrom({}, azure, signedIn)).toEqual({ role: "ops", id: await signedIn() });
  await expect(operatorFrom({ as: "alix" }, azure, signedIn)).rejects.toThrow("leave --as out");
});
