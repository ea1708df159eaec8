const TIME = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.\d+)?\s*(Z|[+-]\d\d:?\d\d)?$/;

/** An event time as `YYYY-MM-DDTHH:MM:SSZ`, undefined where it is no time. Without a zone it is UTC: log pipelines drop the Z. */
export function parseEventTime(text: string): string | undefined {
  const match = TIME.exec(text);
  if (match === null) return undefined;
  const utc = `${match[1]}T${match[2]}Z`;
  const milliseconds = Date.parse(utc);
  if (Number.isNaN(milliseconds) || toSeconds(milliseconds) !== utc) return undefined;
  return toSeconds(milliseconds - offset(match[3]));
}

function toSeconds(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}

function offset(zone: string | undefined): number {
  if (zone === undefined || zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}
