/** What stands in for the store in memory keeps its contract: the small repository of unit tests, and the product's own on Cosmos DB in memory. */
import { describe } from "vitest";
import { cosmosRepository } from "../../../shared/storage/cosmos-repository.ts";
import { standingClock } from "../../memory/clock.ts";
import { memoryCosmos } from "../../memory/cosmos.ts";
import { memoryPersonKeys } from "../../memory/person-keys.ts";
import { memoryRepository } from "../../memory/repository.ts";
import { repositorySuite } from "./repository-suite.ts";

describe("the repository in memory", () => {
  const repository = memoryRepository();
  repositorySuite(() => ({ repository, enrol: async () => undefined }));
});

describe("the product's repository on Cosmos DB in memory", () => {
  const clock = standingClock();
  const { keys } = memoryPersonKeys(clock);
  const repository = cosmosRepository({ container: memoryCosmos(clock).open("subjects"), keys, clock });
  repositorySuite(() => ({ repository, enrol: (person) => keys.create(person) }));
});
