import { hash } from 'node:crypto';

/** Longer strings are kept once, however often they occur: a trust policy is in a change, a register and a finding. */
const SHARED_FROM = 1024;
const REFERENCE = '$value';
/** Users' data may have such names, too: they are kept apart by one more `$`. */
const RESERVED = /^\$+value$/;
const ESCAPED = /^\$\$+value$/;

/** JSON text in which a long string stands once, under its hash. */
export function shareValues(content: unknown): string {
  const hashes = new Map<string, string>();
  const replaced = JSON.stringify(content, (_key, value: unknown) => {
    if (typeof value === 'string') {
      if (value.length <= SHARED_FROM) return value;
      const known = hashes.get(value) ?? hash('sha256', JSON.stringify(value), 'base64url');
      hashes.set(value, known);
      return { [REFERENCE]: known };
    }
    return isObject(value) && Object.keys(value).some((name) => RESERVED.test(name)) ? escaped(value) : value;
  });
  const values = Object.fromEntries([...hashes].map(([value, name]) => [name, value]));
  return `{"content":${replaced},"values":${JSON.stringify(values)}}`;
}

/** The reverse of `shareValues`; throws where the text is something else. */
export function restoreValues(text: string): unknown {
  const parsed: unknown = JSON.parse(text);
  if (!isObject(parsed) || !isObject(parsed.values)) throw new SyntaxError('no stored content');
  return text.includes(`${REFERENCE}"`) ? restored(parsed.content, parsed.values) : parsed.content;
}

function restored(value: unknown, values: Readonly<Record<string, unknown>>): unknown {
  if (Array.isArray(value)) return value.map((element) => restored(element, values));
  if (!isObject(value)) return value;
  const reference = value[REFERENCE];
  if (typeof reference === 'string') {
    if (!Object.hasOwn(values, reference)) throw new SyntaxError(`the value ${reference} is missing`);
    return values[reference];
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      ESCAPED.test(name) ? name.slice(1) : name,
      restored(inner, values),
    ]),
  );
}

/** Built from entries: an own property called `__proto__` stays one. */
function escaped(object: Readonly<Record<string, unknown>>): unknown {
  return Object.fromEntries(
    Object.entries(object).map(([name, value]) => [RESERVED.test(name) ? `$${name}` : name, value]),
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
