/** Why an act was not done, beside its button. */
export function RefusalLine({ says }: { readonly says: string | null }) {
  if (says === null) return null;
  return (
    <p role="alert" className="mt-3 text-bad">
      {says}
    </p>
  );
}
