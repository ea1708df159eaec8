import { type Budget, spend } from '../language/budget.ts';
import { addEdge, type Dfa, follow, step, trim } from '../language/dfa.ts';
import { isEmpty, isIncluded, type Language, toDfa } from '../language/language.ts';
import { countMembers, listMembers } from '../language/members.ts';
import { namespaces as everyNamespace, serviceAccountNames, subjects } from './facts/web-identity.ts';

/** Of all names that there can be: every one, at least half of those of twelve letters, or fewer. */
type Share = 'all' | 'most' | 'few';

/** The service accounts of one namespace: named, any at all, or those of a pattern, with what their names begin with. */
export interface NamespaceSubjects {
  readonly namespace: string;
  readonly names: 'any' | readonly string[] | { readonly prefix: string; readonly share: 'most' | 'few' };
}

/** Which service accounts a set of subjects holds, by the widest that is true. */
export type Subjects =
  | { readonly kind: 'none' }
  /** Named ones only, in order. */
  | { readonly kind: 'exact'; readonly subjects: readonly string[] }
  /** Finitely many namespaces, of which some admit names by a pattern, and none admits all. */
  | { readonly kind: 'name-prefix'; readonly namespaces: readonly NamespaceSubjects[] }
  /** Finitely many namespaces, of which some admit all. */
  | { readonly kind: 'namespace'; readonly namespaces: readonly NamespaceSubjects[] }
  /** Unboundedly many namespaces; what their names begin with, and how many of all have somebody who gets in. */
  | { readonly kind: 'any-namespace'; readonly namespacePrefix: string; readonly share: Share }
  /** Of a provider that is no cluster's: texts of no known form; what they begin with. */
  | { readonly kind: 'pattern'; readonly prefix: string }
  | { readonly kind: 'everything' };

const MOST_SUBJECTS = 1000;
const MOST_NAMESPACES = 1000;
const START = 'system:serviceaccount:';
const COLON = 0x3a;

/** `all` is what a token of the provider can name at all. */
export function classifySubjects(admitted: Language, all: Language, budget: Budget): Subjects {
  if (isEmpty(admitted)) return { kind: 'none' };
  const named = listMembers(admitted, MOST_SUBJECTS, budget);
  if (named !== null) return { kind: 'exact', subjects: named };
  if (isIncluded(all, admitted, budget)) return { kind: 'everything' };
  const dfa = toDfa(admitted, budget);
  if (all !== subjects()) return { kind: 'pattern', prefix: prefixOf(dfa) };
  const start = follow(dfa, START);
  const inNamespaces = { words: new Set<string>(), rest: rooted(dfa, start, true) };
  const found = listMembers(inNamespaces, MOST_NAMESPACES, budget);
  if (found === null) {
    const share = shareOf(inNamespaces, everyNamespace(), budget);
    return { kind: 'any-namespace', namespacePrefix: prefixOf(inNamespaces.rest), share };
  }
  const namespaces = found.map((namespace) => ({
    namespace,
    names: namesOf(
      { words: new Set(), rest: rooted(dfa, follow(dfa, `${namespace}:`, start), false) },
      budget,
    ),
  }));
  return { kind: namespaces.some(({ names }) => names === 'any') ? 'namespace' : 'name-prefix', namespaces };
}

function namesOf(names: Language, budget: Budget): NamespaceSubjects['names'] {
  const listed = listMembers(names, MOST_SUBJECTS, budget);
  if (listed !== null) return listed;
  const share = shareOf(names, serviceAccountNames(), budget);
  return share === 'all' ? 'any' : { prefix: prefixOf(names.rest), share };
}

/** Long enough that a list of names never is half of them, short enough that a pattern's own letters weigh. */
const LETTERS = 12;

function shareOf(names: Language, all: Language, budget: Budget): Share {
  if (isIncluded(all, names, budget)) return 'all';
  spend(budget, names.rest.edges.length);
  return 2n * countMembers(names, LETTERS) >= countMembers(all, LETTERS) ? 'most' : 'few';
}

/** The automaton that begins at a state; with `toColon`, of the beginnings up to a colon of what has one. */
function rooted(dfa: Dfa, root: number, toColon: boolean): Dfa {
  const names = new Map([[root, 0]]);
  const edges: number[][] = [];
  const accepts: boolean[] = [];
  const nameOf = (state: number): number => {
    if (state < 0) return -1;
    const name = names.get(state) ?? names.size;
    names.set(state, name);
    return name;
  };
  for (const state of names.keys()) {
    const list: number[] = [];
    const old = dfa.edges[state]!;
    // A subject's colons stand alone: what follows one is never what follows another letter.
    for (let at = 0; at < old.length; at += 2) {
      addEdge(list, old[at]!, toColon && old[at] === COLON ? -1 : nameOf(old[at + 1]!));
    }
    edges.push(list);
    accepts.push(toColon ? step(dfa, state, COLON) >= 0 : dfa.accepts[state]!);
  }
  return trim({ edges, accepts });
}

/** What all members begin with. */
function prefixOf(dfa: Dfa): string {
  let prefix = '';
  for (let state = 0; !dfa.accepts[state]; ) {
    const live = dfa.edges[state]!.map((target, at) => (at % 2 === 1 && target >= 0 ? at - 1 : -1)).filter(
      (at) => at >= 0,
    );
    const [only, another] = live;
    const list = dfa.edges[state]!;
    if (only === undefined || another !== undefined || list[only + 2] !== list[only]! + 1) break;
    prefix += String.fromCodePoint(list[only]!);
    state = list[only + 1]!;
  }
  return prefix;
}
