import { EventEmitter, once } from "node:events";
import { createFakeClock } from "@spm-ops/core/testing";
import { describe, expect, test } from "vitest";
import { createSharedToken, type IssuedToken } from "./shared-token.js";

const MINUTE_MS = 60_000;

/** Gives out numbered tokens, and tells which old ones it was shown. */
function countLogins(lifeMs?: number) {
  const shown: (string | undefined)[] = [];
  const issue = async (living: IssuedToken | undefined) => {
    shown.push(living?.authorization);
    return { authorization: `Bearer ${shown.length}`, lifeMs };
  };
  return { issue, shown };
}

describe("createSharedToken", () => {
  test("asks once for all who come at once", async () => {
    const { issue, shown } = countLogins();
    const token = createSharedToken({ issue });
    const all = await Promise.all([1, 2, 3].map(() => token.authorization({})));
    expect(all).toEqual(["Bearer 1", "Bearer 1", "Bearer 1"]);
    expect(shown).toHaveLength(1);
  });

  test("asks anew before the end, and shows the old one only while it lives", async () => {
    const clock = createFakeClock();
    const { issue, shown } = countLogins(10 * MINUTE_MS);
    const token = createSharedToken({ issue, clock });
    await token.authorization({});
    clock.advance(9 * MINUTE_MS - 1);
    expect(await token.authorization({})).toBe("Bearer 1");
    clock.advance(1);
    expect(await token.authorization({})).toBe("Bearer 2");
    clock.advance(10 * MINUTE_MS);
    expect(await token.authorization({})).toBe("Bearer 3");
    expect(shown).toEqual([undefined, "Bearer 1", undefined]);
  });

  test("uses a token of a short life for half of it", async () => {
    const clock = createFakeClock();
    const token = createSharedToken({ issue: countLogins(30_000).issue, clock });
    await token.authorization({});
    clock.advance(14_999);
    expect(await token.authorization({})).toBe("Bearer 1");
    clock.advance(1);
    expect(await token.authorization({})).toBe("Bearer 2");
  });

  test("forgets a refused token, but not the one that came after it", async () => {
    const token = createSharedToken({ issue: countLogins().issue });
    await token.authorization({});
    token.forget("Bearer 1");
    expect(await token.authorization({})).toBe("Bearer 2");
    token.forget("Bearer 1");
    expect(await token.authorization({})).toBe("Bearer 2");
  });

  test("ends the wait of an aborted caller only, and keeps what comes", async () => {
    const { issue, shown } = countLogins();
    const login = new EventEmitter();
    const answered = once(login, "answered");
    const token = createSharedToken({
      issue: async (living) => {
        await answered;
        return issue(living);
      },
    });
    const controller = new AbortController();
    const aborted = token.authorization({ signal: controller.signal });
    controller.abort("enough");
    await expect(aborted).rejects.toBe("enough");
    login.emit("answered");
    expect(await token.authorization({})).toBe("Bearer 1");
    expect(shown).toHaveLength(1);
  });

  test("tries again after a login that failed", async () => {
    const { issue } = countLogins();
    const failures = [new TypeError("no network")];
    const token = createSharedToken({
      issue: async (living) => {
        const failure = failures.pop();
        if (failure !== undefined) throw failure;
        return issue(living);
      },
    });
    await expect(token.authorization({})).rejects.toThrow("no network");
    expect(await token.authorization({})).toBe("Bearer 1");
  });
});
