/** The repository in memory keeps the same contract, so that unit tests may stand on it. */
import { memoryRepository } from "../../memory/repository.ts";
import { repositorySuite } from "./repository-suite.ts";

const repository = memoryRepository();
repositorySuite(() => ({ repository, enrol: async () => undefined }));
