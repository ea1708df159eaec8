export interface Control {
  /** What it asks for, in short. */
  readonly title: string;
  /** Where its id and its meaning were read. */
  readonly source: string;
}

export interface Framework {
  readonly name: string;
  readonly version: string;
  readonly source: string;
  /** What its ids look like. */
  readonly form: RegExp;
  readonly controls: Readonly<Record<string, Control>>;
}

const SECURITY_HUB = 'https://docs.aws.amazon.com/securityhub/latest/userguide';
const KUBE_BENCH = 'https://github.com/aquasecurity/kube-bench/blob/main/cfg/eks-1.7.0';
const TURBOT = 'https://github.com/turbot/steampipe-mod-aws-compliance/blob/main/cis_v500/docs';
const NIST = 'https://csrc.nist.gov/pubs/sp/800/53/r5/upd1/final';

const hub = (service: string, id: string): string =>
  `${SECURITY_HUB}/${service}-controls.html#${id.toLowerCase().replace('.', '-')}`;
const byHub = (service: string, id: string, title: string): Control => ({ title, source: hub(service, id) });
const byBench = (file: string, title: string): Control => ({ title, source: `${KUBE_BENCH}/${file}.yaml` });

/**
 * The frameworks whose controls rules name, and those of their controls that some rule names. What NIST and PCI DSS ask for is
 * taken from the related requirements that AWS lists with the Security Hub control that checks the same, or from the text itself.
 */
export const FRAMEWORKS = {
  fsbp: {
    name: 'AWS Foundational Security Best Practices (Security Hub)',
    version: '1.0.0',
    source: `${SECURITY_HUB}/fsbp-standard.html`,
    form: /^[A-Z][A-Za-z0-9]*\.\d+$/,
    controls: {
      'EC2.8': byHub('ec2', 'EC2.8', 'Instances require IMDSv2'),
      'EC2.170': byHub('ec2', 'EC2.170', 'Launch templates require IMDSv2'),
      'IAM.3': byHub('iam', 'IAM.3', 'Access keys of users are rotated every 90 days or less'),
      'IAM.4': byHub('iam', 'IAM.4', 'The root user has no access key'),
      'SecretsManager.1': byHub('secretsmanager', 'SecretsManager.1', 'Secrets are rotated automatically'),
    },
  },
  cisAws: {
    name: 'CIS Amazon Web Services Foundations Benchmark',
    version: '5.0.0',
    source: `${SECURITY_HUB}/cis-aws-foundations-benchmark.html`,
    form: /^\d+\.\d+(\.\d+)?$/,
    controls: {
      '1.3': byHub('iam', 'IAM.4', 'The root user has no access key'),
      '1.11': byHub('iam', 'IAM.22', 'Credentials not used for 45 days or more are disabled'),
      '1.12': { title: 'A user has one active access key only', source: `${TURBOT}/cis_v500_1_12.md` },
      '1.13': byHub('iam', 'IAM.3', 'Access keys are rotated every 90 days or less'),
      '5.7': byHub('ec2', 'EC2.8', 'The metadata service allows IMDSv2 only'),
    },
  },
  cisEks: {
    name: 'CIS Amazon Elastic Kubernetes Service (EKS) Benchmark',
    version: '1.7.0',
    source: 'https://www.cisecurity.org/benchmark/kubernetes',
    form: /^\d\.\d+\.\d+$/,
    controls: {
      '4.1.1': byBench('policies', 'The role cluster-admin is used where it is required only'),
      '4.1.5': byBench('policies', 'Default service accounts are not used'),
      '4.1.7': byBench('policies', 'Access to the cluster is managed by its access API'),
      '4.2.4': byBench('policies', 'Few containers share the network of their host'),
      '5.2.1': byBench('managedservices', 'Pods get AWS access by service accounts of their own'),
    },
  },
  nist80053: {
    name: 'NIST SP 800-53',
    version: 'revision 5',
    source: NIST,
    form: /^[A-Z]{2}-\d+(\(\d+\))?$/,
    controls: {
      'AC-2(1)': byHub('iam', 'IAM.3', 'Automated System Account Management'),
      'AC-2(3)': byHub('iam', 'IAM.3', 'Disable Accounts'),
      'AC-3': byHub('ec2', 'EC2.8', 'Access Enforcement'),
      'AC-3(7)': byHub('ec2', 'EC2.8', 'Role-based Access Control'),
      'AC-3(15)': byHub('ec2', 'EC2.8', 'Discretionary and Mandatory Access Control'),
      'AC-6': { title: 'Least Privilege', source: NIST },
      'AC-6(2)': byHub('iam', 'IAM.4', 'Non-privileged Access for Nonsecurity Functions'),
      'AC-6(10)': byHub('iam', 'IAM.4', 'Prohibit Non-privileged Users from Executing Privileged Functions'),
      'IA-5(7)': { title: 'No Embedded Unencrypted Static Authenticators', source: NIST },
    },
  },
  pciDss: {
    name: 'PCI DSS',
    version: '4.0.1',
    source: `${SECURITY_HUB}/pci-standard.html`,
    form: /^\d+\.\d+\.\d+(\.\d+)?$/,
    controls: {
      '2.2.6': byHub('ec2', 'EC2.8', 'Security parameters are set so that they prevent misuse'),
      '8.3.9': byHub('iam', 'IAM.3', 'What authenticates alone is changed every 90 days or more often'),
      '8.6.3': byHub('iam', 'IAM.3', 'What authenticates applications and systems is changed periodically'),
    },
  },
} as const satisfies Readonly<Record<string, Framework>>;
