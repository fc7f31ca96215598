/**
 * For each package one expression that uses it and is true, valid in JavaScript and in TypeScript.
 *
 * It proves that what was installed runs and is typed; what it does is proven by the package's own tests.
 *
 * @type {Readonly<Record<string, (packageName: string) => string>>}
 */
export const PACKAGE_CALLS = {
  "@spm-ops/core": (core) => `${core}.sha256("").startsWith("e3b0c442")`,
  "@spm-ops/sftp": (sftp) => `${sftp}.isTemporaryName("orders.csv.part")`,
  "@spm-ops/connectors": (connectors) =>
    `typeof ${connectors}.createLimiter({ concurrency: 1 }).run === "function"`,
  "@spm-ops/monitoring": (monitoring) => `${monitoring}.expectInterval([60, 61, 62])?.runs === 3`,
  "@spm-ops/reporting": (reporting) => `${reporting}.toCsvLine(["rows", 1]) === "rows,1\\r\\n"`,
};
