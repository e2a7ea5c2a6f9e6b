import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Real processes on two cores: more workers than that only makes everything slower.
    maxWorkers: 2,
    // What `npm run charter` and CI read: what the last run said of each test.
    reporters: ["default", "json"],
    outputFile: { json: ".cache/test-report.json" },
  },
});
