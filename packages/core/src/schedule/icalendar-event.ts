/** A VEVENT of an iCalendar text, as far as holidays need it: its properties by name. */
export interface ICalendarEvent {
  /** From 1, for messages. */
  readonly number: number;
  /** Every property of a name, in order. */
  all(name: string): readonly ICalendarProperty[];
  /** The first property of a name. */
  find(name: string): ICalendarProperty | undefined;
}

/** One content line, `NAME;PARAMETERS:value`, without its parameters and as it was escaped. */
interface ICalendarProperty {
  readonly name: string;
  readonly value: string;
}

/** Reads the events of an iCalendar text (RFC 5545 §3.1): folded lines are joined, other components passed over. */
export function readICalendarEvents(text: string): readonly ICalendarEvent[] {
  const events: ICalendarEvent[] = [];
  let properties: ICalendarProperty[] = [];
  // Components inside an event, such as an alarm, have properties of the same names.
  const open: string[] = [];
  for (const property of text
    .replace(/\r?\n[ \t]/g, "")
    .split(/\r?\n/)
    .map(toProperty)) {
    const component = property.value.toUpperCase();
    if (property.name === "BEGIN") {
      open.push(component);
      if (component === "VEVENT") properties = [];
    } else if (property.name === "END") {
      open.pop();
      if (component === "VEVENT") events.push(toEvent(properties, events.length + 1));
    } else if (open.at(-1) === "VEVENT") {
      properties.push(property);
    }
  }
  return events;
}

/** Text as its writer meant it (RFC 5545 §3.3.11). */
export function unescapeText(value: string): string {
  return value.replace(/\\([\\;,nN])/g, (_match, escaped: string) => (/n/i.test(escaped) ? "\n" : escaped));
}

function toEvent(properties: readonly ICalendarProperty[], number: number): ICalendarEvent {
  return {
    number,
    all: (name) => properties.filter((property) => property.name === name),
    find: (name) => properties.find((property) => property.name === name),
  };
}

function toProperty(line: string): ICalendarProperty {
  // A parameter's value may hold a colon in quotes.
  const [, name = "", value = ""] = /^([^:;]+)(?:;(?:"[^"]*"|[^":])*)?:(.*)$/.exec(line) ?? [];
  return { name: name.toUpperCase(), value };
}
