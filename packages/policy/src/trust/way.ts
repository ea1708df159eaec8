import type { PolicyRequest } from '../evaluate/request.ts';
import type { Budget } from '../language/budget.ts';
import type { Language } from '../language/language.ts';
import type { Statement } from '../policy.ts';
import type { Point, Region } from './box.ts';
import type { KeyDomain, KeyFact } from './key-domain.ts';

/** Whom a statement's Principal or NotPrincipal takes in. */
export interface Named {
  readonly sure: Region;
  readonly possible: Region;
  readonly assumption?: { readonly path: string; readonly reason: string };
}

/** One way into a role: which requests there are, and what their keys can be. */
export interface Way {
  readonly kind: 'web-identity' | 'saml' | 'pod-identity' | 'aws';
  readonly action: string;
  readonly named: (statement: Statement, budget: Budget) => Named;
  readonly factOf: (lowerKey: string) => KeyFact;
  readonly domainOf: (dimension: string) => KeyDomain;
  /** The dimensions that each request has a value in. */
  readonly dimensions: readonly string[];
  /** What an invented value should look like, best first. */
  readonly likenesses: (dimension: string) => readonly Language[];
  readonly toRequest: (point: Point) => PolicyRequest;
  /** Null where the request is none of this way. */
  readonly toPoint: (request: PolicyRequest) => Point | null;
}
