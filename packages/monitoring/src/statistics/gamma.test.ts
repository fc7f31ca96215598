import { describe, expect, test } from "vitest";
import { digamma, logGamma, trigamma, trigammaInverse } from "./gamma.js";

/** x, ln Γ, ψ, ψ′, computed with 40 digits. */
const VALUES = [
  [0.1, 2.252712651734206, -10.423754940411078, 101.43329915079276],
  [0.5, 0.5723649429247001, -1.9635100260214235, 4.934802200544679],
  [1, 0, -0.5772156649015329, 1.6449340668482264],
  [2, 0, 0.42278433509846713, 0.6449340668482264],
  [3.7, 1.4280723266653879, 1.1671535393615113, 0.31003785767003833],
  [11.9, 17.25847745059552, 2.4339335368825377, 0.08766320119000419],
  [50, 144.5657439463449, 3.901989673427892, 0.020201333226697125],
  [1e5, 1051287.7089736569, 11.512920464961894, 0.000010000050000166667],
] as const;

describe("the gamma function", () => {
  test.each(VALUES)("at %d has its logarithm and the derivatives of that", (x, log, first, second) => {
    expect(Math.abs(logGamma(x) - log)).toBeLessThan(1e-12 * Math.max(1, log));
    expect(Math.abs(digamma(x) / first - 1)).toBeLessThan(1e-12);
    expect(Math.abs(trigamma(x) / second - 1)).toBeLessThan(1e-12);
  });

  test.each(VALUES)("gives %d back from its second derivative", (x) => {
    expect(Math.abs(trigammaInverse(trigamma(x)) / x - 1)).toBeLessThan(1e-9);
  });

  test("has no point where its second derivative is not positive", () => {
    for (const value of [0, -1, Number.NaN]) expect(() => trigammaInverse(value)).toThrow(RangeError);
    expect(trigammaInverse(1e8)).toBeCloseTo(1e-4, 6);
    expect(trigammaInverse(1e-8)).toBeCloseTo(1e8, -2);
  });
});
