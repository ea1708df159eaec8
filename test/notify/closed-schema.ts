/** A schema by which nothing may be in a body that it does not describe. */
export function closed(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(closed);
  if (typeof part !== 'object' || part === null) return part;
  const inner = Object.fromEntries(Object.entries(part).map(([name, one]) => [name, closed(one)]));
  return 'properties' in part && !Array.isArray(part.properties) && 'required' in part
    ? { ...inner, additionalProperties: false }
    : inner;
}
