import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const sources = fileURLToPath(new URL("./packages/", import.meta.url));

export default defineConfig({
  resolve: {
    // Tests run on the sources, so a failure points at a line that a reader can change.
    alias: [
      { find: /^@spm-ops\/([a-z]+)$/, replacement: `${sources}$1/src/index.ts` },
      { find: /^@spm-ops\/([a-z]+)\/(.+)$/, replacement: `${sources}$1/src/$2/index.ts` },
    ],
  },
  test: {
    include: ["packages/*/src/**/*.test.ts", "examples/*/src/**/*.test.ts", "tools/*.test.ts"],
    // No test file leaves a socket, a server, a timer or a process behind.
    setupFiles: ["tools/left-behind.ts"],
    maxWorkers: 2,
    testTimeout: 30_000,
    // A server that is started beside much else takes its time.
    hookTimeout: 60_000,
    coverage: {
      provider: "v8",
      include: ["packages/*/src/**/*.ts"],
      // What begins with a hashbang cannot be read for this; it is tested as it is built.
      exclude: ["**/*.test.ts", "**/index.ts", "**/testing/**", "**/bin/**"],
      reporter: ["text-summary", "json-summary", "text"],
      thresholds: {
        "packages/core/src/**": { lines: 95, statements: 95, functions: 95, branches: 90 },
        "packages/sftp/src/**": { lines: 85, statements: 85, functions: 85, branches: 75 },
        "packages/connectors/src/**": { lines: 85, statements: 85, functions: 85, branches: 75 },
        "packages/monitoring/src/**": { lines: 85, statements: 85, functions: 85, branches: 75 },
        "packages/reporting/src/**": { lines: 85, statements: 85, functions: 85, branches: 75 },
      },
    },
  },
});
