/** Numbers that look like chance and are the same for the same seed, so that what is computed from them can be checked. */
export interface SeededRandom {
  /** Above 0 and below 1, evenly. */
  uniform(): number;
}

/** Creates a stream of numbers. Source: SplitMix32's mixing over a counter (after Steele, Lea and Flood 2014). */
export function createSeededRandom(seed: number): SeededRandom {
  let state = seed | 0;
  return {
    uniform() {
      state = (state + 0x9e3779b9) | 0;
      let mixed = state ^ (state >>> 16);
      mixed = Math.imul(mixed, 0x21f0aaad);
      mixed ^= mixed >>> 15;
      mixed = Math.imul(mixed, 0x735a2d97);
      mixed ^= mixed >>> 15;
      return ((mixed >>> 0) + 0.5) / 4_294_967_296;
    },
  };
}
