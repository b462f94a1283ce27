import { z } from 'zod';
import { EXPORT_FILE_FORMATS } from '../constants.ts';
import { choice } from './values.ts';

export const exportFilesQuery = z.strictObject({
  documents: choice(EXPORT_FILE_FORMATS)
    .default('md')
    .describe(
      'Documents as files of this format; `json` is one file of all, with all that is known of each.',
    ),
});
