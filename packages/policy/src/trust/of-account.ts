import { type Dfa, follow, step } from '../language/dfa.ts';
import type { Language } from '../language/language.ts';
import type { TrustAnalysis } from './analyse.ts';
import type { Box } from './box.ts';

/** An analysis without the boxes in which no AWS principal of an account is: a glance tells, however many there are. */
export function ofAccount(analysis: TrustAnalysis, account: string): TrustAnalysis {
  const { sure, possible } = analysis;
  const near = sure.filter((box) => concerns(box, account));
  const perhaps = sure === possible ? near : possible.filter((box) => concerns(box, account));
  return { ...analysis, sure: near, possible: perhaps };
}

function concerns(box: Box, account: string): boolean {
  const bound = box.get('principal')?.present;
  if (bound === undefined) return true;
  const { words, rest } = bound;
  if ([...words].some((text) => text.includes(`::${account}:`))) return true;
  return beforeAccount(bound).some((state) => follow(rest, `${account}:`, state) >= 0);
}

const known = new WeakMap<Language, readonly number[]>();

/** The states in which an ARN's account begins: `arn:PARTITION:SERVICE::`. */
function beforeAccount(language: Language): readonly number[] {
  let states = known.get(language);
  if (states === undefined) {
    const { rest } = language;
    const start = follow(rest, 'arn:');
    const partitions = start < 0 ? [] : [start];
    const regions = behindField(rest, behindField(rest, partitions));
    states = behindColon(rest, regions);
    known.set(language, states);
  }
  return states;
}

const COLON = 0x3a;

/** The states behind any text without a colon, and a colon. */
function behindField(dfa: Dfa, from: readonly number[]): readonly number[] {
  const found = new Set(from);
  for (const state of found) {
    const edges = dfa.edges[state]!;
    for (let at = 0; at < edges.length; at += 2) {
      const isColonOnly = edges[at] === COLON && edges[at + 2] === COLON + 1;
      if (!isColonOnly && edges[at + 1]! >= 0) found.add(edges[at + 1]!);
    }
  }
  return behindColon(dfa, [...found]);
}

function behindColon(dfa: Dfa, from: readonly number[]): readonly number[] {
  return [...new Set(from.map((state) => step(dfa, state, COLON)))].filter((state) => state >= 0);
}
