import type { Item } from './item.ts';
import type { Kind } from './kinds.ts';
import type { Transition } from './transitions.ts';

/** An edge: judging `dependent` reads `target`, found or not. */
export interface Edge {
  readonly target: string;
  readonly dependent: string;
  readonly dependentKind: Kind;
  /** When the dependent was first heard of, by its oldest record. */
  readonly since: string;
}

/** Where resources are kept. Reads are strongly consistent; a write holds only for the version that was read. */
export interface Store {
  load(key: string): Promise<Item | undefined>;
  /** Writes the item when the stored version is `item.version - 1` (0: there is none). */
  save(item: Item): Promise<'written' | 'conflict'>;
  putEdges(edges: readonly Edge[]): Promise<void>;
  /** Those of one kind, or of all. */
  listDependents(target: string, kind?: Kind): AsyncIterable<Edge>;
  /** Keys of items that have something to dispatch; may lag behind the newest writes. */
  listPending(): AsyncIterable<string>;
  /** In an order of its own; from behind an item of that key on, where one is given. */
  listItems(after?: string): AsyncIterable<Item>;
  /** Keeps a transition that was dispatched, once for each identity. */
  putTransition(transition: Transition): Promise<void>;
  /** The newest first. */
  listTransitions(limit: number): Promise<readonly Transition[]>;
}
