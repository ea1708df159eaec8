interface Entry<V> {
  readonly value: V;
  readonly weight: number;
}

/** What is kept of: so many entries, and so much of what they weigh together. */
export interface Bounds {
  readonly entries: number;
  readonly weight: number;
}

/** A map that lets go what was asked for longest ago; what weighs more than all may is kept until another comes. */
export class BoundedMap<K, V> {
  readonly #bounds: Bounds;
  readonly #entries = new Map<K, Entry<V>>();
  #weight = 0;

  constructor(bounds: Bounds) {
    this.#bounds = bounds;
  }

  get(key: K): V | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry.value;
  }

  /** Of a key that is not there. */
  add(key: K, value: V, weight: number): void {
    this.#entries.set(key, { value, weight });
    this.#weight += weight;
    for (const [oldest, entry] of this.#entries) {
      const fits = this.#entries.size <= this.#bounds.entries && this.#weight <= this.#bounds.weight;
      if (fits || oldest === key) break;
      this.#entries.delete(oldest);
      this.#weight -= entry.weight;
    }
  }
}
