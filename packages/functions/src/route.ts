import {
  type ChannelSettings,
  type Config,
  type Finding,
  isProgramChannel,
  matchesGlob,
  type RouteSettings,
  type Severity,
  severityRank,
  type Transition,
} from '@podguard/core';
import { clusterOf } from '@podguard/notify';

export interface RouteInput {
  readonly channels: Readonly<Record<string, ChannelSettings>>;
  readonly routes: Config['routes'];
}

/** What of a transition says who hears of it. */
export type Routed = Pick<Transition, 'type' | 'severity'> & {
  readonly finding: Pick<
    Finding,
    'rule' | 'method' | 'severity' | 'resource' | 'witness' | 'changes' | 'exemption' | 'owner'
  >;
};

/** The names of the channels that hear of a transition, if it is told at once or with others. */
export function route(transition: Routed, { channels, routes }: RouteInput): readonly string[] {
  const gravest = gravestOf(transition);
  const holding = routes.filter((one) => holds(one, transition, gravest));
  const routed = holding.length === 0 ? undefined : new Set(holding.flatMap(({ to }) => to));
  return Object.keys(channels).filter((name) => {
    const channel = channels[name];
    if (channel === undefined) return false;
    // A program shows how things are now: what it once heard of goes on.
    const counted = isProgramChannel(channel) ? gravestEver(transition) : gravest;
    if (severityRank(counted) < severityRank(channel.severity)) return false;
    if (isForKeepers(transition) && !keepsState(channel)) return false;
    return isProgramChannel(channel) || routed === undefined || routed.has(name);
  });
}

const BY_ITSELF: readonly Transition['type'][] = ['opened', 'reopened', 'worsened'];

/** Whoever heard of something hears of its end, or that it is open still: by the gravest that it ever was. */
export function gravestOf(transition: Routed): Severity {
  return BY_ITSELF.includes(transition.type) ? transition.severity : gravestEver(transition);
}

function gravestEver({ severity, finding }: Routed): Severity {
  const all = [severity, finding.severity, ...finding.changes.flatMap(({ from, to }) => [from, to])];
  return all.reduce((a, b) => (severityRank(b) > severityRank(a) ? b : a));
}

/** What people decided to accept: news only where the finding is shown as it is now. */
export function isForKeepers({ type, finding }: Pick<Routed, 'type' | 'finding'>): boolean {
  return type === 'exempted' || (type === 'resolved' && finding.exemption !== null);
}

/** Whether a message shows it of a finding that it told. */
export function changesShown({ type }: Transition): boolean {
  return type !== 'opened' && type !== 'reopened';
}

function keepsState(channel: ChannelSettings): boolean {
  return isProgramChannel(channel) || channel.type === 'slack';
}

function holds(
  { owner, account, cluster, rule, method, severity }: RouteSettings,
  { finding }: Routed,
  gravest: Severity,
): boolean {
  return (
    fits(owner, finding.owner?.name) &&
    (account === undefined || account === finding.resource.account) &&
    fits(cluster, clusterOf(finding)) &&
    fits(rule, finding.rule) &&
    fits(method, finding.method) &&
    (severity === undefined || severityRank(gravest) >= severityRank(severity))
  );
}

/** What is not known fits no pattern. */
function fits(pattern: string | undefined, value: string | undefined): boolean {
  return pattern === undefined || (value !== undefined && matchesGlob(pattern, value));
}
