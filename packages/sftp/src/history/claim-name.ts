/** What the name of a claimed file tells. */
export interface ParsedClaimName {
  /** Of the one who claimed it. */
  readonly id: string;
  /** The name under which it was delivered. */
  readonly fileName: string;
}

/** Longer names of deliveries leave no room for the claim in front of them. */
export const LONGEST_CLAIMED_BYTES = 160;

/** What an id of a claim may look like. */
export const CLAIM_ID = /^[A-Za-z0-9-]{1,40}$/;

const SHAPE = /^\.claim__([A-Za-z0-9-]{1,40})__[A-Za-z0-9-]{1,40}__(.+)$/;

/**
 * A name for a claimed file, to be used for one request only.
 *
 * It begins with a dot, so that nobody takes it for a delivery, and tells of itself whose it is and what it was.
 */
export function toClaimName({ id, fileName }: ParsedClaimName, unique: string): string {
  return `.claim__${id}__${unique}__${fileName}`;
}

/** What a name of that form tells; `undefined` for another. */
export function parseClaimName(name: string): ParsedClaimName | undefined {
  const [, id, fileName] = SHAPE.exec(name) ?? [];
  return id === undefined || fileName === undefined ? undefined : { id, fileName };
}
