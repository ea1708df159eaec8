import type { Finding, Rule } from '@podguard/core';
import { toJson } from './json.ts';
import { toOcsf } from './ocsf.ts';

export interface RenderOcsfOptions {
  readonly at: Date;
  /** The version of Podguard. */
  readonly version: string;
  readonly ruleOf: (id: string) => Rule | undefined;
}

/** One Compliance Finding a line. */
export function renderOcsf(findings: readonly Finding[], { at, version, ruleOf }: RenderOcsfOptions): string {
  return findings
    .map((finding) => `${toJson(toOcsf(finding, { at, version, rule: ruleOf(finding.rule) }))}\n`)
    .join('');
}
