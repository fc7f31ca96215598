/** The requests of the protocol by their numbers, as far as a site sends them. */
const REQUEST_NAMES = new Map([
  [3, "OPEN"],
  [4, "CLOSE"],
  [5, "READ"],
  [6, "WRITE"],
  [7, "LSTAT"],
  [8, "FSTAT"],
  [11, "OPENDIR"],
  [12, "READDIR"],
  [13, "REMOVE"],
  [14, "MKDIR"],
  [17, "STAT"],
  [18, "RENAME"],
  [200, "EXTENDED"],
]);

/** The first packet of each side, which is no request and has no number. */
const LAST_GREETING = 2;

/** One packet of the protocol, as much of it as a relay has to understand. */
export interface SftpPacket {
  /** With its length in front, as it goes over the line. */
  readonly bytes: Buffer;
  /** Which request it is or answers; `undefined` for a greeting. */
  readonly id: number | undefined;
  readonly name: string;
}

/** Cuts what comes over a line at the borders of the packets, however it was cut on its way. */
export function createPacketCutter(): (piece: Buffer) => readonly SftpPacket[] {
  let rest: Buffer = Buffer.alloc(0);
  return (piece) => {
    rest = Buffer.concat([rest, piece]);
    const packets: SftpPacket[] = [];
    while (rest.length >= 4 && rest.length >= 4 + rest.readUInt32BE(0)) {
      const end = 4 + rest.readUInt32BE(0);
      packets.push(toPacket(rest.subarray(0, end)));
      rest = rest.subarray(end);
    }
    return packets;
  };
}

function toPacket(bytes: Buffer): SftpPacket {
  const type = bytes.readUInt8(4);
  const id = type <= LAST_GREETING ? undefined : bytes.readUInt32BE(5);
  return { bytes, id, name: REQUEST_NAMES.get(type) ?? `type ${type}` };
}
