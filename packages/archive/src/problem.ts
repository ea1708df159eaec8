/** Why a file, a directory or a part of it could not be read. `message` names it and says what to do. */
export interface FileProblem {
  readonly code:
    | 'missing'
    | 'denied'
    | 'empty'
    | 'not-json'
    | 'no-records'
    | 'format'
    | 'truncated'
    | 'corrupt'
    | 'unreachable'
    | 'io';
  readonly message: string;
}

/** As what a source of records fails. */
export function unreadable(problem: FileProblem, cause?: unknown): Error {
  return Object.assign(new Error(problem.message, { cause }), { problem });
}

export function problemOf(path: string, error: unknown): FileProblem {
  if (error instanceof Error && 'problem' in error) return error.problem as FileProblem;
  const code = errorCode(error);
  switch (code) {
    case undefined:
      throw error;
    case 'ENOENT':
    case 'ENOTDIR':
      return { code: 'missing', message: `${path}: no such file or directory. Check the path.` };
    case 'EACCES':
    case 'EPERM':
      return {
        code: 'denied',
        message: `${path}: permission denied. Give your user the right to read it, or read a copy.`,
      };
    case 'ELOOP':
      return {
        code: 'io',
        message: `${path}: a symbolic link that leads back to itself. Mend or remove the link.`,
      };
    case 'Z_BUF_ERROR':
      return {
        code: 'truncated',
        message: `${path}: the gzip data ends too early; what came before was read. Fetch the file again.`,
      };
    case 'Z_DATA_ERROR':
      return {
        code: 'corrupt',
        message: `${path}: the gzip data is damaged; what came before the damage was read. Fetch the file again.`,
      };
    case 'GZIP_TRAILING':
      return {
        code: 'corrupt',
        message: `${path}: bytes that are no gzip data follow the gzip data, which was read. Fetch the file again.`,
      };
    default:
      return {
        code: 'io',
        message: `${path}: could not be read (${code}). Check the disk or the mount and try again.`,
      };
  }
}

/** What is there, but holds no bytes to read. */
export function notReadable(path: string): FileProblem {
  return {
    code: 'io',
    message: `${path}: is a socket or a disk, and no file. Name a file, a directory or a pipe.`,
  };
}

/** A directory that was asked for; names that begin with a dot are passed over. */
export function noFiles(path: string): FileProblem {
  return { code: 'no-records', message: `${path}: no file is in this directory. Check the path.` };
}

/** Files that are passed over by their names or folders, and nothing else. */
export function onlyOthers(paths: string, count: number): FileProblem {
  const message = `${paths}: no file of records is there, only ${count} of other kinds by name, or beside CloudTrail/ in AWSLogs/ACCOUNT/. Check the path, or name the file itself.`;
  return { code: 'no-records', message };
}

/** Formats people have beside their logs, by bytes (as Latin-1) at the beginning or `at` some other place. */
const FORMATS: readonly { readonly magic: string; readonly at?: number; readonly advice: string }[] = [
  { magic: 'ustar', at: 257, advice: 'a tar archive. Unpack it first.' },
  { magic: 'PK\x03\x04', advice: 'a zip archive. Unpack it first.' },
  { magic: '\x28\xb5\x2f\xfd', advice: 'compressed with zstd. Unpack it first.' },
  { magic: 'BZh', advice: 'compressed with bzip2. Unpack it first.' },
  { magic: '\xfd7zXZ', advice: 'compressed with xz. Unpack it first.' },
  { magic: 'PAR1', advice: 'a Parquet file. Export its records as JSON.' },
  { magic: '\xff\xfe', advice: 'encoded in UTF-16. Save it as UTF-8.' },
  { magic: '\xfe\xff', advice: 'encoded in UTF-16. Save it as UTF-8.' },
];

/** So many of the first bytes tell the format. */
export const FORMAT_BYTES = 262;

export function formatProblem(path: string, head: Buffer): FileProblem | undefined {
  const text = head.toString('latin1', 0, FORMAT_BYTES);
  const format = FORMATS.find(({ magic, at }) => text.startsWith(magic, at));
  return format && { code: 'format', message: `${path}: this is ${format.advice}` };
}

function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
