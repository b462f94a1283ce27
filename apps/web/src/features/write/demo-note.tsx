import { Link } from '@tanstack/react-router';
import { useSession } from '../../shared/api/session.ts';

/** Once a page: what the demo writer is. */
export function DemoNote() {
  const { model } = useSession();
  if (!model.is_demo) return null;
  return (
    <p className="mt-3 text-13 text-muted">
      Offline patterns, not a model. Credits work for real.{' '}
      <Link to="/help" hash="model" className="link whitespace-nowrap">
        Connect a model
      </Link>
    </p>
  );
}
