import { useQuery } from '@tanstack/react-query';
import { InkwellError, app } from '../../shared/api/client.ts';
import { queryClient } from '../../shared/api/queries.ts';
import type { Template, TemplateSummary } from '../../shared/api/types.ts';
import { announce } from '../../shared/ui/announce.ts';

const LIST = ['templates'] as const;

export const useTemplates = () =>
  useQuery({ queryKey: LIST, queryFn: async () => (await app.templates.list()).data, staleTime: 60_000 });

export const useTemplate = (template: string) =>
  useQuery({
    queryKey: ['template', template],
    queryFn: () => app.templates.get(template),
    staleTime: 60_000,
  });

export const useSaved = (template: string) =>
  useQuery({ queryKey: ['saved', template], queryFn: async () => (await app.saved.list(template)).data });

/** Stars a template at once; a star that the server refuses is taken back. */
export async function favour(template: string, is_favourite: boolean): Promise<void> {
  const put = (value: boolean) => {
    queryClient.setQueryData<TemplateSummary[]>(LIST, (all) =>
      all?.map((one) => (one.template === template ? { ...one, is_favourite: value } : one)),
    );
    queryClient.setQueryData<Template>(
      ['template', template],
      (one) => one && { ...one, is_favourite: value },
    );
  };
  put(is_favourite);
  try {
    await app.templates.favour(template, is_favourite);
    announce(is_favourite ? 'Added to the favourites.' : 'Removed from the favourites.');
  } catch (cause) {
    if (!(cause instanceof InkwellError)) throw cause;
    put(!is_favourite);
    announce('The star could not be kept.');
  }
}

/** Saves an output or lets it go. False if the server did not take it. */
export async function saveOutput(template: string, output: string, is_saved: boolean): Promise<boolean> {
  try {
    await app.saved.set(output, is_saved);
  } catch (cause) {
    if (!(cause instanceof InkwellError)) throw cause;
    announce('The output could not be saved.');
    return false;
  }
  announce(is_saved ? 'Saved.' : 'No longer saved.');
  await queryClient.invalidateQueries({ queryKey: ['saved', template] });
  return true;
}

/** Templates were made, changed or deleted. */
export const templatesChanged = (template: string | null) =>
  Promise.all([
    queryClient.invalidateQueries({ queryKey: LIST }),
    ...(template === null ? [] : [queryClient.invalidateQueries({ queryKey: ['template', template] })]),
  ]);
