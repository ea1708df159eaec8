/** What a resource is asked for with: the names are Pulumi's, the values plain. */
export type Inputs = Readonly<Record<string, unknown>>;

export function text(inputs: Inputs, name: string): string {
  const value = inputs[name];
  if (typeof value !== 'string') throw new Error(`${name} of ${JSON.stringify(inputs)} is no text`);
  return value;
}

export function optionalText(inputs: Inputs, name: string): string | undefined {
  return inputs[name] === undefined ? undefined : text(inputs, name);
}

/** `visibilityTimeoutSeconds` as AWS's APIs have it: `VisibilityTimeoutSeconds`, at any depth. */
export function inCapitals(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inCapitals);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [
      `${name.charAt(0).toUpperCase()}${name.slice(1)}`,
      inCapitals(part),
    ]),
  );
}
