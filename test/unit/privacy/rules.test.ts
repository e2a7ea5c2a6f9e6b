/** The rules of the model on fixed cases, asked of the real code. */
import { describe, test } from "vitest";
import { loadModel } from "./model.ts";
import { rules } from "./rules.ts";

const model = await loadModel();

describe("the model", () => {
  test.each(Object.entries(rules))("%s", (_, rule) => rule(model));
});
