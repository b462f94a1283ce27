import { makeZip } from 'client-zip';

/** A file of an archive. Its bytes are made while they are sent. */
export interface ExportFile {
  name: string;
  bytes: Uint8Array | AsyncIterable<Uint8Array>;
}

async function* named(files: AsyncIterable<ExportFile>, at: Date) {
  for await (const { name, bytes } of files) yield { name, input: bytes, lastModified: at };
}

/**
 * The files as one archive, stored without compression, each read when its turn comes and no faster than the
 * reader takes it. A file that fails breaks the archive off, so that half of one is never taken for the whole.
 */
export function zipOf(
  files: AsyncIterable<ExportFile>,
  at_ms: number,
  onFailure: (error: unknown) => void,
): ReadableStream<Uint8Array> {
  const reader = makeZip(named(files, new Date(at_ms))).getReader();
  // The archive rejects with the very reason that it is told to stop for.
  const stop = (reason: unknown) => reader.cancel(reason).catch(() => undefined);
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          if (done) controller.close();
          else controller.enqueue(value);
        } catch (error) {
          onFailure(error);
          throw error;
        }
      },
      cancel: stop,
    },
    { highWaterMark: 0 },
  );
}
