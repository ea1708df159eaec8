import { createReadStream } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';

/** What reading an archive asks of a file system. */
export interface FileSystem {
  stat(path: string): Promise<Entry>;
  list(directory: string): Promise<readonly string[]>;
  realPath(path: string): Promise<string>;
  open(path: string): Readable;
}

export interface Entry {
  readonly kind: 'file' | 'directory' | 'stream' | 'other';
  readonly size: number;
}

const READ_BYTES = 256 * 1024;

export const localFiles: FileSystem = {
  async stat(path) {
    const stats = await stat(path);
    if (stats.isFile()) return { kind: 'file', size: stats.size };
    if (stats.isDirectory()) return { kind: 'directory', size: 0 };
    return { kind: stats.isFIFO() || stats.isCharacterDevice() ? 'stream' : 'other', size: 0 };
  },
  list: (directory) => readdir(directory),
  realPath: (path) => realpath(path),
  open: (path) => createReadStream(path, { highWaterMark: READ_BYTES }),
};
