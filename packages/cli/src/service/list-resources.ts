import { actorName, findingId, type Item, keyOfEdge, type Store } from '@podguard/core';

/** What `GET /api/resources` says of a resource; its recorded changes are the newest that are kept. */
function toResource(item: Item) {
  const { kind, key, account, region, present, goneAt, lives, undecided, edges, log } = item;
  const newest = log.at(-1);
  return {
    kind,
    key,
    account,
    region,
    present,
    goneAt,
    open: lives.filter(({ resolved }) => resolved === null).map(({ rule }) => findingId(rule, key)),
    undecided,
    judgedWithHelpOf: [...new Set(edges.map(keyOfEdge))],
    changes: log.length,
    newest:
      newest === undefined
        ? null
        : {
            at: newest.stamp.time,
            eventId: newest.cause.eventId,
            eventName: newest.cause.eventName,
            actor: actorName(newest.cause.actor),
          },
  };
}

/** In order of their keys. */
export async function listResources(
  store: Pick<Store, 'listItems'>,
): Promise<readonly ReturnType<typeof toResource>[]> {
  const resources: ReturnType<typeof toResource>[] = [];
  for await (const item of store.listItems()) resources.push(toResource(item));
  return resources.sort((a, b) => (a.key < b.key ? -1 : 1));
}
