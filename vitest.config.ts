import { defineConfig } from "vitest/config";
import { compileCache } from "./local/system/child.ts";

// For the workers and all they start: most of a short process's time goes into compiling what the one before it compiled.
process.env.NODE_COMPILE_CACHE ??= compileCache;

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // One more than the cores there are meant to be: tests on real processes wait for much of their time.
    maxWorkers: 3,
    // Real processes share two cores with their observers: a moment missed once is tried again where CI runs, and shown as
    // retried; what fails twice is broken. On a developer's machine nothing is tried again.
    retry: process.env.CI === undefined ? 0 : 1,
    // What `npm run charter` and CI read: what the last run said of each test.
    reporters: ["default", "json"],
    outputFile: { json: ".cache/test-report.json" },
    projects: [
      {
        extends: true,
        test: {
          name: "rules",
          include: ["test/unit/**/*.test.ts", "test/architecture/**/*.test.ts"],
          // These keep nothing between them, and loading the product anew for each file would take as long as running them.
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: "systems",
          include: ["test/**/*.test.ts"],
          exclude: ["test/unit/**", "test/architecture/**"],
        },
      },
    ],
  },
});
