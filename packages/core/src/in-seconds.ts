/** A time as CloudTrail writes it: ISO 8601, what is below a second left out. */
export function inSeconds(time: Date): string {
  return time.toISOString().replace(/\.\d{3}Z$/, 'Z');
}
