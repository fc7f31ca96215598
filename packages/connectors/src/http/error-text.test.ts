import { describe, expect, test } from "vitest";
import { toErrorText } from "./error-text.js";

describe("toErrorText", () => {
  test.for([
    ['{"status":{"code":404,"message":"Not Found"},"path":"/x"}', "Not Found"],
    ['{"status":"FAILURE_BAD_CREDENTIAL","statusMessage":"Bad credential"}', "Bad credential"],
    ['{"message":"Too many"}', "Too many"],
    ['{"Message":"Locked"}', "Locked"],
    ['{"detail":"Invalid token."}', "Invalid token."],
    ['{"error":"invalid_grant","error_description":"The grant is over"}', "The grant is over"],
    ['{"error":{"message":"Inner"}}', "Inner"],
    ['{"error":"plain"}', "plain"],
    ["[1,2]", "[1,2]"],
    ['[{"errorCode":"INVALID_FIELD","message":"No such column"}]', "INVALID_FIELD: No such column"],
    ['[{"message":"One"},{"message":"Other"}]', "One; Other"],
    ["no JSON at all", "no JSON at all"],
    ["  ", "an empty answer"],
    ["<html><body>no title</body></html>", "an HTML page"],
    ["x".repeat(600), `${"x".repeat(500)}…`],
  ] as const)("says of %s: %s", ([body, told]) => {
    expect(toErrorText(body, undefined)).toBe(told);
  });
});
