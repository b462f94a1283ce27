interface Pages {
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  readonly fetchNextPage: () => unknown;
}

/** Reads the next page of a list, while there is one. */
export function MoreButton(props: {
  readonly query: Pages;
  readonly label: string;
  readonly className?: string;
}) {
  const { query, className = 'button mt-4' } = props;
  if (!query.hasNextPage) return null;
  return (
    <button
      type="button"
      className={className}
      disabled={query.isFetchingNextPage}
      onClick={() => void query.fetchNextPage()}
    >
      {query.isFetchingNextPage ? 'Reading…' : props.label}
    </button>
  );
}
