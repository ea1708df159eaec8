/** Copies live as long as what they are copies of. */
const copies = new WeakMap<object, object>();

/**
 * A copy that nobody can change, however deep, the same one each time it is asked for. For plain data and maps of it, as
 * rules see them.
 */
export function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  const known = copies.get(value);
  if (known !== undefined) return known as T;
  const copy = Object.freeze(copyOf(value));
  copies.set(value, copy);
  return copy as T;
}

function copyOf(value: object): object {
  if (Array.isArray(value)) return value.map(frozen);
  if (value instanceof Map) return closed(new Map([...value].map(([key, one]) => [key, frozen(one)])));
  const copy = {};
  for (const [name, one] of Object.entries(value))
    Object.defineProperty(copy, name, { value: frozen(one), enumerable: true });
  return copy;
}

/** Freezing a map leaves its entries open. */
function closed<K, V>(map: Map<K, V>): Map<K, V> {
  for (const name of ['set', 'delete', 'clear']) Object.defineProperty(map, name, { value: refuse });
  return map;
}

function refuse(): never {
  throw new TypeError('a rule cannot change what it is given');
}
