/** A control of Security Hub as its page has it: `ID title`, and its "Related requirements" by the keys of the frameworks. */
export interface HubControl {
  readonly related: Readonly<Record<string, string>>;
  /** What it counts in days, where it does. */
  readonly days?: number;
}

/**
 * Read in the AWS Security Hub user guide, https://docs.aws.amazon.com/securityhub/latest/userguide/SERVICE-controls.html#ID,
 * without requirements of frameworks and versions that no rule names.
 */
export const HUB_CONTROLS: Readonly<Record<string, HubControl>> = {
  'EC2.8': {
    related: { cisAws: '5.7', nist80053: 'AC-3 AC-3(15) AC-3(7) AC-6', pciDss: '2.2.6' },
  },
  'EC2.170': { related: { pciDss: '2.2.6' } },
  'IAM.3': {
    related: { cisAws: '1.13', nist80053: 'AC-2(1) AC-2(3) AC-3(15)', pciDss: '8.3.9 8.6.3' },
    days: 90,
  },
  'IAM.4': {
    related: { cisAws: '1.3', nist80053: 'AC-2(1) AC-3(15) AC-3(7) AC-6 AC-6(10) AC-6(2)' },
  },
  'IAM.22': { related: { cisAws: '1.11' }, days: 45 },
  'SecretsManager.1': { related: { nist80053: 'AC-2(1) AC-3(15)', pciDss: '8.3.9 8.6.3' } },
};

/** Ids that a rule may name by their own text, with the page and its words. */
export const OWN_TEXTS: Readonly<Record<string, readonly [page: string, words: string]>> = {
  'cisAws 1.12': [
    'https://github.com/turbot/steampipe-mod-aws-compliance/blob/main/cis_v500/docs/cis_v500_1_12.md',
    'This should be the only active key used by this IAM user',
  ],
  'cisEks 4.1.1': [kubeBench('policies'), 'Ensure that the cluster-admin role is only used where required'],
  'cisEks 4.1.5': [kubeBench('policies'), 'Ensure that default service accounts are not actively used'],
  'cisEks 4.1.7': [
    kubeBench('policies'),
    'Cluster Access Manager API to streamline and enhance the management of access controls',
  ],
  'cisEks 4.2.4': [
    kubeBench('policies'),
    'Minimize the admission of containers wishing to share the host network namespace',
  ],
  'cisEks 5.2.1': [kubeBench('managedservices'), 'Prefer using dedicated Amazon EKS Service Accounts'],
  'nist80053 AC-6': [
    'https://csrc.nist.gov/pubs/sp/800/53/r5/upd1/final',
    'allowing only authorized accesses for users (or processes acting on behalf of users) that are necessary',
  ],
  'nist80053 IA-5(7)': [
    'https://csrc.nist.gov/pubs/sp/800/53/r5/upd1/final',
    'unencrypted static authenticators are not embedded in applications or other forms of static storage',
  ],
};

function kubeBench(file: string): string {
  return `https://github.com/aquasecurity/kube-bench/blob/main/cfg/eks-1.7.0/${file}.yaml`;
}
