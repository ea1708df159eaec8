/** The parts of https://cyclonedx.org/docs/1.5/json/ that npm writes and we look at. */
export interface Bom {
  readonly specVersion: string;
  readonly serialNumber?: string;
  readonly metadata: { readonly timestamp?: string; readonly component: Component };
  readonly components: readonly Component[];
  readonly dependencies: readonly Dependency[];
}

export interface Component {
  readonly 'bom-ref': string;
  readonly type: string;
  readonly name: string;
  readonly version?: string;
  readonly properties?: readonly { readonly name: string; readonly value: string }[];
}

export interface Dependency {
  readonly ref: string;
  readonly dependsOn?: readonly string[];
}

/** What a list says of itself; npm would draw both anew each time. */
export interface BomLabels {
  readonly time?: string | undefined;
  /** `urn:uuid:` and a UUID. */
  readonly serialNumber?: string | undefined;
}
