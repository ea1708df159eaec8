/** One resource as the deploy would ask for it. */
export interface SynthesizedResource {
  urn: string;
  readonly type: string;
  readonly name: string;
  parent: string;
  /** False for a component, which only holds others. */
  readonly custom: boolean;
  /** True for one that exists already and is only looked up. */
  read: boolean;
  readonly region: string | undefined;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Paths of the inputs that are secrets; their values stand in `inputs`. */
  readonly secrets: readonly string[];
  dependsOn: readonly string[];
  protect: boolean;
  retainOnDelete: boolean;
  ignoreChanges: readonly string[];
}

/** What `npm run synth` prints. */
export interface Synthesis {
  readonly app: {
    readonly name: string;
    readonly stage: string;
    readonly removal: string;
    readonly protect: boolean;
    readonly providers: {
      readonly aws: { readonly defaultTags: { readonly tags: Readonly<Record<string, string>> } };
    };
  };
  readonly home: string;
  readonly account: string;
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly resources: readonly SynthesizedResource[];
}

/** Pulumi marks what is special about a value by this key. */
const SIGNATURE = '4dabf18193072939515e22adb298388d';

/** The plain value: secrets are unwrapped, and their paths noted; files are shown as such. */
export function plain(value: unknown, secrets: string[], at = ''): unknown {
  if (Array.isArray(value)) return value.map((part, index) => plain(part, secrets, `${at}[${index}]`));
  if (value === null || typeof value !== 'object') return value;
  if ('__pulumiAsset' in value || '__pulumiArchive' in value) return { $asset: true };
  if (SIGNATURE in value && 'value' in value) {
    secrets.push(at);
    return plain(value.value, secrets, at);
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key, plain(part, secrets, at === '' ? key : `${at}.${key}`)]),
  );
}
