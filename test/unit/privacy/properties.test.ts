/** The properties of the model, asked of the real code with random documents. Reproduce a run with SEED. */
import { describe, test } from "vitest";
import { loadModel, seed } from "./model.ts";
import { properties } from "./properties.ts";

const model = await loadModel();

describe(`the model (seed ${seed})`, () => {
  test.each(Object.entries(properties))("%s", async (_, property) => {
    await property(model);
  });
});
