import type { Bom, BomLabels, Component } from './cyclonedx.ts';
import { isForeign, type LockedPackages, nameOf } from './lock-file.ts';

/**
 * The parts of npm's list that are at these places, the same each time. npm's own `--omit dev` leaves out what our packages
 * need wherever the root needs it in development, too: DynamoDB's client, for one.
 */
export function bomOf(
  whole: Bom,
  packages: LockedPackages,
  places: readonly string[],
  labels: BomLabels = {},
): Bom {
  const byRef = new Map(whole.components.map((component) => [component['bom-ref'], component]));
  const components = new Map<string, Component>();
  const ours = new Set(places.filter((place) => !isForeign(place)).map((place) => refOf(packages, place)));
  for (const place of places) {
    const ref = refOf(packages, place);
    const component = byRef.get(ref);
    if (component === undefined)
      throw new Error(`npm sbom does not list ${ref}, which is in package-lock.json`);
    components.set(ref, cleaned(component, nameIn(packages, place)));
  }
  const { component } = whole.metadata;
  const root = component['bom-ref'];
  return labelled(
    {
      ...whole,
      metadata: { ...whole.metadata, component: cleaned(component, packages['']?.name ?? component.name) },
      components: inOrder([...components.values()]),
      dependencies: whole.dependencies
        .filter(({ ref }) => ref === root || components.has(ref))
        .map(({ ref, dependsOn = [] }) => ({
          ref,
          dependsOn: dependsOn.filter((other) => (ref === root ? ours : components).has(other)).sort(),
        }))
        .sort((a, b) => (a.ref < b.ref ? -1 : 1)),
    },
    labels,
  );
}

/** A list of a function's zip, which has no tree: all of it is there for the function. */
export function functionBom(bom: Bom, name: string): Bom {
  const { version } = bom.metadata.component;
  const ref = `podguard-${name}@${version}`;
  const component = {
    'bom-ref': ref,
    type: 'application',
    name: `podguard-${name}`,
    ...(version && { version }),
  };
  const root = bom.metadata.component['bom-ref'];
  return {
    ...bom,
    metadata: { ...bom.metadata, component },
    dependencies: [
      { ref, dependsOn: bom.components.map((one) => one['bom-ref']) },
      ...bom.dependencies.filter((one) => one.ref !== root),
    ],
  };
}

function refOf(packages: LockedPackages, place: string): string {
  return `${nameIn(packages, place)}@${packages[place]?.version}`;
}

function nameIn(packages: LockedPackages, place: string): string {
  const locked = packages[place];
  if (isForeign(place)) return nameOf(place, locked);
  if (locked?.name !== undefined) return locked.name;
  const link = Object.entries(packages).find(([, other]) => other.link === true && other.resolved === place);
  if (link === undefined) throw new Error(`package-lock.json has no link to ${place}`);
  return nameOf(link[0], undefined);
}

/** npm names a package of a workspace by its folder, and calls development what the root needs there as well. */
function cleaned(component: Component, name: string): Component {
  const properties = (component.properties ?? []).filter(
    (property) => property.name !== 'cdx:npm:package:development',
  );
  return { ...component, name, properties };
}

function labelled(bom: Bom, { time, serialNumber }: BomLabels): Bom {
  const { serialNumber: _drawn, ...kept } = bom;
  const { timestamp: _now, ...metadata } = bom.metadata;
  return {
    ...kept,
    ...(serialNumber === undefined ? {} : { serialNumber }),
    metadata: { ...(time === undefined ? {} : { timestamp: time }), ...metadata },
  };
}

function inOrder(components: readonly Component[]): readonly Component[] {
  return components.toSorted((a, b) => (a['bom-ref'] < b['bom-ref'] ? -1 : 1));
}
