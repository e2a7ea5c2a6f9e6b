import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Real processes on two cores: more workers than that only makes everything slower.
    maxWorkers: 2,
    ...(process.env.VITEST_REPORT === undefined
      ? {}
      : { reporters: ["default", "json"], outputFile: { json: process.env.VITEST_REPORT } }),
  },
});
