export type Fields = Readonly<Record<string, unknown>>;

const NO_FIELDS: Fields = {};

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : NO_FIELDS;
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** What a template engine or a shell would put something else for: `{{ }}`, `${}`, `$()`, `$NAME`, `%NAME%`, `<...>`. */
export function isTemplate(text: string): boolean {
  return /\{\{|\$\{|\$\(|\$[A-Z][A-Z0-9_]+|%[A-Z][A-Z0-9_]+%|^<[^>]*>$|<[A-Za-z][^<>]*>/.test(text);
}

/** A text as it will be: null where there is none, undefined where it is a template. A plain number or truth is a text. */
export function literalOf(value: unknown): string | null | undefined {
  if (value === undefined || value === null) return null;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'string') return undefined;
  return isTemplate(value) ? undefined : value;
}

/** As YAML 1.1, which Kubernetes reads, and as parameters that are texts have it. */
export function truthOf(value: unknown): boolean | undefined {
  if (value === undefined || value === null) return false;
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string') return undefined;
  if (/^(true|yes|on|y)$/i.test(value)) return true;
  return /^(false|no|off|n|)$/i.test(value) ? false : undefined;
}

/** A path as evidence has it: `spec.containers[0].env[1].value`, `metadata.annotations["a/b"]`. */
export function pathOf(...segments: readonly (string | number)[]): string {
  return segments.reduce<string>((path, segment) => {
    if (typeof segment === 'number') return `${path}[${segment}]`;
    if (!/^[A-Za-z_]\w*$/.test(segment)) return `${path}[${JSON.stringify(segment)}]`;
    return path === '' ? segment : `${path}.${segment}`;
  }, '');
}
