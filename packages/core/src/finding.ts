import { type Actor, isRead } from './change.ts';
import { decisionsOn } from './decisions.ts';
import type { Exemption } from './exemption.ts';
import type { FindingContext } from './finding-context.ts';
import { shortHash } from './hash.ts';
import type { Acknowledgement, Item, Life, Turn } from './item.ts';
import type { Kind } from './kinds.ts';
import type { Catalogue, Method } from './rule.ts';
import type { Evidence, Severity, Witness } from './verdict.ts';
import type { Identity } from './view.ts';
import { wholeArn } from './whole-arn.ts';

/** Why it is told: a record, a read of the account that showed what no record did, that it is judged otherwise now, or what people decided. */
export type FindingCause = 'record' | 'drift' | 'catalogue' | 'configuration' | 'exemption';

export interface Opening {
  readonly at: string;
  readonly eventId: string;
  readonly eventName: string;
  /** An ARN; for an assumed role the role's, then a slash and the session's name. A service's name where AWS called. */
  readonly actor: string;
  readonly session: string | null;
  readonly sourceIdentity: string | null;
  readonly invokedBy: string | null;
  readonly tool: string | null;
  readonly sourceIp: string | null;
  readonly userAgent: string | null;
}

/** A finding as users and their scripts see it; see docs/findings.md. */
export interface Finding {
  readonly v: 1;
  readonly id: string;
  readonly rule: string;
  readonly title: string;
  readonly method: Method;
  readonly severity: Severity;
  readonly status: 'open' | 'resolved' | 'exempt';
  readonly resource: {
    readonly kind: Kind;
    readonly key: string;
    readonly account: string;
    readonly region: string;
    /** Whole, where it is known of a kind whose keys leave part of it out, as a role's leaves out the path; alerts do without. */
    readonly arn?: string;
  };
  readonly broken: boolean;
  readonly unverified: boolean;
  readonly cause: FindingCause;
  readonly summary: string;
  readonly evidence: readonly Evidence[];
  readonly witness: Witness | null;
  readonly reasons: readonly string[];
  /** Null where a document says it: no event opened it. */
  readonly opened: Opening | null;
  readonly changes: readonly {
    readonly type: 'worsened' | 'eased';
    readonly from: Severity;
    readonly to: Severity;
    readonly at: string;
    readonly eventId: string;
  }[];
  readonly resolved: (Opening & { readonly reason: string }) | null;
  readonly source: FindingSource | null;
  /** By which it is exempt; in the transition that tells its end, by which it was. */
  readonly exemption: FindingExemption | null;
  /** Who knows of it, as it is now; its status stays as it is. */
  readonly acknowledged: Acknowledgement | null;
  readonly owner: Owner | null;
}

export type FindingExemption = Pick<Exemption, 'id' | 'reason' | 'author' | 'until'>;

/** Whose a resource is, and what says so. */
export interface Owner {
  readonly name: string;
  readonly from: 'tag' | 'configuration' | 'creator';
}

/** Where a finding is in what was read. */
export interface FindingSource {
  readonly file: string;
  readonly line: number;
  /** Further places in documents that decide it by themselves. */
  readonly also?: readonly FurtherPlace[];
}

export interface FurtherPlace {
  readonly file: string;
  readonly line: number;
  /** Which of the evidence is there, where it is known. */
  readonly path?: string;
}

/** Stable over time: the same rule on the same resource has the same id in every store and every run. */
export function findingId(rule: string, key: string): string {
  return `pg-${shortHash([rule, key], 12)}`;
}

/** What was decided about a finding, and whose it is. */
export type Decided = Pick<Finding, 'exemption' | 'acknowledged' | 'owner'>;

/** A finding as it is; without a context nothing is exempt and no owner is known. */
export function toFinding(item: Item, life: Life, catalogue: Catalogue, context?: FindingContext): Finding {
  const decided = decisionsOn(item, catalogue, context).on(life);
  return findingWith(item, life, catalogue, decided, wholeArn(item));
}

export function findingWith(
  resource: Identity,
  life: Life,
  catalogue: Catalogue,
  { exemption, acknowledged, owner }: Decided,
  arn?: string,
): Finding {
  const rule = catalogue.rules.find((other) => other.id === life.rule);
  const { kind, key, account, region } = resource;
  return {
    v: 1,
    id: findingId(life.rule, key),
    rule: life.rule,
    title: rule?.title ?? life.rule,
    method: rule?.method ?? 'platform',
    severity: life.severity,
    status: statusOf(life, exemption),
    resource: { kind, key, account, region, ...(arn === undefined ? {} : { arn }) },
    broken: rule?.broken ?? false,
    unverified: life.unverified,
    cause: isRead(life.opened.cause) ? 'drift' : 'record',
    summary: life.summary,
    evidence: life.evidence,
    witness: life.witness && { text: life.witness.text, request: life.witness.request },
    reasons: life.reasons,
    opened: life.opened.cause.document === true ? null : openingOf(life.opened),
    changes: life.changes.map(({ type, from, to, stamp, cause }) => ({
      type,
      from,
      to,
      at: stamp.time,
      eventId: cause.eventId,
    })),
    resolved: life.resolved === null ? null : { ...openingOf(life.resolved), reason: life.resolved.reason },
    source: life.opened.cause.source ?? null,
    exemption,
    acknowledged,
    owner,
  };
}

function statusOf({ resolved }: Life, exemption: Decided['exemption']): Finding['status'] {
  if (resolved !== null) return 'resolved';
  return exemption === null ? 'open' : 'exempt';
}

export function openingOf({ stamp, cause }: Turn): Opening {
  return {
    at: stamp.time,
    eventId: cause.eventId,
    eventName: cause.eventName,
    actor: actorName(cause.actor),
    session: cause.actor.session ?? null,
    sourceIdentity: cause.actor.sourceIdentity ?? null,
    invokedBy: cause.actor.invokedBy ?? null,
    tool: cause.actor.tool ?? null,
    sourceIp: cause.sourceIp ?? null,
    userAgent: cause.userAgent ?? null,
  };
}

/** The ARN, and for an assumed role the session behind it. */
export function actorName(actor: Actor): string {
  return actor.session === undefined ? actor.principal : `${actor.principal}/${actor.session}`;
}
