import { type Budget, spend } from './budget.ts';
import { addEdge, type Dfa, trim } from './dfa.ts';

/** A nondeterministic automaton in the making. */
export class Nfa {
  /** `[low, high, target, ...]` of each state. */
  readonly edges: number[][] = [];
  readonly epsilons: number[][] = [];
  /** The first of the states that a state makes superfluous, up to itself. */
  readonly covers: number[] = [];

  state(): number {
    this.edges.push([]);
    this.epsilons.push([]);
    return this.covers.push(this.edges.length - 1) - 1;
  }

  edge(from: number, low: number, high: number, to: number): void {
    this.edges[from]!.push(low, high, to);
  }

  epsilon(from: number, to: number): void {
    this.epsilons[from]!.push(to);
  }
}

/** The subset construction, over ranges. */
export function determinise(nfa: Nfa, start: number, end: number, budget: Budget): Dfa {
  const names = new Map<string, number>();
  const sets: number[][] = [];
  const nameOf = (states: readonly number[]): number => {
    if (states.length === 0) return -1;
    const set = closure(nfa, states);
    const key = set.join();
    let name = names.get(key);
    if (name === undefined) {
      name = sets.push(set) - 1;
      names.set(key, name);
    }
    return name;
  };
  nameOf([start]);
  const edges: number[][] = [];
  for (const set of sets) {
    // Large sets cost more than one step each.
    spend(budget, 1 + (set.length >> 1));
    // A copy has no room to grow: languages are kept.
    edges.push(rangesOf(nfa, set, nameOf).slice());
  }
  return trim({ edges, accepts: sets.map((set) => set.includes(end)) });
}

function rangesOf(nfa: Nfa, set: readonly number[], nameOf: (states: readonly number[]) => number): number[] {
  const cuts = new Set([0]);
  for (const state of set) {
    const list = nfa.edges[state]!;
    for (let at = 0; at < list.length; at += 3) cuts.add(list[at]!).add(list[at + 1]! + 1);
  }
  const made: number[] = [];
  for (const low of [...cuts].sort((a, b) => a - b)) addEdge(made, low, nameOf(targetsOf(nfa, set, low)));
  return made;
}

function targetsOf(nfa: Nfa, set: readonly number[], point: number): readonly number[] {
  const targets: number[] = [];
  for (const state of set) {
    const list = nfa.edges[state]!;
    for (let at = 0; at < list.length; at += 3) {
      if (list[at]! <= point && point <= list[at + 1]!) targets.push(list[at + 2]!);
    }
  }
  return targets;
}

/** What is reached without a letter, in order, less what a later state of the same pattern covers. */
function closure(nfa: Nfa, states: readonly number[]): number[] {
  const seen = new Set(states);
  for (const state of seen) for (const next of nfa.epsilons[state]!) seen.add(next);
  const sorted = [...seen].sort((a, b) => a - b);
  const kept: number[] = [];
  for (const state of sorted) {
    while (kept.length > 0 && kept[kept.length - 1]! >= nfa.covers[state]!) kept.pop();
    kept.push(state);
  }
  return kept;
}
