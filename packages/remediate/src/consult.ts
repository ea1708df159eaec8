import {
  defineRule,
  fail,
  type Item,
  KINDS,
  type Kind,
  presentViews,
  type Resource,
  type Store,
} from '@podguard/core';
import type { RemediateDeps } from './remediate-deps.ts';
import { scratchOver } from './world.ts';

/** A resource with what is around it, as rules see them; or why there is not one answer. */
export type Consulted =
  | {
      readonly view: Resource;
      readonly related: Readonly<Record<string, unknown>>;
      readonly recorded: Item;
    }
  | { readonly refusal: string };

const ID = 'podguard-consult';

/**
 * Looks at a resource as a rule with these needs does, by judging it with one that notes what it is shown. Each look has a number that is
 * its verdict's summary: so the one that holds at the end is known, also where an earlier look was remembered.
 */
export async function consult(
  below: Store,
  deps: Pick<RemediateDeps, 'config' | 'judgedWith'>,
  { key, kind, needs }: { readonly key: string; readonly kind: Kind; readonly needs: object },
): Promise<Consulted> {
  const item = await below.load(key);
  if (item === undefined) return { refusal: `nothing is recorded of ${key}` };
  if (item.kind !== kind) return { refusal: `${key} is no ${kind}` };
  const looks: { readonly view: Resource; readonly related: Readonly<Record<string, unknown>> }[] = [];
  const { store, engine } = scratchOver(below, { ...deps, catalogue: probing(kind, needs, looks) });
  await engine.rejudge(key);
  const judged = await store.load(key);
  const life = judged?.lives.find(({ rule, resolved }) => rule === ID && resolved === null);
  const look = life === undefined || life.unverified ? undefined : looks[Number(life.summary)];
  if (look === undefined) {
    const missing = judged?.undecided.find(({ rule }) => rule === ID)?.missing ?? [];
    return {
      refusal: missing.length > 0 ? `not known: ${missing.join(', ')}` : `${key} is not there any more`,
    };
  }
  const tied = await firstTied(store, [key, ...keysIn(Object.values(look.related))]);
  if (tied !== undefined)
    return { refusal: `${tied} was changed twice in one second, and which holds is not known` };
  return { ...look, recorded: item };
}

function probing(
  kind: Kind,
  needs: object,
  looks: { readonly view: Resource; readonly related: Readonly<Record<string, unknown>> }[],
) {
  const probe = defineRule({
    id: ID,
    title: 'Looks',
    method: 'platform',
    resource: [kind],
    severity: 'low',
    broken: false,
    family: null,
    description: '',
    rationale: '',
    references: [],
    mappings: {},
    falsePositives: [],
    needs,
    judgesGone: true,
    covers: undefined,
    evaluate(view, { related }) {
      looks.push({ view, related: related as Readonly<Record<string, unknown>> });
      return fail(String(looks.length - 1));
    },
    mend: { cli: '', terraform: '', cloudformation: '' },
  });
  return { rules: [probe], families: {} };
}

async function firstTied(store: Store, keys: readonly string[]): Promise<string | undefined> {
  for (const key of new Set(keys)) {
    const item = await store.load(key);
    if (item !== undefined && presentViews(item).length > 1) return key;
  }
  return undefined;
}

function keysIn(values: readonly unknown[]): readonly string[] {
  return values.flat().flatMap((value) => (isResource(value) ? [value.key] : []));
}

function isResource(value: unknown): value is Resource {
  return typeof value === 'object' && value !== null && 'kind' in value && String(value.kind) in KINDS;
}
