import { record } from '../support/record.ts';
import { useDirectory } from '../support/use-directory.ts';

/** A directory of its own for a file of tests, into which records are written. */
export function useRecords(name: string) {
  const { directory, file } = useDirectory(name);
  const records = (of: string, ...given: readonly object[]) => file(of, JSON.stringify({ Records: given }));
  return {
    directory,
    file,
    /** A record with one finding. */
    good: () => records('good.json', record()),
    /** A record that changes nothing. */
    quiet: () => records('quiet.json', record({ eventName: 'ListUsers', requestParameters: null })),
  };
}
