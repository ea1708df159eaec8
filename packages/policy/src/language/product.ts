import { type Budget, spend } from './budget.ts';
import { addEdge, type Dfa, NO_TEXT, trim } from './dfa.ts';
import { minimise } from './minimise.ts';

type Joint = 'and' | 'or' | 'minus';

/** Walks two automata side by side. */
export function product(one: Dfa, other: Dfa, joint: Joint, budget: Budget): Dfa {
  const shortcut = trivial(one, other, joint);
  if (shortcut !== null) return shortcut;
  const width = other.edges.length + 1;
  const names = new Map<number, number>();
  const pairs: number[] = [];
  const edges: number[][] = [];
  const accepting: boolean[] = [];
  const nameOf = (left: number, right: number): number => {
    if (!isAlive(left, right, joint)) return -1;
    const pair = (left + 1) * width + right + 1;
    let name = names.get(pair);
    if (name === undefined) {
      name = names.size;
      names.set(pair, name);
      pairs.push(left, right);
    }
    return name;
  };
  nameOf(0, 0);
  for (let at = 0; at < pairs.length; at += 2) {
    const [left, right] = [pairs[at]!, pairs[at + 1]!];
    accepting.push(isAccepted(accepted(one, left), accepted(other, right), joint));
    const merged = merge(edgesOf(one, left), edgesOf(other, right), nameOf);
    spend(budget, 1 + (merged.length >> 3));
    edges.push(merged.slice());
  }
  const made = trim({ edges, accepts: accepting });
  // Where nothing multiplied there is little to gain.
  return made.edges.length > one.edges.length + other.edges.length ? minimise(made, budget) : made;
}

function trivial(one: Dfa, other: Dfa, joint: Joint): Dfa | null {
  if (one.edges.length === 0) return joint === 'or' ? other : NO_TEXT;
  if (other.edges.length === 0) return joint === 'and' ? NO_TEXT : one;
  if (one === other) return joint === 'minus' ? NO_TEXT : one;
  return null;
}

function isAlive(left: number, right: number, joint: Joint): boolean {
  if (joint === 'or') return left >= 0 || right >= 0;
  return left >= 0 && (joint === 'minus' || right >= 0);
}

function isAccepted(left: boolean, right: boolean, joint: Joint): boolean {
  if (joint === 'or') return left || right;
  return left && right === (joint === 'and');
}

function accepted(dfa: Dfa, state: number): boolean {
  return state >= 0 && dfa.accepts[state]!;
}

const NOWHERE: readonly number[] = [0, -1];

function edgesOf(dfa: Dfa, state: number): readonly number[] {
  return state < 0 ? NOWHERE : dfa.edges[state]!;
}

function merge(
  left: readonly number[],
  right: readonly number[],
  nameOf: (left: number, right: number) => number,
): number[] {
  const merged: number[] = [];
  let [i, j, low] = [0, 0, 0];
  for (;;) {
    addEdge(merged, low, nameOf(left[i + 1]!, right[j + 1]!));
    const nextLeft = left[i + 2] ?? Number.POSITIVE_INFINITY;
    const nextRight = right[j + 2] ?? Number.POSITIVE_INFINITY;
    low = Math.min(nextLeft, nextRight);
    if (low === Number.POSITIVE_INFINITY) return merged;
    if (nextLeft === low) i += 2;
    if (nextRight === low) j += 2;
  }
}
