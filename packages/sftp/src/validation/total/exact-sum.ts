/** Two floats of this size still add up exactly. */
const HALF_OF_SAFE = 2 ** 52;

/** A sum of decimal numbers that stays exact, in units of its last digit: with scale 2, 105 stands for 1.05. */
export class ExactSum {
  readonly scale: number;
  #large = 0n;
  #small = 0;

  constructor(scale: number) {
    this.scale = scale;
  }

  /** Takes units of the last digit; a number has to be a safe integer. */
  add(units: number | bigint): void {
    if (typeof units === "bigint" || units > HALF_OF_SAFE || units < -HALF_OF_SAFE) {
      this.#large += BigInt(units);
      return;
    }
    this.#small += units;
    if (this.#small > HALF_OF_SAFE || this.#small < -HALF_OF_SAFE) this.#fold();
  }

  /** Adds another sum, which may count in larger units. */
  addSum(other: ExactSum): void {
    this.#large += other.units() * 10n ** BigInt(this.scale - other.scale);
  }

  units(): bigint {
    this.#fold();
    return this.#large;
  }

  toText(): string {
    return toDecimalText(this.units(), this.scale);
  }

  #fold(): void {
    this.#large += BigInt(this.#small);
    this.#small = 0;
  }
}

/** Units of the last digit as decimal text with a point: 105 with scale 2 is `1.05`. */
export function toDecimalText(units: bigint, scale: number): string {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, "0");
  const whole = digits.slice(0, digits.length - scale);
  const text = scale === 0 ? whole : `${whole}.${digits.slice(-scale)}`;
  return units < 0n ? `-${text}` : text;
}

/** Decimal text with a point in units of the last digit of a scale; `undefined` when it is none or has more digits. */
export function toUnits(text: string, scale: number): bigint | undefined {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (match === null) return undefined;
  const [, sign = "", whole = "", fraction = ""] = match;
  const significant = fraction.replace(/0+$/, "");
  if (significant.length > scale) return undefined;
  const units = BigInt(whole + significant.padEnd(scale, "0"));
  return sign === "-" ? -units : units;
}
