/** A file of several objects. */
export function textOf(...objects: readonly object[]): string {
  return objects.map((one) => JSON.stringify(one)).join('\n---\n');
}
