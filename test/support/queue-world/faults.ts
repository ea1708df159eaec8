import type { Store } from '@podguard/core';
import type { Queue } from '@podguard/functions';

/** What goes wrong with a call: nothing, it does not arrive, or it does its work and the answer is lost. */
export type Fault = 'none' | 'before' | 'after';

/** Says what goes wrong with the next call. */
export type NextFault = () => Fault;

async function disturbed<T>(next: NextFault, work: () => Promise<T>): Promise<T> {
  const fault = next();
  if (fault === 'before') throw new Error('the call did not arrive');
  const result = await work();
  if (fault === 'after') throw new Error('the answer was lost');
  return result;
}

/** A store of which calls fail, as throttled ones do, or end unheard, as those of a consumer that dies. */
export function disturbedStore(store: Store, next: NextFault): Store {
  return {
    ...store,
    load: (key) => disturbed(next, () => store.load(key)),
    save: (item) => disturbed(next, () => store.save(item)),
    putEdges: (edges) => disturbed(next, () => store.putEdges(edges)),
    putTransition: (transition) => disturbed(next, () => store.putTransition(transition)),
  };
}

export function disturbedQueue(queue: Queue, next: NextFault): Queue {
  return { send: (messages) => disturbed(next, () => queue.send(messages)) };
}
