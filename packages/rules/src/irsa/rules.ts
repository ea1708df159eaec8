import type { Rule } from '@podguard/core';
import { irsaSubjectUnrestricted } from './irsa-subject-unrestricted.ts';

export const irsaRules: readonly Rule[] = [irsaSubjectUnrestricted];
