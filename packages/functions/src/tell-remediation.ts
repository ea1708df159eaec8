import {
  type Catalogue,
  type Config,
  type Finding,
  gather,
  parseArn,
  type Remediation,
  shortHash,
  throwAll,
} from '@podguard/core';
import type { Channels } from './channels.ts';
import { remediationBody } from './fit-remediation.ts';
import { MAX_BODY_BYTES } from './queue.ts';
import { type Routed, route } from './route.ts';

export interface TellRemediationDeps {
  readonly channels: Channels;
  readonly config: Pick<Config, 'routes'>;
  readonly catalogue: Pick<Catalogue, 'rules'>;
  /** The finding as it is now. */
  readonly findingOf: (key: string, rule: string) => Promise<Finding | undefined>;
}

const HASH_LENGTH = 26;

/**
 * Creates what tells of a remediation's turns: whoever heard of the finding, behind what they heard of it. People decide, or are
 * told what was changed in their name, so that neither quiet hours nor bursts hold it back.
 */
export function createTellRemediation(
  deps: TellRemediationDeps,
): (remediation: Remediation) => Promise<void> {
  const { channels, config } = deps;
  const settings = Object.fromEntries(Object.entries(channels).map(([name, one]) => [name, one.settings]));
  return async (remediation) => {
    const { id, key, rule, severity, history, foreign } = remediation;
    const finding = (await deps.findingOf(key, rule)) ?? null;
    const routed = { type: 'eased', severity, finding: finding ?? lastKnown(deps, remediation) } as const;
    const body = remediationBody(remediation, finding, MAX_BODY_BYTES);
    const message = {
      body,
      group: shortHash([key], HASH_LENGTH),
      identity: shortHash(['remediation', id, `${history.length} ${foreign.length}`], HASH_LENGTH),
    };
    const failures: unknown[] = [];
    const names = route(routed, { channels: settings, routes: config.routes });
    await gather(names, async (name) => channels[name]?.queue.send([message]), failures);
    throwAll(failures);
  };
}

/** Of a finding whose resource is forgotten, what its remediation says of it. */
function lastKnown({ catalogue }: TellRemediationDeps, remediation: Remediation): Routed['finding'] {
  const { key, rule, severity, plan } = remediation;
  const known = catalogue.rules.find(({ id }) => id === rule);
  const arn = parseArn(key);
  return {
    ...{ rule, severity, method: known?.method ?? 'platform' },
    resource: {
      // Nobody is told by it.
      kind: plan?.target.kind ?? 'iam-role',
      key,
      account: arn?.account ?? plan?.target.account ?? '',
      region: arn?.region ?? plan?.target.region ?? '',
    },
    ...{ witness: null, changes: [], exemption: null, owner: null },
  };
}
