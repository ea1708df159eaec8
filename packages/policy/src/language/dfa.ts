/**
 * A deterministic automaton over code points; state 0 begins. Each state lists `[low, target, low, target, ...]`: a
 * range reaches to the next low, and target -1 refuses. Ranges make an alphabet needless: two automata with different
 * letters can be joined as they are. Every state leads somewhere to acceptance, so that no states means no members.
 */
export interface Dfa {
  readonly edges: readonly (readonly number[])[];
  readonly accepts: readonly boolean[];
}

/** The last code point ends each value of a multivalued key, and is no letter of any text. */
export const SEPARATOR = 0x10ffff;
export const LAST_LETTER = SEPARATOR - 1;

export const NO_TEXT: Dfa = { edges: [], accepts: [] };
export const EVERY_TEXT: Dfa = { edges: [[0, 0, SEPARATOR, -1]], accepts: [true] };

export function step(dfa: Dfa, state: number, point: number): number {
  const edges = dfa.edges[state]!;
  let at = edges.length - 2;
  while (at > 0 && edges[at]! > point) at -= 2;
  return edges[at + 1]!;
}

/** The state after a text, or -1. */
export function follow(dfa: Dfa, text: string, from = 0): number {
  let state = dfa.edges.length === 0 ? -1 : from;
  for (let at = 0; at < text.length && state >= 0; at++) {
    const point = text.codePointAt(at)!;
    if (point > 0xffff) at += 1;
    state = step(dfa, state, point);
  }
  return state;
}

export function accepts(dfa: Dfa, text: string): boolean {
  const state = follow(dfa, text);
  return state >= 0 && dfa.accepts[state]!;
}

/** How many letters each state is from acceptance, or -1 where it never gets there. */
export function distances({ edges, accepts: accepting }: Dfa): readonly number[] {
  const before: number[][] = edges.map(() => []);
  edges.forEach((list, state) => {
    for (let at = 1; at < list.length; at += 2) if (list[at]! >= 0) before[list[at]!]!.push(state);
  });
  const far: number[] = accepting.map((accepted) => (accepted ? 0 : -1));
  const queue = [...far.keys()].filter((state) => far[state] === 0);
  for (const state of queue) {
    for (const earlier of before[state]!) {
      if (far[earlier]! >= 0) continue;
      far[earlier] = far[state]! + 1;
      queue.push(earlier);
    }
  }
  return far;
}

/** Drops states from which nothing is accepted. */
export function trim(dfa: Dfa): Dfa {
  const far = distances(dfa);
  if (!far.includes(-1)) return dfa;
  if (far[0] === -1) return NO_TEXT;
  let kept = 0;
  const renamed = far.map((distance) => (distance < 0 ? -1 : kept++));
  return rename(dfa, renamed, kept);
}

/** Merges states of one new name; -1 drops a state. */
export function rename(dfa: Dfa, names: readonly number[], count: number): Dfa {
  const edges: number[][] = new Array(count);
  const accepting: boolean[] = new Array(count);
  names.forEach((name, state) => {
    if (name < 0 || edges[name] !== undefined) return;
    accepting[name] = dfa.accepts[state]!;
    const list = dfa.edges[state]!;
    const renamed: number[] = [];
    for (let at = 0; at < list.length; at += 2) addEdge(renamed, list[at]!, nameOf(names, list[at + 1]!));
    edges[name] = renamed.slice();
  });
  return { edges, accepts: accepting };
}

/** Appends a range unless it goes where the one before it goes. */
export function addEdge(list: number[], low: number, target: number): void {
  if (list.length === 0 || list[list.length - 1] !== target) list.push(low, target);
}

function nameOf(names: readonly number[], state: number): number {
  return state < 0 ? -1 : names[state]!;
}

/** Whether it has a loop: not all of its states can be taken away, one after the other, from the end. */
export function isUnbounded({ edges }: Dfa): boolean {
  const before: number[][] = edges.map(() => []);
  const left = edges.map(() => 0);
  edges.forEach((list, state) => {
    for (let at = 1; at < list.length; at += 2) {
      if (list[at]! < 0) continue;
      before[list[at]!]!.push(state);
      left[state]! += 1;
    }
  });
  const taken = [...left.keys()].filter((state) => left[state] === 0);
  for (const state of taken) {
    for (const earlier of before[state]!) {
      left[earlier]! -= 1;
      if (left[earlier] === 0) taken.push(earlier);
    }
  }
  return taken.length < left.length;
}
