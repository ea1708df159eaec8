import type { ConditionOperator } from './conditions/operators.ts';

/** A parsed policy document. Every `path` points into the document as it was written. */
export interface Policy {
  readonly version: PolicyVersion;
  readonly id: string | null;
  readonly statements: readonly Statement[];
}

/** Only `2012-10-17` has policy variables; a document without a version is of 2008. */
export type PolicyVersion = '2012-10-17' | '2008-10-17';

export interface Statement {
  /** `Statement[0]`, or `Statement` where the document holds a single statement and no list. */
  readonly path: string;
  readonly sid: string | null;
  readonly effect: 'Allow' | 'Deny';
  /** Both principal lists are null in a permission policy. */
  readonly principals: readonly Principal[] | null;
  readonly notPrincipals: readonly Principal[] | null;
  /** Exactly one of the action lists is there. */
  readonly actions: readonly PolicyText[] | null;
  readonly notActions: readonly PolicyText[] | null;
  /** Both resource lists are null in a trust policy. */
  readonly resources: readonly PolicyText[] | null;
  readonly notResources: readonly PolicyText[] | null;
  readonly conditions: readonly Condition[];
}

export type PrincipalType = 'AWS' | 'Service' | 'Federated' | 'CanonicalUser';

/** Type `*` is the bare `"Principal": "*"`. */
export interface Principal {
  readonly type: PrincipalType | '*';
  readonly value: string;
  readonly path: string;
}

export interface PolicyText {
  readonly value: string;
  readonly path: string;
}

/** One key under one operator; the conditions of a statement are joined by AND. */
export interface Condition {
  readonly path: string;
  /** The operator without set prefix and `IfExists`; `unknown` where IAM documents no such operator. */
  readonly operator: ConditionOperator | 'unknown';
  /** The whole operator as the document has it. */
  readonly written: string;
  readonly ifExists: boolean;
  readonly set: 'ForAllValues' | 'ForAnyValue' | null;
  readonly key: string;
  /** Condition keys are compared without regard to case. */
  readonly lowerKey: string;
  readonly values: readonly PolicyText[];
}
