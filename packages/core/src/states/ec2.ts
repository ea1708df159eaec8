export interface Ec2Instance {
  readonly httpTokens: 'optional' | 'required';
  readonly httpEndpoint: 'enabled' | 'disabled';
  readonly hopLimit: number;
  readonly httpProtocolIpv6: 'enabled' | 'disabled';
  readonly metadataTags: 'enabled' | 'disabled';
  readonly profileArn: string | null;
}

export interface LaunchTemplate {
  readonly templateId: string;
  readonly name: string;
  readonly defaultVersion: number;
  readonly latestVersion: number;
}

/** What a version sets; null where it leaves that to the AMI or the account's defaults. */
export interface LaunchTemplateVersion {
  readonly templateId: string;
  readonly version: number;
  readonly httpTokens: 'optional' | 'required' | null;
  readonly httpEndpoint: 'enabled' | 'disabled' | null;
  readonly hopLimit: number | null;
  /** ARN, or name where the version gives a name. */
  readonly profile: string | null;
}

/** Which launch template version it uses: a number as text, `$Latest` or `$Default`. */
export interface AutoScalingGroup {
  readonly name: string;
  readonly templateId: string | null;
  readonly templateName: string | null;
  readonly templateVersion: string | null;
}

/** A region's defaults; `no-preference` and -1 leave it to the AMI. */
export interface Ec2AccountDefaults {
  readonly httpTokens: 'optional' | 'required' | 'no-preference';
  readonly httpEndpoint: 'enabled' | 'disabled' | 'no-preference';
  readonly hopLimit: number;
  readonly metadataTags: 'enabled' | 'disabled' | 'no-preference';
  readonly tokensEnforced: 'enabled' | 'disabled' | 'no-preference';
}
