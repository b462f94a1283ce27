import { createContext, useContext } from 'react';
import type { Session } from './types.ts';

export const SessionContext = createContext<Session | null>(null);

/** The signed-in person. Pages are only shown inside a session; the door is shown without one. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('useSession outside a session');
  return session;
}

export const mayManage = (session: Session) => session.role === 'owner' || session.role === 'admin';
