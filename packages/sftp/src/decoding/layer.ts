/** The declared limits, all given. */
export interface LayerLimits {
  readonly maxBytes: number;
  readonly maxRatio: number;
  readonly maxEntries: number;
}

/** One layer to be taken off. */
export interface LayerSource {
  /** A file of this machine. */
  readonly path: string;
  readonly sizeBytes: number;
  /** How messages name it. */
  readonly name: string;
  readonly limits: LayerLimits;
  /** When it came, in milliseconds since 1970: keys have to be valid then. */
  readonly receivedAt: number;
  readonly signal?: AbortSignal | undefined;
}

/** What was found about a layer when it was taken off. Plain JSON. */
export interface LayerFacts {
  readonly kind: "gzip" | "zip" | "pgp";
  /** The name of the zip's entry that was taken. */
  readonly entry?: string | undefined;
  /** The fingerprint of the key that signed, in lower-case hexadecimal. */
  readonly signedBy?: string | undefined;
  /** When it was signed, by the signer's clock, in milliseconds since 1970. */
  readonly signedAt?: number | undefined;
}

/** A layer being taken off. Its bytes may be false until `finish` has said that they are not. */
export interface OpenLayer {
  readonly bytes: AsyncIterable<Uint8Array>;
  /** To be called once all bytes were read. Throws SpmError `file.undecodable` when they cannot be trusted. */
  finish(): Promise<LayerFacts>;
}
