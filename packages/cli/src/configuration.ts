import { existsSync } from 'node:fs';
import path from 'node:path';
import {
  type Catalogue,
  type Config,
  judgingSettings,
  kindsJudgedBy,
  parseConfig,
  refuseUnknownRules,
  shortHash,
  withCustomRules,
} from '@podguard/core';
import manifest from '../package.json' with { type: 'json' };
import { importConfig } from './import-config.ts';
import { sourcesOf } from './sources-of.ts';

export interface ConfigFlags {
  readonly config?: string | undefined;
  readonly account?: string | undefined;
  readonly knownAccount?: readonly string[] | undefined;
  readonly issuer?: readonly string[] | undefined;
}

/** The configuration of `podguard.config.ts` in the directory (or of `--config FILE`), with what the command line adds. */
export async function loadConfig(
  directory: string,
  flags: ConfigFlags,
  catalogue: Catalogue,
): Promise<Config> {
  const { file, config: fromFile } = await readConfig(directory, flags);
  const config = parseConfig(
    {
      ...fromFile,
      ...(flags.account === undefined ? {} : { account: flags.account }),
      knownAccounts: [...fromFile.knownAccounts, ...(flags.knownAccount ?? [])],
      issuers: [...fromFile.issuers, ...(flags.issuer ?? [])],
    },
    'command line',
  );
  refuseUnknownRules(config, [...catalogue.rules, ...config.customRules], file);
  return config;
}

/** The catalogue with the rules that the configuration adds. */
export async function loadCatalogue(
  directory: string,
  flags: Pick<ConfigFlags, 'config'>,
  catalogue: Catalogue,
): Promise<Catalogue> {
  const { file, config } = await readConfig(directory, flags);
  const rules = config.customRules;
  if (rules.length === 0) return catalogue;
  return withCustomRules(catalogue, { rules, origin: file, sources: await sourcesOf(file) });
}

async function readConfig(
  directory: string,
  flags: Pick<ConfigFlags, 'config'>,
): Promise<{ readonly file: string; readonly config: Config }> {
  const file = path.resolve(directory, flags.config ?? 'podguard.config.ts');
  const given = flags.config === undefined && !existsSync(file) ? {} : await importConfig(file);
  return { file, config: parseConfig(given, file) };
}

/** Names what verdicts are made with, so that a change of either judges everything again. */
export function judgedWith(catalogue: Catalogue, config: Config): string {
  const rules = catalogue.rules.map((rule) => [
    rule.id,
    rule.severity,
    rule.family,
    kindsJudgedBy(rule),
    rule.needs,
    rule.judgesGone,
    rule.covers?.toString(),
    rule.evaluate.toString(),
  ]);
  const settings = judgingSettings(config);
  const own = config.customRules.map(({ evaluate, covers }) => [evaluate.toString(), covers?.toString()]);
  // What the catalogue's rules call is no part of their own text; it changes with the version.
  const made = [manifest.version, rules, own, catalogue.families, catalogue.sources];
  return `${shortHash([JSON.stringify(made)], 12)}.${shortHash([JSON.stringify(settings)], 12)}`;
}
