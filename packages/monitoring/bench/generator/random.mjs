/**
 * A stream of numbers that look like chance, the same for the same seed.
 *
 * @param {number} seed
 */
export function createRandom(seed) {
  let state = seed | 0;
  const uniform = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const between = (low, high) => low + (high - low) * uniform();
  const logBetween = (low, high) => Math.exp(between(Math.log(low), Math.log(high)));
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  const gamma = (shape) => {
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = normal();
      const v = (1 + c * x) ** 3;
      if (v > 0 && Math.log(1 - uniform()) < (x * x) / 2 + d - d * v + d * Math.log(v)) return d * v;
    }
  };
  const chance = (probability) => uniform() < probability;
  return { uniform, between, logBetween, normal, gamma, chance };
}

/** Noise of mean 0 and deviation 1, in one of the shapes that batch runs have. */
export const SHAPES = {
  normal: (random) => random.normal(),
  "t with 5": (random) => (random.normal() / Math.sqrt((2 * random.gamma(2.5)) / 5)) * Math.sqrt(3 / 5),
  skewed: (random) => (random.gamma(4) - 4) / 2,
};
