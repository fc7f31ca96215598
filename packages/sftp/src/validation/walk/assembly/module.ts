import { type Code, i32, i64, inOrder, toBytes, unsigned } from "./instruction.js";

/** A function of a module. All parameters are numbers of 32 bits, and so is the one result. */
export interface FunctionBody {
  readonly parameters: number;
  /** How many variables of 32 bits follow the parameters, and behind them how many of 64 bits. */
  readonly words: number;
  readonly longs: number;
  readonly code: Code;
}

interface ModuleParts {
  readonly functions: readonly FunctionBody[];
  /** The function that can be called from outside, as `run`. */
  readonly exported: number;
  /** Variables that all functions share, by type; each begins at zero. */
  readonly globals: readonly (typeof i32.type | typeof i64.type)[];
}

const FUNCTION_TYPE = 0x60;
const END = 0x0b;
const SECTION = { type: 1, import: 2, function: 3, global: 6, export: 7, code: 10 } as const;

/**
 * The bytes of a module that works on the memory `env.memory` which it is given.
 *
 * The format is that of the WebAssembly core specification, release 1.0, chapter 5.
 */
export function toModuleBytes({ functions, exported, globals }: ModuleParts): Uint8Array<ArrayBuffer> {
  const widths = [...new Set(functions.map(({ parameters }) => parameters))];
  return Uint8Array.from(
    toBytes(
      inOrder(
        [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
        section(
          SECTION.type,
          widths.map((width) => [FUNCTION_TYPE, vector(Array(width).fill([i32.type])), 1, i32.type]),
        ),
        section(SECTION.import, [[text("env"), text("memory"), 2, 0, 1]]),
        section(
          SECTION.function,
          functions.map(({ parameters }) => unsigned(widths.indexOf(parameters))),
        ),
        section(
          SECTION.global,
          globals.map((type) => [type, 1, type === i32.type ? i32.of(0) : i64.of(0n), END]),
        ),
        section(SECTION.export, [[text("run"), 0, unsigned(exported)]]),
        section(SECTION.code, functions.map(toCodeEntry)),
      ),
    ),
  );
}

function toCodeEntry({ words, longs, code }: FunctionBody): Code {
  const locals = [
    ...(words > 0 ? [[unsigned(words), i32.type]] : []),
    ...(longs > 0 ? [[unsigned(longs), i64.type]] : []),
  ];
  return withLength([vector(locals), code, END]);
}

function section(id: number, entries: readonly Code[]): Code {
  return [id, withLength(vector(entries))];
}

function vector(entries: readonly Code[]): Code {
  return [unsigned(entries.length), entries];
}

function text(value: string): Code {
  return withLength([...Buffer.from(value)]);
}

function withLength(code: Code): Code {
  const bytes = toBytes(code);
  return [unsigned(bytes.length), bytes];
}
