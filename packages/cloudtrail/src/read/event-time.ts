const TIME = /^(\d{4}-\d\d-\d\d)[T ]((?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d)(?:\.\d+)?\s*(Z|[+-]\d\d:?\d\d)?$/;

/** The records of a file are of the same few days. */
let lastDay = '';

/** An event time as `YYYY-MM-DDTHH:MM:SSZ`, undefined where it is no time. Without a zone it is UTC: log pipelines drop the Z. */
export function parseEventTime(text: string): string | undefined {
  const match = TIME.exec(text);
  if (match === null || !isDay(match[1] as string)) return undefined;
  const utc = `${match[1]}T${match[2]}Z`;
  const away = offset(match[3]);
  return away === 0 ? utc : toSeconds(Date.parse(utc) - away);
}

function isDay(day: string): boolean {
  if (day === lastDay) return true;
  const milliseconds = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(milliseconds) || !toSeconds(milliseconds).startsWith(day)) return false;
  lastDay = day;
  return true;
}

function toSeconds(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}

function offset(zone: string | undefined): number {
  if (zone === undefined || zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}
