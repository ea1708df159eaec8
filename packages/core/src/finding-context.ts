import type { Config } from './config.ts';
import type { ServiceError } from './errors.ts';
import { configuredExemptions, type Exemption } from './exemption.ts';
import type { ServiceState } from './service-state.ts';

/** What findings are told by besides what was judged: what people decided, and whose things are. */
export interface FindingContext {
  readonly exemptions: readonly Exemption[];
  /** The time as of which exemptions are in force. */
  readonly at: Date;
  readonly config: Pick<Config, 'ownerTag' | 'owners'>;
}

export interface FindingContextDeps {
  readonly config: Pick<Config, 'ownerTag' | 'owners' | 'exemptions'>;
  /** Absent: there is none, and only what is configured holds. */
  readonly state?: Pick<ServiceState, 'listExemptions'> | undefined;
  /** Is told of each exemption that cannot be read, once. */
  readonly unreadable?: ((problem: ServiceError) => void) | undefined;
  readonly now: () => Date;
}

/** Creates what reads it: exemptions that are configured, and those that were made elsewhere. */
export function createFindingContext({
  config,
  state,
  unreadable,
  now,
}: FindingContextDeps): () => Promise<FindingContext> {
  const configured = configuredExemptions(config);
  const told = new Set<string>();
  const tell = (problem: ServiceError): void => {
    if (!told.has(problem.message)) unreadable?.(problem);
    told.add(problem.message);
  };
  return async () => {
    const exemptions = new Map(configured.map((one) => [one.id, one]));
    for await (const one of state?.listExemptions(tell) ?? []) exemptions.set(one.id, one);
    return { exemptions: [...exemptions.values()], at: now(), config };
  };
}
